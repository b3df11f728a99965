package sandbox

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Hashed is what a log has of a secret: it tells one from another without having
// it. It begins with "sha256:".
func Hashed(value string) string {
	sum := sha256.Sum256([]byte(value))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// RandomHex returns hexadecimal digits, in lower case, of an even number: an ID or a
// secret that nobody else has.
func RandomHex(digits int) string {
	b := make([]byte, digits/2)
	if _, err := rand.Read(b); err != nil {
		panic(fmt.Sprintf("sandbox: crypto/rand is documented never to fail: %v", err))
	}
	return hex.EncodeToString(b)
}
