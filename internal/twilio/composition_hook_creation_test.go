package twilio_test

import (
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// createHook plans and applies a hook without the CLI. It returns the message of the error.
func createHook(t *testing.T, s *acctest.Sandbox) string {
	t.Helper()
	d := newDirect(t, s)
	plan, diagnostics, err := d.Plan(t.Context(), hookType, protocol.State{}, hookArguments("Consultations"))
	if err != nil || len(diagnostics) > 0 {
		t.Fatalf("planning: %v, %s", err, diagnostics)
	}
	created, diagnostics, err := d.Apply(t.Context(), plan)
	if err != nil || len(diagnostics) != 1 || created.Exists() {
		t.Fatalf("the creation has error %v and the diagnostics %s", err, diagnostics)
	}
	return diagnostics.String()
}

// Names are unique. The hook with the name can be imported, as the message says.
func TestCreationOfAHookThatExistsShowsTheImport(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	existing := s.AddCompositionHook(s.SID, twiliosandbox.CompositionHook{FriendlyName: "Consultations", Enabled: true, AudioSources: []string{"doctor"}})
	w.Config(hookResource(audioOnly))
	w.Fail("apply", "-auto-approve", "-no-color").ExpectOneError(t, "The composition hook exists already", "friendly_name", s.SID, "HTTP status 400, Twilio error",
		existing.SID+`, "Consultations", created 20`, "import { to = "+hookType+`.NAME id = "`+existing.SID+`" }`, "choose another friendly_name", "add a moved block")
	w.Config(hookResource(audioOnly) + "import {\n  to = " + hookAddress + "\n  id = \"" + existing.SID + "\"\n}\n")
	w.Apply().Contains(t, "1 imported, 0 added, 1 changed, 0 destroyed")
	if got := soleHook(t, s); got.SID != existing.SID || got.AudioSources[0] != "*" {
		t.Errorf("the hook is %+v", got)
	}
	w.PlansEmpty()
}

// A replacement that creates first needs a new name. Otherwise nothing changes, and the error tells how to resolve it.
func TestReplacementOfACompositionHookThatCreatesFirst(t *testing.T) {
	t.Parallel()
	replaced := func(name, trigger string) string {
		return hookResource("friendly_name = \""+name+"\"\naudio_sources = [\"*\"]\n"+
			"lifecycle {\n  create_before_destroy = true\n  replace_triggered_by = [terraform_data.unknown]\n}\n") + unknown(trigger)
	}
	s, w := startWith(t, twiliosandbox.Behaviour{}, replaced("Consultations", "1"))
	first := soleHook(t, s).SID
	w.Config(replaced("Consultations", "2"))
	w.Fail("apply", "-auto-approve", "-no-color").ExpectOneError(t, "The composition hook exists already", first, "remove that, or change friendly_name")
	expectState(t, w, hookAddress, map[string]any{"sid": first})
	w.Config(replaced("Consultations 2", "3"))
	w.Apply()
	if got := soleHook(t, s); got.SID == first || got.FriendlyName != "Consultations 2" {
		t.Errorf("the hook is %+v", got)
	}
	w.PlansEmpty()
}

// A replacement that destroys first keeps the name. A moved block keeps the hook.
func TestReplacementAndRenamingOfACompositionHook(t *testing.T) {
	t.Parallel()
	s, w := startWith(t, twiliosandbox.Behaviour{}, hookResource(audioOnly))
	first := soleHook(t, s).SID
	w.Succeed("apply", "-auto-approve", "-no-color", "-replace="+hookAddress)
	second := soleHook(t, s).SID
	if second == first {
		t.Error("the hook was not replaced")
	}
	w.Config(strings.Replace(hookResource(audioOnly), `"this"`, `"that"`, 1) + "moved {\n  from = " + hookAddress + "\n  to = " + hookType + ".that\n}\n")
	w.Apply().Contains(t, "0 added, 0 changed, 0 destroyed")
	if got := soleHook(t, s).SID; got != second {
		t.Errorf("the hook %s became %s", second, got)
	}
}

func TestRenamingAHookToTheNameOfAnother(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	o := manage(t, s, hookType, hookResource(audioOnly))
	other := s.AddCompositionHook(s.SID, twiliosandbox.CompositionHook{FriendlyName: "Taken", AudioSources: []string{"*"}})
	o.Plan(hookResource(strings.Replace(audioOnly, "Consultations", "Taken", 1))).FailsUnchanged(
		"Another composition hook has this name", s.SID, "HTTP status 400", other.SID, "Choose another friendly_name")
}

// An ambiguous creation is sent once, and its error names the hook that it may have created.
func TestAmbiguousCreationOfAHookNamesIt(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]sandbox.Fault{
		"dropped":      {Drop: true},
		"server error": {Status: 500},
		"not JSON":     {Status: 201, ContentType: "text/html", Body: "<html>created</html>"},
		"null":         {Status: 201, Body: `null`},
	} {
		s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
		// Another name that the filter of the list finds too.
		other := s.AddCompositionHook(s.SID, twiliosandbox.CompositionHook{FriendlyName: "Consultations 2", AudioSources: []string{"*"}})
		fault.Method, fault.Path, fault.After = "POST", hooksPath, true
		s.Faults().Add(fault)
		message := createHook(t, s)
		made := s.CompositionHooks(s.SID)[1]
		expectMessage(t, message, "Could not create the composition hook", s.SID, "Twilio may have processed the request nevertheless, so it was not repeated",
			made.SID, "It is not in the state", "import { to = "+hookType+`.NAME id = "`+made.SID+`" }`)
		if strings.Contains(message, other.SID) {
			t.Errorf("%s: the message has another hook:\n%s", name, message)
		}
		expectSent(t, s, "the creation", "GET", "POST", "GET")
	}
}

