package publickey

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"regexp"
	"strings"
)

// ErrPrivateKey is the error for a text that holds a private key of any kind and
// anywhere, whole or in part: in PEM (PKCS#1, PKCS#8, SEC 1, DSA, encrypted ones),
// of OpenSSH, PGP or PuTTY, or without BEGIN and END lines.
var ErrPrivateKey = errors.New("the text holds a private key, so nothing was sent: give the public key instead, " +
	"which `openssl pkey -in private.pem -pubout` prints, and never the private one. " +
	"If the configuration is shared, as in version control, consider the private key exposed and create another pair")

// privateLabel matches the BEGIN or END line of a private key, and the first line
// of PuTTY's. What follows in such a line may be missing or damaged, and what is
// in capitals needs no hyphens.
var privateLabel = regexp.MustCompile(`(?i:--\s*(?:BEGIN|END)[^-]{0,40}(?:PRIVATE|SECRET))` +
	`|(?:BEGIN|END)[^a-z-]{0,40}(?:PRIVATE|SECRET)` +
	`|PuTTY-User-Key-File`)

// privateDER matches the first bytes of a private key's DER, in hexadecimal, so
// that also one that was cut off is found. No public key or certificate begins
// like this. The alternatives are
//
//   - a version and what can follow it in PKCS#1 (RFC 8017, A.1.2), PKCS#8 (RFC
//     5958), SEC 1 (RFC 5915), OpenSSL's DSA form and PKCS#12 (RFC 7292);
//   - the algorithm of an encrypted PKCS#8, one of PKCS#5's (RFC 8018) or PKCS#12's.
var privateDER = regexp.MustCompile(`^30` + derLength + `(?:` +
	`02010[0-3](?:02|04|30)` + `|` +
	`30` + derLength + `06..2a864886f70d01(?:05|0c)` + `)`)

const derLength = `(?:[0-7].|8[01]..|82.{4}|83.{6})`

const (
	// privateHead is how many bytes, or characters of base64, are looked at. The
	// longest match of privateDER has 20 bytes.
	privateHead = 32
	// opensshHead is "openssh-key-v1", with which a private key of OpenSSH begins
	// (https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key), in base64.
	opensshHead = "b3BlbnNzaC1rZXktdjE"
)

// escapes are line ends that were written but never read as such.
var escapes = strings.NewReplacer(`\n`, "\n", `\r`, "\r", `\t`, "\t")

// holdsPrivateBody looks for the beginning of a private key wherever a word
// begins, for there may be lines of any kind before it.
func holdsPrivateBody(text string) bool {
	if strings.Contains(squeeze(text), opensshHead) {
		return true
	}
	words := strings.FieldsFunc(escapes.Replace(text), notBase64)
	for i, word := range words {
		if !strings.HasPrefix(word, "M") { // 0x30, with which privateDER begins
			continue
		}
		head := strings.Join(words[i:min(i+privateHead, len(words))], "")
		head = head[:min(len(head), privateHead)/4*4]
		der, err := base64.StdEncoding.DecodeString(head)
		if err == nil && beginsPrivate(der) {
			return true
		}
	}
	return false
}

// beginsPrivate reports whether der is, or begins with, a private key.
func beginsPrivate(der []byte) bool {
	return privateDER.MatchString(hex.EncodeToString(der[:min(len(der), privateHead)]))
}

func notBase64(r rune) bool {
	return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '+' && r != '/'
}
