package twilio_test

import (
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Names are unique. The hook with the name can be imported, as the message says.
func TestCreationOfAHookThatExistsShowsTheImport(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	existing := s.AddCompositionHook(s.SID, twiliosandbox.CompositionHook{FriendlyName: "Consultations", Enabled: true, AudioSources: []string{"doctor"}})
	manage(t, s, hookType, "").Plan(hookResource(audioOnly)).FailsUnchanged("The composition hook exists already", s.SID, "HTTP status 400, Twilio error",
		existing.SID+`, "Consultations", created 20`, "import { to = "+hookType+`.NAME id = "`+existing.SID+`" }`, "choose another friendly_name", "add a moved block")
	w.Config(hookResource(audioOnly) + importBlock(hookAddress, `id = "`+existing.SID+`"`))
	w.Apply().Contains(t, "1 imported, 0 added, 1 changed, 0 destroyed")
	if got := soleHook(t, s); got.SID != existing.SID || got.AudioSources[0] != "*" {
		t.Errorf("the hook is %+v", got)
	}
	w.PlansEmpty()
}

// A replacement that creates first needs a new name. Otherwise nothing changes, and the error tells how to resolve it. A replacement that destroys
// first keeps the name. A moved block keeps the hook.
func TestReplacementAndRenamingOfACompositionHook(t *testing.T) {
	t.Parallel()
	const named = "friendly_name = \"Consultations 2\"\naudio_sources = [\"*\"]\n"
	replaced := func(attributes, trigger string) string {
		return hookResource(attributes+"lifecycle {\n  create_before_destroy = true\n  replace_triggered_by = [terraform_data.unknown]\n}\n") + unknown(trigger)
	}
	s, w := startWith(t, twiliosandbox.Behaviour{}, replaced(audioOnly, "1"))
	first := soleHook(t, s).SID
	w.Config(replaced(audioOnly, "2"))
	w.Fail("apply", "-auto-approve", "-no-color").ExpectOneError(t, "The composition hook exists already", first, "remove that, or change friendly_name")
	expectState(t, w, hookAddress, map[string]any{"sid": first})
	w.Config(replaced(named, "3"))
	w.Apply()
	second := soleHook(t, s)
	if second.SID == first || second.FriendlyName != "Consultations 2" {
		t.Errorf("the hook is %+v", second)
	}
	w.Config(hookResource(named))
	w.Succeed("apply", "-auto-approve", "-no-color", "-replace="+hookAddress)
	third := soleHook(t, s)
	if third.SID == second.SID || third.FriendlyName != "Consultations 2" {
		t.Errorf("the hook %s became %+v", second.SID, third)
	}
	w.Config(strings.Replace(hookResource(named), `"this"`, `"that"`, 1) + "moved {\n  from = " + hookAddress + "\n  to = " + hookType + ".that\n}\n")
	w.Apply().Contains(t, "0 added, 0 changed, 0 destroyed")
}

func TestRenamingAHookToTheNameOfAnother(t *testing.T) {
	t.Parallel()
	s, o := startHook(t, twiliosandbox.Behaviour{}, audioOnly)
	other := s.AddCompositionHook(s.SID, twiliosandbox.CompositionHook{FriendlyName: "Taken", AudioSources: []string{"*"}})
	o.Plan(hookResource(strings.Replace(audioOnly, "Consultations", "Taken", 1))).FailsUnchanged(
		"Another composition hook has this name", s.SID, "HTTP status 400", other.SID, "Choose another friendly_name")
}

// An ambiguous creation is sent once, and its error names the hook that it may have created.
func TestAmbiguousCreationOfAHookNamesIt(t *testing.T) {
	t.Parallel()
	for _, fault := range []sandbox.Fault{
		{Drop: true},
		{Status: 500},
		{Status: 201, ContentType: "text/html", Body: "<html>created</html>"},
		{Status: 201, Body: `null`},
	} {
		t.Logf("%+v", fault)
		s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
		// Another name that the filter of the list finds too.
		other := s.AddCompositionHook(s.SID, twiliosandbox.CompositionHook{FriendlyName: "Consultations 2", AudioSources: []string{"*"}})
		fault.Method, fault.Path, fault.After = "POST", hooksPath, true
		s.Faults().Add(fault)
		o := manage(t, s, hookType, "")
		got := o.Fails(hookResource(audioOnly), "Could not create the composition hook", s.SID,
			"Twilio may have processed the request nevertheless, so it was not repeated", "It is not in the state")
		made := s.CompositionHooks(s.SID)[1]
		got.ExpectOneError(t, made.SID, "import { to = "+hookType+`.NAME id = "`+made.SID+`" }`)
		got.Lacks(t, other.SID)
		if o.State.Exists() {
			t.Errorf("the state is %v", o.State.Attributes())
		}
		expectWrites(t, s, "POST "+hooksPath)
	}
}

func TestAmbiguousCreationWithoutAHook(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	fails := func(fault sandbox.Fault, parts ...string) {
		t.Helper()
		fault.Method, fault.Path = "POST", hooksPath
		s.Faults().Add(fault)
		manage(t, s, hookType, "").Plan(hookResource(audioOnly)).FailsUnchanged(parts...)
	}
	fails(sandbox.Fault{Drop: true}, `Twilio lists no composition hook with the name "Consultations" now, so it was probably not created`)
	s.Faults().Add(sandbox.Fault{Method: "GET", Path: hooksPath, Status: 401, Body: `{"code":70051,"message":"required permission is missing","status":401}`})
	fails(sandbox.Fault{Drop: true, After: true}, "If it was created, it is not in the state", "required permission is missing", "terraform query")
	// A refusal for another reason is Twilio's own.
	s.RemoveCompositionHook(s.SID, soleHook(t, s).SID)
	fails(sandbox.Fault{Status: 400, Body: `{"code":20001,"message":"No such track","status":400}`},
		"Could not create the composition hook", "No such track", "Correct the values that Twilio refuses")
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
	s, o := startHook(t, twiliosandbox.Behaviour{}, "")
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
	s, o := startHook(t, twiliosandbox.Behaviour{}, "")
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: hooksPath, Hook: func() { s.RespondAs(otherAccount) }})
	o.Fails(hookResource(audioOnly)).ExpectOneError(t, "Twilio created the composition hook in another account", otherAccount, s.SID)
	if !o.Tainted {
		t.Error("it is not tainted")
	}
}
