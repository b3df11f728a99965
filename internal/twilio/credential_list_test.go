package twilio_test

import (
	"fmt"
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

// put adds credentials with these names to the account.
func (k storedKind) put(s *acctest.Sandbox, names ...string) (all []twiliosandbox.Credential) {
	for _, name := range names {
		all = append(all, s.AddCredential(s.SID, twiliosandbox.Credential{Kind: k.sandbox, FriendlyName: name}))
	}
	return all
}

// use puts a credential in force in settings.
func (k storedKind) use(s *acctest.Sandbox, settings twin, sid string) {
	made := twiliosandbox.Settings{FriendlyName: "By hand", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: sid}
	if k.sandbox == twiliosandbox.PublicKeys {
		made = twiliosandbox.Settings{FriendlyName: "By hand", EncryptionEnabled: true, EncryptionKeySID: sid}
	}
	hold(s, settings, made)
}

// numbered are n names.
func numbered(n int) []string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf("Number %d", i+1))
	}
	return all
}

// A query names the credentials and says which settings use them. Of the other kind
// it finds none.
func TestQueryOfCredentials(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	for name, b := range map[string]twiliosandbox.Behaviour{"no name is null": {}, `no name is ""`: {EmptyNameNotNull: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachStored(t, func(t *testing.T, k storedKind) {
				s, w := startQuery(t, b, k.list(""))
				all := k.put(s, "Consultations", "Both", "Spare")
				at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
				nameless := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: k.sandbox, DateCreated: at})
				k.other().put(s, "Of the other kind")
				k.use(s, recording, all[0].SID)
				found, warnings := w.Query()
				expectFound(t, found, "sid",
					[2]string{all[0].SID, "Consultations, in use by the recording settings"},
					[2]string{all[1].SID, "Both"},
					[2]string{all[2].SID, "Spare"},
					[2]string{nameless.SID, "without a name, created 2026-03-01T12:00:00Z"})
				expectWarnings(t, warnings)

				k.use(s, recording, all[1].SID)
				k.use(s, composition, all[1].SID)
				s.Log().Reset()
				w.Succeed("query", "-no-color").Contains(t,
					"list."+k.typeName+".all sid="+all[0].SID+" Consultations list.",
					"sid="+all[1].SID+" Both, in use by the recording settings and the composition settings")
				expectSent(t, s, "a query", "GET", "GET", "GET")

				// What is switched off uses nothing.
				for _, settings := range []twin{recording, composition} {
					hold(s, settings, twiliosandbox.Settings{FriendlyName: "By hand", AWSCredentialsSID: all[1].SID, EncryptionKeySID: all[1].SID})
				}
				w.Succeed("query").Lacks(t, "in use")
			})
		})
	}
}

func (k storedKind) other() storedKind {
	if k.sandbox == twiliosandbox.PublicKeys {
		return storedAWS
	}
	return storedKey
}

