package twilio_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	videostorage "github.com/videostorage/terraform-provider-videostorage/internal/provider"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Every write needs a name. The destroy sends Twilio's current one, or else the one in the state.
func TestDestroyDisables(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind            settingsKind
		name, wantsSent string
	}{{recordingSettings, "Renamed", "Renamed"}, {compositionSettings, "", "Consultations"}} {
		k := test.kind
		s, o := startSettings(t, twiliosandbox.Behaviour{}, k, encrypting)
		drifted := encryptingSettings
		drifted.FriendlyName = test.name
		setSettings(s, k, drifted)
		o.PlanDestroy().Contains(t, "Warning: New "+k.media+" will be stored in Twilio's cloud, unencrypted", "instead of "+bucket)
		o.SkipRefresh = true
		o.Destroy()
		if diff := cmp.Diff("AwsStorageEnabled=false&EncryptionEnabled=false&FriendlyName="+test.wantsSent, lastForm(t, s).Encode()); diff != "" {
			t.Errorf("the destroy of the %s sent (-want +got):\n%s", k.title, diff)
		}
		expectWrites(t, s, k.write())
	}
}

func TestDestroyThatRetains(t *testing.T) {
	t.Parallel()
	for _, k := range bothSettings {
		s, o := startSettings(t, twiliosandbox.Behaviour{}, k, encrypting+`on_destroy = "retain"`)
		o.SkipRefresh = true
		loss := map[string]string{"recordings": "recordings are lost", "compositions": "compositions fail"}[k.media]
		o.Destroy().Contains(t, "settings will stay unchanged",
			"still stores new "+k.media+" in "+bucket, "credential "+awsCredential+" must outlive this resource: without it, "+loss,
			"still encrypts new "+k.media, "public key "+publicKey+" must outlive this resource: without it, "+loss)
		expectSettings(t, s, k, encryptingSettings)
		expectSent(t, s, "a destroy that retains")
	}
}

// A destroy of settings that are off changes nothing, also if Twilio has kept references.
func TestDestroyOfSettingsThatAreOff(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind      settingsKind
		onDestroy string
		sent      []string
	}{{recordingSettings, "disable", []string{"GET"}}, {compositionSettings, "retain", nil}} {
		k := test.kind
		s, o := startSettings(t, twiliosandbox.Behaviour{Merge: true}, k, encrypting)
		o.Apply(k.resource(named + `on_destroy = "` + test.onDestroy + `"`))
		kept := currentSettings(t, s, k)
		if kept.AWSS3URL == "" || kept.AWSStorageEnabled {
			t.Fatalf("the settings are %+v", kept)
		}
		s.Log().Reset()
		o.SkipRefresh = true
		o.Destroy().Lacks(t, "Warning")
		expectSent(t, s, "a destroy with "+test.onDestroy, test.sent...)
		expectSettings(t, s, k, kept)
	}
}

// A destroy begins with a plan, which includes the creation of the resources that a failed destroy has destroyed.
func TestRepeatedDestroy(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, w := startWith(t, twiliosandbox.Behaviour{Merge: true},
		k.resource(encrypting+"depends_on = ["+compositionSettings.address()+"]")+compositionSettings.resource(storing))
	destroy := []string{"destroy", "-auto-approve", "-no-color"}
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: "/CompositionSettings", Status: 403, Body: `{"code":20003,"message":"Permission denied"}`})
	w.Fail(destroy...).Contains(t, "Permission denied")
	left := currentSettings(t, s, k)
	// The settings that another administrator has made since are an error.
	setSettings(s, k, existingSettings)
	w.Fail(destroy...).Contains(t, "settings exist already", "terraform destroy -refresh=false")
	// The settings that the destroy has left are none.
	setSettings(s, k, left)
	w.Succeed(destroy...)
	expectSettings(t, s, k, left)
}

