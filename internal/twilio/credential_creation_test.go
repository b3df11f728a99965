package twilio_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

const mayBeProcessed = "Twilio may have processed the request nevertheless, so it was not repeated"

// An ambiguous creation is sent once, and its error names the credentials with that name, newest first.
func TestAmbiguousCreationNamesTheCandidates(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]sandbox.Fault{
		"answer lost":  {Drop: true, After: true},
		"server error": {Status: 500, After: true},
		"redirect":     {Status: 307, After: true, Header: http.Header{"Location": {"https://elsewhere.example"}}},
		"not JSON":     {Status: 201, After: true, ContentType: "text/html", Body: "<html>created</html>"},
		"null":         {Status: 201, After: true, Body: `null`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachStored(t, func(t *testing.T, k storedKind) {
				named, attribute, friendlyName := "without a name", "", ""
				if k.sandbox == twiliosandbox.AWSCredentials {
					named, attribute, friendlyName = `with the name "Consultations"`, `friendly_name = "Consultations"`, "Consultations"
				}
				s, w, child := startFamily(t, twiliosandbox.Behaviour{})
				m := newMaterial(t, s.Account)
				k.configure(w, m, attribute)
				before := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: k.sandbox, FriendlyName: friendlyName, DateCreated: time.Now().Add(-time.Hour)})
				other := k.put(s, "Another")[0]
				// Twilio lists the credentials of subaccounts too.
				ofChild := s.AddCredential(child.SID, twiliosandbox.Credential{Kind: k.sandbox, FriendlyName: friendlyName})
				fault := fault
				fault.Method, fault.Path = "POST", k.path
				s.Faults().Add(fault)

				got := w.Fail("apply", "-auto-approve", "-no-color")
				made := k.remote(s)[2]
				expectOneError(t, got, "Could not create the "+k.title, s.SID, mayBeProcessed, "Twilio now lists 2 "+k.title+"(s) "+named, made.SID, before.SID,
					"import { to = "+k.typeName+`.NAME id = "`+made.SID+`" }`)
				if fault.Status != 0 && fault.Status < 500 {
					got.Contains(t, "Another server than Twilio's API seems to have answered", "twilio.base_url")
				}
				got.Lacks(t, other.SID, ofChild.SID, "The next plan shows")
				if strings.Index(got.Text, made.SID) > strings.Index(got.Text, before.SID) {
					t.Errorf("the newest is not named first:\n%s", got.Text)
				}
				if n := sandbox.Count(s.Log().All(), "POST", k.path); n != 1 {
					t.Errorf("%d requests to create it, want one", n)
				}
				if w.State(k.address()) != nil {
					t.Error("it is in the state")
				}

				// As the message says.
				k.configure(w, m, attribute, k.importBlock(made.SID))
				w.Apply().Contains(t, "1 imported, 0 added")
				w.PlansEmpty()
			})
		})
	}
}

// In a rotation, the candidates include the credential in use, which must not be deleted or imported.
func TestAmbiguousCreationMarksTheCredentialInUse(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		w.Write("terraform.tfvars", newMaterial(t, s.Account).variables(1))
		w.Config(k.chain(beforeDestroy + "\nfriendly_name = \"Consultations\"\n"))
		w.Apply()
		first := k.only(t, s)
		w.Write("terraform.tfvars", newMaterial(t, s.Account).variables(2))
		s.Faults().Add(sandbox.Fault{Method: "POST", Path: k.path, Drop: true, After: true})
		got := w.Fail("apply", "-auto-approve", "-no-color")
		second := k.remote(s)[1]
		expectOneError(t, got, first.SID+", created "+first.DateCreated.Format(time.RFC3339)+", IN USE by the recording settings and the composition settings",
			"Delete it in Twilio's console", "Never delete one that is in use", `id = "`+second.SID+`"`)
		got.Lacks(t, second.SID+", created "+second.DateCreated.Format(time.RFC3339)+", IN USE")
		k.inForce(t, s, first.SID)

		// As the message says.
		s.RemoveCredential(s.SID, second.SID)
		w.Apply()
		k.inForce(t, s, k.only(t, s).SID)
		expectNoneDangled(t, s)
	})
}

func TestAmbiguousCreationWithoutCandidates(t *testing.T) {
	t.Parallel()
	const refusal = `{"code":70051,"message":"required permission is missing","status":401}`
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, _ := k.begin(t, twiliosandbox.Behaviour{}, `friendly_name = "Consultations"`)
		s.Faults().Add(sandbox.Fault{Method: "POST", Path: k.path, Drop: true})
		expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), "Could not create the "+k.title, mayBeProcessed,
			"Twilio lists no "+k.title+` with the name "Consultations" now, so it was probably not created`)

		// The search fails.
		s.Faults().Add(sandbox.Fault{Method: "POST", Path: k.path, Drop: true})
		s.Faults().Add(sandbox.Fault{Method: "GET", Path: k.path, Status: 401, Body: refusal})
		expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), "If it was created, it is not in the state", "required permission is missing", "console")

		// The settings cannot be read.
		s.Faults().Add(sandbox.Fault{Method: "POST", Path: k.path, Drop: true, After: true})
		s.Faults().Add(sandbox.Fault{Method: "GET", Path: "Settings", Times: 2, Status: 401, Body: refusal})
		expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), k.only(t, s).SID, "Some settings could not be read", "required permission is missing")
	})
}

