package transport_test

import (
	"net/http"
	"testing"
)

func TestEveryAttemptHasUserAgentAndCredentials(t *testing.T) {
	t.Parallel()
	s := serve(t, busy, busy, ok)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("User-Agent", "twilio-go/1.31.0")
	req.Header.Set("Authorization", "Bearer of somebody else")
	got, err := exchange(t, s.client(retries(2)), req)
	wantStatus(t, got, err, 200)

	s.wantRequests(t, 3)
	for i, a := range s.seen() {
		if got := a.header.Get("User-Agent"); got != userAgent {
			t.Errorf("attempt %d: user agent %q, want %q", i+1, got, userAgent)
		}
		arrived := http.Request{Header: a.header}
		if user, pass, _ := arrived.BasicAuth(); user != username || pass != password {
			t.Errorf("attempt %d: credentials %q, %q", i+1, user, pass)
		}
	}
}
