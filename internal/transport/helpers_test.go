package transport_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

const (
	userAgent = "terraform-provider-videostorage/test"
	username  = "AC0123456789abcdef0123456789abcdef"
	password  = "p@ss w/ord&+%25"
)

// arrival is one request as the server saw it.
type arrival struct {
	at     time.Time
	method string
	header http.Header
	body   string
}

// server answers its first request with its first step, its second with its
// second, and so on; the last step answers all that follow.
type server struct {
	*httptest.Server
	mu       sync.Mutex
	arrivals []arrival
}

func serve(t *testing.T, steps ...http.HandlerFunc) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		s.mu.Lock()
		n := len(s.arrivals)
		s.arrivals = append(s.arrivals, arrival{time.Now(), r.Method, r.Header.Clone(), string(body)})
		s.mu.Unlock()
		steps[min(n, len(steps)-1)](w, r)
	}))
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s
}

// seen returns the requests so far.
func (s *server) seen() []arrival {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]arrival(nil), s.arrivals...)
}

func (s *server) wantRequests(t *testing.T, want int) {
	t.Helper()
	if got := len(s.seen()); got != want {
		t.Errorf("%d requests arrived, want %d", got, want)
	}
}

// wantAtMost is for a client that may give up before its request arrives.
func (s *server) wantAtMost(t *testing.T, most int) {
	t.Helper()
	if got := len(s.seen()); got > most {
		t.Errorf("%d requests arrived, want %d at most", got, most)
	}
}

// client sends to s alone, repeats once and sets no limits. Each option changes
// that.
func (s *server) client(options ...func(*transport.Config)) *http.Client {
	config := transport.Config{
		RequestIDHeader: "Twilio-Request-Id",
		UserAgent:       userAgent,
		Origins:         []string{s.URL},
		Authorize:       func(req *http.Request) { req.SetBasicAuth(username, password) },
		MaxRetries:      1,
		Secrets:         []string{password, username + ":" + password},
	}
	for _, change := range options {
		change(&config)
	}
	return transport.NewClient(config)
}

func retries(n int) func(*transport.Config) {
	return func(c *transport.Config) { c.MaxRetries = n }
}

// answer is a step with this status and body. Further arguments are pairs of a
// header's name and value.
func answer(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		if _, err := io.WriteString(w, body); err != nil {
			panic(http.ErrAbortHandler)
		}
	}
}

var ok = answer(http.StatusOK, "fine")

// busy asks to be called again at once.
var busy = answer(http.StatusTooManyRequests, "busy", "Retry-After", "0")

// half is the part of an answer that comes before whatever goes wrong.
func half(w http.ResponseWriter) {
	w.Header().Set("Content-Length", "100")
	if _, err := io.WriteString(w, "half"); err != nil {
		panic(http.ErrAbortHandler)
	}
	if err := http.NewResponseController(w).Flush(); err != nil {
		panic(http.ErrAbortHandler)
	}
}

// breakOff drops the connection in the middle of the answer's body.
func breakOff(w http.ResponseWriter, _ *http.Request) {
	half(w)
	panic(http.ErrAbortHandler)
}

// drop drops the connection without an answer.
func drop(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// stall leaves the client waiting in the middle of the answer's body.
func stall(w http.ResponseWriter, r *http.Request) {
	half(w)
	<-r.Context().Done()
}

// hang leaves the client waiting for an answer.
func hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// result is an answer as the client got it.
type result struct {
	status int
	header http.Header
	body   string
}

func get(ctx context.Context, t *testing.T, client *http.Client, target string) (result, error) {
	t.Helper()
	return send(ctx, t, client, http.MethodGet, target, nil)
}

func post(ctx context.Context, t *testing.T, client *http.Client, target string, form url.Values) (result, error) {
	t.Helper()
	return send(ctx, t, client, http.MethodPost, target, form)
}

// send sends a form, or no body if it is nil.
func send(ctx context.Context, t *testing.T, client *http.Client, method, target string, form url.Values) (result, error) {
	t.Helper()
	var body io.Reader = http.NoBody
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	req, err := http.NewRequestWithContext(ctx, method, target, body)
	if err != nil {
		t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return exchange(t, client, req)
}

// exchange returns the client's error, and fails the test for an answer that it
// hands out but that cannot be read.
func exchange(t *testing.T, client *http.Client, req *http.Request) (result, error) {
	t.Helper()
	resp, err := client.Do(req)
	if err != nil {
		return result{}, err
	}
	read, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := resp.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return result{resp.StatusCode, resp.Header, string(read)}, nil
}

// wantStatus wants an answer, with this status.
func wantStatus(t *testing.T, got result, err error, want int) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if got.status != want {
		t.Errorf("answer %d %q, want %d", got.status, got.body, want)
	}
}
