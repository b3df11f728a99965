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

// After a creation of which nobody knows whether it was carried out, the error
// names what Twilio now lists with that name, and nothing is sent twice.
func TestCreationWhoseFateIsUnknown(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]sandbox.Fault{
		"answer lost":     {Drop: true, After: true},
		"server error":    {Status: 500, After: true},
		"gateway timeout": {Status: 504, After: true, ContentType: "text/html", Body: "<html>timeout</html>"},
		"unavailable":     {Status: 503, After: true, Header: http.Header{"Retry-After": {"0"}}},
		"redirect":        {Status: 307, After: true, Header: http.Header{"Location": {"https://elsewhere.example"}}},
		"not JSON":        {Status: 201, After: true, ContentType: "text/html", Body: "<html>created</html>"},
		"another object":  {Status: 201, After: true, Body: `{"name":"x"}`},
		"null":            {Status: 201, After: true, Body: `null`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, friendlyName := range []string{"Consultations", ""} {
				forEachStored(t, func(t *testing.T, k storedKind) {
					s, w := start(t, twiliosandbox.Behaviour{})
					m := newMaterial(t, s.Account)
					// One that has the name already, one that has another.
					before := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: k.sandbox, FriendlyName: friendlyName, DateCreated: time.Now().Add(-time.Hour)})
					other := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: k.sandbox, FriendlyName: "Another"})
					fault := fault
					fault.Method, fault.Path = "POST", k.path
					s.Faults().Add(fault)

					named, attribute := "without a name", ""
					if friendlyName != "" {
						named, attribute = fmt.Sprintf("with the name %q", friendlyName), fmt.Sprintf("friendly_name = %q", friendlyName)
					}
					k.configure(w, m, attribute)
					got := w.Fail("apply", "-auto-approve", "-no-color")
					kept := k.kept(s)
					made := kept[len(kept)-1]
					expectOneError(t, got, "Could not create the "+k.title, s.SID, "Whether Twilio carried the request out is not known, so it was not repeated",
						"Twilio now lists 2 "+k.title+"(s) "+named, made.SID, before.SID, "import { to = "+k.typeName+`.NAME id = "`+made.SID+`" }`)
					if fault.Status != 0 && fault.Status < 500 {
						got.Contains(t, "Something other than Twilio's API seems to have answered", "twilio.base_url")
					}
					got.Lacks(t, other.SID, "after all retries", "The next plan shows")
					if strings.Index(got.Text, made.SID) > strings.Index(got.Text, before.SID) {
						t.Errorf("the newest is not named first:\n%s", got.Text)
					}
					if n := k.creations(s); n != 1 {
						t.Errorf("%d requests to create it, want one", n)
					}
					if w.State(k.address()) != nil {
						t.Error("it is in the state")
					}

					// As the message says.
					k.configure(w, m, attribute, "import {\n  to = "+k.address()+"\n  id = \""+made.SID+"\"\n}\n")
					w.Apply().Contains(t, "1 imported, 0 added")
					w.PlansEmpty()
				})
			}
		})
	}
}

func TestCreationThatWasNotCarriedOut(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		m := newMaterial(t, s.Account)
		s.Faults().Add(sandbox.Fault{Method: "POST", Path: k.path, Drop: true})
		k.configure(w, m, `friendly_name = "Consultations"`)
		expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), "Could not create the "+k.title,
			"Twilio now lists no "+k.title+` with the name "Consultations", so it seems not to have been created`)
		w.Apply()
		k.only(t, s)
	})
}

func TestCreationWhoseFateCannotBeFound(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		m := newMaterial(t, s.Account)
		s.Faults().Add(sandbox.Fault{Method: "POST", Path: k.path, Drop: true, After: true})
		s.Faults().Add(sandbox.Fault{Method: "GET", Path: k.path, Nth: 2, Status: 401, Body: `{"code":70051,"message":"required permission is missing","status":401}`})
		k.configure(w, m, "")
		expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), "Could not create the "+k.title,
			"If it was created, Terraform does not know of it", "required permission is missing", "console")
	})
}

// In a rotation, the list has the credential that is in force, too: it is marked, and
// not the one to be imported or deleted.
func TestRotationWhoseFateIsUnknown(t *testing.T) {
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
		second := k.kept(s)[1]
		expectOneError(t, got, first.SID+", created "+first.DateCreated.Format(time.RFC3339)+", IN USE by the recording settings and the composition settings",
			"delete it in Twilio's console", "Never delete one that is in use", `id = "`+second.SID+`"`)
		got.Lacks(t, second.SID+", created "+second.DateCreated.Format(time.RFC3339)+", IN USE", "The next plan shows")
		k.inForce(t, s, first.SID)

		// As the message says.
		s.RemoveCredential(s.SID, second.SID)
		w.Apply()
		k.inForce(t, s, k.only(t, s).SID)
		expectNoneDangled(t, s)
	})
}

