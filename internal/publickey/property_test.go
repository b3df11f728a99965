package publickey

import (
	"encoding/base64"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNoSpellingOfAKeyMakesADifference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		der := drawKey(t, r)
		want, err := Parse(block("PUBLIC KEY", der))
		if err != nil {
			r.Fatal(err)
		}
		text := drawSpelling(r, base64.StdEncoding.EncodeToString(der))
		key, err := Parse(text)
		if err != nil {
			r.Fatalf("error %v", err)
		}
		if key != want || key.PEM() != want.PEM() || key.FingerprintSHA256() != want.FingerprintSHA256() {
			r.Error("is another key")
		}
		if !Same(text, want.PEM()) {
			r.Error("is not the same as its usual form")
		}
	})
}

func TestAnyChangeOfAKeyMakesADifference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		der := drawKey(t, r)
		text := block("PUBLIC KEY", der)
		der[rapid.IntRange(0, len(der)-1).Draw(r, "byte")] ^= byte(1 << rapid.IntRange(0, 7).Draw(r, "bit"))
		if Same(text, block("PUBLIC KEY", der)) {
			r.Error("is the same after a change")
		}
	})
}

// drawKey returns a key with a modulus of any kind, for Parse factors none.
func drawKey(t *testing.T, r *rapid.T) []byte {
	modulus := rapid.SliceOfN(rapid.Byte(), bits/8, bits/8).Draw(r, "modulus")
	modulus[0] |= 0x80
	modulus[len(modulus)-1] |= 1
	return rsaKey(t, new(big.Int).SetBytes(modulus), exponent)
}

// drawSpelling puts white space wherever it may be, and leaves out lines.
func drawSpelling(r *rapid.T, body string) string {
	space := rapid.StringOfN(rapid.RuneFrom([]rune(" \t\r\n\v\f\u00a0\u2028\ufeff")), 0, 4, -1)
	var b strings.Builder
	write := func(parts ...string) {
		for _, part := range parts {
			b.WriteString(part + space.Draw(r, "space"))
		}
	}
	write(rapid.SampledFrom([]string{"", "\ufeff", "\n"}).Draw(r, "start"))
	if rapid.Bool().Draw(r, "BEGIN line") {
		write("-----", "BEGIN", " PUBLIC", " KEY", "-----")
	}
	for width := rapid.IntRange(1, len(body)).Draw(r, "width"); len(body) > 0; {
		n := min(width, len(body))
		write(body[:n], rapid.SampledFrom([]string{"\n", "\r\n", "\n\t", "\n    "}).Draw(r, "line end"))
		body = body[n:]
	}
	if rapid.Bool().Draw(r, "END line") {
		write("-----", "END", " PUBLIC", " KEY", "-----")
	}
	return b.String()
}
