package twiliosandbox

import (
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// enterPublicKey keeps the fingerprint alone. The codes are documented:
// https://www.twilio.com/docs/api/errors/70101 to 70104.
func enterPublicKey(c *Credential, value string) *apiError {
	der, ok := readPublicKeyPEM(value)
	if !ok {
		return notX509()
	}
	key, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return notX509()
	}
	rsaKey, ok := key.(*rsa.PublicKey)
	switch {
	case !ok:
		return refused(70101, "Parameter %s must be an RSA key", paramPublicKey)
	case rsaKey.N.BitLen() != 2048:
		return refused(70102, "Parameter %s must be a key of 2048 bits", paramPublicKey)
	case rsaKey.E != 65537:
		return refused(70103, "Parameter %s must be a key with exponent 65537", paramPublicKey)
	}
	sum := sha256.Sum256(der)
	c.Fingerprint = hex.EncodeToString(sum[:])
	return nil
}

func notX509() *apiError {
	return refused(70104, "Parameter %s must be a public key in X.509 PEM format", paramPublicKey)
}

// readPublicKeyPEM returns the DER of a public key. It takes what encoding/pem
// does not: the lines BEGIN and END are optional, and the description's own
// example has everything in one line.
func readPublicKeyPEM(value string) (der []byte, ok bool) {
	text := strings.Join(strings.Fields(value), "")
	text, begins := strings.CutPrefix(text, "-----BEGINPUBLICKEY-----")
	text, ends := strings.CutSuffix(text, "-----ENDPUBLICKEY-----")
	if begins != ends {
		return nil, false
	}
	der, err := base64.StdEncoding.DecodeString(text)
	return der, err == nil
}

// loggedPublicKey hides what Twilio would not take: it may be a private key.
func loggedPublicKey(value string) string {
	if enterPublicKey(&Credential{}, value) != nil {
		return sandbox.Hashed(value)
	}
	return value
}