// Many of the same name are not all named.
func TestCreationWhoseFateIsAmongMany(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	m := newMaterial(t, s.Account)
	for i := range 30 {
		s.AddCredential(s.SID, twiliosandbox.Credential{FriendlyName: "Many", DateCreated: time.Now().Add(-time.Duration(i+1) * time.Hour)})
	}
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: storedAWS.path, Drop: true, After: true})
	storedAWS.configure(w, m, `friendly_name = "Many"`)
	got := w.Fail("apply", "-auto-approve", "-no-color")
	got.Contains(t, "Twilio now lists 31 AWS credential(s)", "and 11 older")
	if n := strings.Count(got.Text, ", created "); n != 20 {
		t.Errorf("%d are named, want 20", n)
	}
}

// However long the dates are that an answer gives, what they are followed by is not cut.
func TestCreationWhoseFateHasLongDates(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	var list []string
	for i := range 20 {
		list = append(list, fmt.Sprintf(`{"sid":"CR%032x","account_sid":%q,"friendly_name":"Many","date_created":%q}`, i, s.SID, strings.Repeat("9", 4096)))
	}
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: storedAWS.path, Drop: true, After: true})
	s.Faults().Add(sandbox.Fault{Method: "GET", Path: storedAWS.path, Status: 200, Every: 1, Body: `{"credentials":[` + strings.Join(list, ",") + `],"meta":{"next_page_url":null}}`})
	storedAWS.configure(w, newMaterial(t, s.Account), `friendly_name = "Many"`)
	w.Fail("apply", "-auto-approve", "-no-color").Contains(t, "Twilio now lists 20 AWS credential(s)",
		fmt.Sprintf("CR%032x, created 9", 19), "Never delete one that is in use", fmt.Sprintf(`id = "CR%032x"`, 0))
}

// The time of a creation bounds the looking for what it left behind, too.
func TestCreationThatTakesTooLong(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		m := newMaterial(t, s.Account)
		s.Faults().Add(sandbox.Fault{Method: "POST", Path: k.path, After: true, Delay: time.Hour})
		// Nothing else would end it before the test does.
		s.ProviderConfig = "provider \"videostorage\" {\n  request_timeout = \"10m\"\n}\n"
		k.configure(w, m, "timeouts = {\n  create = \"2s\"\n}")
		got := w.Fail("apply", "-auto-approve", "-no-color")
		expectOneError(t, got, "Could not create the "+k.title, "deadline exceeded", k.only(t, s).SID)
	})
}

// Who interrupts gets to know what may be left behind.
func TestCreationThatIsInterrupted(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		m := newMaterial(t, s.Account)
		arrived := make(chan struct{})
		s.Faults().Add(sandbox.Fault{Method: "POST", Path: k.path, After: true, Hook: func() { close(arrived) }, Delay: time.Hour})
		k.configure(w, m, "")
		got := w.Interrupt(arrived, "apply", "-auto-approve", "-no-color")
		if got.Code != 1 {
			t.Errorf("exit status %d", got.Code)
		}
		got.Contains(t, "Could not create the "+k.title, "context canceled", k.only(t, s).SID)
	})
}

// Twilio refuses what the provider lets through; nothing is created, and nothing
// needs to be looked for.
func TestCreationThatTwilioRefuses(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, _ := k.begin(t, twiliosandbox.Behaviour{EchoSecrets: true}, `account_sid = "AC0123456789abcdef0123456789abcdef"`)
		got := w.Fail("apply", "-auto-approve", "-no-color")
		expectOneError(t, got, "Could not create the "+k.title, "HTTP status 400", "Twilio error ", "https://www.twilio.com/docs/errors/")
		got.Lacks(t, "now lists", "is not known")
		expectSent(t, s, "the creation", "GET", "POST")
		if w.State(k.address()) != nil {
			t.Error("it is in the state")
		}
	})
}

func TestRateLimitOfCreations(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		m := newMaterial(t, s.Account)
		s.Faults().Add(sandbox.Fault{Method: "POST", Path: k.path, Status: 429, Header: http.Header{"Retry-After": {"0"}}, Times: 3})
		k.configure(w, m, "")
		w.Apply()
		k.only(t, s)
		if n := k.creations(s); n != 4 {
			t.Errorf("%d requests to create it, want 4", n)
		}
	})
}

// The provider's twilio.account_sid is not that of its credentials.
func TestCreationInAnotherAccount(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		m := newMaterial(t, s.Account)
		s.Setenv("TWILIO_ACCOUNT_SID", "AC0123456789abcdef0123456789abcdef")
		for key, secret := range s.Running.Account.APIKeys {
			s.Setenv("TWILIO_AUTH_TOKEN", "")
			s.Setenv("TWILIO_API_KEY", key)
			s.Setenv("TWILIO_API_SECRET", secret)
		}
		k.configure(w, m, "")
		expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), "Twilio created the "+k.title+" in another account", s.SID,
			"AC0123456789abcdef0123456789abcdef", k.only(t, s).SID, "twilio.account_sid")
		if got := k.stateOf(t, w); got["sid"] != k.only(t, s).SID || !strings.Contains(w.Read("terraform.tfstate"), `"tainted"`) {
			t.Errorf("the state has %v", got)
		}
	})
}
