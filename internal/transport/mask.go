package transport

import (
	"cmp"
	"context"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
)

const masked = "***"

// Mask takes secrets out of a text. Its zero value takes out nothing.
type Mask struct {
	secrets []string
	// spellings are the secrets as they are found in a text once its escapes are
	// undone, and their longest is that of the longest one with all escapes.
	spellings []string
	longest   int
}

// NewMask returns what takes these secrets out, under each spelling that a form,
// an Authorization header, or an answer that quotes them may give them. An empty
// one is left out: it would be found between any two characters.
func NewMask(secrets ...string) Mask {
	m := Mask{secrets: slices.DeleteFunc(slices.Clone(secrets), func(s string) bool { return s == "" })}
	for _, s := range m.secrets {
		m.spellings = append(m.spellings, s, url.QueryEscape(s),
			base64.RawStdEncoding.EncodeToString([]byte(s)), base64.RawURLEncoding.EncodeToString([]byte(s)))
	}
	for _, s := range m.spellings {
		m.longest = max(m.longest, longestEscape*len(s))
	}
	return m
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

// Replace returns text with *** in place of each secret.
func (m Mask) Replace(text string) string { return m.Head(text, len(text)) }

// Head is [Mask.Replace] for the first n bytes of text, and looks no further than
// it must to find a secret that begins there.
func (m Mask) Head(text string, n int) string {
	n = min(n, len(text))
	var out strings.Builder
	end := 0
	for _, s := range m.find(text[:min(len(text), n+m.longest)]) {
		if s.start >= n {
			break
		}
		if s.start >= end {
			out.WriteString(text[end:s.start])
			out.WriteString(masked)
		}
		end = max(end, s.end)
	}
	out.WriteString(text[min(end, n):n])
	return out.String()
}

// Error is err with secrets taken out of its text.
func (m Mask) Error(err error) error {
	if text := m.Replace(err.Error()); text != err.Error() {
		return &maskedError{text, err}
	}
	return err
}

type maskedError struct {
	text  string
	cause error
}

func (e *maskedError) Error() string { return e.text }
func (e *maskedError) Unwrap() error { return e.cause }

// span is a part of a text, in bytes.
type span struct{ start, end int }

// find returns where the secrets are, in order. They may overlap.
func (m Mask) find(text string) []span {
	if len(m.spellings) == 0 {
		return nil
	}
	var all []span
	for e := (escaped{text: text}); ; {
		for _, s := range m.spellings {
			for at := 0; ; {
				i := strings.Index(e.text[at:], s)
				if i < 0 {
					break
				}
				all = append(all, span{e.origin(at + i), e.origin(at + i + len(s))})
				at += i + 1
			}
		}
		undone, more := e.undo()
		if !more {
			break
		}
		e = undone
	}
	slices.SortFunc(all, func(a, b span) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end)) })
	return all
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
