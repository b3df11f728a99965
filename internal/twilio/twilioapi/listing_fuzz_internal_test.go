package twilioapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// Between two pages of one input.
const nextPage = "\n\n"

// FuzzPages: whatever the pages say, the list ends, stays where it was asked for, has
// every item once, and either is complete or an error.
func FuzzPages(f *testing.F) {
	const (
		first  = `{"recordings":[{"sid":"RT0123456789abcdef0123456789abcdef","size":1}],"meta":{"page":0,"page_size":1,"key":"recordings","next_page_url":`
		second = `{"recordings":[{"sid":"RTfedcba9876543210fedcba9876543210"}],"meta":{"page":1,"next_page_url":null}}`
		here   = "https://video.twilio.com/v1/Recordings?PageSize=1"
	)
	for _, next := range []string{
		`null`, `"` + here + `&Page=1&PageToken=PAa.5"`, `"` + here + `"`, `"` + here + `&Page=1"`, `"https://video.twilio.com:443/v1/Recordings?PageToken=a"`,
		`"https://elsewhere.example/v1/Recordings?PageToken=a"`, `"https://user:password@video.twilio.com/v1/Recordings"`, `"http://video.twilio.com/v1/Recordings"`,
		`"https://accounts.twilio.com/v1/Credentials/AWS?PageToken=a"`, `"/v1/Recordings?PageToken=a"`, `"https://video.twilio.com/v1/Recordings/../Rooms"`,
		`"https://video.twilio.com/v1/%1b%5B31mRecordings?PageToken=a"`, `"https://%E2%80%AE.example/"`, `"` + here + `&PageToken=\u202e"`, `"\u001b"`,
		`""`, `1e400`, `{}`, `[]`, `true`,
	} {
		f.Add(uint16(0), first+next+"}}"+nextPage+second)
	}
	for _, pages := range []string{
		``, `{}`, `null`, `{"recordings":null,"meta":{"next_page_url":null}}`, `{"recordings":[],"meta":null}`, `{"recordings":[],"meta":{}}`, `{"recordings":[],"meta":[]}`,
		`{"recordings":[null],"meta":{"next_page_url":null}}`, `{"recordings":[{"sid":"short"}],"meta":{"next_page_url":null}}`,
		`{"recordings":[{"sid":"RT0123456789abcdef0123456789abcdef","size":9223372036854775808}],"meta":{"next_page_url":null}}`,
		`{"recordings":[{"sid":"RT\u001b[31m56789abcdef0123456789abcde"}],"meta":{"next_page_url":null}}`,
		`{"recordings":[{"sid":"RT0123456789abcdef0123456789abcdef"},{"sid":"RT0123456789abcdef0123456789abcdef"}],"meta":{"next_page_url":null}}`,
		`{"compositions":[],"meta":{"next_page_url":null}}`,
	} {
		f.Add(uint16(1), pages)
	}
	f.Fuzz(func(t *testing.T, most uint16, input string) {
		if len(input) > mostFuzzed {
			t.Skip()
		}
		bodies := strings.Split(input, nextPage)
		client, server := cannedClient(t, http.StatusOK, http.Header{}, bodies...)
		got := map[string]bool{}
		for items, err := range Recordings().Pages(t.Context(), client, ListOptions{PageSize: 1, Max: int64(most), Filters: url.Values{"Status": {"deleted"}}}) {
			if err != nil {
				var at *PageError
				if !errors.As(err, &at) || at.Page != len(server.asked) {
					t.Errorf("error %v after %d requests", err, len(server.asked))
				}
				wantTold(t, err)
				return
			}
			for _, item := range items {
				if got[*item.Sid] {
					t.Errorf("%s comes twice", *item.Sid)
				}
				got[*item.Sid] = true
			}
		}
		for sid := range got {
			if !plainSID(sid) {
				t.Errorf("%q is a SID", sid)
			}
		}
		// The last body is answered for ever, so its page is seen to come again.
		if len(server.asked) > len(bodies) {
			t.Fatalf("%d requests for %d pages", len(server.asked), len(bodies))
		}
		for _, u := range server.asked {
			if u.Path != "/v1/Recordings" || u.Scheme+"://"+u.Host != videoHost && u.Port() != "443" {
				t.Errorf("%s is not of the list", u)
			}
		}
		wantComplete(t, got, int(most), bodies[:len(server.asked)])
	})
}

