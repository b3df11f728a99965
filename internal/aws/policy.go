package aws

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Statement lets somebody do actions with resources.
type Statement struct {
	// Sid is the statement's name: letters and digits.
	Sid string
	// Actions are names like s3:PutObject.
	Actions []string
	// Resources are ARNs, or patterns of ARNs.
	Resources []string
}

// document and statement are a policy as IAM reads it, with the fields in the
// order in which AWS shows them:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
type document struct {
	Version   string
	Statement []statement
}

type statement struct {
	Sid      string
	Effect   string
	Action   []string
	Resource []string
}

// Policy is the JSON of an IAM policy that allows what the statements say. The
// same statements give the same text.
//
// It is ASCII. IAM takes no characters beyond U+00FF
// (https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html),
// and Terraform composes accents in every string that it is given, which would
// make another key of one in a path. Escapes pass both.
func Policy(statements ...Statement) (string, error) {
	// Policy variables, and so the patterns that stand for themselves, need this
	// version.
	doc := document{Version: "2012-10-17"}
	for _, s := range statements {
		doc.Statement = append(doc.Statement, statement{Sid: s.Sid, Effect: "Allow", Action: s.Actions, Resource: s.Resources})
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(doc); err != nil {
		return "", fmt.Errorf("writing the policy: %w", err)
	}
	return escapeNonASCII(strings.TrimSuffix(out.String(), "\n")), nil
}

// escapeNonASCII writes the characters of a JSON text beyond ASCII as escapes:
// they stand only in its strings.
func escapeNonASCII(text string) string {
	var out strings.Builder
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf:
			out.WriteRune(r)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&out, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
	}
	return out.String()
}
