package twilio_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// addCredentials adds AWS credentials with these names.
func addCredentials(s *acctest.Sandbox, names ...string) (all []twiliosandbox.Credential) {
	for _, name := range names {
		all = append(all, s.AddCredential(s.SID, twiliosandbox.Credential{FriendlyName: name}))
	}
	return all
}

// storeWith makes settings store with an AWS credential.
func storeWith(s *acctest.Sandbox, k settingsKind, sid string, enabled bool) {
	setSettings(s, k, twiliosandbox.Settings{FriendlyName: "By hand", AWSStorageEnabled: enabled, AWSS3URL: bucket, AWSCredentialsSID: sid})
}

// After a killed run, the display names tell an orphan from a credential of the same name that settings use.
func TestQueryTellsOrphansFromCredentialsInUse(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{EmptyNameNotNull: true})
	all := addCredentials(s, "Consultations", "Consultations", "Both")
	s.AddCredential(s.SID, twiliosandbox.Credential{DateCreated: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)})
	s.AddCredential(s.SID, twiliosandbox.Credential{Kind: twiliosandbox.PublicKeys, FriendlyName: "Of the other kind"})
	// Settings that are switched off use nothing.
	for enabled, want := range map[bool][]string{
		false: {"Consultations", "Consultations", "Both", "without a name, created 2026-03-01T12:00:00Z"},
		true: {
			"Consultations, in use by the recording settings", "Consultations", "Both, in use by the composition settings",
			"without a name, created 2026-03-01T12:00:00Z",
		},
	} {
		storeWith(s, recordingSettings, all[0].SID, enabled)
		storeWith(s, compositionSettings, all[2].SID, enabled)
		if names, diagnostics := query(t, s, awsType, 100); !slices.Equal(names, want) || len(diagnostics) > 0 {
			t.Errorf("found %q with the diagnostics %s, want %q", names, diagnostics, want)
		}
		expectSent(t, s, "the query", "GET", "GET", "GET")
	}
}

// In generated configuration, the content is null, and planning refuses it there. Twilio lists the credentials of subaccounts too, and
// they can be adopted as well.
func TestQueryGeneratesConfigurationOfCredentials(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	s, child := newFamily(t, twiliosandbox.Behaviour{})
	w := acctest.NewWorkspace(t, s.Account, nil)
	w.Config("")
	w.Write("all.tfquery.hcl", listBlock(awsType, ""))
	own := addCredentials(s, "Ours")[0]
	theirs := s.AddCredential(child.SID, twiliosandbox.Credential{FriendlyName: "Theirs"})
	w.Succeed("query", "-no-color", "-generate-config-out=generated.tf").Contains(t, "sid="+own.SID+" Ours", "sid="+theirs.SID+" Theirs, in account "+child.SID+
		" (its settings were not read)", "The content of the AWS credentials is not listed", "planning fails")
	w.Fail("plan", "-no-color").Contains(t, "Missing secret_access_key_wo", "on generated.tf line")

	generated := regexp.MustCompile(`(?m)^  secret_access_key\w* .*\n`).ReplaceAllString(w.Read("generated.tf"), "")
	w.Write("generated.tf", regexp.MustCompile(`(?m)^  access_key_id .*$`).ReplaceAllString(generated,
		fmt.Sprintf("  access_key_id = %q\n  secret_access_key = %q", keyID, storedSecret)))
	w.Apply().Contains(t, "2 imported, 0 added, 2 changed, 0 destroyed")
	w.PlansEmpty()
	expectNoWrite(t, s)
	expectState(t, w, awsType+".all_0", map[string]any{"sid": own.SID, "friendly_name": "Ours"})
}

