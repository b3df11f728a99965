package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
)

// accessKey is an AWS access key, of no use at AWS.
type accessKey struct {
	id, secret string
	version    int
}

func newAccessKey(version int) accessKey {
	random := make([]byte, 38)
	if _, err := rand.Read(random); err != nil {
		panic(fmt.Sprintf("demo: crypto/rand is documented never to fail: %v", err))
	}
	return accessKey{
		id:      fmt.Sprintf("AKIA%X", random[:8]),
		secret:  base64.StdEncoding.EncodeToString(random[8:]),
		version: version,
	}
}

// variables are the key as Terraform takes it from the environment.
func (k accessKey) variables() []string {
	return []string{
		"TF_VAR_access_key_id=" + k.id,
		"TF_VAR_secret_access_key=" + k.secret,
		fmt.Sprintf("TF_VAR_access_key_version=%d", k.version),
	}
}

// newPublicKey is the public half of a new pair, in PEM. Nothing in the demo needs
// the private one.
func newPublicKey() (string, error) {
	pair, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return "", fmt.Errorf("making a key pair: %w", err)
	}
	der, err := x509.MarshalPKIXPublicKey(&pair.PublicKey)
	if err != nil {
		return "", fmt.Errorf("making a key pair: %w", err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), nil
}
