package transport

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// recorder stands where the network would be.
type recorder struct{ sent []*http.Request }

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	r.sent = append(r.sent, req)
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody, Request: req}, nil
}

var allowed = []string{"https://video.twilio.com", "http://127.0.0.1:8080", "https://[::1]"}

func TestOnlyTheAllowedOriginsGetRequests(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{
		"https://video.twilio.com/v1/Rooms":         true,
		"https://video.twilio.com:443/":             true,
		"https://video.twilio.com:/":                true,
		"HTTPS://Video.Twilio.COM/":                 true,
		"http://127.0.0.1:8080/":                    true,
		"https://[::1]:443/":                        true,
		"http://video.twilio.com/":                  false,
		"https://video.twilio.com:80/":              false,
		"https://video.twilio.com:8443/":            false,
		"http://video.twilio.com:443/":              false,
		"https://video.twilio.com./":                false,
		"https://twilio.com/":                       false,
		"https://accounts.twilio.com/":              false,
		"https://video.twilio.com.example.org/":     false,
		"https://example.org/video.twilio.com":      false,
		"https://video.twilio.com@example.org/":     false,
		"https://example.org#@video.twilio.com":     false,
		"https://example.org?https://a.twilio.com/": false,
		"http://127.0.0.1/":                         false,
		"http://127.0.0.1:80808/":                   false,
		"https://[::1]:8443/":                       false,
		"ftp://video.twilio.com/":                   false,
		"//video.twilio.com/":                       false,
		"/v1/Rooms":                                 false,
	}
	for target, want := range tests {
		t.Run(target, func(t *testing.T) {
			t.Parallel()
			next := &recorder{}
			var authorized int
			chain := newOrigin(next, allowed, func(req *http.Request) {
				authorized++
				req.SetBasicAuth("user", "password")
			})
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, target, http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := chain.RoundTrip(req)
			if !want {
				var refused *ForeignOriginError
				if !errors.As(err, &refused) {
					t.Errorf("answer %v, %v; want a *ForeignOriginError", resp, err)
				}
				if len(next.sent) != 0 || authorized != 0 {
					t.Errorf("%d requests went out, the credentials were used %d times; want neither", len(next.sent), authorized)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := resp.Body.Close(); err != nil {
				t.Fatal(err)
			}
			if len(next.sent) != 1 {
				t.Fatalf("%d requests went out, want 1", len(next.sent))
			}
			if _, _, sent := next.sent[0].BasicAuth(); !sent {
				t.Error("the request went out without its credentials")
			}
			if got := req.Header.Get("Authorization"); got != "" {
				t.Error("the caller's own request has the credentials, too")
			}
		})
	}
}

func TestForeignOriginErrorNamesBothSides(t *testing.T) {
	t.Parallel()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://user:secret@example.org/path?token=secret", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := newOrigin(&recorder{}, allowed, nil).RoundTrip(req)
	if err == nil {
		t.Fatalf("answer %d (closing: %v), want an error", resp.StatusCode, resp.Body.Close())
	}
	for _, part := range append([]string{"https://example.org"}, allowed...) {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not name %s", err, part)
		}
	}
	if strings.Contains(err.Error(), "secret") {
		t.Errorf("%q quotes more of the URL than its origin", err)
	}
}

func TestOrigin(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"https://a.example":         "https://a.example",
		"HTTPS://A.Example:443/b?c": "https://a.example",
		"http://a.example:80":       "http://a.example",
		"http://a.example:443":      "http://a.example:443",
		"https://a.example:80":      "https://a.example:80",
		"https://u:p@a.example/":    "https://a.example",
		"https://[FE80::1]:443/":    "https://[fe80::1]",
		"https://[fe80::1]:8443/":   "https://[fe80::1]:8443",
	}
	for raw, want := range tests {
		t.Run(raw, func(t *testing.T) {
			t.Parallel()
			u, err := url.Parse(raw)
			if err != nil {
				t.Fatal(err)
			}
			if got := Origin(u); got != want {
				t.Errorf("Origin(%q) = %q, want %q", raw, got, want)
			}
		})
	}
}
