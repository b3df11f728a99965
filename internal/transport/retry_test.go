package transport_test

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// ways are the ways to send a request that matter for repeating it.
var ways = map[string]func(context.Context, *testing.T, *http.Client, string) (result, error){
	"GET": get,
	"marked POST": func(ctx context.Context, t *testing.T, client *http.Client, target string) (result, error) {
		t.Helper()
		return post(transport.WithIdempotent(ctx), t, client, target, form)
	},
	"unmarked POST": func(ctx context.Context, t *testing.T, client *http.Client, target string) (result, error) {
		t.Helper()
		return post(ctx, t, client, target, form)
	},
}

var form = url.Values{"FriendlyName": {"a name & more"}, "AwsStorageEnabled": {"true"}}

// TestWhatIsRepeated has the first attempt fail in each way that an answer, or
// the lack of one, can fail.
func TestWhatIsRepeated(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fails http.HandlerFunc
		// The answer, or lack of one, that is final if not repeated.
		status                int
		get, marked, unmarked bool
	}{
		"429":          {answer(429, "", "Retry-After", "0"), 429, true, true, true},
		"503":          {answer(503, "", "Retry-After", "0"), 503, true, true, false},
		"500":          {answer(500, ""), 500, true, true, false},
		"502":          {answer(502, ""), 502, true, true, false},
		"504":          {answer(504, ""), 504, true, true, false},
		"no answer":    {drop, 0, true, true, false},
		"half of one":  {breakOff, 0, true, true, false},
		"501":          {answer(501, ""), 501, false, false, false},
		"505":          {answer(505, ""), 505, false, false, false},
		"400":          {answer(400, ""), 400, false, false, false},
		"401":          {answer(401, ""), 401, false, false, false},
		"404":          {answer(404, ""), 404, false, false, false},
		"408":          {answer(408, ""), 408, false, false, false},
		"409":          {answer(409, ""), 409, false, false, false},
		"a redirect":   {answer(302, "", "Location", "/"), 302, false, false, false},
		"201":          {answer(201, ""), 201, false, false, false},
		"204, no body": {answer(204, ""), 204, false, false, false},
	}
	for name, tt := range tests {
		for way, repeated := range map[string]bool{"GET": tt.get, "marked POST": tt.marked, "unmarked POST": tt.unmarked} {
			t.Run(name+"/"+way, func(t *testing.T) {
				t.Parallel()
				s := serve(t, tt.fails, ok)
				got, err := ways[way](t.Context(), t, s.client(), s.URL)
				switch {
				case repeated:
					wantStatus(t, got, err, 200)
					s.wantRequests(t, 2)
				case tt.status == 0:
					if err == nil {
						t.Errorf("answer %d %q, want an error", got.status, got.body)
					}
					s.wantRequests(t, 1)
				default:
					wantStatus(t, got, err, tt.status)
					s.wantRequests(t, 1)
				}
			})
		}
	}
}

func TestMaxRetriesIsExact(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 5} {
		for way, do := range ways {
			t.Run(way+"/"+strconv.Itoa(n), func(t *testing.T) {
				t.Parallel()
				s := serve(t, busy)
				got, err := do(t.Context(), t, s.client(retries(n)), s.URL)
				// Having given up, the client hands out the last answer whole.
				wantStatus(t, got, err, 429)
				if got.body != "busy" {
					t.Errorf("body %q, want the answer's", got.body)
				}
				s.wantRequests(t, n+1)
			})
		}
	}
}

func TestNoRetriesMeansOnceWhateverHappens(t *testing.T) {
	t.Parallel()
	for name, fails := range map[string]http.HandlerFunc{"500": answer(500, ""), "no answer": drop, "half of one": breakOff} {
		for way, do := range ways {
			t.Run(name+"/"+way, func(t *testing.T) {
				t.Parallel()
				s := serve(t, fails, ok)
				if got, err := do(t.Context(), t, s.client(retries(0)), s.URL); err == nil && got.status == 200 {
					t.Error("it was repeated")
				}
				s.wantRequests(t, 1)
			})
		}
	}
}

func TestEachAttemptSendsTheWholeForm(t *testing.T) {
	t.Parallel()
	s := serve(t, breakOff, busy, busy, ok)
	got, err := post(transport.WithIdempotent(t.Context()), t, s.client(retries(3)), s.URL, form)
	wantStatus(t, got, err, 200)

	s.wantRequests(t, 4)
	for i, a := range s.seen() {
		if a.body != form.Encode() {
			t.Errorf("attempt %d: body %q, want %q", i+1, a.body, form.Encode())
		}
		if got, want := a.header.Get("Content-Length"), strconv.Itoa(len(form.Encode())); got != want {
			t.Errorf("attempt %d: Content-Length %q, want %s", i+1, got, want)
		}
		if got := a.header.Get("Content-Type"); got != "application/x-www-form-urlencoded" {
			t.Errorf("attempt %d: Content-Type %q", i+1, got)
		}
	}
}
