package publickey

import (
	"errors"
	"fmt"
)

const (
	// give ends the messages for a user who has a key, in the wrong form.
	give = "give what `openssl pkey -in private.pem -pubout` prints"
	// create ends the messages for a user who needs another key.
	create = "create a pair with `openssl genrsa -out private.pem 2048`, and " + give
)

// What is wrong with a text can be found in its lines or in what they hold.
var (
	errEmpty  = errors.New("the public key is empty: " + create)
	errBase64 = errors.New("the public key is not base64, which has only letters, digits, + and /, and = at its end: copy it again, or " + give)
	errPKCS1  = errors.New("the public key is in PKCS#1 form (RSA PUBLIC KEY), but Twilio takes X.509 (PUBLIC KEY): " +
		"give what `openssl rsa -RSAPublicKey_in -in public.pem -pubout` prints")
	errCertificate = errors.New("the text is a certificate or a certificate request, not a public key: give the key in it, " +
		"which `openssl x509 -in certificate.pem -pubkey -noout` prints, or `openssl req -in request.pem -pubkey -noout`")
)

func errTooLong(length int) error {
	return fmt.Errorf("the text has %d bytes, but a public key has some 450: give only the lines from BEGIN PUBLIC KEY to END PUBLIC KEY", length)
}

func errNotRSA(algorithm string) error {
	return fmt.Errorf("the algorithm of the public key is %s, but Twilio takes only RSA: %s", algorithm, create)
}

// explain says why a text is no key that Twilio takes. It may be no base64, and
// then der is what came before the mistake. A private key comes first, whatever
// else is wrong. That the text is not a key is known by then, so nothing here can
// refuse one that only looks like something else.
func explain(text string, der []byte, notBase64 error) error {
	switch {
	case privateLabel.MatchString(text), privateLabel.Match(der):
		return ErrPrivateKey
	case len(text) > maxLength:
		return errTooLong(len(text))
	case holdsPrivateBody(text):
		return ErrPrivateKey
	case bodyOf(text) == "":
		return errEmpty
	}
	squeezed := squeeze(text)
	if err := explainSSH(squeezed); err != nil {
		return err
	}
	if err := explainLines(squeezed); err != nil {
		return err
	}
	if notBase64 != nil {
		return errBase64
	}
	return explainDER(der)
}
