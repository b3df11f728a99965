package twilioapi

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// server records the requests it gets and answers each with an object, and a DELETE
// with nothing.
type server struct {
	*httptest.Server
	mu  sync.Mutex
	got []*http.Request
}

func serve(t *testing.T) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.got = append(s.got, r)
		if r.Method == http.MethodDelete {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		if _, err := w.Write([]byte(`{}`)); err != nil {
			panic(http.ErrAbortHandler)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) requests() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*http.Request(nil), s.got...)
}

// session returns a session of a client that has s as its base URL.
func (s *server) session(t *testing.T) *session {
	t.Helper()
	base, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	client, err := New(Config{BaseURL: base, Username: "user", Password: "password"})
	if err != nil {
		t.Fatal(err)
	}
	return &session{client: client, ctx: t.Context()}
}

// send closes what there is to close.
func (s *session) send(t *testing.T, method, rawURL string, data url.Values) error {
	t.Helper()
	resp, err := s.SendRequest(method, rawURL, data, map[string]any{})
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// TestOtherOriginsGetNothing: a next page's URL is whatever the answer says.
func TestOtherOriginsGetNothing(t *testing.T) {
	t.Parallel()
	own, other := serve(t), serve(t)
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
		for _, target := range []string{
			other.URL + "/v1/Recordings", "http://video.twilio.com/", "https://video.twilio.com.example.org/", "https://api.twilio.com/",
			"https://video.twilio.com:8443/",
		} {
			err := own.session(t).send(t, method, target, nil)
			var refused *transport.ForeignOriginError
			if !errors.As(err, &refused) {
				t.Errorf("%s %s: error %v, want a *transport.ForeignOriginError", method, target, err)
			}
			var failed *Error
			if !errors.As(err, &failed) || failed.Method != method || failed.URL != target {
				t.Errorf("%s %s: error %+v, want an *Error that says what was asked", method, target, failed)
			}
		}
	}
	if n := len(own.requests()) + len(other.requests()); n != 0 {
		t.Errorf("%d requests went out, want none", n)
	}
}

func TestTwiliosHostsAreServedByTheBaseURL(t *testing.T) {
	t.Parallel()
	s := serve(t)
	for _, target := range []string{
		"https://video.twilio.com/v1/x?Page=1", "https://accounts.twilio.com/v1/x?Page=1", "HTTPS://VIDEO.twilio.com:443/v1/x?Page=1",
		s.URL + "/v1/x?Page=1",
	} {
		if err := s.session(t).send(t, http.MethodGet, target, nil); err != nil {
			t.Errorf("%s: %v", target, err)
		}
	}
	all := s.requests()
	if len(all) != 4 {
		t.Fatalf("%d requests, want 4", len(all))
	}
	for i, r := range all {
		if got := r.URL.String(); got != "/v1/x?Page=1" {
			t.Errorf("request %d was for %s", i, got)
		}
	}
}

// TestQueriesArriveUndamaged: twilio-go's own client deletes .5 and the like
// from them.
func TestQueriesArriveUndamaged(t *testing.T) {
	t.Parallel()
	values := url.Values{"PageToken": {"a.5", "PAdt.1.25"}, "Name": {"v1.5 & more"}, "DateCreatedAfter": {"2024-01-01T00:00:00.5Z"}}
	tests := map[string]struct {
		target string
		data   url.Values
	}{
		"in the data": {"https://video.twilio.com/v1/Recordings", values},
		"in the URL":  {"https://video.twilio.com/v1/Recordings?" + values.Encode(), nil},
	}
	for name, tt := range tests {
		for _, method := range []string{http.MethodGet, http.MethodDelete} {
			t.Run(name+"/"+method, func(t *testing.T) {
				t.Parallel()
				s := serve(t)
				if err := s.session(t).send(t, method, tt.target, tt.data); err != nil {
					t.Fatal(err)
				}
				if got := s.requests()[0].URL.RawQuery; got != values.Encode() {
					t.Errorf("query %q, want %q", got, values.Encode())
				}
			})
		}
	}
}

func TestHeadersOfTheCallArrive(t *testing.T) {
	t.Parallel()
	s := serve(t)
	resp, err := s.session(t).SendRequest(http.MethodPost, "https://video.twilio.com/", nil,
		map[string]any{"Accept": "text/csv", "X-Twilio-ApiVersion": "v1", "If-Match": 5})
	if err != nil {
		t.Fatal(err)
	}
	if err := resp.Body.Close(); err != nil {
		t.Fatal(err)
	}
	header := s.requests()[0].Header
	for name, want := range map[string]string{"Accept": "application/json", "X-Twilio-ApiVersion": "v1", "If-Match": "5"} {
		if got := header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestBrokenURLIsAnError(t *testing.T) {
	t.Parallel()
	s := serve(t)
	for _, target := range []string{"https://video.twilio.com/%zz", "://", "https://video.twilio.com:port/"} {
		if err := s.session(t).send(t, http.MethodGet, target, nil); err == nil || strings.Contains(err.Error(), "password") {
			t.Errorf("%s: error %v", target, err)
		}
	}
	if n := len(s.requests()); n != 0 {
		t.Errorf("%d requests went out, want none", n)
	}
}
