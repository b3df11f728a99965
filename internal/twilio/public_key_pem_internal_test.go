package twilio

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	_ "embed"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// publicPEM was written by openssl. `openssl pkey -pubin -in testdata/public.pem -outform DER | openssl dgst -sha256` printed
// publicFingerprint.
//
//go:embed testdata/public.pem
var publicPEM string

const (
	publicFingerprint = "48f032dca7bf820b5ed5c6ef4238eccaf6af1bb2961265f8cb141b197eb7543e"
	begin, end        = "-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----"
)

// publicBody is the base64 of publicPEM on one line.
var publicBody = strings.NewReplacer(begin, "", end, "", "\n", "").Replace(publicPEM)

// spellings are texts of the key of publicPEM.
var spellings = map[string]string{
	"as openssl writes it":         publicPEM,
	"CR LF":                        strings.ReplaceAll(publicPEM, "\n", "\r\n"),
	"CR":                           strings.ReplaceAll(publicPEM, "\n", "\r"),
	"empty lines around":           "\n \n\t\n" + publicPEM + "\n\r\n  ",
	"indented":                     "  \t" + strings.ReplaceAll(publicPEM, "\n", "\t\n  \t"),
	"byte order mark":              "\n\ufeff" + publicPEM,
	"no-break spaces":              strings.ReplaceAll(publicPEM, "\n", "\u00a0\n"),
	"on one line, with spaces":     strings.ReplaceAll(publicPEM, "\n", " "),
	"body in lines of one":         begin + strings.ReplaceAll(publicBody, "", "\n") + end,
	"only the body":                publicBody,
	"without the BEGIN line":       publicBody + "\n" + end,
	"without the END line":         begin + "\n" + publicBody,
	"space inside the BEGIN line":  strings.Replace(publicPEM, begin, "----- BEGIN  PUBLIC\tKEY -----", 1),
	"line end inside the END line": strings.Replace(publicPEM, end, "-----END\nPUBLIC KEY-----", 1),
	"longer than 64 KiB":           publicPEM + strings.Repeat("\n", 64<<10),
}

func TestEverySpellingIsTheSameKey(t *testing.T) {
	t.Parallel()
	for name, text := range spellings {
		key, err := parsePublicKey(text)
		if err != nil || key.pem() != publicPEM || key.fingerprint() != publicFingerprint {
			t.Errorf("%s: key %s with fingerprint %s, error %v", name, key.pem(), key.fingerprint(), err)
		}
	}
	text, _ := sandboxtest.NewKeyPair(t)
	if key, err := parsePublicKey(text); err != nil || key.pem() != text || key.fingerprint() == publicFingerprint {
		t.Errorf("another key is %s, error %v", key.pem(), err)
	}
}

func encodePEM(label string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
}

// privateKeys returns a private key of every kind, made with openssl, ssh-keygen and gpg for these tests. The password is "throwaway".
func privateKeys(t testing.TB) map[string]string {
	t.Helper()
	keys := map[string]string{}
	files, _ := filepath.Glob("testdata/private/*")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		keys[filepath.Base(file)] = string(text)
	}
	if len(keys) < 14 {
		t.Fatalf("%d files in testdata/private", len(keys))
	}
	return keys
}

// disguises returns texts that contain a private key.
func disguises(private string) map[string]string {
	texts := map[string]string{
		"alone":                private,
		"after a public key":   publicPEM + private,
		"on one line":          strings.ReplaceAll(private, "\n", " "),
		"literal line ends":    strings.ReplaceAll(private, "\n", `\n`),
		"cut off":              private[:len(private)/2],
		"beginning cut off":    private[len(private)/2:],
		"broken base64":        strings.ReplaceAll(private, "a", "*"),
		"without hyphens":      strings.ReplaceAll(private, "-", ""),
		"in small letters":     strings.ToLower(private),
		"base64 of the file":   base64.StdEncoding.EncodeToString([]byte(private)),
		"a public key's label": begin + private[strings.Index(private, "\n"):],
	}
	block, _ := pem.Decode([]byte(private[strings.LastIndex(private, "-----BEGIN"):]))
	if block == nil || len(block.Headers) > 0 || !strings.HasSuffix(block.Type, "PRIVATE KEY") {
		return texts // Without BEGIN line, it is not readable.
	}
	body := base64.StdEncoding.EncodeToString(block.Bytes)
	texts["body"] = body
	texts["body in lines of one"] = strings.ReplaceAll(body, "", "\n")
	texts["body, cut off"] = body[:60]
	texts["body with literal line ends"] = `\n` + body[:64] + `\n` + body[64:]
	texts["body under a public label"] = encodePEM("PUBLIC KEY", block.Bytes)
	texts["body after a public key"] = publicPEM + body
	texts["body after words"] = "my key: " + body
	return texts
}

