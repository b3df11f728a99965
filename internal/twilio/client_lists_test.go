package twilio

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// newPagedClient returns a client for a list with one recording in each page, and the next_page_url of each page.
func newPagedClient(t *testing.T, nextPageURLs ...string) (*Client, *cannedTwilio) {
	t.Helper()
	var pages []string
	for i, next := range nextPageURLs {
		pages = append(pages, fmt.Sprintf(`{"recordings":[{"sid":"RT%032x"}],"meta":{"next_page_url":%q}}`, i, next))
	}
	return newCannedClient(t, 200, append(pages, `{"recordings":[{"sid":"RTffffffffffffffffffffffffffffffff"}],"meta":{"next_page_url":null}}`)...)
}

// readRecordings returns the number of items of a list and its error.
func readRecordings(t *testing.T, c *Client) (n int, err error) {
	t.Helper()
	for items, pageErr := range Recordings().Pages(t.Context(), c, ListOptions{PageSize: 1}) {
		n, err = n+len(items), pageErr
	}
	return n, err
}

func TestListWithoutEndIsAnError(t *testing.T) {
	t.Parallel()
	const list = "https://video.twilio.com/v1/Recordings?PageSize=1"
	for name, next := range map[string][]string{
		"the page itself":        {list + "&PageToken=a", list + "&PageToken=a"},
		"an earlier page":        {list + "&PageToken=a", list + "&PageToken=b", list + "&PageToken=c", list + "&PageToken=b"},
		"an earlier token":       {list + "&PageToken=a", list + "&Page=7&PageToken=a"},
		"the first page":         {list + "&PageToken=a", list},
		"the first page at once": {list},
	} {
		c, twilio := newPagedClient(t, next...)
		if _, err := readRecordings(t, c); !errors.Is(err, ErrRepeatedPage) || !strings.HasSuffix(err.Error(), ": "+ErrRepeatedPage.Error()) || len(twilio.requests) != len(next) {
			t.Errorf("%s: error %v after %d requests, want %v after %d", name, err, len(twilio.requests), ErrRepeatedPage, len(next))
		}
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
		c, twilio := newPagedClient(t, next)
		n, err := readRecordings(t, c)
		if n != 2 || err != nil || twilio.requests[1].URL.String() != "https://video.twilio.com/v1/Recordings?PageToken=a" {
			t.Errorf("%s: %d items, error %v, the second request for %s", next, n, err, twilio.requests[1].URL)
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
	synctest.Test(t, func(t *testing.T) {
		c, twilio := newPagedClient(t, "?PageToken=a", "?PageToken=b")
		for _, err := range Recordings().Pages(t.Context(), c, ListOptions{PageSize: 1}) {
			if err != nil {
				t.Error(err)
			}
			time.Sleep(time.Minute) // of the clock of the test
			break
		}
		if len(twilio.requests) != 2 {
			t.Errorf("%d pages were requested, want 2", len(twilio.requests))
		}
	})
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
		var items []Recording
		p := page{Recordings: &items}
		if err := json.Unmarshal([]byte(body), &p); err != nil || items == nil || p.Meta == nil {
			t.Fatalf("page %d is no page: %q", i+1, body)
		}
		for _, item := range items {
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
