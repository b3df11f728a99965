package twilioapi_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

const listPath = "/v1/Recordings"

// pagesServer serves pages of one recording each. next is the next_page_url of the
// page with a token ("" for the first), as JSON; {self} stands for the origin.
type pagesServer struct {
	*httptest.Server
	next func(token string) string
	// asked are the tokens that were asked for, as they come.
	asked chan string
}

func servePages(t *testing.T, next func(token string) string) *pagesServer {
	t.Helper()
	s := &pagesServer{next: next, asked: make(chan string, 100)}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := r.URL.Query().Get("PageToken")
		s.asked <- token
		next := strings.ReplaceAll(s.next(token), "{self}", s.URL)
		w.Header().Set("Content-Type", "application/json")
		if _, err := fmt.Fprintf(w, `{"recordings":[{"sid":"RT%032x"}],"meta":{"next_page_url":%s}}`, token, next); err != nil {
			t.Errorf("answering: %v", err)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// to is the page with a token.
func to(token string) string { return `"{self}` + listPath + `?PageSize=1&PageToken=` + token + `"` }

// counting is an endless list: 1, 2, 3 …
func counting(token string) string {
	n := 0
	if token != "" {
		if _, err := fmt.Sscan(token, &n); err != nil {
			return "null"
		}
	}
	return to(fmt.Sprint(n + 1))
}

func (s *pagesServer) client(t *testing.T, change ...func(*twilioapi.Config)) *twilioapi.Client {
	t.Helper()
	base, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	config := twilioapi.Config{
		AccountSID: "AC1", Username: "AC1", Password: "secret5token", BaseURL: base, AttemptTimeout: time.Minute,
	}
	for _, c := range change {
		c(&config)
	}
	client, err := twilioapi.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// read reads the list to its end and returns how many items and the error there were.
func (s *pagesServer) read(t *testing.T, change ...func(*twilioapi.Config)) (n int, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for items, failed := range twilioapi.Recordings().Pages(ctx, s.client(t, change...), twilioapi.ListOptions{PageSize: 1}) {
		n, err = n+len(items), failed
	}
	return n, err
}

func chain(next map[string]string) func(string) string {
	return func(token string) string {
		if n, ok := next[token]; ok {
			return n
		}
		return "null"
	}
}

func TestListsThatNeverEnd(t *testing.T) {
	t.Parallel()
	for name, next := range map[string]map[string]string{
		"the page itself":       {"": to("a"), "a": to("a")},
		"the page before":       {"": to("a"), "a": to("b"), "b": to("a")},
		"a longer cycle":        {"": to("a"), "a": to("b"), "b": to("c"), "c": to("d"), "d": to("b")},
		"the same token anew":   {"": to("a"), "a": `"{self}` + listPath + `?Page=7&PageToken=a"`},
		"the first page":        {"": to("a"), "a": `"{self}` + listPath + `?PageSize=1"`},
		"numbers without token": {"": `"{self}` + listPath + `?PageSize=1"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := servePages(t, chain(next)).read(t)
			if !errors.Is(err, twilioapi.ErrRepeatedPage) {
				t.Errorf("error %v, want %v", err, twilioapi.ErrRepeatedPage)
			}
		})
	}
}

func TestNextPagesElsewhere(t *testing.T) {
	t.Parallel()
	foreign := func(err error) bool { return errors.Is(err, twilioapi.ErrForeignPage) }
	broken := func(err error) bool {
		var failed *twilioapi.Error
		return errors.As(err, &failed) && failed.Foreign && strings.Contains(err.Error(), "not a page of the list")
	}
	for name, test := range map[string]struct {
		next string
		is   func(error) bool
	}{
		"another host":     {`"https://elsewhere.example` + listPath + `?PageToken=a"`, foreign},
		"another port":     {`"http://127.0.0.1:1` + listPath + `?PageToken=a"`, foreign},
		"another list":     {`"{self}/v1/Rooms?PageToken=a"`, broken},
		"another product":  {`"https://accounts.twilio.com/v1/Credentials/AWS"`, broken},
		"a path alone":     {`"` + listPath + `?PageToken=a"`, broken},
		"nothing":          {`""`, broken},
		"no URL, a secret": {`"https://%zzsecret5token"`, broken},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := servePages(t, chain(map[string]string{"": test.next}))
			n, err := s.read(t)
			if !test.is(err) {
				t.Errorf("error %v", err)
			}
			var page *twilioapi.PageError
			if !errors.As(err, &page) || page.Page != 1 {
				t.Errorf("error %v names no page", err)
			}
			if err != nil && strings.Contains(err.Error(), "secret5token") {
				t.Errorf("error %v holds the password", err)
			}
			if n != 0 || len(s.asked) != 1 {
				t.Errorf("%d items, %d requests", n, len(s.asked))
			}
		})
	}
}

// A base URL may be a proxy before Twilio, whose answers name Twilio's own hosts.
func TestNextPageOnTwiliosOwnHost(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"https://video.twilio.com", "https://video.ie1.twilio.com", "https://VIDEO.twilio.com:443"} {
		t.Run(host, func(t *testing.T) {
			t.Parallel()
			s := servePages(t, chain(map[string]string{"": `"` + host + listPath + `?PageToken=a"`}))
			n, err := s.read(t, func(c *twilioapi.Config) { c.Region = "ie1" })
			if n != 2 || err != nil {
				t.Errorf("%d items, error %v, want 2 of this server", n, err)
			}
		})
	}
}

// Tokens are opaque: they come back as they were sent.
func TestTokensStayWhatTheyAre(t *testing.T) {
	t.Parallel()
	for _, token := range []string{"PT.5.25", "a%2Bb", "a%25b", "a%20b", "%C3%A4", "a.5-6_7~"} {
		t.Run(token, func(t *testing.T) {
			t.Parallel()
			s := servePages(t, chain(map[string]string{"": to(token)}))
			if _, err := s.read(t); err != nil {
				t.Fatal(err)
			}
			want, err := url.QueryUnescape(token)
			if err != nil {
				t.Fatal(err)
			}
			if first, second := <-s.asked, <-s.asked; first != "" || second != want {
				t.Errorf("asked for %q and %q, want the first page and %q", first, second, want)
			}
		})
	}
}

// The second page is asked for while the first is looked at; the third is not, and
// nothing more once the loop has ended.
func TestNextPageIsFetchedMeanwhile(t *testing.T) {
	t.Parallel()
	s := servePages(t, counting)
	for _, err := range twilioapi.Recordings().Pages(t.Context(), s.client(t), twilioapi.ListOptions{PageSize: 1}) {
		if err != nil {
			t.Fatal(err)
		}
		if first, second := <-s.asked, <-s.asked; first != "" || second != "1" {
			t.Errorf("asked for %q and %q", first, second)
		}
		break
	}
	if len(s.asked) > 0 {
		t.Errorf("%d pages more were asked for, although the loop has ended", len(s.asked))
	}
}

// A read that is cancelled always ends with an error, at whatever moment: without
// one, what was read would look complete.
func TestCancelledListsAreNeverComplete(t *testing.T) {
	t.Parallel()
	s := servePages(t, counting)
	client := s.client(t)
	for range 50 {
		ctx, cancel := context.WithCancel(t.Context())
		var last error
		for _, err := range twilioapi.Recordings().Pages(ctx, client, twilioapi.ListOptions{PageSize: 1}) {
			last = err
			for len(s.asked) > 0 {
				<-s.asked
			}
			cancel()
		}
		cancel()
		var page *twilioapi.PageError
		if !errors.Is(last, context.Canceled) || !errors.As(last, &page) {
			t.Fatalf("the list ended with %v", last)
		}
	}
}

func TestMaxEndsTheList(t *testing.T) {
	t.Parallel()
	s := servePages(t, counting)
	var sids []string
	for items, err := range twilioapi.Recordings().Pages(t.Context(), s.client(t), twilioapi.ListOptions{PageSize: 1, Max: 3}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range items {
			sids = append(sids, *item.Sid)
		}
	}
	if len(sids) != 3 || len(slices.Compact(sids)) != 3 || len(s.asked) != 3 {
		t.Errorf("%v for %d requests, want three for three", sids, len(s.asked))
	}
}
