package publickey

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"
)

func TestParseRefusesAPrivateKeyOfEveryKind(t *testing.T) {
	t.Parallel()
	for name, private := range privateKeys(t) {
		for spelling, text := range map[string]string{
			"alone":                         private,
			"after a public key":            publicPEM + private,
			"before a public key":           private + publicPEM,
			"after the body of a key":       body + "\n" + private,
			"after words":                   "my key:\n" + private,
			"CR LF":                         strings.ReplaceAll(private, "\n", "\r\n"),
			"indented":                      "  " + strings.ReplaceAll(private, "\n", "\n  "),
			"on one line":                   strings.ReplaceAll(private, "\n", " "),
			"without any white space":       squeeze(private),
			"escaped line ends":             strings.ReplaceAll(private, "\n", `\n`),
			"cut off":                       private[:len(private)/2],
			"beginning cut off":             private[len(private)/2:],
			"broken base64":                 strings.ReplaceAll(private, "a", "*"),
			"without hyphens":               strings.ReplaceAll(private, "-", ""),
			"in small letters":              strings.ToLower(private),
			"base64 of the file":            base64.StdEncoding.EncodeToString([]byte(private)),
			"base64 of the file, cut off":   base64.StdEncoding.EncodeToString([]byte(private))[:150],
			"longer than Parse would read":  strings.Repeat(publicPEM, 1+maxLength/len(publicPEM)) + private,
			"a public key's BEGIN line":     begin + "\n" + private[strings.Index(private, "\n"):],
			"a public key's END line":       private[:strings.LastIndex(strings.TrimSpace(private), "\n")] + "\n" + end,
			"a public key's END line after": strings.TrimSpace(private) + end,
		} {
			t.Run(name+"/"+spelling, func(t *testing.T) {
				t.Parallel()
				checkPrivate(t, text)
			})
		}
	}
}

func TestParseRefusesAPrivateKeyWithoutItsLines(t *testing.T) {
	t.Parallel()
	for name, private := range privateKeys(t) {
		der := privateBlock(t, private)
		if der == nil { // encrypted in a way that needs PEM's header lines, or PGP
			continue
		}
		body64 := base64.StdEncoding.EncodeToString(der)
		for spelling, text := range map[string]string{
			"alone":                   body64,
			"in lines":                body64[:64] + "\n" + body64[64:],
			"in lines of one":         strings.ReplaceAll(body64, "", "\n"),
			"in quotes":               `"` + body64 + `"`,
			"cut off":                 body64[:60],
			"broken at the end":       body64 + "*",
			"with escaped line ends":  `\n` + body64[:64] + `\n` + body64[64:],
			"under a public label":    block("PUBLIC KEY", der),
			"under another label":     block("CERTIFICATE", der),
			"after a public key":      publicPEM + body64,
			"after a public body":     body + "\n" + body64,
			"right after a body":      body + body64,
			"after words":             "my key: " + body64,
			"with bytes after it":     base64.StdEncoding.EncodeToString(append(der, 1, 2, 3)),
			"between others":          block("CERTIFICATE", der[:8]) + body64 + publicPEM,
			"with a byte order mark":  "\ufeff" + body64,
			"with padding left out":   strings.TrimRight(body64, "="),
			"with a label of nothing": "-----BEGIN-----\n" + body64 + "\n-----END-----",
		} {
			t.Run(name+"/"+spelling, func(t *testing.T) {
				t.Parallel()
				checkPrivate(t, text)
			})
		}
	}
}

func TestParseRefusesOtherFilesThatHoldAPrivateKey(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"PuTTY":         "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nPublic-Lines: 1\n" + ssh("ssh-rsa") + "\nPrivate-Lines: 1\nAAAA",
		"old PGP":       "-----BEGIN PGP SECRET KEY BLOCK-----\n\nlFgEawEk7hYJKwYB\n",
		"SSH2":          "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/56wAAAi4AAAA3\n",
		"PKCS#12":       "MIIJzwIBAzCCCYUGCSqGSIb3DQEHAaCCCXYEggly",
		"only a label":  "-----BEGIN RSA PRIVATE KEY-----",
		"part of one":   "-----BEGIN RSA PRIVATE",
		"one at an end": "PrivateBits\n-----END OPENSSH PRIVATE KEY-----",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkPrivate(t, text)
		})
	}
}

func TestThePrivateKeyErrorSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for _, want := range []string{
		"a private key",
		"nothing was sent",
		"`openssl pkey -in private.pem -pubout`",
		"exposed",
	} {
		if !strings.Contains(ErrPrivateKey.Error(), want) {
			t.Errorf("%q does not say %q", ErrPrivateKey, want)
		}
	}
}

// A word that begins like one must not frighten the owner of another text.
func TestParseTakesNothingElseForAPrivateKey(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"# the public half, at the end of which is nothing private\n" + publicPEM,
		"My private key is in the safe: " + publicPEM,
		"MIIB",
		strings.Repeat("MIIB ", 100),
	} {
		if _, err := Parse(text); err == nil || errors.Is(err, ErrPrivateKey) {
			t.Errorf("Parse(%q): error %v", text, err)
		}
	}
}

func checkPrivate(t *testing.T, text string) {
	t.Helper()
	key, err := Parse(text)
	if !errors.Is(err, ErrPrivateKey) {
		t.Fatalf("error %v, want ErrPrivateKey", err)
	}
	if key != (Key{}) {
		t.Error("a key beside the error")
	}
	checkNoExcerpt(t, err, text, 8)
}
