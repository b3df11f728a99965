package publickey

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"embed"
	"encoding/pem"
	"io/fs"
	"path"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/publickey/publickeytest"
)

// Keys of the kinds that crypto/x509 cannot write, made with openssl, ssh-keygen
// and gpg for these tests and used for nothing else. The password is "throwaway".
//
//go:embed testdata/private
var throwaway embed.FS

// throwawayKeys returns the files of testdata/private by their names.
func throwawayKeys(t testing.TB) map[string]string {
	t.Helper()
	keys := map[string]string{}
	err := fs.WalkDir(throwaway, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := throwaway.ReadFile(name)
		keys[path.Base(name)] = string(text)
		return err
	})
	if err != nil || len(keys) == 0 {
		t.Fatalf("%d files in testdata/private, error %v", len(keys), err)
	}
	return keys
}

// privateKeys returns a private key of every kind.
func privateKeys(t testing.TB) map[string]string {
	t.Helper()
	keys := throwawayKeys(t)
	_, keys["RSA, PKCS#8"] = publickeytest.New(t)
	block8, _ := pem.Decode([]byte(keys["RSA, PKCS#8"]))
	parsed, err := x509.ParsePKCS8PrivateKey(block8.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	rsaPrivate, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		t.Fatalf("publickeytest made a %T", parsed)
	}
	keys["RSA, PKCS#1"] = block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(rsaPrivate))
	ecdsaPrivate, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sec1, err := x509.MarshalECPrivateKey(ecdsaPrivate)
	if err != nil {
		t.Fatal(err)
	}
	keys["ECDSA, SEC 1"] = block("EC PRIVATE KEY", sec1)
	_, ed25519Private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	x25519Private, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, private := range map[string]any{"ECDSA": ecdsaPrivate, "Ed25519": ed25519Private, "X25519": x25519Private} {
		pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
		if err != nil {
			t.Fatal(err)
		}
		keys[name+", PKCS#8"] = block("PRIVATE KEY", pkcs8)
	}
	return keys
}

// privateBlock returns the bytes of a private key in PEM that need nothing but
// themselves, or nil.
func privateBlock(t *testing.T, text string) []byte {
	t.Helper()
	for rest := []byte(text); ; {
		var found *pem.Block
		if found, rest = pem.Decode(rest); found == nil {
			return nil
		}
		if strings.HasSuffix(found.Type, "PRIVATE KEY") && len(found.Headers) == 0 {
			return found.Bytes
		}
	}
}
