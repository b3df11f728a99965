package publickey

import (
	"bytes"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
)

// What is wrong with base64 that is not of a key that Twilio takes.
var (
	errTwice    = errors.New(`the text is the base64 of a whole PEM file: give the file itself, as file("public.pem") does, or base64decode(TEXT)`)
	errNotWhole = errors.New("the text is base64, but not of a whole public key: something in it is missing or was changed, or it is of something else: copy it again, or " + give)
	errUnknown  = errors.New("the algorithm of the public key is not RSA, the only one that Twilio takes: " + create)
	errExponent = fmt.Errorf("the exponent of the RSA key is not %d, the only one that Twilio takes: %s", exponent, create)
)

func errBits(got int) error {
	return fmt.Errorf("the RSA key has %d bits, but Twilio takes only keys of %d: %s", got, bits, create)
}

func errTrailing(length int) error {
	return fmt.Errorf("the base64 text goes on for %d bytes after the public key: remove them, or %s", length, give)
}

// algorithms names what a SubjectPublicKeyInfo can hold besides an RSA key for
// encryption (RFC 3279, section 2.3; RFC 4055; RFC 5480; RFC 8410).
var algorithms = map[string]string{
	"1.2.840.113549.1.1.10": "RSA-PSS (RSA for signatures only)",
	"1.2.840.113549.1.3.1":  "Diffie-Hellman",
	"1.2.840.10040.4.1":     "DSA",
	"1.2.840.10045.2.1":     "ECDSA",
	"1.3.101.110":           "X25519",
	"1.3.101.111":           "X448",
	"1.3.101.112":           "Ed25519",
	"1.3.101.113":           "Ed448",
}

// rsaEncryption is RFC 8017, appendix A.1.
var rsaEncryption = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}

// The structures that are told apart here. encoding/asn1 reads numbers of any
// size, where crypto/x509 only has one error for all that it does not take.
type (
	// subjectPublicKeyInfo is RFC 5280, section 4.1.
	subjectPublicKeyInfo struct {
		Algorithm pkix.AlgorithmIdentifier
		PublicKey asn1.BitString
	}
	// rsaPublicKey is PKCS#1, RFC 8017, appendix A.1.1.
	rsaPublicKey struct{ Modulus, Exponent *big.Int }
	// signed is a certificate (RFC 5280, section 4.1) or a request (RFC 2986).
	signed struct {
		Content   asn1.RawValue
		Algorithm pkix.AlgorithmIdentifier
		Signature asn1.BitString
	}
)

// explainDER says why der is not a key that fromDER takes.
func explainDER(der []byte) error {
	if bytes.Contains(der, []byte("-----BEGIN ")) {
		return errTwice
	}
	if rest, err := asn1.Unmarshal(der, &asn1.RawValue{}); err == nil && len(rest) > 0 {
		if beginsPrivate(rest) {
			return ErrPrivateKey
		}
		der = der[:len(der)-len(rest)]
		if _, ok := fromDER(der); ok {
			return errTrailing(len(rest))
		}
	}
	if is[signed](der) {
		return errCertificate
	}
	if is[rsaPublicKey](der) {
		return errPKCS1
	}
	var info subjectPublicKeyInfo
	if _, err := asn1.Unmarshal(der, &info); err != nil {
		return errNotWhole
	}
	if !info.Algorithm.Algorithm.Equal(rsaEncryption) {
		if name, known := algorithms[info.Algorithm.Algorithm.String()]; known {
			return errNotRSA(name)
		}
		return errUnknown
	}
	var public rsaPublicKey
	if _, err := asn1.Unmarshal(info.PublicKey.RightAlign(), &public); err != nil {
		return errNotWhole
	}
	switch {
	case public.Modulus.BitLen() != bits:
		return errBits(public.Modulus.BitLen())
	case !public.Exponent.IsInt64() || public.Exponent.Int64() != exponent:
		return errExponent
	}
	return errNotWhole
}

// is reports whether der has the form of T.
func is[T any](der []byte) bool {
	var t T
	_, err := asn1.Unmarshal(der, &t)
	return err == nil
}
