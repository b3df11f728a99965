package publickey

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"maps"
	"regexp"
	"slices"
	"testing"
)

func FuzzParse(f *testing.F) {
	for _, text := range slices.Sorted(maps.Values(spellings())) {
		f.Add(text)
	}
	for _, text := range slices.Sorted(maps.Values(throwawayKeys(f))) {
		f.Add(text)
		f.Add(publicPEM + text)
	}
	// No error but these can hold none of the text.
	known := map[string]bool{ErrPrivateKey.Error(): true}
	for _, test := range refusals(f) {
		if len(test.text) < 4096 {
			f.Add(test.text)
		}
		if _, err := Parse(test.text); err != nil {
			known[withoutSizes(err)] = true
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !Same(text, text) {
			t.Error("is not the same as itself")
		}
		key, err := Parse(text)
		if err != nil {
			if key != (Key{}) {
				t.Error("a key beside the error")
			}
			if !known[withoutSizes(err)] && !errors.Is(err, ErrPrivateKey) {
				t.Errorf("an error that no other test shows: %v", err)
			}
			checkNoExcerpt(t, err, text, 12)
			return
		}
		checkKey(t, key)
	})
}

var size = regexp.MustCompile(`\d+ (bits|bytes)`)

func withoutSizes(err error) string { return size.ReplaceAllString(err.Error(), "N $1") }

// checkKey asks crypto/x509 whether a key is what Twilio takes.
func checkKey(t *testing.T, key Key) {
	t.Helper()
	again, err := Parse(key.PEM())
	if err != nil || again != key {
		t.Errorf("PEM() is not the key: error %v", err)
	}
	block, _ := pem.Decode([]byte(key.PEM()))
	if block == nil {
		t.Fatal("PEM() is no PEM")
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	public, ok := parsed.(*rsa.PublicKey)
	if !ok || public.N.BitLen() != 2048 || public.E != 65537 {
		t.Errorf("is %T, not an RSA key of 2048 bits with the exponent 65537", parsed)
	}
}
