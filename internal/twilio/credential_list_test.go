package twilio_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// After a killed run, the display names tell an orphan from a credential of the same name that settings use.
func TestQueryTellsOrphansFromCredentialsInUse(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]twiliosandbox.Behaviour{"null": {}, `""`: {EmptyNameNotNull: true}} {
		t.Run("no name is "+name, func(t *testing.T) {
			t.Parallel()
			forEachStored(t, func(t *testing.T, k storedKind) {
				s, w := startQuery(t, b, k.list(""))
				all := k.put(s, "Consultations", "Consultations", "Both")
				nameless := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: k.sandbox, DateCreated: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)})
				for _, other := range []storedKind{storedAWS, storedKey} {
					if other.title != k.title {
						other.put(s, "Of the other kind")
					}
				}
				k.use(s, recordingSettings, all[0].SID)
				found, warnings := w.Query()
				expectFound(t, found, "sid",
					[2]string{all[0].SID, "Consultations, in use by the recording settings"},
					[2]string{all[1].SID, "Consultations"},
					[2]string{all[2].SID, "Both"},
					[2]string{nameless.SID, "without a name, created 2026-03-01T12:00:00Z"})
				expectWarnings(t, warnings)

				k.use(s, recordingSettings, all[2].SID)
				k.use(s, compositionSettings, all[2].SID)
				s.Log().Reset()
				w.Succeed("query", "-no-color").Contains(t,
					"list."+k.typeName+".all sid="+all[0].SID+" Consultations list.",
					"sid="+all[2].SID+" Both, in use by the recording settings and the composition settings")
				expectSent(t, s, "a query", "GET", "GET", "GET")

				// Settings that are switched off use nothing.
				for _, settings := range bothSettings {
					setSettings(s, settings, twiliosandbox.Settings{FriendlyName: "By hand", AWSCredentialsSID: all[1].SID, EncryptionKeySID: all[1].SID})
				}
				w.Succeed("query").Lacks(t, "in use")
			})
		})
	}
}

// With include_resource, a query finds the attributes that an import reads.
func TestQueryOfCredentialsFindsWhatAnImportReads(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := startQuery(t, twiliosandbox.Behaviour{}, k.list("include_resource = true"))
		// A warning about results needs results.
		found, warnings := w.Query()
		expectFound(t, found, "sid")
		expectWarnings(t, warnings)

		all := k.put(s, "By hand", "")
		found, warnings = w.Query()
		expectWarnings(t, warnings, "The content of the "+k.title+"s is not listed")
		if len(found) != 2 {
			t.Fatalf("found %+v", found)
		}
		k.configure(w, newMaterial(t, s.Account), "")
		for i, c := range all {
			w.Succeed("import", "-input=false", k.address(), c.SID)
			if diff := cmp.Diff(w.State(k.address()), found[i].Resource); diff != "" {
				t.Errorf("an import (-) and a query (+) find:\n%s", diff)
			}
			w.Succeed("state", "rm", k.address())
		}

		w.Write("all.tfquery.hcl", k.list(""))
		found, warnings = w.Query()
		expectWarnings(t, warnings)
		if found[0].Resource != nil {
			t.Errorf("found the resource %v without include_resource", found[0].Resource)
		}
	})
}

// fillIn writes the content into generated configuration.
func (k storedKind) fillIn(t *testing.T, s *acctest.Sandbox, w *acctest.Workspace) {
	t.Helper()
	w.Write("terraform.tfvars", newMaterial(t, s.Account).variables(1))
	w.Config(declared)
	generated := regexp.MustCompile(`(?m)^  (access_key_id|secret_access_key\w*|public_key) .*\n`).ReplaceAllString(w.Read("generated.tf"), "")
	w.Write("generated.tf", strings.ReplaceAll(generated, "  account_sid", "  "+k.arguments()+"account_sid"))
}

// In generated configuration, the content is null, and planning refuses it there. Whether an account lists the credentials of its
// subaccounts is not documented. If so, they can be adopted too.
func TestQueryGeneratesConfigurationOfCredentials(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	for name, b := range map[string]twiliosandbox.Behaviour{"listed": {}, "hidden": {SubaccountCredentialsHidden: true}} {
		t.Run("subaccounts "+name, func(t *testing.T) {
			t.Parallel()
			forEachStored(t, func(t *testing.T, k storedKind) {
				s, w, child := startFamily(t, b)
				w.Config("")
				w.Write("all.tfquery.hcl", k.list(""))
				own := k.put(s, "Ours")[0]
				theirs := s.AddCredential(child.SID, twiliosandbox.Credential{Kind: k.sandbox, FriendlyName: "Theirs"})
				want := [][2]string{{own.SID, "Ours"}, {theirs.SID, "Theirs, in account " + child.SID + " (its settings were not read)"}}
				if b.SubaccountCredentialsHidden {
					want = want[:1]
				}
				found, _ := w.Query()
				expectFound(t, found, "sid", want...)
				w.Succeed("query", "-no-color", "-generate-config-out=generated.tf").Contains(t, "The content of the "+k.title+"s is not listed", "planning fails")
				w.Fail("plan", "-no-color").Contains(t, "Missing Configuration for Required Attribute", "on generated.tf line", k.content+" = null")

				k.fillIn(t, s, w)
				w.Apply().Contains(t, fmt.Sprintf("%d imported, 0 added, %[1]d changed, 0 destroyed", len(want)))
				w.PlansEmpty()
				expectNoWrite(t, s)
				expectState(t, w, k.typeName+".all_0", map[string]any{"sid": own.SID, "friendly_name": "Ours"})
			})
		})
	}
}