// With include_resource, a query finds what an import puts into the state, and says
// that the rest is not to be had.
func TestQueryOfCredentialsFindsWhatAnImportDoes(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := startQuery(t, twiliosandbox.Behaviour{}, k.list("include_resource = true"))
		all := k.put(s, "By hand", "")
		found, warnings := w.Query()
		expectWarnings(t, warnings, "What the "+k.title+"s store is not listed")
		if len(found) != 2 {
			t.Fatalf("found %+v", found)
		}
		m := newMaterial(t, s.Account)
		k.configure(w, m, "")
		for i, c := range all {
			w.Succeed("import", "-input=false", k.address(), c.SID)
			if diff := cmp.Diff(k.stateOf(t, w), found[i].Resource); diff != "" {
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

// In generated configuration, what Twilio never returns is null, which planning
// refuses at its place. Once it is filled in, the credential is adopted as it is.
func TestQueryOfCredentialsGeneratesWhatIsToBeFilledIn(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := startQuery(t, twiliosandbox.Behaviour{}, k.list(""))
		adopted := k.put(s, "By hand")[0]
		w.Succeed("query", "-no-color", "-generate-config-out=generated.tf").Contains(t,
			"What the "+k.title+"s store is not listed", "until then, planning fails")
		w.Fail("plan", "-no-color").Contains(t, "Missing Configuration for Required Attribute", "on generated.tf line", k.material()+" = null")

		k.fillIn(t, s, w)
		w.Apply().Contains(t, "1 imported, 0 added, 1 changed, 0 destroyed")
		w.PlansEmpty()
		expectNoWrite(t, s)
		if got := w.State(k.typeName + ".all_0"); got["sid"] != adopted.SID || got["friendly_name"] != "By hand" {
			t.Errorf("the state has %v", got)
		}
	})
}

// fillIn writes what the credentials store into the configuration that was generated.
func (k storedKind) fillIn(t *testing.T, s *acctest.Sandbox, w *acctest.Workspace) {
	t.Helper()
	w.Write("terraform.tfvars", newMaterial(t, s.Account).variables(1))
	w.Config(declared)
	generated := regexp.MustCompile(`(?m)^  (access_key_id|secret_access_key\w*|public_key) .*\n`).ReplaceAllString(w.Read("generated.tf"), "")
	w.Write("generated.tf", strings.ReplaceAll(generated, "  account_sid", "  "+k.stored()+"account_sid"))
}

// material is the attribute that Twilio never returns.
func (k storedKind) material() string {
	if k.sandbox == twiliosandbox.PublicKeys {
		return "public_key"
	}
	return "access_key_id"
}

// All pages are read where the limit allows it, and no more than it needs. A list
// that is cut off says so.
func TestQueryOfManyCredentials(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
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
			storedAWS.put(s, numbered(test.n)...)
			found, warnings := w.Query()
			var names []string
			for _, one := range found {
				names = append(names, one.DisplayName)
			}
			if want := numbered(test.found); !slices.Equal(names, want) {
				t.Errorf("found %d credentials, want the first %d:\n%s", len(names), len(want), cmp.Diff(want, names))
			}
			expectWarnings(t, warnings, test.warnings...)
			var pages []string
			for _, r := range s.Log().All() {
				if r.Path == storedAWS.path {
					pages = append(pages, r.Query.Get("PageSize"))
				}
			}
			if !slices.Equal(pages, test.pages) {
				t.Errorf("pages of %v were asked for, want %v", pages, test.pages)
			}
		})
	}
}

// Whatever goes wrong is an error of the query, also after a page that was whole:
// never a list that only looks complete.
func TestQueryOfCredentialsFails(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	for name, test := range map[string]struct {
		behaviour twiliosandbox.Behaviour
		fault     sandbox.Fault
		want      []string
		requests  int
	}{
		"credentials": {
			fault: sandbox.Fault{Status: 401, Body: `{"code":20003,"message":"Authenticate","status":401}`, Every: 1},
			want:  []string{"page 1", "HTTP status 401", "twilio.auth_token"}, requests: 1,
		},
		"the second page": {
			fault: sandbox.Fault{Nth: 2, Times: 2, Status: 500, Header: atOnce, Body: `{"code":20500,"message":"Internal","status":500}`},
			want:  []string{"page 2", "HTTP status 500", "status.twilio.com"}, requests: 3,
		},
		"the second page is none": {
			fault: sandbox.Fault{Nth: 2, Status: 200, Body: `{"recordings":[]}`},
			want:  []string{"page 2", "not a page of the list"}, requests: 2,
		},
		"pages without end": {
			behaviour: twiliosandbox.Behaviour{RepeatToken: 1},
			want:      []string{"page 2", "the list would never end"}, requests: 2,
		},
		"a page that is too large": {
			fault: sandbox.Fault{Status: 200, BodySize: 65 << 20},
			want:  []string{"page 1", "larger than 64 MiB", "twilio.base_url"}, requests: 1,
		},
		"a page elsewhere": {
			behaviour: twiliosandbox.Behaviour{ForeignNextPage: "https://example.com"},
			want:      []string{"page 1", "https://example.com", "Nothing was sent there"}, requests: 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachStored(t, func(t *testing.T, k storedKind) {
				s, w := startQuery(t, test.behaviour, k.list("limit = 5000"))
				with(s.Account, "max_retries = 1")
				w.Config("")
				k.put(s, numbered(2500)...)
				if test.fault.Status != 0 {
					s.Faults().Add(test.fault)
				}
				got := w.Fail("query", "-no-color", "-generate-config-out=generated.tf")
				expectOneError(t, got, append(test.want, "Could not list the "+k.title+"s", s.SID, "with list."+k.typeName+".all")...)
				got.Lacks(t, "Number 1", "0 results")
				// A list block has none of these.
				got.Lacks(t, "page_size", "date_created_after")
				if _, err := os.Stat(filepath.Join(w.Dir, "generated.tf")); err == nil {
					t.Error("configuration was generated")
				}
				if n := len(sent(s)); n != test.requests {
					t.Errorf("%d requests were sent, want %d", n, test.requests)
				}
			})
		})
	}
}

