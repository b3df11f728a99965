package publickey

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	_ "embed"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/publickey/publickeytest"
)

// publicPEM is what openssl wrote; body is its base64 on one line.
//
//go:embed testdata/public.pem
var publicPEM string

var body = bodyOf(publicPEM)

// fingerprint is what `openssl pkey -pubin -in testdata/public.pem -outform DER |
// openssl dgst -sha256` printed.
const fingerprint = "48f032dca7bf820b5ed5c6ef4238eccaf6af1bb2961265f8cb141b197eb7543e"

const (
	begin = "-----BEGIN PUBLIC KEY-----"
	end   = "-----END PUBLIC KEY-----"
)

// spellings are texts that are all the key of publicPEM.
func spellings() map[string]string {
	return map[string]string{
		"as openssl writes it":              publicPEM,
		"without the last line end":         strings.TrimSuffix(publicPEM, "\n"),
		"CR LF":                             strings.ReplaceAll(publicPEM, "\n", "\r\n"),
		"CR":                                strings.ReplaceAll(publicPEM, "\n", "\r"),
		"empty lines before and after":      "\n \n\t\n" + publicPEM + "\n\r\n  ",
		"empty lines between":               strings.ReplaceAll(publicPEM, "\n", "\n\n"),
		"indented with spaces":              "    " + strings.ReplaceAll(publicPEM, "\n", "\n    "),
		"indented with tabs":                "\t" + strings.ReplaceAll(publicPEM, "\n", "\t\n\t"),
		"byte order mark":                   "\ufeff" + publicPEM,
		"byte order mark after an empty":    "\n\ufeff" + publicPEM,
		"no-break spaces":                   strings.ReplaceAll(publicPEM, "\n", "\u00a0\n"),
		"on one line":                       strings.ReplaceAll(publicPEM, "\n", ""),
		"on one line, with spaces":          strings.ReplaceAll(publicPEM, "\n", " "),
		"without any white space":           squeeze(publicPEM),
		"body on one line":                  begin + "\n" + body + "\n" + end + "\n",
		"body in lines of 76":               begin + "\n" + body[:76] + "\n" + body[76:152] + "\n" + body[152:] + "\n" + end,
		"body in lines of one":              begin + strings.ReplaceAll(body, "", "\n") + end,
		"only the body":                     body,
		"only the body, in lines":           strings.ReplaceAll(strings.ReplaceAll(publicPEM, begin+"\n", ""), end+"\n", ""),
		"only the body, indented":           "\n\t" + body[:100] + "\n\t" + body[100:] + "\n",
		"without the BEGIN line":            body + "\n" + end,
		"without the END line":              begin + "\n" + body,
		"space inside the BEGIN line":       strings.Replace(publicPEM, begin, "----- BEGIN  PUBLIC\tKEY -----", 1),
		"spaces around the BEGIN line":      strings.Replace(publicPEM, begin, "  "+begin+"\t ", 1),
		"line end inside the END line":      strings.Replace(publicPEM, end, "-----END\nPUBLIC KEY-----", 1),
		"base64 of the DER from filebase64": base64.StdEncoding.EncodeToString(der()),
	}
}

func der() []byte {
	block, _ := pem.Decode([]byte(publicPEM))
	return block.Bytes
}

func TestParseTakesEverySpellingForTheSameKey(t *testing.T) {
	t.Parallel()
	want, err := Parse(publicPEM)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range spellings() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			key, err := Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			if key != want {
				t.Error("is another key")
			}
			if key.PEM() != publicPEM {
				t.Errorf("PEM() is %q", key.PEM())
			}
			if key.FingerprintSHA256() != fingerprint {
				t.Errorf("FingerprintSHA256() is %s", key.FingerprintSHA256())
			}
		})
	}
}

func TestAKeyIsWhatCryptoX509Reads(t *testing.T) {
	t.Parallel()
	public, _ := publickeytest.New(t)
	key, err := Parse(public)
	if err != nil {
		t.Fatal(err)
	}
	if key.PEM() != public {
		t.Errorf("PEM() is %q, want %q", key.PEM(), public)
	}
	block, rest := pem.Decode([]byte(key.PEM()))
	if block == nil || len(rest) > 0 {
		t.Fatal("PEM() is not one block")
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	again, err := x509.MarshalPKIXPublicKey(parsed)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(again, block.Bytes) {
		t.Error("the key in PEM() is another one in crypto/x509")
	}
	sum := sha256.Sum256(again)
	if want := hex.EncodeToString(sum[:]); key.FingerprintSHA256() != want {
		t.Errorf("FingerprintSHA256() is %s, want %s", key.FingerprintSHA256(), want)
	}
}

func TestTwoKeysAreNotEqual(t *testing.T) {
	t.Parallel()
	public, _ := publickeytest.New(t)
	key, err := Parse(public)
	if err != nil {
		t.Fatal(err)
	}
	other, err := Parse(publicPEM)
	if err != nil {
		t.Fatal(err)
	}
	if key == other || key.FingerprintSHA256() == other.FingerprintSHA256() {
		t.Error("a fresh key is the fixed one")
	}
}

func TestNoKeyHasNoPEMAndNoFingerprint(t *testing.T) {
	t.Parallel()
	if k := (Key{}); k.PEM() != "" || k.FingerprintSHA256() != "" {
		t.Errorf("PEM() is %q, FingerprintSHA256() is %q", k.PEM(), k.FingerprintSHA256())
	}
}
