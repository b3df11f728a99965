package twiliosandbox_test

import (
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// TestLifeOfACredential holds each answer to what the one before it said.
func TestLifeOfACredential(t *testing.T) {
	t.Parallel()
	for k, path := range kindPaths {
		t.Run(string(k), func(t *testing.T) {
			t.Parallel()
			s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
			made := create(t, s, k, "FriendlyName", "one")
			sid, _ := made["sid"].(string)
			date, _ := made["date_created"].(string)
			want := object{
				"sid": sid, "account_sid": s.Account.SID, "friendly_name": "one", "date_created": date,
				"date_updated": date, "url": "https://accounts.twilio.com" + path + "/" + sid,
			}
			if !reflect.DeepEqual(made, want) || !regexp.MustCompile(`^CR[0-9a-f]{32}$`).MatchString(sid) {
				t.Errorf("created %v, want %v", made, want)
			}
			created, err := time.Parse("2006-01-02T15:04:05Z", date)
			if age := time.Since(created); err != nil || age < 0 || age > time.Minute {
				t.Errorf("date_created is %q (%v), want the present in UTC and in whole seconds", date, err)
			}
			one := path + "/" + sid
			if status, got := exchange(t, request(t, s, http.MethodGet, one, nil)); status != 200 || !reflect.DeepEqual(got, want) {
				t.Errorf("fetched %d %v, want %v", status, got, want)
			}
			if got := list(t, s, path).items; !reflect.DeepEqual(got, []object{want}) {
				t.Errorf("listed %v, want %v", got, want)
			}

			status, got := exchange(t, request(t, s, http.MethodPost, one, form("FriendlyName", "two")))
			want["friendly_name"], want["date_updated"] = "two", got["date_updated"]
			if status != 200 || !reflect.DeepEqual(got, want) {
				t.Errorf("updated %d %v, want %v", status, got, want)
			}
			if _, got := exchange(t, request(t, s, http.MethodGet, one, nil)); !reflect.DeepEqual(got, want) {
				t.Errorf("fetched %v after the update, want %v", got, want)
			}

			status, header, body := send(t, request(t, s, http.MethodDelete, one, nil))
			if status != http.StatusNoContent || len(body) > 0 || header.Get("Content-Type") != "" {
				t.Errorf("deleted %d %q of type %q, want 204 and nothing", status, body, header.Get("Content-Type"))
			}
			for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
				status, got := exchange(t, request(t, s, method, one, form("FriendlyName", "three")))
				wantError(t, status, got, 404, 20404)
			}
			if got := list(t, s, path).items; len(got) > 0 {
				t.Errorf("listed %v once it was deleted", got)
			}
		})
	}
}

func TestDateUpdatedIsThatOfTheUpdate(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	c := s.AddCredential(s.Account.SID, twiliosandbox.Credential{DateCreated: time.Date(2015, 7, 31, 6, 0, 0, 999, time.FixedZone("", 7200))})
	_, body := exchange(t, request(t, s, http.MethodPost, awsPath+"/"+c.SID, form("FriendlyName", "n")))
	if body["date_created"] != "2015-07-31T04:00:00Z" {
		t.Errorf("date_created %v, want it in UTC", body["date_created"])
	}
	updated := s.Credentials(s.Account.SID)[0].DateUpdated
	if body["date_updated"] != updated.Format(time.RFC3339) || time.Since(updated) > time.Minute {
		t.Errorf("date_updated %v, want the present", body["date_updated"])
	}
}

func TestNamesOfCredentials(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		sent   []string
		stored string
		told   any
		code   int // of the error, 0 if taken
	}{
		"none":                      {nil, "", nil, 0},
		"an empty one":              {[]string{"FriendlyName", ""}, "", nil, 0},
		"64 characters":             {[]string{"FriendlyName", strings.Repeat("ñ", 64)}, strings.Repeat("ñ", 64), strings.Repeat("ñ", 64), 0},
		"65 characters":             {[]string{"FriendlyName", strings.Repeat("n", 65)}, "", nil, 70001},
		"one that JSON has to mask": {[]string{"FriendlyName", "\"a\\b\"\n"}, "\"a\\b\"\n", "\"a\\b\"\n", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
			old := s.AddCredential(s.Account.SID, twiliosandbox.Credential{FriendlyName: "old"})
			status, made := exchange(t, request(t, s, http.MethodPost, awsPath, creation(t, twiliosandbox.AWSCredentials, tt.sent...)))
			_, renamed := exchange(t, request(t, s, http.MethodPost, awsPath+"/"+old.SID, form(tt.sent...)))
			all := s.Credentials(s.Account.SID)
			if tt.code != 0 {
				wantError(t, status, made, 400, tt.code)
				wantError(t, 400, renamed, 400, tt.code)
				if len(all) != 1 || all[0].FriendlyName != "old" {
					t.Errorf("there are %v, want the old one as it was", all)
				}
				return
			}
			if made["friendly_name"] != tt.told || all[1].FriendlyName != tt.stored {
				t.Errorf("created %v, want %v", made["friendly_name"], tt.told)
			}
			want := tt.told
			if tt.sent == nil {
				want = "old"
			}
			if renamed["friendly_name"] != want {
				t.Errorf("renamed to %v, want %v", renamed["friendly_name"], want)
			}
		})
	}
}

func TestAnUpdateWithoutANameChangesNothing(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	old := s.AddCredential(s.Account.SID, twiliosandbox.Credential{FriendlyName: "old"})
	status, body := exchange(t, request(t, s, http.MethodPost, awsPath+"/"+old.SID, form()))
	if status != 200 || body["friendly_name"] != "old" || s.Credentials(s.Account.SID)[0] != old {
		t.Errorf("answer %d %v, stored %v", status, body, s.Credentials(s.Account.SID)[0])
	}
}

// TestAnAnswerGetsLost creates a credential whose answer does not arrive: what
// a client must find out afterwards.
func TestAnAnswerGetsLost(t *testing.T) {
	t.Parallel()
	for k, path := range kindPaths {
		for name, fault := range map[string]sandbox.Fault{
			"replaced": {Path: "/Credentials/", Method: http.MethodPost, After: true, Status: http.StatusServiceUnavailable},
			"dropped":  {Path: string(k), Method: http.MethodPost, After: true, Drop: true},
		} {
			t.Run(string(k)+"/"+name, func(t *testing.T) {
				t.Parallel()
				s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
				s.Faults().Add(fault)
				req := request(t, s, http.MethodPost, path, creation(t, k, "FriendlyName", "orphan"))
				resp, err := http.DefaultClient.Do(req)
				if err == nil && (resp.StatusCode != fault.Status || resp.Body.Close() != nil) {
					t.Errorf("answer %d, want the fault", resp.StatusCode)
				}
				if items := list(t, s, path).items; len(items) != 1 || items[0]["friendly_name"] != "orphan" {
					t.Errorf("listed %v, want what was created", items)
				}
			})
		}
	}
}