// To the provider, a replacement with a change is a creation over existing settings. The plan refuses it, before storage is off.
func TestReplaceWithAChange(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, w := startWith(t, twiliosandbox.Behaviour{Merge: true}, k.resource(storing))
	replace := []string{"apply", "-auto-approve", "-no-color", "-replace=" + k.address()}
	w.Config(k.resource(encrypting))
	w.Fail(replace...).ExpectOneError(t, "This configuration manages them already", "apply the change without it first")
	expectNoWrite(t, s)
	// Settings that are off are replaced.
	w.Config(k.resource(named))
	w.Apply()
	w.Config(k.resource(encrypting))
	w.Succeed(replace...)
	expectSettings(t, s, k, encryptingSettings)
}

// createFirst is a dependent of the settings. With it, Terraform creates the settings' replacement before it destroys them.
func createFirst(k settingsKind) string {
	return "\nresource \"terraform_data\" \"dependent\" {\n  input = " + k.address() + ".url\n  lifecycle { create_before_destroy = true }\n}\n"
}

// expectStorageOn fails the test unless storage is on and the next plan is empty.
func expectStorageOn(t *testing.T, s *acctest.Sandbox, w *acctest.Workspace, k settingsKind) {
	t.Helper()
	expectSettings(t, s, k, storingSettings)
	w.PlansEmpty()
}

func TestReplacementThatCreatesFirstKeepsStorageOn(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, w := startWith(t, twiliosandbox.Behaviour{}, k.resource(storing)+createFirst(k))
	for _, behaviour := range variants {
		s.SetBehaviour(behaviour)
		got := w.Succeed("apply", "-auto-approve", "-no-color", "-replace="+k.address())
		got.Contains(t, "1 added", "1 destroyed", "The recording settings were not switched off", "the destroy sent no request", bucket)
		expectWrites(t, s, k.write()) // That is the one of the creation.
		expectSettings(t, s, k, storingSettings)
	}
	w.PlansEmpty()
}

// Without its dependent, the settings are switched off in between. A replacement ends with the same settings. Twilio may keep references that
// the destroy omits, which need no warning.
func TestReplacementThatDestroysFirstEndsOn(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, w := start(t, twiliosandbox.Behaviour{})
	for i, test := range []struct {
		variant, attributes string
		writes              []string
	}{
		{"replace", storing, []string{k.write(), k.write()}},
		{"merge", storing, []string{k.write(), k.write()}},
		{"merge", named, []string{k.write()}},
		{"merge", encrypting + `on_destroy = "retain"`, []string{k.write()}},
	} {
		s.SetBehaviour(variants[test.variant])
		settings := k.resource(test.attributes + "\nlifecycle { replace_triggered_by = [terraform_data.unknown] }")
		w.Config(unknown(fmt.Sprint(i)) + settings)
		w.Apply()
		before := currentSettings(t, s, k)
		s.Log().Reset()
		w.Config(unknown(fmt.Sprint(i+1)) + settings)
		got := w.Apply()
		got.Contains(t, "1 destroyed")
		got.Lacks(t, "settings that are switched off will be replaced")
		if test.attributes == storing {
			got.Contains(t, "The recording settings were switched off", "aws_s3_url = \""+bucket+"\"")
		}
		expectWrites(t, s, test.writes...)
		expectSettings(t, s, k, before)
	}
	w.PlansEmpty()
}

