package transport

import (
	"bytes"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// maxLoggedBody bounds how much of an answer an entry holds, in bytes.
const maxLoggedBody = 4 << 10

const masked = "***"

// logging writes an entry per attempt: at DEBUG what was asked and answered, at
// TRACE also the form and the answer's body. Headers are never logged, for
// Authorization is one of them.
type logging struct {
	next    http.RoundTripper
	secrets []string
	// mask is for what the logger does not mask or must not see cut in two.
	mask            *strings.Replacer
	fields          []string
	requestIDHeader string
}

func newLogging(next http.RoundTripper, c Config) *logging {
	return &logging{
		next: next, secrets: maskable(c.Secrets), mask: NewMask(c.Secrets...), fields: c.LoggedFields, requestIDHeader: c.RequestIDHeader,
	}
}

func (l *logging) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := tflog.MaskLogStrings(req.Context(), l.secrets...)
	entry := map[string]any{
		"http_method": req.Method,
		"http_url":    req.URL.Redacted(),
		"attempt":     attemptNumber(req.Context()),
	}
	if tflog.IsTrace(ctx) {
		form, err := l.form(req)
		if err != nil {
			return nil, err
		}
		tflog.Trace(ctx, "Sending a request", entry, map[string]any{"form": form})
	}

	start := time.Now()
	resp, err := l.next.RoundTrip(req)
	entry["duration_ms"] = time.Since(start).Milliseconds()
	if err != nil {
		entry["error"] = err.Error()
		tflog.Debug(ctx, "A request failed", entry)
		return nil, err
	}
	entry["http_status"] = resp.StatusCode
	entry["request_id"] = resp.Header.Get(l.requestIDHeader)
	tflog.Debug(ctx, "Got an answer", entry)
	if tflog.IsTrace(ctx) {
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			return nil, err
		}
		resp.Body = io.NopCloser(bytes.NewReader(body))
		shown := l.mask.Replace(string(body))
		tflog.Trace(ctx, "The answer's body", entry, map[string]any{"body": shown[:min(len(shown), maxLoggedBody)]})
	}
	return resp, nil
}

// form is the request's form as it may be logged. Bodies of another type are
// left out altogether.
func (l *logging) form(req *http.Request) (map[string][]string, error) {
	if req.GetBody == nil || req.Header.Get("Content-Type") != "application/x-www-form-urlencoded" {
		return nil, nil
	}
	reader, err := req.GetBody()
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(reader)
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(raw))
	if err != nil {
		return nil, err
	}
	for name, values := range form {
		if !slices.Contains(l.fields, name) {
			form[name] = []string{masked}
			continue
		}
		// The logger masks strings only, and not those within a map.
		for i := range values {
			values[i] = l.mask.Replace(values[i])
		}
	}
	return form, nil
}

// NewMask returns what replaces secrets in a text, under each spelling that
// a form or an Authorization header gives them.
func NewMask(secrets ...string) *strings.Replacer {
	var pairs []string
	for _, s := range maskable(secrets) {
		pairs = append(pairs, s, masked)
	}
	return strings.NewReplacer(pairs...)
}

// maskable lists the spellings under which secrets could reach a log. An empty
// one is left out: the logger would mask between any two characters.
func maskable(secrets []string) []string {
	var all []string
	for _, s := range secrets {
		if s != "" {
			all = append(all, s, url.QueryEscape(s), base64.StdEncoding.EncodeToString([]byte(s)))
		}
	}
	return all
}