// notPublicKeys returns texts of other kinds.
func notPublicKeys(t testing.TB) map[string]string {
	t.Helper()
	block, _ := pem.Decode([]byte(publicPEM))
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	valid := parsed.(*rsa.PublicKey) //nolint:forcetypeassert // It is an RSA key.
	pkix := func(key any) string {
		der, err := x509.MarshalPKIXPublicKey(key)
		if err != nil {
			t.Fatal(err)
		}
		return encodePEM("PUBLIC KEY", der)
	}
	rsaKey := func(modulus *big.Int, exponent int) string { return pkix(&rsa.PublicKey{N: modulus, E: exponent}) }
	ed25519Key, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	// crypto/x509 ignores an integer at the end of the sequence.
	moreElements := append(slices.Clone(block.Bytes), 2, 1, 1)
	moreElements[3] += 3
	return map[string]string{
		"nothing":               "",
		"a word":                "password",
		"PKCS#1":                encodePEM("RSA PUBLIC KEY", x509.MarshalPKCS1PublicKey(valid)),
		"PGP":                   "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n" + publicBody + "\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----",
		"OpenSSH":               "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 me@example.com",
		"Ed25519":               pkix(ed25519Key),
		"2047 bits":             rsaKey(new(big.Int).SetBit(new(big.Int).Rsh(valid.N, 1), 0, 1), 65537),
		"4096 bits":             rsaKey(new(big.Int).Mul(valid.N, valid.N), 65537),
		"exponent 3":            rsaKey(valid.N, 3),
		"even modulus":          rsaKey(new(big.Int).Sub(valid.N, big.NewInt(1)), 65537),
		"more elements":         encodePEM("PUBLIC KEY", moreElements),
		"more bytes":            encodePEM("PUBLIC KEY", append(slices.Clone(block.Bytes), 1, 2, 3)),
		"two keys":              publicPEM + publicPEM,
		"literal line ends":     strings.ReplaceAll(publicPEM, "\n", `\n`),
		"base64 of the file":    base64.StdEncoding.EncodeToString([]byte(publicPEM)),
		"cut off":               publicBody[:200],
		"header lines":          strings.Replace(publicPEM, begin, begin+"\nProc-Type: 4,ENCRYPTED\n", 1),
		"lower-case label":      strings.ToLower(begin) + publicBody + strings.ToLower(end),
		"a private key's words": "BEGIN of the private part",
	}
}

func TestPrivateKeysAndOtherTextsAreRefused(t *testing.T) {
	t.Parallel()
	texts := map[string]string{
		"PuTTY":   "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nPublic-Lines: 1\nAAAA\nPrivate-Lines: 1\nAAAA",
		"old PGP": "-----BEGIN PGP SECRET KEY BLOCK-----\n\nlFgEawEk7hYJKwYB\n",
		"SSH2":    "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/56wAAAi4AAAA3\n",
		"PKCS#12": "MIIJzwIBAzCCCYUGCSqGSIb3DQEHAaCCCXYEggly",
	}
	for name, private := range privateKeys(t) {
		for disguise, text := range disguises(private) {
			texts[name+", "+disguise] = text
		}
	}
	for want, texts := range map[error]map[string]string{errPrivateKey: texts, errNotPublicKey: notPublicKeys(t)} {
		for name, text := range texts {
			if key, err := parsePublicKey(text); !errors.Is(err, want) || key != "" {
				t.Errorf("%s: key %q, error %v, want %v", name, key, err, want)
			}
		}
	}
}

// FuzzParsePublicKey: a text is a key that Twilio accepts, or one of the two errors.
func FuzzParsePublicKey(f *testing.F) {
	for _, texts := range []map[string]string{spellings, privateKeys(f), notPublicKeys(f)} {
		for _, name := range slices.Sorted(maps.Keys(texts)) {
			f.Add(texts[name])
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		key, err := parsePublicKey(text)
		if err != nil {
			if key != "" || (!errors.Is(err, errPrivateKey) && !errors.Is(err, errNotPublicKey)) {
				t.Errorf("key %q, error %v", key, err)
			}
			return
		}
		if again, err := parsePublicKey(key.pem()); err != nil || again != key {
			t.Errorf("the PEM is another key, error %v", err)
		}
		parsed, err := x509.ParsePKIXPublicKey([]byte(key))
		if public, ok := parsed.(*rsa.PublicKey); err != nil || !ok || public.N.BitLen() != 2048 || public.E != 65537 {
			t.Errorf("is %T, not an RSA key of 2048 bits with exponent 65537: %v", parsed, err)
		}
	})
}
