package twilio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
)

// pageServer serves pages of one recording each, and records the page tokens of the requests. The first page has no token.
type pageServer struct {
	*httptest.Server
	client *Client
	tokens chan string
}

// newPageServer starts a server. next returns the next_page_url of a page, as JSON.
func newPageServer(t *testing.T, next func(token string) string) *pageServer {
	t.Helper()
	s := &pageServer{tokens: make(chan string, 1000)}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := r.URL.Query().Get("PageToken")
		s.tokens <- token
		if r.URL.Path != "/v1/Recordings" {
			t.Errorf("a request for %s", r.URL)
		}
		_, _ = fmt.Fprintf(w, `{"recordings":[{"sid":"RT%032x"}],"meta":{"next_page_url":%s}}`, token, next(token)) // The client may have gone.
	}))
	t.Cleanup(s.Close)
	s.client = newTestClient(t, ClientConfig{BaseURL: api.ParseBaseURL(s.URL), Region: "ie1"}, api.Options{})
	return s
}

// read returns the number of items of a list and its error.
func (s *pageServer) read(t *testing.T) (n int, err error) {
	t.Helper()
	for items, pageErr := range Recordings().Pages(t.Context(), s.client, ListOptions{PageSize: 1}) {
		n, err = n+len(items), pageErr
	}
	return n, err
}

// pageURL returns the next_page_url of a page with a token.
func pageURL(token string) string {
	return `"https://video.twilio.com/v1/Recordings?PageSize=1&PageToken=` + token + `"`
}

// chainPages returns next page URLs by tokens. A list ends at any other token.
func chainPages(next map[string]string) func(string) string {
	return func(token string) string {
		if next, ok := next[token]; ok {
			return next
		}
		return "null"
	}
}

// endlessPages is the list of the tokens 1, 11, 111 and so on.
func endlessPages(token string) string { return pageURL(token + "1") }

