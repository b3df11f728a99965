// Package publickey reads the public key that Twilio Video encrypts recordings
// with, before it is sent.
//
// Twilio takes an RSA key of 2048 bits with the exponent 65537, as X.509 PEM, and
// answers anything else with one of the errors 70101 to 70104
// (https://www.twilio.com/docs/errors/70101). The rules here find such a key
// while Terraform plans. They also keep a private key, which is easily taken for
// the public one, from being sent: see [ErrPrivateKey].
package publickey

import (
	"bytes"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"strings"
	"unicode"
)

const (
	// maxLength is in bytes. A key has some 450; what is longer is another file.
	maxLength = 64 << 10

	bits     = 2048
	exponent = 65537
)

// The lines around a key, as squeeze leaves them.
const (
	beginLine = "-----BEGINPUBLICKEY-----"
	endLine   = "-----ENDPUBLICKEY-----"
)

// Key is a public key that Parse has accepted. Two Keys are == if and only if
// they are the same key. The zero value is no key.
type Key struct {
	der string // SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7), in the one form that DER allows
}

// PEM returns the key in its usual form, which is what openssl writes: the BEGIN
// and END lines, 64 columns, and a line end after the last line. It is "" for the
// zero value.
func (k Key) PEM() string {
	if k == (Key{}) {
		return ""
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: []byte(k.der)}))
}

// FingerprintSHA256 returns the SHA-256 of the key's DER SubjectPublicKeyInfo, in
// lower-case hexadecimal. This prints the same:
//
//	openssl pkey -pubin -in key.pem -outform DER | openssl dgst -sha256
//
// It is "" for the zero value.
func (k Key) FingerprintSHA256() string {
	if k == (Key{}) {
		return ""
	}
	sum := sha256.Sum256([]byte(k.der))
	return hex.EncodeToString(sum[:])
}

// Parse reads a public key in PEM. White space makes no difference wherever it
// is, and neither do a byte order mark or missing BEGIN and END lines.
//
// The error is [ErrPrivateKey] or another sentence for the user, which says what
// is wrong with the text and what to give instead. No error holds any of the
// text but sizes, for whatever the text is may be secret. That is why no error of
// crypto/x509 is passed on.
func Parse(text string) (Key, error) {
	if len(text) > maxLength {
		return Key{}, explain(text, nil, nil)
	}
	der, err := base64.StdEncoding.DecodeString(bodyOf(text))
	if err == nil {
		if key, ok := fromDER(der); ok {
			return key, nil
		}
	}
	return Key{}, explain(text, der, err)
}

// bodyOf returns what stands between the lines of PEM, where they are.
func bodyOf(text string) string {
	return strings.TrimSuffix(strings.TrimPrefix(squeeze(text), beginLine), endLine)
}

// squeeze removes all white space. Base64 needs none, and the labels of PEM stay
// apart without it.
func squeeze(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\ufeff' {
			return -1
		}
		return r
	}, text)
}

// fromDER reports whether the whole of der is a key that Twilio takes. That the
// key encodes to the same bytes again rules out what crypto/x509 passes over:
// more elements at the end of a sequence. An even modulus is no product of two
// primes, so the text was damaged, and nobody could decrypt the recordings.
func fromDER(der []byte) (Key, bool) {
	parsed, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return Key{}, false
	}
	public, ok := parsed.(*rsa.PublicKey)
	if !ok || public.N.BitLen() != bits || public.E != exponent || public.N.Bit(0) == 0 {
		return Key{}, false
	}
	again, err := x509.MarshalPKIXPublicKey(public)
	if err != nil || !bytes.Equal(again, der) {
		return Key{}, false
	}
	return Key{der: string(der)}, true
}
