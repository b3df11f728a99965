package twiliosandbox_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// TestPublicKeysThatAreTaken writes one key in many ways; all are the same key.
func TestPublicKeysThatAreTaken(t *testing.T) {
	t.Parallel()
	key := publicKey(t)
	lines := strings.Split(strings.TrimSpace(key), "\n")
	bare := strings.Join(lines[1:len(lines)-1], "\n")
	for name, value := range map[string]string{
		"as openssl writes it":      key,
		"without BEGIN and END":     bare,
		"in one line":               strings.ReplaceAll(key, "\n", ""),
		"bare, in one line":         strings.ReplaceAll(bare, "\n", ""),
		"with the ends of Windows":  strings.ReplaceAll(key, "\n", "\r\n"),
		"indented":                  strings.ReplaceAll(key, "\n", "\n\t  "),
		"without the last line end": strings.TrimSpace(key),
		"with empty lines":          "\n\n" + strings.ReplaceAll(key, "\n", "\n\n"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
			status, body := exchange(t, request(t, s, http.MethodPost, keyPath, form("PublicKey", value)))
			all := s.Credentials(s.Account.SID)
			if status != 201 || len(all) != 1 || all[0].Fingerprint != fingerprint(der(t, 2048, 65537)) {
				t.Errorf("answer %d %v, stored %v", status, body, all)
			}
		})
	}
}

func TestPublicKeysThatAreRefused(t *testing.T) {
	t.Parallel()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	marshalled := func(der []byte, err error) []byte {
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	good := der(t, 2048, 65537)
	secretDER := marshalled(x509.MarshalPKCS8PrivateKey(private))
	tests := map[string]struct {
		value string
		code  int
	}{
		"Ed25519":                     {asPEM("PUBLIC KEY", marshalled(x509.MarshalPKIXPublicKey(private.Public()))), 70101},
		"a curve":                     {asPEM("PUBLIC KEY", marshalled(x509.MarshalPKIXPublicKey(curve.Public()))), 70101},
		"1024 bits":                   {asPEM("PUBLIC KEY", der(t, 1024, 65537)), 70102},
		"2047 bits":                   {asPEM("PUBLIC KEY", der(t, 2047, 65537)), 70102},
		"2049 bits":                   {asPEM("PUBLIC KEY", der(t, 2049, 65537)), 70102},
		"4096 bits":                   {asPEM("PUBLIC KEY", der(t, 4096, 65537)), 70102},
		"exponent 3":                  {asPEM("PUBLIC KEY", der(t, 2048, 3)), 70103},
		"exponent 65539":              {asPEM("PUBLIC KEY", der(t, 2048, 65539)), 70103},
		"nothing":                     {"", 70104},
		"something else":              {"x", 70104},
		"the lines alone":             {asPEM("PUBLIC KEY", nil), 70104},
		"PKCS #1":                     {asPEM("RSA PUBLIC KEY", good), 70104},
		"a certificate":               {asPEM("CERTIFICATE", good), 70104},
		"a private key":               {asPEM("PRIVATE KEY", secretDER), 70104},
		"a private key, bare":         {base64.StdEncoding.EncodeToString(secretDER), 70104},
		"a private key, mislabelled":  {asPEM("PUBLIC KEY", secretDER), 70104},
		"BEGIN without END":           {"-----BEGIN PUBLIC KEY-----" + base64.StdEncoding.EncodeToString(good), 70104},
		"END without BEGIN":           {base64.StdEncoding.EncodeToString(good) + "-----END PUBLIC KEY-----", 70104},
		"two keys":                    {publicKey(t) + publicKey(t), 70104},
		"a byte too many":             {asPEM("PUBLIC KEY", append(bytes.Clone(good), 0)), 70104},
		"a byte too few":              {asPEM("PUBLIC KEY", good[:len(good)-1]), 70104},
		"a space for a character":     {strings.Replace(publicKey(t), "AAAAAAAA", "AAAA AAA", 1), 70104},
		"base64 for URLs":             {base64.URLEncoding.EncodeToString(append(bytes.Clone(good), 0xff, 0xff)), 70104},
		"text in front of the BEGIN":  {"My key:\n" + publicKey(t), 70104},
		"an SSH key":                  {"ssh-rsa " + base64.StdEncoding.EncodeToString(good), 70104},
		"the example, which has dots": {"-----BEGIN PUBLIC KEY-----MIIBIjANB.pa9xQIDAQAB-----END PUBLIC KEY-----", 70104},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refusedCreation(t, sandboxtest.Start(t, twiliosandbox.Behaviour{}), keyPath, form("PublicKey", tt.value), tt.code)
		})
	}
}
