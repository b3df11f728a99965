package transport

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// maxLoggedBody bounds how much of an answer an entry holds, in bytes.
const maxLoggedBody = 4 << 10

// logging writes an entry per attempt: at DEBUG what was asked and answered, at
// TRACE also the form and the answer's body. Headers are never logged, for
// Authorization is one of them.
type logging struct {
	next            http.RoundTripper
	mask            Mask
	fields          []string
	requestIDHeader string
}

func newLogging(next http.RoundTripper, c Config) *logging {
	return &logging{next: next, mask: NewMask(c.Secrets...), fields: c.LoggedFields, requestIDHeader: c.RequestIDHeader}
}

func (l *logging) RoundTrip(req *http.Request) (*http.Response, error) {
	// The logger's own masking knows one spelling, and sees nothing within a map.
	ctx, mask := req.Context(), l.mask.For(req.Context())
	entry := map[string]any{
		"http_method": req.Method,
		"http_url":    mask.Replace(req.URL.Redacted()),
		"attempt":     attemptNumber(req.Context()),
	}
	if tflog.IsTrace(ctx) {
		form, err := l.form(req, mask)
		if err != nil {
			return nil, err
		}
		tflog.Trace(ctx, "Sending a request", entry, map[string]any{"form": form})
	}

	start := time.Now()
	resp, err := l.next.RoundTrip(req)
	entry["duration_ms"] = time.Since(start).Milliseconds()
	if err != nil {
		entry["error"] = mask.Replace(err.Error())
		tflog.Debug(ctx, "A request failed", entry)
		return nil, err
	}
	entry["http_status"] = resp.StatusCode
	entry["request_id"] = mask.Replace(resp.Header.Get(l.requestIDHeader))
	tflog.Debug(ctx, "Got an answer", entry)
	if tflog.IsTrace(ctx) {
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			return nil, err
		}
		resp.Body = io.NopCloser(bytes.NewReader(body))
		tflog.Trace(ctx, "The answer's body", entry, map[string]any{"body": mask.Head(string(body), maxLoggedBody)})
	}
	return resp, nil
}

// form is the request's form as it may be logged. Bodies of another type are
// left out altogether.
func (l *logging) form(req *http.Request, mask Mask) (map[string][]string, error) {
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
		for i := range values {
			values[i] = mask.Replace(values[i])
		}
	}
	return form, nil
}