func plainSID(sid string) bool {
	return len(sid) == 34 && !strings.ContainsFunc(sid, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}

// wantComplete reads the pages of a list that ended without an error once more, with no
// types: all have items, all but the last have a next page, and the last has none.
func wantComplete(t *testing.T, got map[string]bool, most int, bodies []string) {
	t.Helper()
	want := map[string]bool{}
	for i, body := range bodies {
		// Which of two spellings of a key counts is encoding/json's affair.
		lower := strings.ToLower(body)
		if strings.Contains(body, `\u`) || strings.ContainsAny(body, "ſ\u212a") || strings.Count(lower, "recordings\"") > 2 ||
			strings.Count(lower, `"meta"`) > 1 || strings.Count(lower, `"next_page_url"`) > 1 || strings.Count(lower, `"sid"`) != strings.Count(body, `"sid"`) {
			return
		}
		var page struct {
			Recordings *[]map[string]json.RawMessage
			Meta       *map[string]json.RawMessage
		}
		if err := json.Unmarshal([]byte(body), &page); err != nil || page.Recordings == nil || page.Meta == nil {
			t.Fatalf("page %d is no page: %q", i+1, body)
		}
		for _, item := range *page.Recordings {
			var sid string
			if err := json.Unmarshal(item["sid"], &sid); err != nil {
				t.Fatalf("an item of page %d has no SID: %s", i+1, body)
			}
			want[sid] = true
			if len(want) == most {
				break // what follows is not looked at
			}
		}
		var next json.RawMessage
		for name, value := range *page.Meta {
			if strings.EqualFold(name, "next_page_url") {
				next = value
			}
		}
		if most > 0 && len(want) == most {
			break
		}
		if last := i+1 == len(bodies); next == nil || last != bytes.Equal(next, []byte("null")) {
			t.Errorf("page %d of %d says that %s is next", i+1, len(bodies), next)
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("the list is %v, want %v", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
	}
}

// What would cost more than it is worth is an error, and a short one.
func TestAbsurdJSONIsAnError(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"deep":           strings.Repeat(`{"a":`, 30_000),
		"deep and whole": `{"sid":"` + fuzzedSID + `","account_sid":` + strings.Repeat("[", 50_000) + strings.Repeat("]", 50_000) + "}",
		"deep items":     `{"recordings":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + `,"meta":{"next_page_url":null}}`,
		"huge number":    `{"account_sid":` + strings.Repeat("9", 30_000) + `,"code":` + strings.Repeat("9", 30_000) + "}",
		"huge size":      `{"recordings":[{"size":` + strings.Repeat("9", 30_000) + `}],"meta":{"next_page_url":null}}`,
		"huge exponent":  `{"recordings":[{"size":1e` + strings.Repeat("9", 30_000) + `}],"meta":{"next_page_url":null}}`,
		"huge text":      `{"code":20001,"message":"` + strings.Repeat(`\u001b`, 10_000) + strings.Repeat("long ", 20_000) + `","more_info":"` + strings.Repeat("x", 30_000) + `"}`,
		"huge host":      `{"recordings":[],"meta":{"next_page_url":"https://` + strings.Repeat("x", 30_000) + `/"}}`,
		"no URL":         `{"recordings":[],"meta":{"next_page_url":"` + strings.Repeat("%", 30_000) + `"}}`,
	} {
		for _, status := range []int{http.StatusOK, http.StatusBadRequest} {
			t.Run(name+"/"+http.StatusText(status), func(t *testing.T) {
				t.Parallel()
				for i, call := range fuzzedCalls {
					client, _ := cannedClient(t, status, http.Header{}, body)
					if err := call(t.Context(), client); err != nil {
						wantTold(t, err)
					} else if i != deletion {
						t.Errorf("call %d takes it for a success", i)
					}
				}
				client, _ := cannedClient(t, status, http.Header{}, body)
				for _, err := range Recordings().Pages(t.Context(), client, ListOptions{PageSize: 1}) {
					wantTold(t, err)
				}
			})
		}
	}
}
