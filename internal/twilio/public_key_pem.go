package twilio

import (
	"bytes"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"strings"
	"unicode"

	"github.com/videostorage/terraform-provider-videostorage/internal/lazyregexp"
)

// Errors of a text that is no public key. They contain no part of the text, which may be secret. That is why no error of crypto/x509 is
// wrapped.
var (
	errPrivateKey   = errors.New("the text holds a private key")
	errNotPublicKey = errors.New("the text is not an RSA public key of 2048 bits with exponent 65537 in X.509 PEM")
)

// rsaPublicKey is a public key that Twilio accepts: RSA, 2048 bits, exponent 65537. It holds the DER of X.509
// (SubjectPublicKeyInfo, RFC 5280, section 4.1.2.7), which has one form for each key, so == compares keys.
//
// Source: https://www.twilio.com/docs/errors/70101 to 70104
type rsaPublicKey string

// pem returns the key as openssl prints it.
func (k rsaPublicKey) pem() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: []byte(k)}))
}

// fingerprint returns the SHA-256 of the key's DER in hexadecimal digits.
func (k rsaPublicKey) fingerprint() string {
	sum := sha256.Sum256([]byte(k))
	return hex.EncodeToString(sum[:])
}

// parsePublicKey reads a public key in PEM. White space, a byte order mark and missing BEGIN and END lines make no difference.
// The error is [errPrivateKey] or [errNotPublicKey].
func parsePublicKey(text string) (rsaPublicKey, error) {
	body := strings.TrimPrefix(removeSpace(text), "-----BEGINPUBLICKEY-----")
	der, err := base64.StdEncoding.DecodeString(strings.TrimSuffix(body, "-----ENDPUBLICKEY-----"))
	switch {
	case err == nil && isAcceptedKey(der):
		return rsaPublicKey(der), nil
	// The text may be the base64 of a whole PEM file.
	case holdsPrivateKey(text), privateLabel.Match(der):
		return "", errPrivateKey
	}
	return "", errNotPublicKey
}

// isAcceptedKey reports whether the whole of der is a key that Twilio accepts. crypto/x509 ignores trailing elements of a sequence,
// so the key must encode to the same bytes again. An even modulus is damaged: it is no product of two primes.
func isAcceptedKey(der []byte) bool {
	parsed, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return false
	}
	key, ok := parsed.(*rsa.PublicKey)
	if !ok || key.N.BitLen() != 2048 || key.E != 65537 || key.N.Bit(0) == 0 {
		return false
	}
	encoded, err := x509.MarshalPKIXPublicKey(key)
	return err == nil && bytes.Equal(encoded, der)
}

// removeSpace removes all white space. Base64 needs none, and the labels of PEM are distinct without it.
func removeSpace(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\ufeff' {
			return -1
		}
		return r
	}, text)
}

// privateLabel matches the BEGIN or END line of a private key in PEM, OpenSSH or PGP, and the first line of PuTTY's, also if they are
// damaged.
var privateLabel = lazyregexp.New(`(?i:--\s*(?:BEGIN|END)[^-]{0,40}(?:PRIVATE|SECRET))` +
	`|(?:BEGIN|END)[^a-z-]{0,40}(?:PRIVATE|SECRET)` +
	`|PuTTY-User-Key-File`)

const derLength = `(?:[0-7].|8[01]..|82.{4}|83.{6})`

// privateDER matches the first bytes of a private key's DER, in hexadecimal. No public key or certificate begins like this. The
// alternatives are the version and the next element of PKCS#1 (RFC 8017, A.1.2), PKCS#8 (RFC 5958), SEC 1 (RFC 5915), DSA in OpenSSL's
// form and PKCS#12 (RFC 7292); and the algorithm of an encrypted PKCS#8, which is one of PKCS#5 (RFC 8018) or PKCS#12.
var privateDER = lazyregexp.New(`^30` + derLength + `(?:02010[0-3](?:02|04|30)|30` + derLength + `06..2a864886f70d01(?:05|0c))`)

const (
	// privateHead is the number of base64 characters that privateDER needs, with room to spare.
	privateHead = 32
	// opensshHead begins a private key of OpenSSH: "openssh-key-v1" in base64.
	// Source: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key
	opensshHead = "b3BlbnNzaC1rZXktdjE"
)

// holdsPrivateKey reports whether a text contains a private key or the beginning of one, with or without BEGIN and END lines.
func holdsPrivateKey(text string) bool {
	if privateLabel.MatchString(text) || strings.Contains(removeSpace(text), opensshHead) {
		return true
	}
	// Line ends may be the literal characters \n.
	text = strings.NewReplacer(`\n`, "\n", `\r`, "\r", `\t`, "\t").Replace(text)
	words := strings.FieldsFunc(text, func(r rune) bool { return !strings.ContainsRune(base64Alphabet, r) })
	for i, word := range words {
		if !strings.HasPrefix(word, "M") { // 0x30, with which privateDER begins
			continue
		}
		head := strings.Join(words[i:min(i+privateHead, len(words))], "")
		der, err := base64.StdEncoding.DecodeString(head[:min(len(head), privateHead)/4*4])
		if err == nil && privateDER.MatchString(hex.EncodeToString(der)) {
			return true
		}
	}
	return false
}

const base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