// Settings that cannot be read are a warning: the credentials are there all the
// same, but what they are in use by is not known.
func TestQueryOfCredentialsWithoutThoseSettings(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := startQuery(t, twiliosandbox.Behaviour{NeverConfigured404: true}, k.list(""))
		made := k.put(s, "Consultations")[0]
		k.use(s, composition, made.SID)
		s.Faults().Add(sandbox.Fault{Path: "/v1/RecordingSettings", Status: 403, Body: `{"code":20403,"message":"Forbidden","status":403}`})
		found, warnings := w.Query()
		expectFound(t, found, "sid", [2]string{made.SID, "Consultations, in use by the composition settings, use by the recording settings not known"})
		expectWarnings(t, warnings, "Which "+k.title+" the recording settings use is not known")
		if !strings.Contains(warnings[0].Detail, "HTTP status 403") {
			t.Errorf("the warning says no reason: %s", warnings[0].Detail)
		}

		// Nobody has made them: that is an answer.
		found, warnings = w.Query()
		expectFound(t, found, "sid", [2]string{made.SID, "Consultations, in use by the composition settings"})
		expectWarnings(t, warnings)
	})
}

// Terraform shows one of several warnings that have the same summary: those of the two
// kinds have not.
func TestQueryOfBothKindsWithoutThoseSettings(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	s, w := startQuery(t, twiliosandbox.Behaviour{}, storedAWS.list(""), storedKey.list(""))
	var want []string
	for _, k := range []storedKind{storedAWS, storedKey} {
		k.put(s, "Consultations")
		for _, settings := range []string{"recording", "composition"} {
			want = append(want, "Which "+k.title+" the "+settings+" settings use is not known")
		}
	}
	s.Faults().Add(sandbox.Fault{Path: "Settings", Every: 1, Status: 403, Body: `{"code":20403,"message":"Forbidden","status":403}`})
	got := w.Succeed("query", "-no-color")
	got.Contains(t, append(want, "Consultations, use by the recording settings and the composition settings not known")...)
	got.Lacks(t, "more similar")
}

// An API key can belong to another account than the one that is configured: its
// credentials are not the configured one's.
func TestQueryOfAnotherAccountsCredentials(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	const foreign = "ACdddddddddddddddddddddddddddddddd"
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := startQuery(t, twiliosandbox.Behaviour{}, k.list(""))
		for _, names := range [][]string{nil, {"Consultations"}} {
			k.put(s, names...)
			s.RespondAs(foreign)
			got := w.Fail("query", "-no-color")
			expectOneError(t, got, anotherAccount, foreign, s.SID)
			got.Lacks(t, "Consultations", "0 results")
		}
	})
}

// Whether an account lists what its subaccounts have is not documented. Where it
// does, each says whose it is, and its configuration is adopted.
func TestQueryOfASubaccountsCredentials(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	for name, b := range map[string]twiliosandbox.Behaviour{"listed": {}, "hidden": {SubaccountCredentialsHidden: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w, child := startFamily(t, b)
			w.Config("")
			w.Write("all.tfquery.hcl", storedKey.list(""))
			own := storedKey.put(s, "Ours")[0]
			theirs := s.AddCredential(child.SID, twiliosandbox.Credential{Kind: twiliosandbox.PublicKeys, FriendlyName: "Theirs"})
			want := [][2]string{{own.SID, "Ours"}, {theirs.SID, "Theirs, of account " + child.SID + ", whose settings were not read"}}
			if b.SubaccountCredentialsHidden {
				want = want[:1]
			}
			found, _ := w.Query()
			expectFound(t, found, "sid", want...)
			w.Succeed("query", "-generate-config-out=generated.tf")
			if got := strings.Count(w.Read("generated.tf"), "account_sid   = \""+child.SID+"\""); got != len(want)-1 {
				t.Errorf("%d credentials of the subaccount were generated:\n%s", got, w.Read("generated.tf"))
			}
			storedKey.fillIn(t, s, w)
			w.Apply().Contains(t, fmt.Sprintf("%d imported, 0 added, %[1]d changed, 0 destroyed", len(want)))
			w.PlansEmpty()
			expectNoWrite(t, s)
		})
	}
}

// There is nothing to warn of where there is nothing.
func TestQueryOfNoCredentials(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	forEachStored(t, func(t *testing.T, k storedKind) {
		_, w := startQuery(t, twiliosandbox.Behaviour{}, k.list("include_resource = true"))
		found, warnings := w.Query()
		expectFound(t, found, "sid")
		expectWarnings(t, warnings)
	})
}
