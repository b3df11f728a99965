package publickey

import (
	"errors"
	"regexp"
	"strings"
)

// What is wrong with the text around the base64.
var (
	errEscapes = errors.New(`the public key has the two characters "\" and "n" (or "r") where a line should end: ` +
		`give it with line ends, as file("public.pem") does; replace(TEXT, "\\n", "\n") makes them`)
	errBlocks  = errors.New("the text has several PEM blocks: give only the one from BEGIN PUBLIC KEY to END PUBLIC KEY")
	errAround  = errors.New("the text has more before BEGIN PUBLIC KEY or after END PUBLIC KEY: give only the lines from the one to the other")
	errHeaders = errors.New("the public key has header lines, as Proc-Type, after BEGIN PUBLIC KEY: remove them, or " + give)
	errLine    = errors.New("the BEGIN or the END line is not whole: write -----BEGIN PUBLIC KEY----- and -----END PUBLIC KEY-----, " +
		"with five hyphens on each side, or leave both lines out")
	errLabel = errors.New("the BEGIN or the END line does not say PUBLIC KEY, so the text is something else: " + give)
	errPGP   = errors.New("the text is a PGP key, but Twilio takes an RSA key in X.509 PEM: " + create)
)

// The lines of PEM (RFC 7468, section 2) in a text without white space.
var (
	line       = regexp.MustCompile(`-----(BEGIN|END)([^-]+)-----`)
	brokenLine = regexp.MustCompile(`(?i)^-|-$|-(?:BEGIN|END)|(?:BEGIN|END)PUBLICKEY|PUBLICKEY-`)
)

// explainLines says what is wrong with the lines around the base64. The text has
// no white space. The error is nil where the base64 itself must be wrong.
func explainLines(text string) error {
	if strings.Contains(text, `\n`) || strings.Contains(text, `\r`) {
		return errEscapes
	}
	count := map[string]int{}
	var other error
	for _, m := range line.FindAllStringSubmatch(text, -1) {
		count[m[1]]++
		if m[2] != "PUBLICKEY" && other == nil {
			other = explainLabel(m[2])
		}
	}
	switch begin, end := count["BEGIN"], count["END"]; {
	case begin > 1 || end > 1:
		return errBlocks
	case other != nil:
		return other
	case brokenLine.MatchString(line.ReplaceAllString(text, "")):
		return errLine
	case begin == 1 && !strings.HasPrefix(text, beginLine), end == 1 && !strings.HasSuffix(text, endLine):
		return errAround
	case begin == 1 && strings.Contains(text, ":"):
		return errHeaders
	}
	return nil
}

// explainLabel says what a label of PEM, without its spaces, stands for.
func explainLabel(label string) error {
	switch {
	case label == "RSAPUBLICKEY":
		return errPKCS1
	case strings.Contains(label, "CERTIFICATE"):
		return errCertificate
	case strings.HasPrefix(label, "PGP"):
		return errPGP
	case strings.HasPrefix(label, "EC"):
		return errNotRSA("ECDSA")
	case strings.HasPrefix(label, "DSA"):
		return errNotRSA("DSA")
	}
	return errLabel
}
