package twilio_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Every write needs a name. The destroy sends Twilio's current one, or else the one in the state.
func TestDestroyDisables(t *testing.T) {
	t.Parallel()
	s, w := startWith(t, twiliosandbox.Behaviour{}, recordingSettings.resource(encrypting)+compositionSettings.resource(encrypting))
	drifted := encryptingSettings
	drifted.FriendlyName = "Renamed"
	setSettings(s, recordingSettings, drifted)
	drifted.FriendlyName = ""
	setSettings(s, compositionSettings, drifted)
	got := w.Succeed("plan", "-destroy", "-no-color")
	for _, k := range bothSettings {
		got.Contains(t, "Warning: New "+k.media+" will be stored in Twilio's cloud, unencrypted", "instead of "+bucket)
	}
	w.Succeed("destroy", "-auto-approve", "-refresh=false")
	sent := map[string]string{}
	for _, r := range s.Log().All() {
		if r.Method == http.MethodPost {
			sent[r.Path] = r.Form.Encode()
		}
	}
	if diff := cmp.Diff(map[string]string{
		"/v1/RecordingSettings/Default":   "AwsStorageEnabled=false&EncryptionEnabled=false&FriendlyName=Renamed",
		"/v1/CompositionSettings/Default": "AwsStorageEnabled=false&EncryptionEnabled=false&FriendlyName=Consultations",
	}, sent); diff != "" {
		t.Errorf("the destroy sent (-want +got):\n%s", diff)
	}
}

func TestDestroyThatRetains(t *testing.T) {
	t.Parallel()
	retained := encrypting + `on_destroy = "retain"`
	s, w := startWith(t, twiliosandbox.Behaviour{}, recordingSettings.resource(retained)+compositionSettings.resource(retained))
	got := w.Succeed("destroy", "-auto-approve", "-refresh=false", "-no-color")
	for _, k := range bothSettings {
		loss := map[string]string{"recordings": "recordings are lost", "compositions": "compositions fail"}[k.media]
		got.Contains(t, "settings will stay unchanged",
			"still stores new "+k.media+" in "+bucket, "credential "+awsCredential+" must outlive this resource: without it, "+loss,
			"still encrypts new "+k.media, "public key "+publicKey+" must outlive this resource: without it, "+loss)
		expectSettings(t, s, k, encryptingSettings)
	}
	expectSent(t, s, "a destroy that retains")
}

// A destroy of settings that are off changes nothing, also if Twilio has kept references.
func TestDestroyOfSettingsThatAreOff(t *testing.T) {
	t.Parallel()
	s, w := startWith(t, twiliosandbox.Behaviour{Merge: true}, recordingSettings.resource(encrypting)+compositionSettings.resource(encrypting))
	w.Config(recordingSettings.resource(named+`on_destroy = "disable"`) + compositionSettings.resource(named+`on_destroy = "retain"`))
	w.Apply()
	kept := currentSettings(t, s, recordingSettings)
	if kept.AWSS3URL == "" || kept.AWSStorageEnabled {
		t.Fatalf("the settings are %+v", kept)
	}
	s.Log().Reset()
	w.Succeed("destroy", "-auto-approve", "-refresh=false", "-no-color").Lacks(t, "Warning")
	expectSent(t, s, "a destroy with disable and one with retain", "GET")
	expectSettings(t, s, recordingSettings, kept)
	expectSettings(t, s, compositionSettings, kept)
}

// A destroy begins with a plan, which includes the creation of the resources that a failed destroy has destroyed.
func TestRepeatedDestroy(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{Merge: true})
	config := recordingSettings.resource(encrypting+"depends_on = ["+compositionSettings.address()+"]") + compositionSettings.resource(storing)
	var left twiliosandbox.Settings
	s.Test(t,
		resource.TestStep{Config: config},
		withFault(s, sandbox.Fault{Method: "POST", Path: "/CompositionSettings", Status: 403, Body: `{"code":20003,"message":"Permission denied"}`},
			destroying(failing(config, "Permission denied"))),
		// The settings that another administrator has made since are an error.
		resource.TestStep{
			PreConfig: func() {
				left = currentSettings(t, s, recordingSettings)
				setSettings(s, recordingSettings, existingSettings)
			},
			Config: config, Destroy: true, ExpectError: acctest.ErrorWith("settings exist already", "terraform destroy -refresh=false"),
		},
		// The settings that the destroy has left are none.
		resource.TestStep{
			PreConfig: func() { setSettings(s, recordingSettings, left) },
			Config:    config, Destroy: true,
			PostApplyFunc: func() { expectSettings(t, s, recordingSettings, left) },
		},
	)
}

// A replacement ends with the same settings. Twilio may keep references that its destroy omits, which need no warning.
func TestReplace(t *testing.T) {
	t.Parallel()
	k := compositionSettings
	s, w := start(t, twiliosandbox.Behaviour{Merge: true})
	for _, attributes := range []string{encrypting, named, encrypting + `on_destroy = "retain"`} {
		w.Config(k.resource(attributes))
		w.Apply()
		before := currentSettings(t, s, k)
		w.Succeed("apply", "-auto-approve", "-no-color", "-replace="+k.address()).Lacks(t, "settings that are switched off will be replaced")
		w.PlansEmpty()
		expectSettings(t, s, k, before)
	}
}

// To the provider, a replacement with a change is a creation over existing settings. The plan refuses it, before storage is off.
func TestReplaceWithAChange(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, w := startWith(t, twiliosandbox.Behaviour{Merge: true}, k.resource(storing))
	replace := []string{"apply", "-auto-approve", "-no-color", "-replace=" + k.address()}
	w.Config(k.resource(encrypting))
	expectOneError(t, w.Fail(replace...), "This configuration manages them already", "apply the change without it first")
	expectNoWrite(t, s)
	// Settings that are off are replaced.
	w.Config(k.resource(named))
	w.Apply()
	w.Config(k.resource(encrypting))
	w.Succeed(replace...)
	expectSettings(t, s, k, encryptingSettings)
}
