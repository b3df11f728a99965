package twiliosandbox_test

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func TestValidate(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*twiliosandbox.Account)
		want   string // part of the error, "" if valid
	}{
		"a new account":         {func(*twiliosandbox.Account) {}, ""},
		"with a credential":     {func(a *twiliosandbox.Account) { a.Credentials = []string{twiliosandbox.CredentialSID()} }, ""},
		"no SID":                {func(a *twiliosandbox.Account) { a.SID = "" }, "account SID"},
		"a SID for a shell":     {func(a *twiliosandbox.Account) { a.SID += ";id" }, "account SID"},
		"no token":              {func(a *twiliosandbox.Account) { a.AuthToken = "" }, "auth token"},
		"a token for a shell":   {func(a *twiliosandbox.Account) { a.AuthToken = "$(id)" }, "auth token"},
		"a subaccount":          {func(a *twiliosandbox.Account) { a.ParentSID = twiliosandbox.NewAccount().SID }, ""},
		"a parent that is none": {func(a *twiliosandbox.Account) { a.ParentSID = "AC1" }, "parent SID"},
		"its own parent":        {func(a *twiliosandbox.Account) { a.ParentSID = a.SID }, "parent SID"},
		"a key's SID":           {func(a *twiliosandbox.Account) { a.APIKeys["SK1"] = "x" }, "API key SID"},
		"a key's secret":        {func(a *twiliosandbox.Account) { a.APIKeys["SK"+a.SID[2:]] = "x y" }, "secret of SK"},
		"a credential's SID":    {func(a *twiliosandbox.Account) { a.Credentials = []string{"CR1"} }, "credential SID"},
		"an error has no token": {func(a *twiliosandbox.Account) { a.AuthToken = "hunter-2" }, "auth token"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := twiliosandbox.NewAccount()
			tt.change(&a)
			err := a.Validate()
			if tt.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("error %v, want one with %q", err, tt.want)
			}
			if a.AuthToken != "" && strings.Contains(err.Error(), a.AuthToken) {
				t.Errorf("%q shows the auth token", err)
			}
		})
	}
}

func TestNewAccountsAreDistinct(t *testing.T) {
	t.Parallel()
	a, b := twiliosandbox.NewAccount(), twiliosandbox.NewAccount()
	if a.SID == b.SID || a.AuthToken == b.AuthToken || reflect.DeepEqual(a.APIKeys, b.APIKeys) {
		t.Errorf("%+v and %+v share something", a, b)
	}
	if len(a.APIKeys) != 1 || !a.Enterprise {
		t.Errorf("%+v, want one API key and the Enterprise edition", a)
	}
}

func TestCredentialSID(t *testing.T) {
	t.Parallel()
	sid := twiliosandbox.CredentialSID()
	if !regexp.MustCompile(`^CR[0-9a-f]{32}$`).MatchString(sid) {
		t.Errorf("%q is not of Twilio's form", sid)
	}
	if sid == twiliosandbox.CredentialSID() {
		t.Errorf("%s came twice", sid)
	}
}
