package transport

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
)

const masked = "***"

// Mask takes secrets out of a text. Its zero value takes out nothing.
type Mask struct {
	secrets  []string
	anywhere *regexp.Regexp
}

// NewMask returns what takes these secrets out, under each spelling that a form,
// an Authorization header, or an answer that quotes them may give them. An empty
// one is left out: it would be found between any two characters.
func NewMask(secrets ...string) Mask {
	// Of two that begin alike, the longer one goes first.
	secrets = slices.Clone(secrets)
	slices.SortFunc(secrets, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	var patterns []string
	for _, s := range secrets {
		if s == "" {
			continue
		}
		encoded := base64.RawStdEncoding.EncodeToString([]byte(s))
		patterns = append(patterns, spellings(s), spellings(encoded)+"=*", spellings(base64.RawURLEncoding.EncodeToString([]byte(s))))
	}
	if len(patterns) == 0 {
		return Mask{}
	}
	return Mask{secrets, regexp.MustCompile(strings.Join(patterns, "|"))}
}

// Replace returns text with *** in place of each secret.
func (m Mask) Replace(text string) string {
	if m.anywhere == nil {
		return text
	}
	return m.anywhere.ReplaceAllLiteralString(text, masked)
}

// spellings matches a secret each of whose characters is written as it is, as in
// a URL, in JSON, or in HTML.
func spellings(secret string) string {
	var pattern strings.Builder
	for _, r := range secret {
		literal := regexp.QuoteMeta(string(r))
		if ('0' <= r && r <= '9') || ('a' <= r && r <= 'z') || ('A' <= r && r <= 'Z') {
			pattern.WriteString(literal)
			continue
		}
		percent := ""
		for _, b := range []byte(string(r)) {
			percent += fmt.Sprintf("%%%02x", b)
		}
		if r == ' ' {
			percent += `|\+` // in a query
		}
		fmt.Fprintf(&pattern, `(?:\\?%s|%s|(?i:%s|\\u%04x|&#0*%d;|&#x0*%x;))`, literal, html.EscapeString(literal), percent, r, r, r)
	}
	return pattern.String()
}

// For returns the mask for a request under ctx: it takes out what [WithSecrets] has
// marked too.
func (m Mask) For(ctx context.Context) Mask {
	of := secretsOf(ctx)
	if len(of) == 0 {
		return m
	}
	return NewMask(slices.Concat(m.secrets, of)...)
}

type secretsKey struct{}

// WithSecrets keeps secrets of the requests made under ctx out of the log, on top
// of those in [Config].
func WithSecrets(ctx context.Context, secrets ...string) context.Context {
	return context.WithValue(ctx, secretsKey{}, slices.Concat(secretsOf(ctx), secrets))
}

func secretsOf(ctx context.Context) []string {
	secrets, _ := ctx.Value(secretsKey{}).([]string)
	return secrets
}
