package contract

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// Watch is [watchTraffic] for Twilio's stand-in.
func Watch(tb testing.TB, s interface{ Log() *sandbox.Log }) {
	tb.Helper()
	watchTraffic(tb, s, load)
}

// WatchGetStream is [watchTraffic] for GetStream's stand-in.
func WatchGetStream(tb testing.TB, s interface{ Log() *sandbox.Log }) {
	tb.Helper()
	watchTraffic(tb, s, loadGetStream)
}

// watchTraffic fails the test, when it ends, for each request to a stand-in and each of the stand-in's own answers that is not as described.
// Answers of faults may be anything, and so may requests that a test sends with Go's HTTP client. Call it before the first request.
//
// Without descriptions, and in a benchmark, watchTraffic does nothing.
func watchTraffic(tb testing.TB, s interface{ Log() *sandbox.Log }, load func() (*Contract, error)) {
	tb.Helper()
	if _, measures := tb.(*testing.B); measures {
		return
	}
	c, err := load()
	if errors.Is(err, errMissing) {
		return
	}
	if err != nil {
		tb.Fatal(err)
	}
	var mu sync.Mutex
	found := map[string]bool{} // A difference may occur in a hundred requests and items.
	add := func(side string, r *http.Request, differences openapi3.MultiError) {
		mu.Lock()
		defer mu.Unlock()
		for _, err := range differences {
			text := index.ReplaceAllString(err.Error(), "/*/")
			found[fmt.Sprintf("the %s of %s %s is not as %s describes it: %s", side, r.Method, r.URL.Path, c.vendor, text)] = true
		}
	}
	s.Log().Witness = func(r *http.Request, body []byte) func(int, http.Header, []byte) {
		if !strings.HasPrefix(r.URL.Path, c.scope) {
			return func(int, http.Header, []byte) {}
		}
		if !strings.HasPrefix(r.UserAgent(), "Go-http-client/") {
			add("request", r, c.Request(r, body))
			if operation, _ := c.Described(r); operation != "" && !slices.Contains(c.used, operation) {
				add("request", r, openapi3.MultiError{fmt.Errorf("contract.Used lacks %s", operation)})
			}
		}
		return func(status int, header http.Header, answer []byte) {
			add(fmt.Sprintf("answer %d", status), r, c.answer(r, status, header, answer))
		}
	}
	tb.Cleanup(func() {
		tb.Helper()
		mu.Lock()
		defer mu.Unlock()
		for _, text := range slices.Sorted(maps.Keys(found)) {
			tb.Error(text)
		}
	})
}

// index is the index of an item in the path of a field.
var index = regexp.MustCompile(`/\d+/`)
