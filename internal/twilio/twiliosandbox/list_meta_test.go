package twiliosandbox_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// TestMetaIsThatOfTheExamples asks as the examples of Twilio's description do.
func TestMetaIsThatOfTheExamples(t *testing.T) {
	t.Parallel()
	const (
		dates = "DateCreatedAfter=2017-01-01T00%3A00%3A01Z&DateCreatedBefore=2017-12-31T23%3A59%3A59Z"
		sid   = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	)
	tests := map[string]struct {
		path, sent, told, size, key string
	}{
		"a room's, empty": {roomPath("RM" + sid), "", "", "50", "recordings"},
		"a room's": {
			roomPath("RM" + sid),
			dates + "&SourceSid=MT" + sid + "&Status=completed&",
			"Status=completed&DateCreatedBefore=2017-12-31T23%3A59%3A59Z&DateCreatedAfter=2017-01-01T00%3A00%3A01Z&SourceSid=MT" + sid + "&",
			"50", "recordings",
		},
		"recordings": {
			recordingsPath,
			"GroupingSid=RM" + sid + "&MediaType=audio&SourceSid=MT" + sid + "&Status=completed&" + dates + "&",
			"Status=completed&" + dates + "&SourceSid=MT" + sid + "&MediaType=audio&GroupingSid=RM" + sid + "&",
			"50", "recordings",
		},
		"compositions": {
			compositionsPath,
			dates + "&RoomSid=RM" + sid + "&Status=completed&",
			"Status=completed&RoomSid=RM" + sid + "&" + dates + "&",
			"50", "compositions",
		},
		"enqueued compositions": {compositionsPath, "Status=enqueued&PageSize=10&", "Status=enqueued&", "10", "compositions"},
		"several groups": {
			recordingsPath, "GroupingSid=PA" + sid + "&GroupingSid=RM" + sid + "&", "GroupingSid=PA" + sid + "&GroupingSid=RM" + sid + "&",
			"50", "recordings",
		},
		"a date with a zone": {
			compositionsPath, "DateCreatedAfter=2017-01-01T00:00:01%2B02:00&", "DateCreatedAfter=2017-01-01T00%3A00%3A01%2B02%3A00&",
			"50", "compositions",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
			s.AddRooms(s.Account.SID, "RM"+sid)
			_, _, body := send(t, request(t, s, http.MethodGet, tt.path+"?"+strings.TrimSuffix(tt.sent, "&"), nil))
			url := s.BaseURL + tt.path + "?" + tt.told + "PageSize=" + tt.size + "&Page=0"
			want := `{"` + tt.key + `":[],"meta":{"page":0,"page_size":` + tt.size + `,"first_page_url":"` + url +
				`","previous_page_url":null,"url":"` + url + `","next_page_url":null,"key":"` + tt.key + `"}}`
			if string(body) != want {
				t.Errorf("answer %s\nwant   %s", body, want)
			}
		})
	}
}

func TestMetaOfEachPage(t *testing.T) {
	t.Parallel()
	s := of(t, make([]twiliosandbox.Recording, 5)...)
	first := s.BaseURL + recordingsPath + "?PageSize=2&Page=0"
	address := recordingsPath + "?PageSize=2"
	for i := range 3 {
		page := list(t, s, address)
		m := page.meta
		if m.Page != i || m.PageSize != 2 || m.First != first || m.Key != "recordings" {
			t.Errorf("page %d: %+v", i, m)
		}
		if i > 0 && m.URL != address {
			t.Errorf("page %d says it is %s, want %s", i, m.URL, address)
		}
		if (m.Previous != nil) != (i > 0) || (m.Next != nil) != (i < 2) {
			t.Errorf("page %d has previous %v and next %v", i, m.Previous, m.Next)
		}
		if m.Next != nil {
			address = *m.Next
		}
	}
}

// TestAddressesAreWhereTheRequestCameTo asks under another name.
func TestAddressesAreWhereTheRequestCameTo(t *testing.T) {
	t.Parallel()
	s := of(t, twiliosandbox.Recording{}, twiliosandbox.Recording{})
	req := request(t, s, http.MethodGet, recordingsPath+"?PageSize=1", nil)
	req.Host = "video.example:8443"
	_, _, body := send(t, req)
	if got := strings.Count(string(body), `"http://video.example:8443/v1/Recordings?`); got != 3 {
		t.Errorf("%d addresses of the origin in %s, want 3", got, body)
	}
}
