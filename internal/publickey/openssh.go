package publickey

import (
	"errors"
	"strings"
)

// openSSH are the beginnings of OpenSSH's public keys, as text and in base64.
var openSSH = []struct{ name, base64, algorithm string }{
	{"ssh-rsa", "AAAAB3NzaC1yc2E", "RSA"},
	{"ssh-ed25519", "AAAAC3NzaC1lZDI1NTE5", "Ed25519"},
	{"ecdsa-sha2-", "AAAAE2VjZHNhLXNoYTIt", "ECDSA"},
	{"ssh-dss", "AAAAB3NzaC1kc3M", "DSA"},
}

var errSSH = errors.New("the public key is in OpenSSH's form, but Twilio takes X.509 PEM: give what `ssh-keygen -e -m PKCS8 -f id_rsa.pub` prints")

// explainSSH returns an error if a text without white space is a public key of
// OpenSSH. It is looked for anywhere, as options may stand before it, or the lines
// of RFC 4716.
func explainSSH(text string) error {
	for _, key := range openSSH {
		if !strings.Contains(text, key.name) && !strings.Contains(text, key.base64) {
			continue
		}
		if key.algorithm == "RSA" {
			return errSSH
		}
		return errNotRSA(key.algorithm)
	}
	return nil
}
