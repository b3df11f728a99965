package sandbox

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
)

// wrapped is a server whose handler counts its requests and answers each with
// "served".
type wrapped struct {
	log    Log
	faults Faults
	served atomic.Int64
	url    string
}

func startWrapped(t *testing.T) *wrapped {
	t.Helper()
	w := &wrapped{}
	h := http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.served.Add(1)
		rw.Header().Set("X-Path", r.URL.Path)
		rw.WriteHeader(http.StatusAccepted)
		if _, err := io.WriteString(rw, "served"); err != nil {
			t.Error(err)
		}
	})
	outer := Wrap(h, &w.log, &w.faults)
	srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		outer.ServeHTTP(rw, r.WithContext(WithAccount(r.Context(), "AC1")))
	}))
	t.Cleanup(func() {
		srv.CloseClientConnections()
		srv.Close()
	})
	w.url = srv.URL
	return w
}

// request sends what it is given on a connection of its own, so that Go's
// transport has no reason to repeat it.
func (w *wrapped) request(t *testing.T, method, path, contentType, body string) (*http.Response, string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, w.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Close = true
	req.SetBasicAuth("user", "hunter2")
	req.Header.Set("User-Agent", "tester/1")
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, "", err
	}
	defer func() {
		if err := resp.Body.Close(); err != nil {
			t.Error(err)
		}
	}()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(text), nil
}

func (w *wrapped) get(t *testing.T) (status int, body string) {
	t.Helper()
	resp, body, err := w.request(t, http.MethodGet, "/x", "", "")
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, body
}

func TestWrapLogsWhatArrived(t *testing.T) {
	t.Parallel()
	w := startWrapped(t)
	resp, body, err := w.request(t, http.MethodPost, "/a%20b?q=1&q=2", FormType+"; charset=utf-8", "Empty=&Flag=false")
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusAccepted || body != "served" || resp.Header.Get("X-Path") != "/a b" {
		t.Errorf("answer %d %q %q, want the handler's", resp.StatusCode, body, resp.Header.Get("X-Path"))
	}

	all := w.log.All()
	if len(all) != 1 {
		t.Fatalf("the log holds %d requests, want 1", len(all))
	}
	got := all[0]
	if got.Time.IsZero() {
		t.Error("the time of arrival is missing")
	}
	if got.Method != http.MethodPost || got.Path != "/a b" || got.Status != http.StatusAccepted || got.Account != "AC1" {
		t.Errorf("logged %s %q, status %d, account %q", got.Method, got.Path, got.Status, got.Account)
	}
	if want := (url.Values{"q": {"1", "2"}}); !reflect.DeepEqual(got.Query, want) {
		t.Errorf("query %v, want %v", got.Query, want)
	}
	if want := (url.Values{"Empty": {""}, "Flag": {"false"}}); !reflect.DeepEqual(got.Form, want) {
		t.Errorf("form %v, want %v: an empty parameter apart from one left out", got.Form, want)
	}
	if got.Header.Get("User-Agent") != "tester/1" {
		t.Errorf("User-Agent %q was not kept", got.Header.Get("User-Agent"))
	}
}

func TestWrapKeepsSecretsOutOfTheLog(t *testing.T) {
	t.Parallel()
	w := startWrapped(t)
	w.get(t)
	header := w.log.All()[0].Header
	for _, name := range secretHeaders {
		if value, kept := header[name]; kept {
			t.Errorf("%s was kept: %v", name, value)
		}
	}
}

func TestWrapHasNoFormForOtherBodies(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ contentType, body string }{
		"another type": {"application/json", `{"a":1}`},
		"no type":      {"", "a=1"},
		"not a form":   {FormType, "a=%zz"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := startWrapped(t)
			if _, _, err := w.request(t, http.MethodPost, "/", tt.contentType, tt.body); err != nil {
				t.Fatal(err)
			}
			if form := w.log.All()[0].Form; form != nil {
				t.Errorf("form %v, want none", form)
			}
		})
	}
}

func TestWrapBoundsTheBody(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ size, status, served int }{
		"the largest":  {MaxBody, http.StatusAccepted, 1},
		"one too many": {MaxBody + 1, http.StatusRequestEntityTooLarge, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := startWrapped(t)
			resp, body, err := w.request(t, http.MethodPost, "/", FormType, strings.Repeat("a", tt.size))
			if err != nil {
				t.Fatal(err)
			}
			if resp.StatusCode != tt.status || int(w.served.Load()) != tt.served {
				t.Errorf("status %d, served %d times; want %d and %d", resp.StatusCode, w.served.Load(), tt.status, tt.served)
			}
			if tt.served == 0 && (resp.Header.Get("Content-Type") != "application/json" || !strings.Contains(body, "larger than 65536 bytes")) {
				t.Errorf("answer %q of type %q, want JSON that names the limit", body, resp.Header.Get("Content-Type"))
			}
			if got := w.log.All()[0].Status; got != tt.status {
				t.Errorf("logged status %d, want %d", got, tt.status)
			}
		})
	}
}

func TestWrapLogsABodyThatBrokeOff(t *testing.T) {
	t.Parallel()
	var (
		log    Log
		faults Faults
	)
	h := Wrap(http.NotFoundHandler(), &log, &faults)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", io.MultiReader(strings.NewReader("a="), brokenReader{}))
	defer func() {
		if got := recover(); got != http.ErrAbortHandler { //nolint:errorlint // a panic's value, compared as net/http does
			t.Errorf("recovered %v, want the connection to be aborted", got)
		}
		if all := log.All(); len(all) != 1 || all[0].Status != 0 {
			t.Errorf("the log holds %v, want one request without a status", all)
		}
	}()
	h.ServeHTTP(httptest.NewRecorder(), r)
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("connection reset") }
