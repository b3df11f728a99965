package provider_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

func TestMaxRetries(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		line     string
		attempts int
	}{
		"five by default": {"", 6},
		"none":            {"max_retries = 0", 1},
		"two":             {"max_retries = 2", 3},
		"null":            {"max_retries = null", 6},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, withToken, providerBlock(tt.line), tokenInEnv)
			s.Faults().Add(sandbox.Fault{
				Status: http.StatusServiceUnavailable, Header: http.Header{"Retry-After": {"0"}}, Every: 1,
			})
			expectOneError(t, w.Fail("plan", "-no-color"), "Could not read the recording settings", "HTTP status 503")
			expectRequests(t, s, tt.attempts)
		})
	}
}

// What passes within the retries is not even noticed.
func TestRetriesSucceed(t *testing.T) {
	t.Parallel()
	s, w := start(t, withToken, providerBlock(), tokenInEnv)
	s.Faults().Add(sandbox.Fault{
		Status: http.StatusServiceUnavailable, Header: http.Header{"Retry-After": {"0"}}, Times: 5,
	})
	w.PlansEmpty()
	expectRequests(t, s, 6)
}

func TestRequestTimeout(t *testing.T) {
	t.Parallel()
	s, w := start(t, withToken, providerBlock("max_retries = 0", `request_timeout = "200ms"`), tokenInEnv)
	// By default, this is in time.
	s.Faults().Add(sandbox.Fault{Delay: 5 * time.Second})
	expectOneError(t, w.Fail("plan", "-no-color"), "Could not read the recording settings",
		"Twilio did not answer in time. Try again; if it lasts, raise the provider's request_timeout")
	expectRequests(t, s, 1)
	// The fault is spent, and an answer that comes in time is none the worse.
	w.PlansEmpty()
}