// Terraform creates the object at the new address and destroys the one at the old address at the same time.
func TestNewAddressKeepsStorageOn(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	relabeled := strings.Replace(k.resource(storing), `"this"`, `"other"`, 1)
	s, w := startWith(t, twiliosandbox.Behaviour{}, k.resource(storing))
	if err := os.Mkdir(filepath.Join(w.Dir, "moved"), 0o700); err != nil {
		t.Fatal(err)
	}
	w.Write("moved/main.tf", "terraform {\n  required_providers {\n    videostorage = { source = \""+videostorage.Address+"\" }\n  }\n}\n"+k.resource(storing))
	for _, step := range []struct{ address, variant, config string }{
		{"label", "replace", relabeled},
		{"label and count", "merge", strings.Replace(k.resource(storing), "{", "{\n  count = 1", 1)},
		{"for_each", "replace", strings.Replace(k.resource(storing), "{", "{\n  for_each = toset([\"only\"])", 1)},
		{"module", "merge", "\nmodule \"moved\" {\n  source = \"./moved\"\n}\n"},
		// The destroy comes first.
		{"slow dependency", "replace", strings.Replace(relabeled, "{", "{\n  depends_on = [terraform_data.slow]", 1) +
			"\nresource \"terraform_data\" \"slow\" {\n  provisioner \"local-exec\" {\n    command = \"sleep 1\"\n  }\n}\n"},
	} {
		s.SetBehaviour(variants[step.variant])
		w.Config(step.config)
		if step.address == "module" {
			w.Succeed("get")
		}
		// The first write of the next run is slow, whether it is the one of the creation or of the destroy.
		s.Faults().Add(sandbox.Fault{Method: http.MethodPost, Delay: time.Second})
		w.Apply().Contains(t, "1 destroyed")
		expectSettings(t, s, k, storingSettings)
	}
	w.PlansEmpty()
}

func TestFailedCreationKeepsStorageOn(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, w := startWith(t, twiliosandbox.Behaviour{}, k.resource(storing)+createFirst(k))
	s.Faults().Add(sandbox.Fault{Method: http.MethodPost, Status: http.StatusBadRequest, Body: `{"code":20001,"message":"refused","status":400}`})
	w.Fail("apply", "-auto-approve", "-no-color", "-replace="+k.address()).Contains(t, "refused")
	w.Apply()
	expectStorageOn(t, s, w, k)
}

// Terraform does not tell the provider that an object is deposed, as a killed run leaves it. The destroy names the settings, and the
// next plan restores them.
func TestDestroyOfDeposedSettingsNamesThem(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, w := startWith(t, twiliosandbox.Behaviour{}, k.resource(storing))
	var state map[string]any
	if err := json.Unmarshal([]byte(w.Read("terraform.tfstate")), &state); err != nil {
		t.Fatal(err)
	}
	settings := state["resources"].([]any)[0].(map[string]any)    //nolint:forcetypeassert // the format of a state
	instance := settings["instances"].([]any)[0].(map[string]any) //nolint:forcetypeassert // the format of a state
	deposed := maps.Clone(instance)
	deposed["deposed"] = "0badc0de"
	settings["instances"] = []any{instance, deposed}
	content, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	w.Write("terraform.tfstate", string(content))
	w.Apply().Contains(t, "1 destroyed", "were switched off", "aws_s3_url = \""+bucket+"\"", "aws_credentials_sid = \""+awsCredential+"\"", "apply it again")
	w.Apply()
	expectStorageOn(t, s, w, k)
}

func TestSecondConfigurationIsWarned(t *testing.T) {
	t.Parallel()
	for _, k := range bothSettings {
		s, _ := startSettings(t, twiliosandbox.Behaviour{}, k, storing)
		second := manage(t, s, k.typeName, "")
		plan := second.Plan(k.resource(storing))
		plan.Expect(plancheck.ResourceActionCreate)
		plan.Contains(t, "Equal "+k.title+" are in force already", "another configuration may manage them",
			"import { to = "+k.typeName+".NAME id = \"Default\" }")
		expectNoWrite(t, s)
		// Settings that are switched off are not in force.
		setSettings(s, k, twiliosandbox.Settings{FriendlyName: "Consultations"})
		plan = second.Plan(k.resource(named))
		plan.Expect(plancheck.ResourceActionCreate)
		plan.Lacks(t, "in force already")
	}
}