// An error names 20 candidates. Long dates do not push the rest of the message out.
func TestAmbiguousCreationAmongManyCandidates(t *testing.T) {
	t.Parallel()
	s, w, _ := storedAWS.begin(t, twiliosandbox.Behaviour{}, `friendly_name = "Many"`)
	var list []string
	for i := range 31 {
		list = append(list, fmt.Sprintf(`{"sid":"CR%032x","account_sid":%q,"friendly_name":"Many","date_created":%q}`, i, s.SID, strings.Repeat("9", 4096)))
	}
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: storedAWS.path, Drop: true, After: true})
	s.Faults().Add(sandbox.Fault{Method: "GET", Path: storedAWS.path, Status: 200, Body: `{"credentials":[` + strings.Join(list, ",") + `],"meta":{"next_page_url":null}}`})
	got := w.Fail("apply", "-auto-approve", "-no-color")
	got.Contains(t, "Twilio now lists 31 AWS credential(s)", fmt.Sprintf("CR%032x, created 9", 19), "and 11 older", "Never delete one that is in use",
		fmt.Sprintf(`id = "CR%032x"`, 0))
	if n := strings.Count(got.Text, ", created "); n != 20 {
		t.Errorf("%d are named, want 20", n)
	}
}

// A share of the timeout is reserved for the search.
func TestAmbiguousCreationAfterATimeout(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		s.Faults().Add(sandbox.Fault{Method: "POST", Path: k.path, After: true, Delay: time.Hour})
		s.ProviderConfig = "provider \"videostorage\" {\n  request_timeout = \"10m\"\n}\n"
		k.configure(w, newMaterial(t, s.Account), "timeouts {\n  create = \"2s\"\n}")
		expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), "Could not create the "+k.title, "deadline exceeded", k.only(t, s).SID)
	})
}

func TestAmbiguousCreationAfterAnInterrupt(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, _ := k.begin(t, twiliosandbox.Behaviour{}, "")
		arrived := make(chan struct{})
		s.Faults().Add(sandbox.Fault{Method: "POST", Path: k.path, After: true, Hook: func() { close(arrived) }, Delay: time.Hour})
		got := w.Interrupt(arrived, "apply", "-auto-approve", "-no-color")
		if got.Code != 1 {
			t.Errorf("exit status %d", got.Code)
		}
		got.Contains(t, "Could not create the "+k.title, "context canceled", k.only(t, s).SID)
	})
}

// A refused creation, and one that was never sent, leave nothing to look for.
func TestFailedCreationWithoutAnOrphan(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, m := k.begin(t, twiliosandbox.Behaviour{EchoSecrets: true}, `account_sid = "AC0123456789abcdef0123456789abcdef"`)
		got := w.Fail("apply", "-auto-approve", "-no-color")
		expectOneError(t, got, "Could not create the "+k.title, "HTTP status 400", "Twilio error ", "https://www.twilio.com/docs/errors/")
		got.Lacks(t, "Twilio now lists", "may have processed")
		expectSent(t, s, "the refused creation", "POST")

		for name, unsent := range map[string]struct{ provider, attribute, want string }{
			"no time":       {"", "timeouts {\n  create = \"1ns\"\n}", "deadline exceeded"},
			"no connection": {"max_retries = 0\ntwilio {\n  base_url = \"http://127.0.0.1:1\"\n}", "", "connection refused"},
		} {
			s.ProviderConfig = "provider \"videostorage\" {\n" + unsent.provider + "\n}\n"
			k.configure(w, m, unsent.attribute)
			got := w.Fail("apply", "-auto-approve", "-no-color")
			expectOneError(t, got, "Could not create the "+k.title, unsent.want)
			got.Lacks(t, "Twilio now lists", "may have processed", "look for")
			expectSent(t, s, name)
		}
		if w.State(k.address()) != nil {
			t.Error("it is in the state")
		}
	})
}

// The provider's twilio.account_sid is not the account of its credentials.
func TestCreationInAnotherAccountTaintsTheCredential(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		const configured = "AC0123456789abcdef0123456789abcdef"
		useAccount(s, configured, s.Running.Account, true)
		k.configure(w, newMaterial(t, s.Account), "")
		expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), "Twilio created the "+k.title+" in another account", s.SID, configured,
			k.only(t, s).SID, "twilio.account_sid")
		expectState(t, w, k.address(), map[string]any{"sid": k.only(t, s).SID})
		if !strings.Contains(w.Read("terraform.tfstate"), `"tainted"`) {
			t.Error("it is not tainted")
		}
	})
}
