package twilio

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// testKey is an access key. Its secret has every character that encodings escape.
var testKey = NewCredential{Content: "AKIAIOSFODNN7EXAMPLE:" + testSecret, Secrets: []string{testSecret}}

// Otherwise an import of one credential could put another into the state, and a destroy would delete that one.
func TestResponseAboutAnotherCredentialIsAnError(t *testing.T) {
	t.Parallel()
	const other = "CRffffffffffffffffffffffffffffffff"
	c, _ := newCannedClient(t, 200, `{"sid":"`+other+`"}`, `{"sid":"`+other+`"}`)
	fetched, fetchErr := PublicKeys.Fetch(t.Context(), c, testCredentialSID)
	renamed, renameErr := PublicKeys.Rename(t.Context(), c, testCredentialSID, "n")
	for _, err := range []error{fetchErr, renameErr} {
		if failure := expectAPIError(t, err); isNotFound(err) || fetched != (Credential{}) || renamed != (Credential{}) ||
			failure.Message != "the response is about another credential, "+other {
			t.Errorf("%+v, %+v, error %+v", fetched, renamed, failure)
		}
	}
}

// Another server's 404, or an empty one, must not make Terraform forget a credential.
func TestOnlyTwiliosResponseCounts(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"sid":null}`, `{"sid":"` + testAccountSID + `"}`, `{"sid":1}`, `[]`, `<html>`, ``, `null`} {
		for _, status := range []int{200, 404} {
			c, _ := newCannedClient(t, status, body, body)
			_, err := PublicKeys.Fetch(t.Context(), c, testCredentialSID)
			if failure := expectAPIError(t, err); isNotFound(err) || failure.Status != status {
				t.Errorf("%d %s: error %+v", status, body, failure)
			}
			if err := PublicKeys.Delete(t.Context(), c, testCredentialSID); (err == nil) != (status == 200 && body == "") {
				t.Errorf("%d %s: the deletion has error %v", status, body, err)
			}
		}
	}
}

func TestNothingIsSentForAnInvalidSID(t *testing.T) {
	t.Parallel()
	c, twilio := newCannedClient(t, 200)
	for _, sid := range []string{
		"", "CR1", "HK1", testCredentialSID + "/../x", testHookSID + "/../x", testAccountSID, testCredentialSID + "\n", testHookSID + "\n", "\x1b[2J",
	} {
		_, fetchErr := PublicKeys.Fetch(t.Context(), c, sid)
		_, renameErr := PublicKeys.Rename(t.Context(), c, sid, "n")
		_, fetchHookErr := c.FetchCompositionHook(t.Context(), sid)
		_, updateHookErr := c.UpdateCompositionHook(t.Context(), sid, testHook)
		for want, errs := range map[string][]error{
			"is not the SID of a credential; nothing was sent":       {fetchErr, renameErr, PublicKeys.Delete(t.Context(), c, sid)},
			"is not the SID of a composition hook; nothing was sent": {fetchHookErr, updateHookErr, c.DeleteCompositionHook(t.Context(), sid)},
		} {
			for _, err := range errs {
				if err == nil || !strings.HasSuffix(err.Error(), want) {
					t.Fatalf("%q: error %v, want one that %s", sid, err, want)
				}
				expectShowable(t, err.Error())
			}
		}
	}
	if len(twilio.requests) != 0 {
		t.Errorf("%d requests were sent", len(twilio.requests))
	}
}

// Twilio's reference names RFC 2822, and its examples have RFC 3339.
func TestDatesOfCredentialsAreInRFC3339(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string]string{
		`"2015-07-31T04:00:00Z"`: "2015-07-31T04:00:00Z", `"2015-07-31T06:00:00+02:00"`: "2015-07-31T04:00:00Z", `"Fri, 31 Jul 2015 06:00:00 +0200"`: "2015-07-31T04:00:00Z",
		`"Fri, 31 Jul 2015 04:00:00 GMT"`: "2015-07-31T04:00:00Z", `"yesterday"`: "yesterday", `null`: "", `""`: "",
	} {
		item := fmt.Sprintf(`{"sid":%q,"date_created":%s,"date_updated":%s}`, testCredentialSID, sent, sent)
		c, _ := newCannedClient(t, 200, item, `{"credentials":[`+item+`],"meta":{"next_page_url":null}}`)
		fetched, fetchErr := PublicKeys.Fetch(t.Context(), c, testCredentialSID)
		listed, listErr := PublicKeys.List(t.Context(), c, 0)
		wanted := Credential{SID: testCredentialSID, DateCreated: want, DateUpdated: want}
		if err := errors.Join(fetchErr, listErr); err != nil || fetched != wanted || !slices.Equal(listed, []Credential{wanted}) {
			t.Errorf("%s: fetched %+v, listed %+v, error %v", sent, fetched, listed, err)
		}
	}
}

// FuzzCredential checks that a response without a credential is an error, and that dates are no reason to lose one. After an unusable response,
// Twilio may have created the credential nevertheless. FuzzError checks the same of errors.
func FuzzCredential(f *testing.F) {
	for _, body := range []string{
		`{"sid":"` + testCredentialSID + `","account_sid":"` + testAccountSID + `","friendly_name":"uploads","date_created":"2026-02-01T10:00:00Z","date_updated":null,"url":"u"}`,
		`{"sid":"` + testCredentialSID + `","date_created":"Sun, 01 Feb 2026 10:00:00 +0100","date_updated":"Sun, 01 Feb 2026 10:00:00 CET"}`,
		`{"sid":"` + testCredentialSID + `","date_created":"\u001b[2Jsoon","account_sid":"\u202e"}`, `{"sid":"` + testCredentialSID + `","date_created":1769940000}`,
		`{"sid":"` + testCredentialSID + `\n"}`, `{"sid":"cr0123456789abcdef0123456789abcdef"}`, `{"sid":null}`, `{"sid":{}}`, `{"sid":"CR1"}`, `{}`, `null`, `[]`, ``, `<html>`,
		`{"sid":"` + testCredentialSID + `","friendly_name":"{secret}"} {}`,
	} {
		for call := range uint8(3) {
			f.Add(call, body)
		}
	}
	f.Fuzz(func(t *testing.T, call uint8, body string) {
		if len(body) > maxFuzzedBody {
			t.Skip()
		}
		send := func(body string) (Credential, error) {
			c, _ := newCannedClient(t, 200, body)
			switch call % 3 {
			case 0:
				return AWSCredentials.Create(t.Context(), c, testKey)
			case 1:
				return PublicKeys.Fetch(t.Context(), c, testCredentialSID)
			}
			return AWSCredentials.Rename(t.Context(), c, testCredentialSID, "name")
		}
		got, err := send(body)
		if err != nil {
			if failure := expectAPIError(t, err); got != (Credential{}) || failure.MaybeProcessed != (call%3 != 1) {
				t.Errorf("credential %+v beside %+v", got, failure)
			}
			return
		}
		if !credentialSID.MatchString(got.SID) || (call%3 != 0 && got.SID != testCredentialSID) {
			t.Errorf("%q is the SID of a credential", got.SID)
		}
		if at, err := time.Parse(time.RFC3339, got.DateCreated); err == nil && at.Location() != time.UTC {
			t.Errorf("%s is not in UTC", got.DateCreated)
		}
		again, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		if same, err := send(string(again)); err != nil || same != got {
			t.Errorf("%s is %+v, error %v, want %+v", again, same, err, got)
		}
	})
}
