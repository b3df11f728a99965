package api

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const (
	username = "AC0123456789abcdef0123456789abcdef"
	password = `p@ss "w/ord&<25%25>`
	form     = "Name=a+name+%26+more"
	// noHost is the URL of requests to a client without a server.
	noHost = "https://api.example.com"
)

// server is a stand-in for a vendor. It answers its first request with the first step, its second request with the second step, and so
// on. The last step answers all requests that follow.
type server struct {
	*httptest.Server
	mu     sync.Mutex
	bodies []string
	// requests are those that arrived.
	requests []*http.Request
}

func newServer(t *testing.T, steps ...http.HandlerFunc) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		s.mu.Lock()
		n := len(s.requests)
		s.requests, s.bodies = append(s.requests, r), append(s.bodies, string(body))
		s.mu.Unlock()
		steps[min(n, len(steps)-1)](w, r)
	}))
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s
}

func (s *server) expectRequests(t *testing.T, want int) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if got := len(s.requests); got != want {
		t.Errorf("%d requests arrived, want %d", got, want)
	}
}

// respond returns a step with this status and body. Further arguments are the names and values of headers.
func respond(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body) // The client may have gone.
	}
}

var (
	succeed = respond(http.StatusOK, `{"name":"n"}`)
	refuse  = respond(http.StatusBadRequest, `{"code":7,"message":"The name is taken.","more_info":"https://example.com/7"}`)
	busy    = respond(http.StatusTooManyRequests, "", "Retry-After", "0")
)

// drop closes the connection without a response.
func drop(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// breakOff closes the connection in the middle of the body.
func breakOff(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Length", "100")
	succeed(w, r)
	_ = http.NewResponseController(w).Flush() // The client may have gone.
	drop(w, r)
}

// network is a transport without sockets, for tests with a fake clock. It reports a connection, as the transport of net/http does.
type network func(*http.Request) (*http.Response, error)

func (n network) RoundTrip(req *http.Request) (*http.Response, error) {
	httptrace.ContextClientTrace(req.Context()).GotConn(httptrace.GotConnInfo{})
	return n(req)
}

// always returns a network that answers every request with a step.
func always(step http.HandlerFunc) network {
	return func(req *http.Request) (*http.Response, error) {
		recorder := httptest.NewRecorder()
		step(recorder, req)
		resp := recorder.Result()
		resp.Request = req
		return resp, nil
	}
}

var errNoKey = errors.New("there is no private key")

// newTestClient returns a client without a quota that repeats requests up to maxRetries times.
func newTestClient(maxRetries int) *Client {
	return NewClient(newVendor(), Options{UserAgent: "provider/1", MaxRetries: maxRetries})
}

func newVendor() Vendor {
	return Vendor{
		Name: "Example", StatusPage: "https://status.example.com", ConnectionSettings: "example.base_url", TimeoutSettings: "request_timeout",
		RequestIDHeader: "Request-Id",
		Authorize: func(_ context.Context, req *http.Request) error {
			req.SetBasicAuth(username, password)
			return nil
		},
		Secrets: []string{password, username + ":" + password},
		DecodeError: func(body []byte) (VendorError, bool) {
			var e struct {
				Code     int
				Message  string
				MoreInfo string `json:"more_info"`
			}
			err := json.Unmarshal(body, &e)
			return VendorError(e), err == nil && e.Code != 0
		},
		Advise: func(e *Error) string {
			if e.Code == 42 || errors.Is(e, errNoKey) {
				return "Ask Example."
			}
			return ""
		},
	}
}

// requests are the kinds of requests that differ in whether they may be repeated.
var requests = map[string]Request{
	"GET":             {Method: http.MethodGet},
	"idempotent POST": {Method: http.MethodPost, Body: []byte(form), Idempotent: true},
	"POST":            {Method: http.MethodPost, Body: []byte(form)},
}

// to returns the request to a URL.
func (r Request) to(target string) Request {
	r.URL = target
	return r
}

// forEachKind runs a test with each kind of request.
func forEachKind(t *testing.T, name string, test func(t *testing.T, kind string, r Request)) {
	t.Helper()
	for kind, r := range requests {
		t.Run(name+"/"+kind, func(t *testing.T) {
			t.Parallel()
			test(t, kind, r)
		})
	}
}

// failure expects an [*Error].
func failure(t *testing.T, err error) *Error {
	t.Helper()
	failed, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("error %v (%T), want an *Error", err, err)
	}
	return failed
}

