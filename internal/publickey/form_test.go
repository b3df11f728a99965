package publickey

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"testing"
)

func block(label string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
}

func marshal(t testing.TB, v any) []byte {
	t.Helper()
	der, err := asn1.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// modulus returns an odd number of this many bits.
func modulus(bits int) *big.Int {
	n := new(big.Int).Lsh(big.NewInt(1), uint(bits-1))
	return n.Or(n, new(big.Int).SetBytes([]byte("some bits of a modulus")))
}

func publicKeyInfo(t testing.TB, modulus, exponent *big.Int) subjectPublicKeyInfo {
	t.Helper()
	return subjectPublicKeyInfo{
		pkix.AlgorithmIdentifier{Algorithm: rsaEncryption, Parameters: asn1.NullRawValue},
		asn1.BitString{Bytes: marshal(t, rsaPublicKey{modulus, exponent})},
	}
}

func rsaKey(t testing.TB, modulus *big.Int, exponent int64) []byte {
	t.Helper()
	return marshal(t, publicKeyInfo(t, modulus, big.NewInt(exponent)))
}

func otherAlgorithm(t testing.TB, oid ...int) []byte {
	t.Helper()
	return marshal(t, subjectPublicKeyInfo{
		pkix.AlgorithmIdentifier{Algorithm: oid},
		asn1.BitString{Bytes: []byte("some bits of a public key")},
	})
}

func otherKeys(t testing.TB) (ecdsaKey, ed25519Key, x25519Key []byte) {
	t.Helper()
	ecdsaPrivate, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ed25519Public, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	x25519Private, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	var keys [3][]byte
	for i, public := range []any{&ecdsaPrivate.PublicKey, ed25519Public, x25519Private.PublicKey()} {
		if keys[i], err = x509.MarshalPKIXPublicKey(public); err != nil {
			t.Fatal(err)
		}
	}
	return keys[0], keys[1], keys[2]
}

func certificates(t testing.TB) (certificate, request []byte) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1)}
	if certificate, err = x509.CreateCertificate(rand.Reader, template, template, public, private); err != nil {
		t.Fatal(err)
	}
	if request, err = x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, private); err != nil {
		t.Fatal(err)
	}
	return certificate, request
}

// ssh returns the base64 of a public key of OpenSSH (RFC 4253, section 6.6).
func ssh(algorithm string) string {
	blob := append([]byte{0, 0, 0, byte(len(algorithm))}, algorithm...)
	return base64.StdEncoding.EncodeToString(append(blob, "\x00\x00\x00\x03 and numbers"...))
}