func TestAmbiguousCreationWithoutAHook(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: hooksPath, Drop: true})
	expectMessage(t, createHook(t, s), `Twilio lists no composition hook with the name "Consultations" now, so it was probably not created`)
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: hooksPath, Drop: true, After: true})
	s.Faults().Add(sandbox.Fault{Method: "GET", Path: hooksPath, Status: 401, Body: `{"code":70051,"message":"required permission is missing","status":401}`})
	expectMessage(t, createHook(t, s), "If it was created, it is not in the state", "required permission is missing", "terraform query")
	// A refusal for another reason is Twilio's own.
	s.RemoveCompositionHook(s.SID, soleHook(t, s).SID)
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: hooksPath, Status: 400, Body: `{"code":20001,"message":"No such track","status":400}`})
	expectMessage(t, createHook(t, s), "Could not create the composition hook", "No such track", "Correct the values that Twilio refuses")
}

func TestAmbiguousCreationOfAHookAfterAnInterrupt(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	w.Config(hookResource(audioOnly))
	arrived := make(chan struct{})
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: hooksPath, After: true, Hook: func() { close(arrived) }, Delay: 3600e9})
	got := w.Interrupt(arrived, "apply", "-auto-approve", "-no-color")
	got.Contains(t, "Could not create the composition hook", "context canceled", soleHook(t, s).SID)
}

// An error would taint a hook that works. The next plan shows the difference.
func TestCreatedHookThatDiffersIsAWarning(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	o := manage(t, s, hookType, "")
	s.Faults().Add(sandbox.Fault{
		Method: "POST", Path: hooksPath, After: true, Status: 201,
		Body: `{"sid":"HK00000000000000000000000000000000","friendly_name":"Consultations","enabled":true}`,
	})
	o.Apply(hookResource(fullHook)).Contains(t, "Warning: Twilio changed enabled", "enabled = true instead of false", "Warning: Twilio changed video_layout")
	if o.Tainted {
		t.Error("it is tainted")
	}
}

// The provider's twilio.account_sid is not the account of its credentials.
func TestHookInAnotherAccountIsTainted(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	o := manage(t, s, hookType, "")
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: hooksPath, Hook: func() { s.RespondAs(otherAccount) }})
	o.Fails(hookResource(audioOnly)).ExpectOneError(t, "Twilio created the composition hook in another account", otherAccount, s.SID)
	if !o.Tainted {
		t.Error("it is not tainted")
	}
}
