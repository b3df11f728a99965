package contract

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/videostorage/terraform-provider-videostorage/internal/contract/descriptions"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// Watch fails the test, when it ends, for each request to a stand-in and each of the stand-in's own answers that is not as described.
// Answers of faults may be anything, and so may requests that a test sends with Go's HTTP client. Call it before the first request.
//
// Without descriptions, and in a benchmark, Watch does nothing. [descriptions.Env] makes missing descriptions an error.
func Watch(tb testing.TB, s interface{ Log() *sandbox.Log }) {
	tb.Helper()
	if _, measures := tb.(*testing.B); measures {
		return
	}
	c, err := Load()
	if errors.Is(err, descriptions.ErrNotFound) {
		return
	}
	if err != nil {
		tb.Fatal(err)
	}
	// A client may repeat a wrong request a hundred times.
	found := &differencesOnce{}
	s.Log().Witness = func(r *http.Request, body []byte) func(int, http.Header, []byte) {
		if !strings.HasPrefix(r.UserAgent(), "Go-http-client/") {
			found.add(r, "request", c.Request(r, body))
			if operation, _ := c.Described(r); operation != "" && !slices.Contains(Used, operation) {
				found.add(r, "request", openapi3.MultiError{fmt.Errorf("contract.Used lacks %s", operation)})
			}
		}
		return func(status int, header http.Header, answer []byte) {
			found.add(r, fmt.Sprintf("answer %d", status), c.answer(r, status, header, answer))
		}
	}
	tb.Cleanup(func() {
		tb.Helper()
		found.report(tb)
	})
}

// differencesOnce keeps one of several equal differences.
type differencesOnce struct {
	mu    sync.Mutex
	texts []string
}

func (d *differencesOnce) add(r *http.Request, side string, found openapi3.MultiError) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, err := range found {
		text := fmt.Sprintf("the %s of %s %s is not as Twilio describes it: %v", side, r.Method, r.URL.Path, err)
		if !slices.Contains(d.texts, text) && len(d.texts) < 20 {
			d.texts = append(d.texts, text)
		}
	}
}

func (d *differencesOnce) report(tb testing.TB) {
	tb.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, text := range d.texts {
		tb.Error(text)
	}
}