func TestDestroyRefusesSettingsThatItsPlanDidNotShow(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, o := startSettings(t, twiliosandbox.Behaviour{}, k, encrypting)
	const elsewhere = "https://elsewhere.s3.eu-central-1.amazonaws.com/video"
	plan := o.PlanDestroy()
	// A refused apply leaves the state as it is, so the saved plan stays valid for the next change.
	for name, change := range map[string]func(*twiliosandbox.Settings){
		"bucket":         func(settings *twiliosandbox.Settings) { settings.AWSS3URL = elsewhere },
		"credential":     func(settings *twiliosandbox.Settings) { settings.AWSCredentialsSID = otherCredential },
		"public key":     func(settings *twiliosandbox.Settings) { settings.EncryptionKeySID = otherCredential },
		"storage off":    func(settings *twiliosandbox.Settings) { settings.AWSStorageEnabled = false },
		"encryption off": func(settings *twiliosandbox.Settings) { settings.EncryptionEnabled = false },
	} {
		changed := encryptingSettings
		change(&changed)
		setSettings(s, k, changed)
		s.Log().Reset()
		got := plan.Fails()
		got.Contains(t, "The "+k.title+" have changed since the plan", "nothing was written", "Run terraform destroy again")
		if name == "bucket" {
			got.Contains(t, `aws_s3_url = "`+elsewhere+`" -> "`+bucket+`"`)
		}
		expectNoWrite(t, s)
		expectSettings(t, s, k, changed)
	}
	moved := encryptingSettings
	moved.AWSS3URL = elsewhere
	setSettings(s, k, moved)
	plan = o.PlanDestroy()
	plan.Contains(t, elsewhere)
	// A change of the name alone loses nothing.
	moved.FriendlyName = "Renamed by hand"
	setSettings(s, k, moved)
	plan.Apply()
	if got := currentSettings(t, s, k); got.AWSStorageEnabled || got.EncryptionEnabled || got.FriendlyName != "Renamed by hand" {
		t.Errorf("after the new destroy, the settings are %+v", got)
	}
}

func TestTaintedSettingsNameUntaint(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, w := start(t, twiliosandbox.Behaviour{})
	provision := func(command string) string {
		return "provisioner \"local-exec\" {\n    command = \"" + command + "\"\n  }\n"
	}
	w.Config(k.resource(storing + provision("exit 1")))
	w.Fail("apply", "-auto-approve", "-no-color")
	w.Config(k.resource(strings.Replace(storing, "Consultations", "Renamed", 1) + provision("exit 0")))
	got := w.Fail("plan", "-no-color")
	got.ExpectOneError(t, "settings exist already", "This configuration manages them already", "terraform untaint ADDRESS")
	got.Lacks(t, "import {")
	w.Succeed("untaint", k.address())
	w.Apply()
	if got := currentSettings(t, s, k); !got.AWSStorageEnabled || got.FriendlyName != "Renamed" {
		t.Errorf("the settings are %+v", got)
	}
}

// Twilio's reads may lag behind its writes.
func TestStaleReadIsRepeated(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, w := startWith(t, twiliosandbox.Behaviour{}, k.resource(storing))
	stale := `{"account_sid":"` + s.SID + `","friendly_name":"Consultations","aws_storage_enabled":true,"aws_s3_url":"` + bucket +
		`/old","aws_credentials_sid":"` + awsCredential + `","encryption_enabled":false,"url":"https://video.twilio.com/v1/RecordingSettings/Default"}`
	w.Config(k.resource(named+storage) + "\ndata \"" + k.typeName + "\" \"after\" {\n  depends_on = [" + k.address() + "]\n}\n" +
		"output \"read\" {\n  value = data." + k.typeName + ".after.aws_s3_url\n}\n")
	setSettings(s, k, twiliosandbox.Settings{FriendlyName: "Drift"})
	// The refresh, the update and the read of the data source.
	s.Faults().Add(sandbox.Fault{Method: http.MethodGet, Path: "RecordingSettings", Nth: 3, Times: 2, Status: http.StatusOK, Body: stale})
	w.Apply()
	if got := w.Output("read"); got != bucket {
		t.Errorf("the data source has %v", got)
	}
}