func TestListWithoutEndIsAnError(t *testing.T) {
	t.Parallel()
	for name, next := range map[string]map[string]string{
		"the page itself":        {"": pageURL("a"), "a": pageURL("a")},
		"an earlier page":        {"": pageURL("a"), "a": pageURL("b"), "b": pageURL("c"), "c": pageURL("b")},
		"an earlier token":       {"": pageURL("a"), "a": `"https://video.twilio.com/v1/Recordings?Page=7&PageToken=a"`},
		"the first page":         {"": pageURL("a"), "a": `"https://video.twilio.com/v1/Recordings?PageSize=1"`},
		"the first page at once": {"": `"https://video.twilio.com/v1/Recordings?PageSize=1"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newPageServer(t, chainPages(next))
			if _, err := s.read(t); !errors.Is(err, ErrRepeatedPage) || !strings.HasSuffix(err.Error(), ": "+ErrRepeatedPage.Error()) {
				t.Errorf("error %v, want %v", err, ErrRepeatedPage)
			}
			if len(s.tokens) != len(next) {
				t.Errorf("%d requests, want one for each of %d pages", len(s.tokens), len(next))
			}
		})
	}
}

// Only the query of next_page_url is used, so no response can send the credentials to another host or path.
func TestNextPageIsOnTheHostAndPathOfTheList(t *testing.T) {
	t.Parallel()
	for _, next := range []string{
		"https://video.twilio.com/v1/Recordings?PageToken=a", "https://video.ie1.twilio.com:443/v1/Recordings?PageToken=a", "https://elsewhere.example/v1/Recordings?PageToken=a",
		"http://127.0.0.1:1/v1/Recordings?PageToken=a", "https://accounts.twilio.com/v1/Credentials/AWS?PageToken=a", "https://user:" + testToken + "@video.twilio.com/?PageToken=a",
		"/v1/Recordings/../Rooms?PageToken=a", "/v1/Recordings?PageToken=a", "//elsewhere.example?PageToken=a", "?PageToken=a",
	} {
		s := newPageServer(t, chainPages(map[string]string{"": `"` + next + `"`}))
		if n, err := s.read(t); n != 2 || err != nil || len(s.tokens) != 2 {
			t.Errorf("%s: %d items of %d requests, error %v, want 2 of this server", next, n, len(s.tokens), err)
		}
	}
}

// Without an error, the list would only look complete.
func TestPageWithoutItsPartsIsAnError(t *testing.T) {
	t.Parallel()
	const (
		room, none = "RM0123456789abcdef0123456789abcdef", `"meta":{"next_page_url":null}`
		noPage     = "page 2: GET https://video.twilio.com/v1/Rooms/" + room + "/Recordings?Page=1: HTTP status 200: the response is "
	)
	for body, says := range map[string]string{
		`{"code":20500,"message":"m"}`: "no page of the list", `{"recordings":[]}`: "no page of the list", `{"recordings":[],"meta":{}}`: "no page of the list",
		`{"recordings":null,` + none + `}`: "no page of the list", `{"compositions":[],` + none + `}`: "no page of the list",
		`{"recordings":[{}],` + none + `}`: "no page of the list: item 1 has no sid", `{"recordings":[{"sid":"RT/../` + strings.Repeat("0", 27) + `"}],` + none + `}`: "no page of the list: item 1",
		`{"recordings":[{"sid":"RT0123456789abcdef0123456789abcdef","room_sid":"RMother"}],` + none + `}`: "about another list: RT0123456789abcdef0123456789abcdef does not belong",
		`{"recordings":[],"meta":{"next_page_url":""}}`:                                                   "no page of the list: meta.next_page_url is no URL with a query", `{"recordings":[],"meta":{"next_page_url":"https://%zz?a"}}`: "no page of the list: meta",
		`{"recordings":[],"meta":{"next_page_url":"/v1/Recordings"}}`: "no page of the list: meta", `{"recordings":[],"meta":{"next_page_url":7}}`: "no page of the list: meta.next_page_url is no string",
		"<html>": "not from Twilio; it begins: <html>", "null": "null instead of an object",
	} {
		c, twilio := newCannedClient(t, 200, `{"recordings":[{"sid":"RTffffffffffffffffffffffffffffffff"}],"meta":{"next_page_url":"https://video.twilio.com/?Page=1"}}`, body)
		var last error
		n := 0
		for items, err := range RoomRecordings(room).Pages(t.Context(), c, ListOptions{PageSize: 1}) {
			n, last = n+len(items), err
		}
		if page, ok := errors.AsType[*PageError](last); !ok || page.Page != 2 || expectAPIError(t, last).MaybeProcessed || n != 1 || len(twilio.requests) != 2 || !strings.HasPrefix(last.Error(), noPage+says) {
			t.Errorf("%s: %d items of %d requests, error %v, want %s", body, n, len(twilio.requests), last, noPage+says)
		}
	}
}

func TestFiltersAndTokensArriveUnchanged(t *testing.T) {
	t.Parallel()
	filters := url.Values{"Status": {"completed"}, "DateCreatedAfter": {"2024-01-01T00:00:00.5Z"}, "GroupingSid": {"RM1", "RM2"}}
	c, twilio := newCannedClient(t, 200, `{"compositions":[],"meta":{"next_page_url":"/x?PageToken=a%2Bb.5%25%C3%A4&Page=1"}}`, `{"compositions":[],"meta":{"next_page_url":null}}`)
	for _, err := range Compositions().Pages(t.Context(), c, ListOptions{PageSize: 50, Filters: filters}) {
		if err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"DateCreatedAfter=2024-01-01T00%3A00%3A00.5Z&GroupingSid=RM1&GroupingSid=RM2&PageSize=50&Status=completed", "PageToken=a%2Bb.5%25%C3%A4&Page=1"}
	for i, r := range twilio.requests {
		if r.Method != http.MethodGet || r.URL.Path != "/v1/Compositions" || r.URL.RawQuery != want[i] {
			t.Errorf("request %d: %s %s, want the query %s", i+1, r.Method, r.URL, want[i])
		}
	}
}

// The second page is requested while the caller uses the first one. The third one is not.
func TestNextPageIsFetchedMeanwhile(t *testing.T) {
	t.Parallel()
	s := newPageServer(t, endlessPages)
	for _, err := range Recordings().Pages(t.Context(), s.client, ListOptions{PageSize: 1}) {
		if err != nil {
			t.Fatal(err)
		}
		if first, second := <-s.tokens, <-s.tokens; first != "" || second != "1" {
			t.Errorf("pages %q and %q were requested", first, second)
		}
		select {
		case third := <-s.tokens:
			t.Errorf("page %q was requested too", third)
		case <-time.After(20 * time.Millisecond):
		}
		break
	}
}

func TestInterruptedListEndsWithAnError(t *testing.T) {
	t.Parallel()
	s := newPageServer(t, endlessPages)
	for i := range 50 {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Duration(i)*100*time.Microsecond, cancel)
		var last error
		for _, err := range Recordings().Pages(ctx, s.client, ListOptions{PageSize: 1}) {
			for last = err; len(s.tokens) > 0; {
				<-s.tokens
			}
		}
		if _, ok := errors.AsType[*PageError](last); !ok || !errors.Is(last, context.Canceled) {
			t.Fatalf("error %v, want a *PageError about %v", last, context.Canceled)
		}
	}
}

// FuzzPages checks that every list ends, either complete and without repeated items or with an error, and that its requests are for it.
func FuzzPages(f *testing.F) {
	const (
		separator = "\n\n"
		first     = `{"recordings":[{"sid":"RT0123456789abcdef0123456789abcdef","size":1}],"meta":{"page":0,"page_size":1,"key":"recordings","next_page_url":`
		second    = `{"recordings":[{"sid":"RTfedcba9876543210fedcba9876543210"}],"meta":{"page":1,"next_page_url":null}}`
		here      = "https://video.twilio.com/v1/Recordings?PageSize=1"
	)
	for _, next := range []string{
		`null`, `"` + here + `&Page=1&PageToken=PAa.5"`, `"` + here + `"`, `"https://user:password@elsewhere.example/v1/Recordings?PageToken=a"`, `"https://video.twilio.com/%1b%5B31m?PageToken=a"`,
		`"https://%E2%80%AE.example/"`, `"` + here + `&PageToken=\u202e"`, `"\u001b"`, `""`, `1e400`, `{}`, `[]`, `true`,
	} {
		f.Add(uint16(0), first+next+"}}"+separator+second)
	}
	for _, pages := range []string{
		``, `{}`, `null`, `{"recordings":null,"meta":{"next_page_url":null}}`, `{"recordings":[],"meta":[]}`, `{"recordings":[null],"meta":{"next_page_url":null}}`,
		`{"recordings":[{"sid":"RT0123456789abcdef0123456789abcdef","size":9223372036854775808}],"meta":{"next_page_url":null}}`,
		`{"recordings":[{"sid":"RT\u001b[31m56789abcdef0123456789abcde"}],"meta":{"next_page_url":null}}`, `{"compositions":[],"meta":{"next_page_url":null}}`,
		`{"recordings":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + `,"meta":{"next_page_url":null}}`,
		`{"recordings":[{"size":1e` + strings.Repeat("9", 30_000) + `}],"meta":{"next_page_url":null}}`, `{"recordings":[],"meta":{"next_page_url":"` + strings.Repeat("%", 30_000) + `"}}`,
	} {
		f.Add(uint16(1), pages)
	}
	f.Fuzz(func(t *testing.T, limit uint16, input string) {
		if len(input) > maxFuzzedBody {
			t.Skip()
		}
		bodies := strings.Split(input, separator)
		// The last page again, so that a list without an end is seen.
		c, twilio := newCannedClient(t, 200, append(bodies, bodies[len(bodies)-1])...)
		got := map[string]bool{}
		for items, err := range Recordings().Pages(t.Context(), c, ListOptions{PageSize: 1, Limit: int64(limit), Filters: url.Values{"Status": {"deleted"}}}) {
			if err != nil {
				if page, ok := errors.AsType[*PageError](err); !ok || page.Page < len(twilio.requests) || expectAPIError(t, err).MaybeProcessed {
					t.Errorf("error %v of %d requests", err, len(twilio.requests))
				}
				return
			}
			for _, item := range items {
				if got[*item.Sid] || !isSID(*item.Sid) {
					t.Errorf("%q is on two pages, or is no SID", *item.Sid)
				}
				got[*item.Sid] = true
			}
		}
		for _, r := range twilio.requests {
			if r.URL.Scheme+"://"+r.URL.Host != videoHost || r.URL.Path != "/v1/Recordings" {
				t.Errorf("%s is not of the list", r.URL)
			}
		}
		expectComplete(t, got, int(limit), append(bodies, bodies[len(bodies)-1])[:len(twilio.requests)])
	})
}

// expectComplete compares the items of a list that ended without an error with those of its pages.
func expectComplete(t *testing.T, got map[string]bool, limit int, bodies []string) {
	t.Helper()
	want := map[string]bool{}
	for i, body := range bodies {
		var p page[Recording]
		if err := json.Unmarshal([]byte(body), &p); err != nil || p.Recordings == nil || p.Meta == nil {
			t.Fatalf("page %d is no page: %q", i+1, body)
		}
		for _, item := range *p.Recordings {
			if want[zeroIfNil(item.Sid)] = true; len(want) == limit {
				break
			}
		}
		if isLast := i+1 == len(bodies); len(want) != limit && isLast != (string(p.Meta.NextPageURL) == "null") {
			t.Errorf("page %d of %d has the next page %s", i+1, len(bodies), p.Meta.NextPageURL)
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("items %v, want %v", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
	}
}
