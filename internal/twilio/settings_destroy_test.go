package twilio_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

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
