package twilio_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	valuecompare "github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck/queryfilter"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// The life of a credential on any account, also a real one: Twilio checks the format of an access key, not whether AWS knows it.
func TestAccCredential(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		a := acctest.NewAccount(t)
		name := fmt.Sprintf("Terraform test %d", time.Now().UnixNano())
		step := func(m material, version int64, name string) resource.TestStep {
			return resource.TestStep{
				Config: a.ProviderConfig + declared + k.resource(fmt.Sprintf("friendly_name = %q\n%s", name, beforeDestroy)),
				ConfigVariables: config.Variables{
					"access_key_id": config.StringVariable(m.accessKeyID), "secret": config.StringVariable(m.secret),
					"version_of_secret": config.IntegerVariable(version), "public_key": config.StringVariable(m.pem),
				},
			}
		}
		first, second := newMaterial(t, a), newMaterial(t, a)
		known := func(attribute string, value knownvalue.Check) statecheck.StateCheck {
			return statecheck.ExpectKnownValue(k.address(), tfjsonpath.New(attribute), value)
		}
		sid := statecheck.CompareValue(valuecompare.ValuesDiffer())
		plans := func(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
			return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(k.address(), action)}}
		}
		create, again := step(first, 1, name), step(first, 1, name)
		create.ConfigStateChecks = []statecheck.StateCheck{
			known("account_sid", knownvalue.StringExact(a.SID)),
			known("friendly_name", knownvalue.StringExact(name)),
			known("date_created", knownvalue.NotNull()),
			sid.AddStateValue(k.address(), tfjsonpath.New("sid")),
		}
		again.PlanOnly = true
		rename, replace := step(first, 1, name+", renamed"), step(second, 2, name+", renamed")
		rename.ConfigPlanChecks = plans(plancheck.ResourceActionUpdate)
		replace.ConfigPlanChecks = plans(plancheck.ResourceActionReplace)
		replace.ConfigStateChecks = []statecheck.StateCheck{sid.AddStateValue(k.address(), tfjsonpath.New("sid"))}
		steps := []resource.TestStep{create, again, rename, replace}
		if acctest.HasQuery(t) {
			query := resource.TestStep{Query: true, Config: k.list("limit = 10000\ninclude_resource = true"), ConfigVariables: replace.ConfigVariables}
			query.QueryResultChecks = []querycheck.QueryResultCheck{
				// No settings use it.
				querycheck.ExpectResourceKnownValues(k.typeName+".all", queryfilter.ByDisplayName(knownvalue.StringExact(name+", renamed")), []querycheck.KnownValueCheck{
					{Path: tfjsonpath.New("account_sid"), KnownValue: knownvalue.StringExact(a.SID)},
					{Path: tfjsonpath.New(k.content), KnownValue: knownvalue.Null()},
				}),
			}
			steps = append(steps, query)
		}
		resource.Test(t, resource.TestCase{
			IsUnitTest: !acctest.Live(), ProtoV6ProviderFactories: acctest.Factories(a), Steps: steps,
			CheckDestroy: func(*terraform.State) error {
				ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
				defer cancel()
				all, err := k.api.List(ctx, a.API, 0)
				for _, c := range all {
					if strings.HasPrefix(c.FriendlyName, name) {
						return fmt.Errorf("after the destroy, Twilio has %+v", c)
					}
				}
				return err
			},
		})
	})
}

func TestLifeOfACredential(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, m := k.begin(t, twiliosandbox.Behaviour{}, `friendly_name = "first"`)
		got, _ := w.Plan()
		got.Contains(t, `account_sid = "`+s.SID+`"`, "sid = (known after apply)")
		expectSent(t, s, "planning a creation")
		w.Apply()
		k.stores(t, s, k.only(t, s), m)
		expectSent(t, s, "creating", "POST")
		w.PlansEmpty()
		expectSent(t, s, "planning", "GET")

		made := k.only(t, s)
		created := made.DateCreated.Format(time.RFC3339)
		expectState(t, w, k.address(), map[string]any{
			"sid": made.SID, "account_sid": s.SID, "friendly_name": "first", "date_created": created, "date_updated": created, "url": made.URL(),
		})

		k.configure(w, m, `friendly_name = "second"`)
		got, _ = w.Plan()
		got.Contains(t, "will be updated in-place", "date_updated", "0 to add, 1 to change, 0 to destroy")
		s.Log().Reset()
		w.Apply()
		expectSent(t, s, "renaming", "GET", "POST")
		if renamed := k.only(t, s); renamed.SID != made.SID || renamed.FriendlyName != "second" {
			t.Errorf("Twilio has %+v", renamed)
		}
		w.PlansEmpty()

		k.configure(w, m, "")
		w.Apply()
		if renamed := k.only(t, s); renamed.FriendlyName != "" {
			t.Errorf("Twilio has %+v, want no name", renamed)
		}
		w.PlansEmpty()

		s.Log().Reset()
		w.Destroy()
		expectSent(t, s, "destroying", "GET", "GET", "GET", "DELETE")
		if all := k.remote(s); len(all) != 0 {
			t.Errorf("Twilio still has %+v", all)
		}
	})
}

