package publickey

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"errors"
	"math/big"
	"strings"
	"testing"
)

// refusal is a text that is no key, and words that the error must have.
type refusal struct{ name, text, want string }

// refusals has at least one text for every error but ErrPrivateKey.
func refusals(t testing.TB) []refusal {
	t.Helper()
	pkcs1 := marshal(t, rsaPublicKey{modulus(2048), big.NewInt(exponent)})
	certificate, request := certificates(t)
	ecdsaKey, ed25519Key, x25519Key := otherKeys(t)
	info := publicKeyInfo(t, modulus(2048), big.NewInt(exponent))
	moreElements := marshal(t, struct {
		Algorithm pkix.AlgorithmIdentifier
		PublicKey asn1.BitString
		More      int
	}{info.Algorithm, info.PublicKey, 1})
	noModulus := marshal(t, subjectPublicKeyInfo{Algorithm: info.Algorithm})
	noParameters := marshal(t, subjectPublicKeyInfo{pkix.AlgorithmIdentifier{Algorithm: rsaEncryption}, info.PublicKey})

	return []refusal{
		{"nothing", "", "is empty: create a pair with `openssl genrsa -out private.pem 2048`"},
		{"white space", " \r\n\t\ufeff", "is empty"},
		{"lines around nothing", begin + "\n" + end, "is empty"},
		{"too long", strings.Repeat("A", maxLength+1), "has 65537 bytes, but a public key has some 450"},
		{"too long with a key", publicPEM + strings.Repeat("\n", maxLength), "give only the lines from BEGIN PUBLIC KEY to END PUBLIC KEY"},

		{"PKCS#1", block("RSA PUBLIC KEY", pkcs1), "PKCS#1 form (RSA PUBLIC KEY), but Twilio takes X.509 (PUBLIC KEY): give what `openssl rsa -RSAPublicKey_in"},
		{"PKCS#1 without lines", base64.StdEncoding.EncodeToString(pkcs1), "openssl rsa -RSAPublicKey_in"},
		{"PKCS#1 under the wrong label", block("PUBLIC KEY", pkcs1), "openssl rsa -RSAPublicKey_in"},
		{"certificate", block("CERTIFICATE", certificate), "is a certificate or a certificate request, not a public key: give the key in it, which `openssl x509 -in certificate.pem -pubkey -noout`"},
		{"certificate without lines", base64.StdEncoding.EncodeToString(certificate), "is a certificate"},
		{"certificate of OpenSSL", block("TRUSTED CERTIFICATE", certificate), "is a certificate"},
		{"request", block("CERTIFICATE REQUEST", request), "`openssl req -in request.pem -pubkey -noout`"},
		{"request without lines", base64.StdEncoding.EncodeToString(request), "certificate request"},
		{"PGP", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n" + body + "\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----", "is a PGP key"},
		{"another label", block("DH PARAMETERS", pkcs1), "does not say PUBLIC KEY"},
		{"another label at the end", begin + body + "-----END CERTIFICATE-----", "is a certificate"},
		{"EC label", block("EC PUBLIC KEY", der()), "algorithm of the public key is ECDSA"},
		{"DSA label", block("DSA PUBLIC KEY", der()), "algorithm of the public key is DSA"},

		{"OpenSSH", "ssh-rsa " + ssh("ssh-rsa") + " me@example.com", "OpenSSH's form, but Twilio takes X.509 PEM: give what `ssh-keygen -e -m PKCS8 -f id_rsa.pub`"},
		{"OpenSSH, cut off", "ssh-rsa AAAAB3Nz", "ssh-keygen -e -m PKCS8"},
		{"OpenSSH with options", "restrict,command=\"x\" ssh-rsa " + ssh("ssh-rsa"), "ssh-keygen -e -m PKCS8"},
		{"OpenSSH without its name", ssh("ssh-rsa"), "ssh-keygen -e -m PKCS8"},
		{"RFC 4716", "---- BEGIN SSH2 PUBLIC KEY ----\nComment: \"x\"\n" + ssh("ssh-rsa") + "\n---- END SSH2 PUBLIC KEY ----", "ssh-keygen -e -m PKCS8"},
		{"OpenSSH, Ed25519", "ssh-ed25519 " + ssh("ssh-ed25519"), "algorithm of the public key is Ed25519, but Twilio takes only RSA"},
		{"OpenSSH, ECDSA", ssh("ecdsa-sha2-nistp256"), "is ECDSA"},
		{"OpenSSH, DSA", ssh("ssh-dss"), "is DSA"},

		{"ECDSA", block("PUBLIC KEY", ecdsaKey), "is ECDSA, but Twilio takes only RSA: create a pair with `openssl genrsa"},
		{"ECDSA without lines", base64.StdEncoding.EncodeToString(ecdsaKey), "is ECDSA"},
		{"Ed25519", block("PUBLIC KEY", ed25519Key), "is Ed25519"},
		{"X25519", block("PUBLIC KEY", x25519Key), "is X25519"},
		{"Ed448", block("PUBLIC KEY", otherAlgorithm(t, 1, 3, 101, 113)), "is Ed448"},
		{"X448", block("PUBLIC KEY", otherAlgorithm(t, 1, 3, 101, 111)), "is X448"},
		{"DSA", block("PUBLIC KEY", otherAlgorithm(t, 1, 2, 840, 10040, 4, 1)), "is DSA"},
		{"Diffie-Hellman", block("PUBLIC KEY", otherAlgorithm(t, 1, 2, 840, 113549, 1, 3, 1)), "is Diffie-Hellman"},
		{"RSA-PSS", block("PUBLIC KEY", otherAlgorithm(t, 1, 2, 840, 113549, 1, 1, 10)), "is RSA-PSS (RSA for signatures only)"},
		{"ECDSA with an unknown curve", block("PUBLIC KEY", otherAlgorithm(t, 1, 2, 840, 10045, 2, 1)), "is ECDSA"},
		{"unknown algorithm", block("PUBLIC KEY", otherAlgorithm(t, 1, 2, 3)), "is not RSA, the only one that Twilio takes"},

		{"1024 bits", block("PUBLIC KEY", rsaKey(t, modulus(1024), exponent)), "has 1024 bits, but Twilio takes only keys of 2048: create a pair with `openssl genrsa -out private.pem 2048`"},
		{"2047 bits", block("PUBLIC KEY", rsaKey(t, modulus(2047), exponent)), "has 2047 bits"},
		{"4096 bits", block("PUBLIC KEY", rsaKey(t, modulus(4096), exponent)), "has 4096 bits"},
		{"4096 bits, another exponent", block("PUBLIC KEY", rsaKey(t, modulus(4096), 3)), "has 4096 bits"},
		{"exponent 3", block("PUBLIC KEY", rsaKey(t, modulus(2048), 3)), "the exponent of the RSA key is not 65537"},
		{"negative exponent", block("PUBLIC KEY", rsaKey(t, modulus(2048), -exponent)), "the exponent"},
		{"exponent of 2048 bits", block("PUBLIC KEY", marshal(t, publicKeyInfo(t, modulus(2048), modulus(2048)))), "the exponent"},
		{"even modulus", block("PUBLIC KEY", rsaKey(t, new(big.Int).Lsh(modulus(2047), 1), exponent)), "not of a whole public key"},
		{"negative modulus", block("PUBLIC KEY", rsaKey(t, new(big.Int).Neg(modulus(2048)), exponent)), "not of a whole public key"},

		{"bytes after the key", block("PUBLIC KEY", append(der(), 1, 2, 3)), "goes on for 3 bytes after the public key"},
		{"a key after the key", body + body, "goes on for 294 bytes"},
		{"more elements in the key", block("PUBLIC KEY", moreElements), "not of a whole public key"},
		{"parameters left out", block("PUBLIC KEY", noParameters), "not of a whole public key"},
		{"modulus left out", block("PUBLIC KEY", noModulus), "not of a whole public key"},
		{"cut off", body[:200], "something in it is missing or was changed"},
		{"beginning cut off", body[200:], "something in it is missing or was changed"},
		{"a word", "password", "not of a whole public key"},

		{"escaped line ends", strings.ReplaceAll(publicPEM, "\n", `\n`), `has the two characters "\" and "n"`},
		{"escaped CR LF", strings.ReplaceAll(publicPEM, "\n", `\r\n`), `replace(TEXT, "\\n", "\n")`},
		{"escaped CR", strings.ReplaceAll(publicPEM, "\n", `\r`), "where a line should end"},
		{"base64 of the file", base64.StdEncoding.EncodeToString([]byte(publicPEM)), "is the base64 of a whole PEM file: give the file itself"},
		{"two keys", publicPEM + publicPEM, "has several PEM blocks"},
		{"two END lines", publicPEM + end, "has several PEM blocks"},
		{"key and certificate", publicPEM + block("CERTIFICATE", certificate), "has several PEM blocks"},
		{"words before", "my key\n" + publicPEM, "has more before BEGIN PUBLIC KEY or after END PUBLIC KEY"},
		{"words after", publicPEM + "# my key", "has more before BEGIN PUBLIC KEY or after END PUBLIC KEY"},
		{"openssl's text before", "Public-Key: (2048 bit)\nModulus:\n    00:c2\n" + publicPEM, "has more before"},
		{"header lines", strings.Replace(publicPEM, begin, begin+"\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n", 1), "has header lines, as Proc-Type, after BEGIN PUBLIC KEY: remove them"},
		{"four hyphens before", strings.Replace(publicPEM, begin, begin[1:], 1), "the BEGIN or the END line is not whole"},
		{"four hyphens after", strings.Replace(publicPEM, end, end[:len(end)-1], 1), "with five hyphens on each side"},
		{"six hyphens before", "-" + publicPEM, "is not whole"},
		{"six hyphens after", strings.Replace(publicPEM, begin, begin+"-", 1), "is not whole"},
		{"half a BEGIN line", publicPEM[len("-----BEGIN "):], "is not whole"},
		{"no hyphens", strings.ReplaceAll(publicPEM, "-", ""), "is not whole"},
		{"dashes", strings.ReplaceAll(publicPEM, "--", "—"), "is not whole"},
		{"small letters", strings.ToLower(begin) + body + strings.ToLower(end), "is not whole"},
		{"not base64", strings.Replace(publicPEM, "M", "*", 1), "is not base64, which has only letters, digits, + and /"},
		{"a letter missing", body[1:], "is not base64"},
		{"padding too much", body + "==", "is not base64"},
		{"URL-safe base64", strings.NewReplacer("+", "-", "/", "_").Replace(body), "is not base64"},
		{"other text", "see the wiki: key", "is not base64"},
		{"not UTF-8", "\xff\xfe" + body, "is not base64"},
	}
}

func TestParseSaysWhatIsWrongAndWhatToGive(t *testing.T) {
	t.Parallel()
	for _, test := range refusals(t) {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			key, err := Parse(test.text)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("error %v, want one with %q", err, test.want)
			}
			if errors.Is(err, ErrPrivateKey) {
				t.Error("was taken for a private key")
			}
			if key != (Key{}) {
				t.Errorf("a key beside the error: %v", key)
			}
			checkNoExcerpt(t, err, test.text, 12)
		})
	}
}

func TestParseTakesUpTo64KiB(t *testing.T) {
	t.Parallel()
	if _, err := Parse(publicPEM + strings.Repeat("\n", maxLength-len(publicPEM))); err != nil {
		t.Error(err)
	}
}

// checkNoExcerpt reports an error that holds a piece of the base64 in a text.
func checkNoExcerpt(t *testing.T, err error, text string, length int) {
	t.Helper()
	for _, text := range []string{text, squeeze(text)} {
		for _, word := range strings.FieldsFunc(text, notBase64) {
			for i := range max(0, len(word)-length+1) {
				if excerpt := word[i : i+length]; strings.Contains(err.Error(), excerpt) {
					t.Fatalf("the error %q holds %q of the text", err, excerpt)
				}
			}
		}
	}
}
