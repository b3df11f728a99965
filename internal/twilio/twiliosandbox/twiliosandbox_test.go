package twiliosandbox_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

const (
	room   = "RMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	awsKey = "AKIA0123456789ABCDEF:0123456789012345678901234567890123456789"
)

// send returns the response to a request. A form makes it a POST.
func send(t *testing.T, s *sandboxtest.Running, method, path string, form url.Values) (*http.Response, map[string]any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.BaseURL+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(s.Account.SID, s.Account.AuthToken)
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := http.DefaultTransport.RoundTrip(req) // without following redirects
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(resp.Body)
	if err != nil || resp.Body.Close() != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(resp.Header.Get("Twilio-Request-Id"), "RQ") {
		t.Errorf("%s %s has no Twilio-Request-Id", method, path)
	}
	var body map[string]any
	if len(raw) > 0 && json.Unmarshal(raw, &body) != nil {
		t.Errorf("%s %s returns %s", method, path, raw)
	}
	return resp, body
}

// expect fails the test unless a GET has this status.
func expect(t *testing.T, s *sandboxtest.Running, want int, path string) map[string]any {
	t.Helper()
	resp, body := send(t, s, "GET", path, nil)
	if resp.StatusCode != want {
		t.Errorf("GET %s returns %d %v, want %d", path, resp.StatusCode, body, want)
	}
	return body
}

// Twilio's own libraries send a PageSize of 1000 to every list.
func TestLargePageSizeIsLoweredUnlessRefused(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	s.Generate(s.Account.SID, twiliosandbox.Generated{Rooms: 1, Recordings: 150})
	body := expect(t, s, 200, "/v1/Recordings?PageSize=1000")
	meta, _ := body["meta"].(map[string]any)
	if list, _ := body["recordings"].([]any); len(list) != 100 || meta["page_size"] != 100.0 || meta["next_page_url"] == nil {
		t.Errorf("a page has %d recordings and the meta %v", len(list), meta)
	}
	s.SetBehaviour(twiliosandbox.Behaviour{RefuseLargePages: true})
	expect(t, s, 400, "/v1/Recordings?PageSize=101")
}

func TestAddressesInResponsesAreServed(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	s.Log().Witness = nil // Twilio's description lacks the media.
	s.Record(s.Account.SID, room, 1)
	s.Generate(s.Account.SID, twiliosandbox.Generated{Rooms: 1, Compositions: 1})
	items := []any{expect(t, s, 200, "/v1/Rooms/"+room)}
	for path, key := range map[string]string{
		"/v1/Recordings": "recordings", "/v1/Rooms/" + room + "/Recordings": "recordings", "/v1/Compositions": "compositions",
	} {
		list, _ := expect(t, s, 200, path)[key].([]any)
		items = append(items, list...)
	}
	followed := 0
	for _, item := range items {
		fields, _ := item.(map[string]any)
		addresses, _ := fields["links"].(map[string]any)
		addresses["url"] = fields["url"]
		for name, address := range addresses {
			path, _ := strings.CutPrefix(fmt.Sprint(address), "https://video.twilio.com")
			resp, body := send(t, s, "GET", path, nil)
			want := http.StatusOK
			if name == "media" {
				want = http.StatusFound
			}
			if resp.StatusCode != want || name == "media" && resp.Header.Get("Location") != body["redirect_to"] {
				t.Errorf("%s %s returns %d %v", name, path, resp.StatusCode, body)
			}
			followed++
		}
	}
	if followed != 8 {
		t.Errorf("%d addresses were followed, want 8", followed)
	}
}

func TestLogHasNoSecret(t *testing.T) {
	t.Parallel()
	_, private := sandboxtest.NewKeyPair(t)
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	id, secret, _ := strings.Cut(awsKey, ":")
	for _, form := range []url.Values{{"Credentials": {awsKey}}, {"Credentials": {secret}}, {"PublicKey": {private}}} {
		send(t, s, "POST", "/v1/Credentials/AWS", form)
		send(t, s, "POST", "/v1/Credentials/PublicKeys?"+form.Encode(), form)
	}
	log := fmt.Sprintf("%+v %+v", s.Log().All(), s.Credentials(s.Account.SID))
	for _, hidden := range []string{secret, s.Account.AuthToken, "Authorization", strings.Fields(private)[4]} {
		if strings.Contains(log, hidden) {
			t.Errorf("the log contains %q: %s", hidden, log)
		}
	}
	if want := twiliosandbox.LoggedCredentials(id, secret); !strings.Contains(log, want) {
		t.Errorf("the log lacks %q", want)
	}
}