func TestDriftOfACredential(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, _ := k.created(t, twiliosandbox.Behaviour{}, `friendly_name = "ours"`)
		if _, err := k.api.Rename(t.Context(), s.API, k.only(t, s).SID, "theirs"); err != nil {
			t.Fatal(err)
		}
		got, _ := w.Plan()
		got.Contains(t, `"theirs" -> "ours"`)
		w.Apply()
		if got := k.only(t, s).FriendlyName; got != "ours" {
			t.Errorf("Twilio has the name %q", got)
		}

		// A credential that was deleted is planned again.
		gone := k.only(t, s)
		s.RemoveCredential(s.SID, gone.SID)
		got, _ = w.Plan()
		got.Contains(t, "Warning: The "+k.title+" is gone", gone.SID, s.SID, "deletes recordings for good", "1 to add, 0 to change, 0 to destroy")
		w.Apply()
		if k.only(t, s).SID == gone.SID {
			t.Error("it is the same one")
		}
		w.PlansEmpty()
	})
}

const otherSID = "CR00000000000000000000000000000000"

// Only Twilio's own 404 means that a credential is gone. Every other answer is an error, and the state stays.
func TestUnusableAnswersDoNotRemoveACredential(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer sandbox.Fault
		want   string
	}{
		"page":               {sandbox.Fault{Status: 404, ContentType: "text/html", Body: "<html>no such page</html>"}, "no such page"},
		"empty 404":          {sandbox.Fault{Status: 404}, "HTTP status 404"},
		"foreign 404":        {sandbox.Fault{Status: 404, Body: `{"code":404,"message":"no route"}`}, "no route"},
		"null":               {sandbox.Fault{Status: 200, Body: "null"}, "null"},
		"another object":     {sandbox.Fault{Status: 200, Body: `{"name":"x"}`}, "not from Twilio"},
		"another credential": {sandbox.Fault{Status: 200, Body: `{"sid":"` + otherSID + `","friendly_name":"theirs"}`}, "about another credential, " + otherSID},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachStored(t, func(t *testing.T, k storedKind) {
				s, w, m := k.created(t, twiliosandbox.Behaviour{}, `friendly_name = "ours"`)
				sid := k.only(t, s).SID
				answer := test.answer
				answer.Every, answer.Path = 1, k.path+"/"
				s.Faults().Add(answer)
				expectOneError(t, w.Fail("plan", "-no-color"), "Could not read the "+k.title+" "+sid, test.want)
				expectOneError(t, w.Fail("destroy", "-refresh=false", "-auto-approve", "-no-color"), "Could not delete the "+k.title+" "+sid)
				k.configure(w, m, `friendly_name = "renamed"`)
				expectOneError(t, w.Fail("apply", "-refresh=false", "-auto-approve", "-no-color"), "Could not rename the "+k.title+" "+sid, test.want)
				expectState(t, w, k.address(), map[string]any{"sid": sid, "friendly_name": "ours"})
				s.Faults().Clear()
				k.configure(w, m, `friendly_name = "ours"`)
				w.PlansEmpty()
			})
		})
	}
}

func TestDeletingAGoneCredentialSucceeds(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, m := k.created(t, twiliosandbox.Behaviour{}, "")
		s.RemoveCredential(s.SID, k.only(t, s).SID)
		k.configure(w, m, `friendly_name = "named"`)
		expectOneError(t, w.Fail("apply", "-refresh=false", "-auto-approve", "-no-color"), "The "+k.title+" is gone", "Plan with a refresh")
		w.Succeed("destroy", "-refresh=false", "-auto-approve")
		expectDeletions(t, s, 1)
		if got := w.State(k.address()); got != nil {
			t.Errorf("it is still in the state: %v", got)
		}
	})
}

// To another account's credentials Twilio answers that the credential does not exist. An API key belongs to one account, which
// account_sid does not change.
func TestCredentialOfAnotherAccountStaysInTheState(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, m := k.created(t, twiliosandbox.Behaviour{}, `friendly_name = "ours"`)
		other := twiliosandbox.NewAccount()
		s.AddAccount(other)
		sid := k.only(t, s).SID

		useAccount(s, s.SID, other, true)
		parts := []string{otherAccountSummary, s.SID, "reach account " + other.SID, sid}
		expectOneError(t, w.Fail("plan", "-no-color"), parts...)
		expectOneError(t, w.Fail("destroy", "-refresh=false", "-auto-approve", "-no-color"), parts...)
		expectDeletions(t, s, 0)

		useAccount(s, other.SID, other, false)
		s.Setenv("TWILIO_API_KEY", "")
		s.Setenv("TWILIO_API_SECRET", "")
		parts = []string{otherAccountSummary, s.SID, other.SID, sid}
		expectOneError(t, w.Fail("plan", "-no-color"), parts...)
		s.Log().Reset()
		expectOneError(t, w.Fail("destroy", "-refresh=false", "-auto-approve", "-no-color"), parts...)
		k.configure(w, m, `friendly_name = "theirs"`)
		expectOneError(t, w.Fail("apply", "-refresh=false", "-auto-approve", "-no-color"), parts...)
		expectSent(t, s, "using the other account")
		k.only(t, s)
		expectState(t, w, k.address(), map[string]any{"sid": sid})
	})
}