func TestEveryAttemptIsWholeAndAuthorized(t *testing.T) {
	t.Parallel()
	s := newServer(t, breakOff, busy, succeed)
	r := requests["idempotent POST"].to(s.URL + "/v1/names")
	r.Header = http.Header{"Content-Type": {"text/plain"}, "User-Agent": {"library/1"}, "Accept": {"text/csv"}, "Authorization": {"Bearer other"}}
	if _, err := newTestClient(2).Do(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	s.expectRequests(t, 3)
	for i, got := range s.requests {
		if got.Method != http.MethodPost || got.URL.Path != "/v1/names" || s.bodies[i] != form {
			t.Errorf("attempt %d: %s %s with body %q", i+1, got.Method, got.URL, s.bodies[i])
		}
		for name, want := range map[string]string{"Content-Type": "text/plain", "User-Agent": "provider/1", "Accept": "application/json"} {
			if got := got.Header.Get(name); got != want {
				t.Errorf("attempt %d: %s is %q, want %q", i+1, name, got, want)
			}
		}
		if user, pass, _ := got.BasicAuth(); user != username || pass != password {
			t.Errorf("attempt %d: credentials %q and %q", i+1, user, pass)
		}
	}
}

func TestResponseIsDecodedOrAnError(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		body, message string
		foreign, null bool
	}{
		"an object":             {body: ` {"name":"n","new":[1]} `},
		"null":                  {body: "null\n", message: "the response is null instead of an object", null: true},
		"another type":          {body: `{"name":1}`, message: "the response's name is a JSON number, which Example does not document"},
		"a number out of range": {body: `{"size":1e99}`, message: "the response's size is a JSON number 1e99"},
		"a list":                {body: `[]`, message: "the response is not from Example; it begins: []", foreign: true},
		"half an object":        {body: `{"name":`, message: `it begins: {"name":`, foreign: true},
		"two objects":           {body: `{"name":"n"}{}`, message: "not from Example", foreign: true},
		"a web page":            {body: "<html>\n\t<h1>Log  in</h1>", message: "it begins: <html> <h1>Log in</h1>", foreign: true},
		"nothing":               {body: " \r\n", message: "the response is empty", foreign: true},
		"absurd nesting":        {body: strings.Repeat("[", 20_000), message: strings.Repeat("[", 120) + "…", foreign: true},
	} {
		forEachKind(t, name, func(t *testing.T, kind string, r Request) {
			resp, err := newTestClient(0).Do(t.Context(), r.to(newServer(t, respond(http.StatusCreated, tt.body)).URL))
			if err != nil {
				t.Fatal(err)
			}
			var object struct {
				Name string `json:"name"`
				Size int64  `json:"size"`
			}
			err = resp.Decode(&object)
			if tt.message == "" {
				if err != nil || object.Name != "n" {
					t.Errorf("%+v, error %v", object, err)
				}
				return
			}
			failed := failure(t, err)
			if failed.Status != http.StatusCreated || failed.Foreign != tt.foreign || errors.Is(err, ErrNull) != tt.null || !strings.Contains(failed.Message, tt.message) {
				t.Errorf("error %+v, want foreign %t, null %t, message %q", failed, tt.foreign, tt.null, tt.message)
			}
			if want := kind != "GET"; failed.MaybeProcessed != want {
				t.Errorf("maybe processed: %t, want %t", failed.MaybeProcessed, want)
			}
		})
	}
}

func TestResponseAbove64MiBIsRefusedOnce(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]http.HandlerFunc{
		"sent": func(w http.ResponseWriter, _ *http.Request) {
			for range MaxBody>>20 + 1 {
				if _, err := w.Write(make([]byte, 1<<20)); err != nil {
					return
				}
			}
		},
		// It must not be waited for.
		"announced": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(MaxBody+1))
			_ = http.NewResponseController(w).Flush() // The client may have gone.
			<-r.Context().Done()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, step)
			_, err := newTestClient(2).Do(t.Context(), requests["idempotent POST"].to(s.URL))
			if failed := failure(t, err); !errors.Is(err, ErrBodyTooLarge) || !failed.MaybeProcessed || !strings.HasSuffix(err.Error(), ": the response is larger than 64 MiB") {
				t.Errorf("error %+v, want %v", failed, ErrBodyTooLarge)
			}
			s.expectRequests(t, 1)
		})
	}
}
