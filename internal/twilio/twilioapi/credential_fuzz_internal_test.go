package twilioapi

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"
)

// FuzzCredential: an answer that names no credential is an error, so that one which
// was created is looked for and not forgotten; its dates are no reason to lose it.
func FuzzCredential(f *testing.F) {
	for _, body := range []string{
		`{"sid":"` + fuzzedSID + `","account_sid":"` + fuzzedAccount + `","friendly_name":"uploads","date_created":"2026-02-01T10:00:00Z",` +
			`"date_updated":null,"url":"https://accounts.twilio.com/v1/Credentials/AWS/` + fuzzedSID + `"}`,
		`{"sid":"` + fuzzedSID + `","date_created":"Sun, 01 Feb 2026 10:00:00 +0100","date_updated":"Sun, 01 Feb 2026 10:00:00 CET"}`,
		`{"sid":"` + fuzzedSID + `","date_created":"\u001b[2Jsoon","account_sid":"\u202e"}`,
		`{"sid":"` + fuzzedSID + `\n"}`, `{"sid":"cr0123456789abcdef0123456789abcdef"}`, `{"sid":null}`, `{"sid":{}}`, `{}`, `null`, `[]`, ``,
		`{"sid":"` + fuzzedSID + `","friendly_name":"{secret}"} {}`, `{"sid":"` + fuzzedSID + `","date_created":1769940000}`,
	} {
		for call := range uint8(3) {
			f.Add(call, body)
		}
	}
	f.Fuzz(func(t *testing.T, call uint8, body string) {
		if len(body) > mostFuzzed {
			t.Skip()
		}
		got, err := askForCredential(t, call, body)
		if err != nil {
			failed := told(t, err)
			if got != (Credential{}) || !failed.MaybeCarriedOut() {
				t.Errorf("credential %+v beside %v", got, err)
			}
			return
		}
		if !credentialSID.MatchString(got.SID) {
			t.Errorf("%q is the SID of a credential", got.SID)
		}
		again, err := json.Marshal(map[string]string{
			"sid": got.SID, "account_sid": got.AccountSID, "friendly_name": got.FriendlyName,
			"date_created": got.DateCreated, "date_updated": got.DateUpdated, "url": got.URL,
		})
		if err != nil {
			t.Fatal(err)
		}
		if same, err := askForCredential(t, call, string(again)); err != nil || same != got {
			t.Errorf("%s is %+v, error %v, want %+v", again, same, err, got)
		}
		if at, err := time.Parse(time.RFC3339, got.DateCreated); err == nil && at.Location() != time.UTC {
			t.Errorf("%s is not in UTC", got.DateCreated)
		}
	})
}

func askForCredential(t *testing.T, call uint8, body string) (Credential, error) {
	t.Helper()
	client, _ := cannedClient(t, http.StatusOK, http.Header{}, body)
	switch call % 3 {
	case 0:
		return AWSCredentials.Create(t.Context(), client, NewCredential{Material: AWSKey("AKIAIOSFODNN7EXAMPLE", fuzzedSecret)})
	case 1:
		return PublicKeys.Fetch(t.Context(), client, fuzzedSID)
	}
	return AWSCredentials.Rename(t.Context(), client, fuzzedSID, "name")
}