// A query reads as many pages as its limit needs. A list that the limit cuts off is a warning.
func TestQueryOfManyCredentials(t *testing.T) {
	t.Parallel()
	const warning = "There are more AWS credentials"
	for _, test := range []struct {
		n, limit int
		pages    []string
		warning  string
	}{
		{2500, 5000, []string{"1000", "1000", "1000"}, ""},
		{2500, 1500, []string{"1000", "1000"}, warning},
		{7, 7, []string{"8"}, ""},
		{7, 6, []string{"7"}, warning},
	} {
		s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
		var want, pages []string
		for i := range test.n {
			want = append(want, fmt.Sprintf("Number %d", i+1))
		}
		addCredentials(s, want...)
		names, diagnostics := query(t, s, awsType, int64(test.limit))
		if text := diagnostics.String(); !strings.HasPrefix(text, test.warning) || (text == "") != (test.warning == "") {
			t.Errorf("the diagnostics are %q, want %q", text, test.warning)
		}
		for _, r := range s.Log().All() {
			if r.Path == awsPath {
				pages = append(pages, r.Query.Get("PageSize"))
			}
		}
		if !slices.Equal(names, want[:min(test.n, test.limit)]) || !slices.Equal(pages, test.pages) {
			t.Errorf("found %q on pages of %v, want pages of %v", names, pages, test.pages)
		}
	}
}

// A query never shows a part of the list as if it were complete.
func TestFailedQueryOfCredentialsShowsNothing(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		fault    sandbox.Fault
		requests int
		want     []string
	}{
		{sandbox.Fault{Status: 401, Every: 1, Body: `{"code":20003,"message":"No"}`}, 1, []string{"page 1", "HTTP status 401", "twilio.auth_token"}},
		{sandbox.Fault{Status: 400, Nth: 2, Body: `{"code":20001,"message":"No"}`}, 2, []string{"page 2", "HTTP status 400"}},
		{sandbox.Fault{Status: 429, Header: http.Header{"Retry-After": {"7200"}}}, 1, []string{"page 1", "HTTP status 429", "2h0m0s"}},
	} {
		s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
		addCredentials(s, slices.Repeat([]string{"Consultations"}, 2500)...)
		s.Faults().Add(test.fault)
		names, diagnostics := query(t, s, awsType, 5000)
		expectMessage(t, diagnostics.String(), append([]string{"Could not list the AWS credentials", s.SID}, test.want...)...)
		if n := len(sent(s)); len(names) != 0 || len(diagnostics) != 1 || n != test.requests {
			t.Errorf("%d results, %d requests and the diagnostics %s, want an error alone after %d", len(names), n, diagnostics, test.requests)
		}
	}
}

// A credential must not look unused because settings cannot be read. A wait beyond the time of a query fails at once.
func TestQueryOfCredentialsWithoutTheirSettings(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{NeverConfigured404: true})
	addCredentials(s, "Consultations")
	for want, fault := range map[string]sandbox.Fault{
		"HTTP status 403":     {Status: 403, Body: `{"code":20403,"message":"Forbidden","status":403}`},
		"asks to wait 2h0m0s": {Status: 429, Header: http.Header{"Retry-After": {"7200"}}},
	} {
		fault.Path = recordingSettingsPath
		s.Faults().Add(fault)
		names, diagnostics := query(t, s, awsType, 100)
		if !slices.Equal(names, []string{"Consultations, use by the recording settings unknown"}) || diagnostics.HasError() {
			t.Errorf("found %q", names)
		}
		expectMessage(t, diagnostics.String(), "The use of AWS credentials by the recording settings is unknown", want)
	}
	// Settings that were never configured use nothing.
	if names, diagnostics := query(t, s, awsType, 100); !slices.Equal(names, []string{"Consultations"}) || len(diagnostics) != 0 {
		t.Errorf("found %q with the diagnostics %s", names, diagnostics)
	}
}

// An API key can belong to another account than the configured one. Its credentials are not the configured account's.
func TestQueryOfAnotherAccountsCredentials(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	addCredentials(s, "Consultations")
	s.RespondAs(otherAccount)
	names, diagnostics := query(t, s, awsType, 100)
	expectMessage(t, diagnostics.Errors().String(), "The credentials belong to another account", s.SID, otherAccount)
	if len(names) != 0 {
		t.Errorf("found %q of another account", names)
	}
}