// Twilio does not document whether a name can be removed.
func TestNameThatCannotBeRemoved(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behaviour twiliosandbox.Behaviour
		parts     []string
	}{
		"refused": {twiliosandbox.Behaviour{RefuseEmptyName: true}, []string{"Could not rename the", "HTTP status 400"}},
		"ignored": {twiliosandbox.Behaviour{KeepName: true}, []string{"Twilio did not set friendly_name", `friendly_name = "ours" instead of null`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachStored(t, func(t *testing.T, k storedKind) {
				_, w, m := k.created(t, test.behaviour, `friendly_name = "ours"`)
				k.configure(w, m, "")
				expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), append(test.parts, "Set friendly_name to the current name")...)
				k.configure(w, m, `friendly_name = "ours"`)
				w.PlansEmpty()
			})
		})
	}
}

// Settings that were never configured do not hinder the deletion.
func TestFieldsThatTwilioOmitsAreNoChange(t *testing.T) {
	t.Parallel()
	for name, behaviour := range map[string]twiliosandbox.Behaviour{
		"no date_updated": {NullDateUpdated: true, NeverConfigured404: true},
		"empty name":      {EmptyNameNotNull: true, NullObject: true},
		"echo":            {EchoSecrets: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachStored(t, func(t *testing.T, k storedKind) {
				s, w, m := k.created(t, behaviour, "")
				w.PlansEmpty()
				sid := k.only(t, s).SID
				s.Faults().Add(sandbox.Fault{Method: "GET", Path: sid, Status: 200, Body: `{"sid":"` + sid + `"}`})
				s.Faults().Add(sandbox.Fault{Method: "POST", Path: sid, After: true, Status: 200, Body: `{"sid":"` + sid + `","friendly_name":"named"}`})
				k.configure(w, m, `friendly_name = "named"`)
				w.Apply()
				expectState(t, w, k.address(), map[string]any{"account_sid": s.SID})
				w.PlansEmpty()
				w.Destroy()
				expectDeletions(t, s, 1)
			})
		})
	}
}

// An error would taint a credential that works. A response without account_sid is about the configured account.
func TestNameThatTwilioChangesIsAWarning(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, _ := k.begin(t, twiliosandbox.Behaviour{}, `friendly_name = "ours "`)
		s.Faults().Add(sandbox.Fault{Method: "POST", Path: k.path, Status: 201, Body: `{"sid":"` + otherSID + `","friendly_name":"ours"}`})
		w.Apply().Contains(t, "Warning: Twilio changed friendly_name", `friendly_name = "ours" instead of "ours "`)
		expectState(t, w, k.address(), map[string]any{"sid": otherSID, "account_sid": s.SID})
		if strings.Contains(w.Read("terraform.tfstate"), "tainted") {
			t.Error("it is tainted")
		}
	})
}

func TestInvalidArgumentsOfACredential(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		attribute string
		parts     []string
	}{
		"long name":  {`friendly_name = "` + strings.Repeat("é", 65) + `"`, []string{"friendly_name", "between 1 and 64"}},
		"empty name": {`friendly_name = ""`, []string{"friendly_name", "between 1 and 64"}},
		"account":    {`account_sid = "AC1"`, []string{"Invalid account_sid", "must be an account SID"}},
		"timeout":    {"timeouts {\n  create = \"0s\"\n}", []string{"Invalid timeout", "create must be positive"}},
		"misspelt":   {"timeouts {\n  creat = \"5m\"\n}", []string{"Unsupported argument", "creat"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachStored(t, func(t *testing.T, k storedKind) {
				s, w := start(t, twiliosandbox.Behaviour{})
				w.Write("terraform.tfvars", newMaterial(t, s.Account).variables(1))
				expectInvalid(t, s, w, declared+k.resource(test.attribute), test.parts...)
			})
		})
	}
}

// A name has at most 64 characters, not bytes. Timeouts are the provider's own.
func TestLongestNameAndTimeouts(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		name := `friendly_name = "` + strings.Repeat("é", 64) + "\"\n"
		s, w, m := k.created(t, twiliosandbox.Behaviour{}, name+"timeouts {\n  create = \"1m\"\n  read = \"1m\"\n  update = \"1m\"\n  delete = \"1m\"\n}")
		k.configure(w, m, name+"timeouts {\n  create = \"2m\"\n}")
		s.Log().Reset()
		w.Apply()
		expectSent(t, s, "changing timeouts", "GET")
		w.PlansEmpty()
	})
}

// expectInvalid fails the test unless planning the configuration sends nothing and has one error, with these parts.
func expectInvalid(t *testing.T, s *acctest.Sandbox, w *acctest.Workspace, hcl string, parts ...string) {
	t.Helper()
	w.Config(hcl)
	expectOneError(t, w.Fail("plan", "-no-color"), parts...)
	expectSent(t, s, "planning")
}
