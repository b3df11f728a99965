package twiliosandbox_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

func TestDateUpdatedBeforeTheFirstUpdate(t *testing.T) {
	t.Parallel()
	for name, null := range map[string]bool{"date_created": false, "null": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sandboxtest.Start(t, twiliosandbox.Behaviour{NullDateUpdated: null})
			made := create(t, s, twiliosandbox.AWSCredentials)
			want := made["date_created"]
			if null {
				want = nil
			}
			listed := list(t, s, awsPath).items[0]
			_, renamed := exchange(t, request(t, s, http.MethodPost, awsPath+"/"+s.Credentials(s.Account.SID)[0].SID, form("FriendlyName", "n")))
			for what, body := range map[string]object{"created": made, "listed": listed} {
				if got, ok := body["date_updated"]; !ok || got != want {
					t.Errorf("%s with date_updated %v, want %v", what, got, want)
				}
			}
			if renamed["date_updated"] == nil {
				t.Error("date_updated is null after an update")
			}
		})
	}
}

func TestRenamingToNothing(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		behaviour twiliosandbox.Behaviour
		status    int
		want      string
	}{
		"takes the name away":     {twiliosandbox.Behaviour{}, 200, ""},
		"is refused":              {twiliosandbox.Behaviour{RefuseEmptyName: true}, 400, "old"},
		"is ignored":              {twiliosandbox.Behaviour{KeepName: true}, 200, "old"},
		"is refused, not ignored": {twiliosandbox.Behaviour{RefuseEmptyName: true, KeepName: true}, 400, "old"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sandboxtest.Start(t, tt.behaviour)
			sid := createSID(t, s, twiliosandbox.AWSCredentials, "FriendlyName", "old")
			status, body := exchange(t, request(t, s, http.MethodPost, awsPath+"/"+sid, form("FriendlyName", "")))
			if tt.status == 400 {
				wantError(t, status, body, 400, 20001)
			} else if status != 200 || body["friendly_name"] != orNil(tt.want) {
				t.Errorf("answer %d %v, want the name %q", status, body, tt.want)
			}
			if got := s.Credentials(s.Account.SID)[0]; got.FriendlyName != tt.want || got.DateUpdated.IsZero() != (tt.want == "old") {
				t.Errorf("stored %+v, want the name %q", got, tt.want)
			}
			if status, body := exchange(t, request(t, s, http.MethodPost, awsPath+"/"+sid, form("FriendlyName", "new"))); status != 200 || body["friendly_name"] != "new" {
				t.Errorf("renaming to something: %d %v", status, body)
			}
		})
	}
}

func orNil(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func TestEmptyNameNotNull(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{EmptyNameNotNull: true})
	made := create(t, s, twiliosandbox.PublicKeys)
	create(t, s, twiliosandbox.PublicKeys, "FriendlyName", "n")
	items := list(t, s, keyPath).items
	if made["friendly_name"] != "" || items[0]["friendly_name"] != "" || items[1]["friendly_name"] != "n" {
		t.Errorf("created %v, listed %v", made, items)
	}
}

func TestDeletingWhatIsInUse(t *testing.T) {
	t.Parallel()
	const storage, encryption = "AwsStorageEnabled", "EncryptionEnabled"
	tests := map[string]struct {
		refuse bool
		set    func(sid string) []string
		kind   twiliosandbox.CredentialKind
		want   int
	}{
		"is possible":                           {false, func(sid string) []string { return []string{storage, "true", "AwsCredentialsSid", sid} }, twiliosandbox.AWSCredentials, 204},
		"is refused":                            {true, func(sid string) []string { return []string{storage, "true", "AwsCredentialsSid", sid} }, twiliosandbox.AWSCredentials, 400},
		"is refused for a key":                  {true, func(sid string) []string { return []string{encryption, "true", "EncryptionKeySid", sid} }, twiliosandbox.PublicKeys, 400},
		"with storage off, it is not in use":    {true, func(sid string) []string { return []string{storage, "false", "AwsCredentialsSid", sid} }, twiliosandbox.AWSCredentials, 204},
		"with encryption off, it is not in use": {true, func(sid string) []string { return []string{"EncryptionKeySid", sid} }, twiliosandbox.PublicKeys, 204},
		"another's use does not matter":         {true, func(string) []string { return []string{storage, "true", "AwsCredentialsSid", key} }, twiliosandbox.AWSCredentials, 204},
	}
	for name, tt := range tests {
		for _, settings := range []twiliosandbox.Kind{recording, composition} {
			t.Run(name+"/"+string(settings), func(t *testing.T) {
				t.Parallel()
				s := sandboxtest.Start(t, twiliosandbox.Behaviour{RefuseDeleteInUse: tt.refuse})
				sid := createSID(t, s, tt.kind)
				if status, body := post(t, s, settings, append(tt.set(sid), "FriendlyName", "n")...); status != 200 {
					t.Fatalf("setting: %d %v", status, body)
				}
				path := kindPaths[tt.kind] + "/" + sid
				if got := remove(t, s, path); got != tt.want {
					t.Errorf("deleting: %d, want %d", got, tt.want)
				}
				if tt.want != 400 {
					return
				}
				// The code is not documented.
				status, body := exchange(t, request(t, s, http.MethodDelete, path, nil))
				wantError(t, status, body, 400, 20001)
				post(t, s, settings, "FriendlyName", "n")
				if got := remove(t, s, path); got != 204 {
					t.Errorf("deleting once it is out of use: %d, want 204", got)
				}
			})
		}
	}
}

// TestEchoSecrets wants what was sent in every answer to a POST, decoded, and
// in no other.
func TestEchoSecrets(t *testing.T) {
	t.Parallel()
	const wrong = "hunter2/hunter+2"
	for name, echo := range map[string]bool{"quoted": true, "kept": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sandboxtest.Start(t, twiliosandbox.Behaviour{EchoSecrets: echo})
			holds := func(what, secret string, want bool, req *http.Request) {
				t.Helper()
				_, _, body := send(t, req)
				if got := strings.Contains(string(body), secret); got != want {
					t.Errorf("%s: the answer %s has %q: %v, want %v", what, body, secret, got, want)
				}
			}
			holds("creating", awsSecret, echo, request(t, s, http.MethodPost, awsPath, creation(t, twiliosandbox.AWSCredentials)))
			holds("creating a bad key", wrong, echo, request(t, s, http.MethodPost, awsPath, form("Credentials", wrong)))
			holds("creating a bad public key", wrong, echo, request(t, s, http.MethodPost, keyPath, form("PublicKey", wrong)))
			holds("creating with a bad account", awsSecret, echo, request(t, s, http.MethodPost, awsPath, creation(t, twiliosandbox.AWSCredentials, "AccountSid", "x")))
			one := awsPath + "/" + s.Credentials(s.Account.SID)[0].SID
			holds("updating with a key", wrong, echo, request(t, s, http.MethodPost, one, form("Credentials", wrong)))
			holds("fetching", awsSecret, false, request(t, s, http.MethodGet, one, nil))
			holds("listing", awsSecret, false, request(t, s, http.MethodGet, awsPath, nil))
		})
	}
}
