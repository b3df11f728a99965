package twilio_test

import (
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func TestDestroyDisables(t *testing.T) {
	t.Parallel()
	forEachWorld(t, func(t *testing.T, k twin, b twiliosandbox.Behaviour) {
		s, w := start(t, b)
		w.Config(k.resource(encrypting))
		w.Apply()
		// Renamed by somebody since: that is none of destroy's business.
		now := held(t, s, k)
		now.FriendlyName = "Renamed"
		hold(s, k, now)
		got := w.Succeed("plan", "-destroy", "-no-color")
		got.Contains(t, "Warning: ", "stored in Twilio's cloud, unencrypted, and no longer in "+bucket)
		w.Succeed("destroy", "-auto-approve", "-refresh=false")
		form := lastForm(t, s)
		if len(form) != 3 || form.Get("FriendlyName") != "Renamed" || form.Get("AwsStorageEnabled") != "false" || form.Get("EncryptionEnabled") != "false" {
			t.Errorf("the destroy sent %v", form)
		}
		expectNoState(t, w, k)
	})
}

func TestDestroyThatFailsKeepsTheState(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]sandbox.Fault{
		"refused": {Method: "POST", Status: 400, Body: `{"code":20001,"message":"No","status":400}`},
		"ignored": {Method: "POST", Status: 200, Body: `{"account_sid":null,"friendly_name":"Consultations","aws_storage_enabled":true}`},
		"unread":  {Method: "GET", Status: 401, Body: `{"code":20003,"message":"Authenticate","status":401}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachTwin(t, func(t *testing.T, k twin) {
				s, w := start(t, twiliosandbox.Behaviour{})
				w.Config(k.resource(storing))
				w.Apply()
				s.Faults().Add(fault)
				expectOneError(t, w.Fail("destroy", "-auto-approve", "-refresh=false", "-no-color"))
				expectState(t, w, k, map[string]any{"aws_storage_enabled": true, "aws_s3_url": bucket})
				w.Destroy()
				expectNoState(t, w, k)
			})
		})
	}
}

func TestDestroyThatRetains(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{})
		w.Config(k.resource(encrypting + `on_destroy = "retain"`))
		w.Apply()
		before := held(t, s, k)
		s.Log().Reset()
		got := w.Succeed("destroy", "-auto-approve", "-refresh=false", "-no-color")
		got.Contains(t, "Warning: ", "still sent to "+bucket, "make sure that the credential "+awsCredential+" outlives this, for once it is deleted they "+map[string]string{"recordings": "are lost", "compositions": "fail"}[k.media()],
			"still encrypted", publicKey)
		expectSent(t, s, "a destroy that retains")
		if held(t, s, k) != before {
			t.Errorf("the settings were changed to %+v", held(t, s, k))
		}
		expectNoState(t, w, k)
	})
}

func TestDestroyThatRetainsSettingsThatAreOff(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		_, w := start(t, twiliosandbox.Behaviour{})
		w.Config(k.resource(named + "\n" + `on_destroy = "retain"`))
		w.Apply()
		w.Destroy().Contains(t, "still stored in Twilio's cloud, unencrypted")
	})
}

// A write needs a name, also where Twilio has none.
func TestDestroyOfSettingsWithoutAName(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{})
		w.Config(k.resource(storing))
		w.Apply()
		nameless := held(t, s, k)
		nameless.FriendlyName = ""
		hold(s, k, nameless)
		w.Succeed("destroy", "-auto-approve", "-refresh=false")
		if form := lastForm(t, s); form.Get("FriendlyName") != "Consultations" {
			t.Errorf("the destroy sent %v", form)
		}
	})
}
