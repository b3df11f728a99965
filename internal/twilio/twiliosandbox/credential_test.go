package twiliosandbox_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

func TestCredentialsAreInTheOrderOfCreation(t *testing.T) {
	t.Parallel()
	parent, sub, _ := family(t, twiliosandbox.Behaviour{})
	var want []string
	for _, k := range []twiliosandbox.CredentialKind{twiliosandbox.PublicKeys, twiliosandbox.AWSCredentials, twiliosandbox.PublicKeys} {
		want = append(want, createSID(t, parent, k))
		createSID(t, sub, k)
		want = append(want, parent.AddCredential(parent.Account.SID, twiliosandbox.Credential{Kind: k}).SID)
	}
	exchange(t, request(t, parent, http.MethodPost, keyPath+"/"+want[0], form("FriendlyName", "renamed")))
	got := []string{}
	for _, c := range parent.Credentials(parent.Account.SID) {
		got = append(got, c.SID)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want the account's own, %v", got, want)
	}
	if none := parent.Credentials(twiliosandbox.NewAccount().SID); len(none) > 0 {
		t.Errorf("an unknown account has %v", none)
	}
}

func TestAddCredentialFillsIn(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	other := twiliosandbox.NewAccount().SID
	c := s.AddCredential(s.Account.SID, twiliosandbox.Credential{AccountSID: other, FriendlyName: "console"})
	if c.Kind != twiliosandbox.AWSCredentials || c.AccountSID != s.Account.SID || c.CreatorSID != s.Account.SID || time.Since(c.DateCreated) > time.Minute {
		t.Errorf("added %+v", c)
	}
	if all := s.Credentials(s.Account.SID); len(all) != 1 || all[0] != c {
		t.Errorf("there are %+v, want %+v", all, c)
	}
	status, body := exchange(t, request(t, s, http.MethodGet, awsPath+"/"+c.SID, nil))
	if status != 200 || body["friendly_name"] != "console" || body["url"] != c.URL() {
		t.Errorf("answer %d %v", status, body)
	}
}

func TestAddCredentialReplaces(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	first := s.AddCredential(s.Account.SID, twiliosandbox.Credential{FriendlyName: "one"})
	second := s.AddCredential(s.Account.SID, twiliosandbox.Credential{})
	first.FriendlyName = "renamed in the console"
	s.AddCredential(s.Account.SID, first)
	if got, want := s.Credentials(s.Account.SID), []twiliosandbox.Credential{first, second}; !slices.Equal(got, want) {
		t.Errorf("there are %+v, want %+v", got, want)
	}
}

func TestRemoveCredential(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{RefuseDeleteInUse: true})
	c := s.AddCredential(s.Account.SID, twiliosandbox.Credential{})
	s.SetSettings(s.Account.SID, recording, twiliosandbox.Settings{AWSStorageEnabled: true, AWSCredentialsSID: c.SID})
	s.RemoveCredential(twiliosandbox.NewAccount().SID, c.SID)
	s.RemoveCredential(s.Account.SID, twiliosandbox.CredentialSID())
	if all := s.Credentials(s.Account.SID); len(all) != 1 {
		t.Fatalf("there are %v, want it left by what was not meant for it", all)
	}
	s.RemoveCredential(s.Account.SID, c.SID)
	if all := s.Credentials(s.Account.SID); len(all) > 0 {
		t.Errorf("there are %v, want none", all)
	}
	status, body := exchange(t, request(t, s, http.MethodGet, awsPath+"/"+c.SID, nil))
	wantError(t, status, body, 404, 20404)
}