// A query reads as many pages as its limit needs. A list that the limit cuts off is a warning.
func TestQueryOfManyCredentials(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		n        int
		limit    string
		found    int
		pages    []string
		warnings []string
	}{
		"three pages":             {2500, "limit = 5000", 2500, []string{"1000", "1000", "1000"}, nil},
		"in the middle of a page": {2500, "limit = 1500", 1500, []string{"1000", "1000"}, []string{"There are more AWS credentials"}},
		"as many as there are":    {7, "limit = 7", 7, []string{"8"}, nil},
		"one too many":            {7, "limit = 6", 6, []string{"7"}, []string{"There are more AWS credentials"}},
		"Terraform's own limit":   {101, "", 100, []string{"101"}, []string{"There are more AWS credentials"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := startQuery(t, twiliosandbox.Behaviour{}, storedAWS.list(test.limit))
			var want, names, pages []string
			for i := range test.n {
				want = append(want, fmt.Sprintf("Number %d", i+1))
			}
			storedAWS.put(s, want...)
			found, warnings := w.Query()
			for _, one := range found {
				names = append(names, one.DisplayName)
			}
			if want = want[:test.found]; !slices.Equal(names, want) {
				t.Errorf("found %d credentials, want the first %d:\n%s", len(names), len(want), cmp.Diff(want, names))
			}
			expectWarnings(t, warnings, test.warnings...)
			for _, r := range s.Log().All() {
				if r.Path == storedAWS.path {
					pages = append(pages, r.Query.Get("PageSize"))
				}
			}
			if !slices.Equal(pages, test.pages) {
				t.Errorf("requested pages of %v, want %v", pages, test.pages)
			}
		})
	}
}

// A query never shows a part of the list as if it were complete.
func TestFailedQueryOfCredentialsShowsNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault    sandbox.Fault
		want     []string
		requests int
	}{
		"credentials": {
			fault: sandbox.Fault{Status: 401, Body: `{"code":20003,"message":"Authenticate","status":401}`, Every: 1},
			want:  []string{"page 1", "HTTP status 401", "twilio.auth_token"}, requests: 1,
		},
		"second page": {
			fault: sandbox.Fault{Nth: 2, Times: 2, Status: 500, Header: retryAtOnce, Body: `{"code":20500,"message":"Internal","status":500}`},
			want:  []string{"page 2", "HTTP status 500", "status.twilio.com"}, requests: 3,
		},

		"long wait": {
			fault: sandbox.Fault{Status: 429, Header: http.Header{"Retry-After": {"7200"}}}, want: []string{"page 1", "HTTP status 429", "2h0m0s"}, requests: 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := startQuery(t, twiliosandbox.Behaviour{}, storedAWS.list("limit = 5000"))
			addProviderArguments(s.Account, "max_retries = 1")
			w.Config("")
			storedAWS.put(s, slices.Repeat([]string{"Consultations"}, 2500)...)
			s.Faults().Add(test.fault)
			got := w.Fail("query", "-no-color", "-generate-config-out=generated.tf")
			expectOneError(t, got, append(test.want, "Could not list the AWS credentials", s.SID, "with list."+storedAWS.typeName+".all")...)
			got.Lacks(t, "Consultations", "0 results", "page_size", "date_created_after")
			if _, err := os.Stat(filepath.Join(w.Dir, "generated.tf")); err == nil {
				t.Error("configuration was generated")
			}
			if n := len(sent(s)); n != test.requests {
				t.Errorf("%d requests were sent, want %d", n, test.requests)
			}
		})
	}
}

// A credential must not look unused because settings cannot be read. Terraform shows one of several warnings with the same summary, so
// those of the two kinds differ. A wait beyond the time of a query fails at once.
func TestQueryOfCredentialsWithoutTheirSettings(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]sandbox.Fault{
		"HTTP status 403":     {Status: 403, Body: `{"code":20403,"message":"Forbidden","status":403}`},
		"asks to wait 2h0m0s": {Status: 429, Header: http.Header{"Retry-After": {"7200"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := startQuery(t, twiliosandbox.Behaviour{NeverConfigured404: true}, storedAWS.list(""), storedKey.list(""))
			var want []string
			for _, k := range []storedKind{storedAWS, storedKey} {
				k.put(s, "Consultations")
				want = append(want, "The use of "+k.title+"s by the recording settings is unknown")
			}
			fault.Path, fault.Every = "/v1/RecordingSettings", 1
			s.Faults().Add(fault)
			got := w.Succeed("query", "-no-color")
			got.Contains(t, append(want, "Consultations, use by the recording settings unknown", name)...)
			got.Lacks(t, "more similar")

			// Settings that were never configured use nothing.
			s.Faults().Clear()
			w.Succeed("query", "-no-color").Lacks(t, "unknown")
		})
	}
}

// An API key can belong to another account than the configured one. Its credentials are not the configured account's.
func TestQueryOfAnotherAccountsCredentials(t *testing.T) {
	t.Parallel()
	const foreign = "ACdddddddddddddddddddddddddddddddd"
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := startQuery(t, twiliosandbox.Behaviour{}, k.list(""))
		for _, names := range [][]string{nil, {"Consultations"}} {
			k.put(s, names...)
			s.RespondAs(foreign)
			got := w.Fail("query", "-no-color")
			expectOneError(t, got, otherAccountSummary, foreign, s.SID)
			got.Lacks(t, "Consultations", "0 results")
		}
	})
}
