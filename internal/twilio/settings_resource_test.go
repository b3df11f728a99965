package twilio_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Both settings live in one configuration, in every variant that Twilio's documentation allows.
func TestLifecycle(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]twiliosandbox.Behaviour{
		"replace":                  {},
		"merge":                    {Merge: true},
		"created":                  {Created: true},
		"never configured is 404":  {NeverConfigured404: true},
		"never configured is null": {NullObject: true, Merge: true},
		"empty refused":            {RefuseEmpty: true, Merge: true},
		"slash trimmed":            {TrimSlash: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, b)
			apply := func(attributes string) {
				t.Helper()
				applyCleanly(t, w, recordingSettings.resource(attributes)+compositionSettings.resource(attributes))
			}
			expectBoth := func(want twiliosandbox.Settings) {
				t.Helper()
				for _, k := range bothSettings {
					got := currentSettings(t, s, k)
					if !want.AWSStorageEnabled {
						// The variant decides about references whose switch is off.
						got.AWSS3URL, got.AWSCredentialsSID, got.EncryptionKeySID = "", "", ""
					}
					if got != want {
						t.Errorf("%s are %+v, want %+v", k.sandbox, got, want)
					}
				}
			}
			off := twiliosandbox.Settings{FriendlyName: "Consultations"}
			apply(named)
			expectBoth(off)
			for _, k := range bothSettings {
				expectState(t, w, k.address(), map[string]any{
					"account_sid": s.SID, "friendly_name": "Consultations", "aws_storage_enabled": false, "encryption_enabled": false,
					"aws_s3_url": nil, "aws_credentials_sid": nil, "encryption_key_sid": nil, "on_destroy": "disable", "overwrite_existing": false,
					"url": "https://video.twilio.com/v1/" + string(k.sandbox) + "/Default",
				})
			}
			apply(encrypting)
			expectBoth(encryptingSettings)
			for _, k := range bothSettings {
				setSettings(s, k, twiliosandbox.Settings{FriendlyName: "Drift", AWSS3URL: bucket + "/elsewhere"})
			}
			apply(encrypting)
			expectBoth(encryptingSettings)
			apply(named)
			expectBoth(off)
			apply(encrypting)
			w.Destroy()
			expectBoth(off)
			for _, k := range bothSettings {
				expectNoState(t, w, k)
			}
		})
	}
}

// Terraform plans a creation twice: to show the plan, and again during the apply.
func TestRequestsOfEachCommand(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, w := start(t, twiliosandbox.Behaviour{})
	w.Config(k.resource(named))
	w.Plan()
	expectSent(t, s, "planning a creation", "GET")
	w.Apply()
	expectSent(t, s, "a creation", "GET", "GET", "GET", "POST")
	w.Succeed("plan", "-refresh-only")
	expectSent(t, s, "a refresh", "GET")
	w.Apply()
	expectSent(t, s, "an apply without changes", "GET")
	w.Config(k.resource(storing))
	w.Apply()
	expectSent(t, s, "an update", "GET", "GET", "POST")
	w.Config(k.resource(storing + "overwrite_existing = true\ntimeouts { read = \"1m\" }\n"))
	w.Succeed("apply", "-auto-approve", "-refresh=false")
	expectSent(t, s, "an update of the provider's own attributes")
	w.Succeed("destroy", "-auto-approve", "-refresh=false")
	expectSent(t, s, "a destroy", "GET", "POST")
}

// Existing settings are not replaced unexpectedly. The plan shows them, and the block that imports them.
func TestCreateRefusesToReplaceSettings(t *testing.T) {
	t.Parallel()
	forEachSettings(t, func(t *testing.T, k settingsKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		w.Config(k.resource(storing))
		for _, existing := range []twiliosandbox.Settings{
			existingSettings, {FriendlyName: "By hand", EncryptionEnabled: true, EncryptionKeySID: publicKey},
		} {
			setSettings(s, k, existing)
			expectOneError(t, w.Fail("plan", "-no-color"), "settings exist already", s.SID,
				`friendly_name = "By hand" -> "Consultations"`, "aws_storage_enabled = "+fmt.Sprint(existing.AWSStorageEnabled),
				existing.AWSS3URL, existing.AWSCredentialsSID, existing.EncryptionKeySID,
				"import { to = "+k.typeName+".NAME id = \"Default\" }", "-generate-config-out", "overwrite_existing = true")
			expectSent(t, s, "the refused plan", "GET")
		}
		// A switch that is missing in the response may be on if it has a reference.
		for _, fields := range []string{
			`"aws_storage_enabled":null,"encryption_enabled":null,"aws_s3_url":"` + bucket + `"`,
			`"encryption_enabled":false,"aws_credentials_sid":"` + awsCredential + `"`,
			`"aws_storage_enabled":false,"encryption_key_sid":"` + publicKey + `"`,
		} {
			s.Faults().Add(sandbox.Fault{Status: 200, Body: `{"friendly_name":"By hand",` + fields + `}`})
			expectOneError(t, w.Fail("plan", "-no-color"), "settings exist already")
		}
	})
}

func TestCreateReplacesDefaultsAndEqualSettings(t *testing.T) {
	t.Parallel()
	forEachVariant(t, func(t *testing.T, k settingsKind, b twiliosandbox.Behaviour) {
		for _, existing := range []twiliosandbox.Settings{
			{FriendlyName: "Another name"},
			{FriendlyName: "Consultations", AWSStorageEnabled: true, AWSS3URL: bucket + "/", AWSCredentialsSID: awsCredential},
			{FriendlyName: "Consultations", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: awsCredential, EncryptionKeySID: publicKey},
		} {
			s, w := start(t, b)
			setSettings(s, k, existing)
			applyCleanly(t, w, k.resource(storing))
		}
	})
}

// Settings that are switched off have no effect, whichever references they have. They are replaced with a warning.
func TestCreateReplacesSettingsThatAreOff(t *testing.T) {
	t.Parallel()
	forEachVariant(t, func(t *testing.T, k settingsKind, b twiliosandbox.Behaviour) {
		for _, existing := range []twiliosandbox.Settings{
			{FriendlyName: "By hand", AWSS3URL: bucket + "/elsewhere"},
			{FriendlyName: "By hand", EncryptionKeySID: publicKey},
			{FriendlyName: "By hand", AWSCredentialsSID: otherCredential},
		} {
			s, w := start(t, b)
			setSettings(s, k, existing)
			for _, overwrite := range []string{"overwrite_existing = terraform_data.unknown.output == \"true\"", ""} {
				w.Config(unknown("false") + k.resource(storing+overwrite))
				got, _ := w.Plan()
				got.Contains(t, "Warning: ", "settings that are switched off will be replaced", s.SID, `friendly_name = "By hand" -> "Consultations"`,
					"aws_storage_enabled = false -> true", existing.AWSS3URL, existing.AWSCredentialsSID, existing.EncryptionKeySID)
			}
			applyCleanly(t, w, k.resource(storing))
		}
	})
}

func TestOverwriteExistingWarnsOfEachChange(t *testing.T) {
	t.Parallel()
	forEachVariant(t, func(t *testing.T, k settingsKind, b twiliosandbox.Behaviour) {
		s, w := start(t, b)
		setSettings(s, k, twiliosandbox.Settings{FriendlyName: "By hand", AWSS3URL: bucket, EncryptionEnabled: true, EncryptionKeySID: publicKey})
		w.Config(k.resource(storing + "overwrite_existing = true"))
		got, _ := w.Plan()
		got.Contains(t, "Warning: Existing "+k.title+" will be replaced", s.SID,
			`friendly_name = "By hand" -> "Consultations"`,
			"aws_storage_enabled = false -> true",
			`aws_credentials_sid = null -> "`+awsCredential+`"`,
			"encryption_enabled = true -> false",
			`encryption_key_sid = "`+publicKey+`" -> (omitted: Twilio may clear it)`)
		got.Lacks(t, `aws_s3_url = "`+bucket+`" ->`)
		w.Apply()
		w.PlansEmpty()
		if got := currentSettings(t, s, k); !got.AWSStorageEnabled || got.EncryptionEnabled || got.FriendlyName != "Consultations" {
			t.Errorf("the settings are %+v", got)
		}
	})
}

// If overwrite_existing is unknown while planning, the creation decides.
func TestOverwriteExistingKnownDuringApply(t *testing.T) {
	t.Parallel()
	for value, code := range map[string]int{"false": 1, "true": 0} {
		s, w := start(t, twiliosandbox.Behaviour{})
		setSettings(s, recordingSettings, existingSettings)
		w.Config(unknown(value) + recordingSettings.resource(storing+"overwrite_existing = terraform_data.unknown.output"))
		w.Plan()
		got := w.Run("apply", "-auto-approve", "-no-color")
		if replaced := currentSettings(t, s, recordingSettings) != existingSettings; got.Code != code || replaced != (code == 0) {
			t.Errorf("with %s, the exit status is %d, and the settings were replaced: %t\n%s", value, got.Code, replaced, got.Text)
		}
	}
}

// Another administrator may set storage up between the plan and the apply, or during a replacement. So the creation reads the settings again.
func TestSettingsMadeAfterThePlanAreNotReplaced(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	makeSettings := func(s *acctest.Sandbox) func() { return func() { setSettings(s, k, existingSettings) } }
	s, w := start(t, twiliosandbox.Behaviour{})
	w.Config(k.resource(storing))
	w.Succeed("plan", "-out=saved")
	s.Log().Reset()
	// The apply plans again, with the first GET.
	s.Faults().Add(sandbox.Fault{Method: "GET", Nth: 2, Hook: makeSettings(s)})
	expectOneError(t, w.Fail("apply", "-no-color", "saved"), "settings exist already", "By hand")
	expectSent(t, s, "the apply", "GET", "GET")
	expectSettings(t, s, k, existingSettings)
	expectNoState(t, w, k)

	s, w = startWith(t, twiliosandbox.Behaviour{Merge: true}, k.resource(encrypting))
	s.Faults().Add(sandbox.Fault{Method: "POST", After: true, Hook: makeSettings(s)})
	expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color", "-replace="+k.address()), "settings exist already", "By hand")
	expectSettings(t, s, k, existingSettings)
}

// A failed creation leaves no state, because a tainted resource would be replaced, and that begins with switching storage off. A failed
// update leaves Twilio's values.
func TestWriteFailsIfTwilioDoesNotEncrypt(t *testing.T) {
	t.Parallel()
	forEachVariant(t, func(t *testing.T, k settingsKind, b twiliosandbox.Behaviour) {
		s, w := start(t, b)
		withoutEnterprise(s)
		w.Config(k.resource(encrypting))
		w.Fail("apply", "-auto-approve", "-no-color").Contains(t, "Twilio did not set encryption_enabled",
			"returned encryption_enabled = false instead of true", "Enterprise", "Security edition", "are not in the state", bucket, awsCredential,
			`id = "Default"`)
		expectNoState(t, w, k)
		if got := currentSettings(t, s, k); !got.AWSStorageEnabled {
			t.Errorf("storage was switched off: %+v", got)
		}
		// As the message advises:
		applyCleanly(t, w, k.resource(storing)+k.importBlock(`id = "Default"`))

		w.Config(k.resource("friendly_name = \"Renamed\"\n" + storage + encryption))
		got := w.Fail("apply", "-auto-approve", "-no-color")
		got.Contains(t, "Twilio did not set encryption_enabled", "Enterprise")
		got.Lacks(t, "Provider produced inconsistent result")
		expectState(t, w, k.address(), map[string]any{"friendly_name": "Renamed", "encryption_enabled": false})
		if _, changes := w.Plan(); !changes {
			t.Error("the next plan is empty, although encryption is off")
		}
	})
}

// Each attribute of the response is compared with the plan.
func TestCreateFailsIfTwilioSetsOtherValues(t *testing.T) {
	t.Parallel()
	const credentialCause = "could not use the bucket or the credential"
	s, w := start(t, twiliosandbox.Behaviour{})
	w.Config(recordingSettings.resource(storing))
	for name, test := range map[string]struct{ field, difference, cause string }{
		"friendly_name":       {`"friendly_name":"Other"`, `friendly_name = "Other" instead of "Consultations"`, "Another administrator"},
		"aws_storage_enabled": {`"aws_storage_enabled":false`, "aws_storage_enabled = false instead of true", credentialCause},
		"aws_s3_url":          {`"aws_s3_url":"https://other.s3.amazonaws.com"`, `other.s3.amazonaws.com" instead of "` + bucket, credentialCause},
		"aws_credentials_sid": {`"aws_credentials_sid":"` + otherCredential + `"`, otherCredential + `" instead of "` + awsCredential, credentialCause},
	} {
		// The last one of two equal names counts.
		s.Faults().Add(sandbox.Fault{Method: "POST", Status: 200, Body: `{"friendly_name":"Consultations","aws_storage_enabled":true,"aws_s3_url":"` +
			bucket + `","aws_credentials_sid":"` + awsCredential + `",` + test.field + `}`})
		got := w.Fail("apply", "-auto-approve", "-no-color")
		got.Contains(t, "Twilio did not set "+name, test.difference, test.cause, "are not in the state")
		if n := strings.Count(got.Text, "Twilio did not set"); n != 1 {
			t.Errorf("%d attributes differ, want one: %s", n, got.Text)
		}
		expectNoState(t, w, recordingSettings)
	}
}

// The write is idempotent: it is repeated, or the next apply finds equal settings.
func TestCreateWithLostResponse(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	w.Config(recordingSettings.resource(storing))
	s.Faults().Add(sandbox.Fault{Method: "POST", After: true, Status: 400, Body: `{"code":1,"message":"lost","status":400}`})
	w.Fail("apply", "-auto-approve")
	expectNoState(t, w, recordingSettings)
	s.Faults().Add(sandbox.Fault{Method: "POST", After: true, Drop: true})
	w.Apply()
	w.PlansEmpty()
}

func TestDestroyDisables(t *testing.T) {
	t.Parallel()
	forEachVariant(t, func(t *testing.T, k settingsKind, b twiliosandbox.Behaviour) {
		// Every write needs a name. The destroy sends Twilio's current one, or else the one in the state.
		for name, want := range map[string]string{"Renamed": "Renamed", "": "Consultations"} {
			s, w := startWith(t, b, k.resource(encrypting))
			drifted := encryptingSettings
			drifted.FriendlyName = name
			setSettings(s, k, drifted)
			w.Succeed("plan", "-destroy", "-no-color").Contains(t, "Warning: New "+k.media+" will be stored in Twilio's cloud, unencrypted",
				"instead of "+bucket)
			w.Succeed("destroy", "-auto-approve", "-refresh=false")
			form := lastForm(t, s)
			if len(form) != 3 || form.Get("FriendlyName") != want || form.Get("AwsStorageEnabled") != "false" || form.Get("EncryptionEnabled") != "false" {
				t.Errorf("the destroy sent %v", form)
			}
			expectNoState(t, w, k)
		}
	})
}

func TestDestroyThatRetains(t *testing.T) {
	t.Parallel()
	forEachSettings(t, func(t *testing.T, k settingsKind) {
		s, w := startWith(t, twiliosandbox.Behaviour{}, k.resource(encrypting+`on_destroy = "retain"`))
		loss := map[string]string{"recordings": "recordings are lost", "compositions": "compositions fail"}[k.media]
		w.Succeed("destroy", "-auto-approve", "-refresh=false", "-no-color").Contains(t, "Warning: ", "settings will stay unchanged",
			"still stores new "+k.media+" in "+bucket, "credential "+awsCredential+" must outlive this resource: without it, "+loss,
			"still encrypts new "+k.media, "public key "+publicKey+" must outlive this resource: without it, "+loss)
		expectSent(t, s, "a destroy that retains")
		expectSettings(t, s, k, encryptingSettings)
		expectNoState(t, w, k)
	})
}

// A destroy of settings that are off changes nothing. Depending on the variant, they have references left.
func TestDestroyOfSettingsThatAreOff(t *testing.T) {
	t.Parallel()
	forEachVariant(t, func(t *testing.T, k settingsKind, b twiliosandbox.Behaviour) {
		for onDestroy, want := range map[string][]string{"disable": {"GET"}, "retain": nil} {
			s, w := startWith(t, b, k.resource(encrypting))
			applyCleanly(t, w, k.resource(named+fmt.Sprintf("on_destroy = %q\n", onDestroy)))
			before := currentSettings(t, s, k)
			if hasReference := before.AWSS3URL != ""; hasReference != b.Merge {
				t.Fatalf("the settings are %+v", before)
			}
			s.Log().Reset()
			w.Succeed("destroy", "-auto-approve", "-refresh=false", "-no-color").Lacks(t, "Warning")
			expectSent(t, s, "a destroy with "+onDestroy, want...)
			expectSettings(t, s, k, before)
			expectNoState(t, w, k)
		}
	})
}

func TestFailedDestroyKeepsTheState(t *testing.T) {
	t.Parallel()
	s, w := startWith(t, twiliosandbox.Behaviour{}, recordingSettings.resource(storing))
	for _, fault := range []sandbox.Fault{
		{Method: "GET", Status: 401, Body: `{"code":20003,"message":"Authenticate","status":401}`},
		{Method: "POST", Status: 400, Body: `{"code":20001,"message":"No","status":400}`},
		{Method: "POST", Status: 200, Body: `{"friendly_name":"Consultations","aws_storage_enabled":true}`},
	} {
		s.Faults().Add(fault)
		expectOneError(t, w.Fail("destroy", "-auto-approve", "-refresh=false", "-no-color"))
		expectState(t, w, recordingSettings.address(), map[string]any{"aws_storage_enabled": true, "aws_s3_url": bucket})
	}
	w.Destroy()
	expectNoState(t, w, recordingSettings)
}

// A destroy begins with a plan, which includes the creation of the resources that a failed destroy has destroyed.
func TestRepeatedDestroy(t *testing.T) {
	t.Parallel()
	for _, madeSince := range []bool{false, true} {
		s, w := startWith(t, twiliosandbox.Behaviour{Merge: true},
			recordingSettings.resource(encrypting+"depends_on = ["+compositionSettings.address()+"]")+compositionSettings.resource(storing))
		s.Faults().Add(sandbox.Fault{Method: "POST", Path: "/CompositionSettings", Status: 403, Body: `{"code":20003,"message":"Permission denied","status":403}`})
		expectOneError(t, w.Fail("destroy", "-auto-approve", "-no-color"), "Permission denied")
		expectNoState(t, w, recordingSettings)
		if !madeSince {
			w.Destroy()
			continue
		}
		setSettings(s, recordingSettings, existingSettings)
		expectOneError(t, w.Fail("destroy", "-auto-approve", "-no-color"), "settings exist already", "terraform destroy -refresh=false")
		w.Succeed("destroy", "-auto-approve", "-refresh=false")
		expectSettings(t, s, recordingSettings, existingSettings)
	}
}

// A replacement ends with the same settings. Twilio may keep references that its destroy omits, which need no warning.
func TestReplace(t *testing.T) {
	t.Parallel()
	forEachVariant(t, func(t *testing.T, k settingsKind, b twiliosandbox.Behaviour) {
		s, w := start(t, b)
		for _, attributes := range []string{encrypting, named, encrypting + `on_destroy = "retain"`} {
			w.Config(k.resource(attributes))
			w.Apply()
			before := currentSettings(t, s, k)
			w.Succeed("apply", "-auto-approve", "-no-color", "-replace="+k.address()).Lacks(t, "settings that are switched off will be replaced")
			w.PlansEmpty()
			expectSettings(t, s, k, before)
		}
	})
}

// To the provider, a replacement with a change is a creation over existing settings. The plan refuses it, before storage is off.
func TestReplaceWithAChange(t *testing.T) {
	t.Parallel()
	s, w := startWith(t, twiliosandbox.Behaviour{Merge: true}, recordingSettings.resource(storing))
	replace := []string{"apply", "-auto-approve", "-no-color", "-replace=" + recordingSettings.address()}
	w.Config(recordingSettings.resource(encrypting))
	expectOneError(t, w.Fail(replace...), "change it in place instead of replacing it")
	expectNoWrite(t, s)
	// Settings that are off are replaced.
	w.Config(recordingSettings.resource(named))
	w.Apply()
	w.Config(recordingSettings.resource(encrypting))
	w.Succeed(replace...)
	w.PlansEmpty()
	expectSettings(t, s, recordingSettings, encryptingSettings)
}

// Never configured settings are created. Twilio does not document whether it answers 404 or null for them.
func TestReadOfUnconfiguredSettings(t *testing.T) {
	t.Parallel()
	for _, b := range []twiliosandbox.Behaviour{{NeverConfigured404: true}, {NullObject: true}} {
		s, w := startWith(t, b, recordingSettings.resource(storing))
		s.Unset(s.SID, recordingSettings.sandbox)
		applyCleanly(t, w, recordingSettings.resource(storing)).Contains(t, "1 added, 0 changed, 0 destroyed")
		s.Unset(s.SID, recordingSettings.sandbox)
		s.Log().Reset()
		w.Succeed("destroy", "-auto-approve", "-refresh=false")
		expectSent(t, s, "a destroy", "GET")
	}
}

// Only Twilio's own 404 and null mean that there are no settings. Every other response keeps the state.
func TestForeignResponseKeepsTheState(t *testing.T) {
	t.Parallel()
	s, w := startWith(t, twiliosandbox.Behaviour{}, recordingSettings.resource(storing))
	for want, fault := range map[string]sandbox.Fault{
		"HTTP status 404. ":                       {Status: 404},
		"HTTP status 404: the response is not":    {Status: 404, ContentType: "text/html", Body: "<html>Not found"},
		"HTTP status 404, Twilio error 20003: No": {Status: 404, Body: `{"code":20003,"message":"No"}`},
		"not from Twilio; it begins: <html>Log":   {Status: 200, ContentType: "text/html", Body: "<html>Log in"},
		`not from Twilio; it begins: {"status"`:   {Status: 200, Body: `{"status":"ok"}`},
	} {
		for _, args := range [][]string{{"plan"}, {"destroy", "-auto-approve", "-refresh=false"}} {
			s.Faults().Add(fault)
			expectOneError(t, w.Fail(append(args, "-no-color")...), "Could not read the recording settings", s.SID, want)
			expectState(t, w, recordingSettings.address(), map[string]any{"aws_storage_enabled": true})
		}
	}
	w.PlansEmpty()
}

// The error has account, request, response, Twilio's page about it and the next step.
func TestRefusedWriteKeepsTheState(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	refuse := func(attributes string) {
		t.Helper()
		w.Config(recordingSettings.resource(attributes))
		s.Faults().Add(sandbox.Fault{Method: "POST", Status: 400, Body: `{"code":20001,"message":"No","more_info":"https://www.twilio.com/docs/errors/20001"}`})
		got := w.Fail("apply", "-auto-approve", "-no-color")
		expectOneError(t, got, "Could not write the recording settings", "Account "+s.SID+": POST http", "HTTP status 400, Twilio error 20001: No",
			"https://www.twilio.com/docs/errors/20001", "Correct the values that Twilio refuses")
		got.Lacks(t, "may have been processed")
	}
	refuse(named)
	expectNoState(t, w, recordingSettings)
	w.Apply()
	refuse(storing)
	expectState(t, w, recordingSettings.address(), map[string]any{"aws_storage_enabled": false})
	w.Apply()
	w.PlansEmpty()
}

// Each operation has its own timeout, which also ends a wait for a retry.
func TestTimeouts(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"create": {"plan", "-no-color"},
		"read":   {"plan", "-no-color"},
		"update": {"apply", "-auto-approve", "-refresh=false", "-no-color"},
		"delete": {"destroy", "-auto-approve", "-refresh=false", "-no-color"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, twiliosandbox.Behaviour{})
			timeouts := "timeouts { " + name + " = \"50ms\" }"
			if name != "create" {
				w.Config(recordingSettings.resource(storing))
				w.Apply()
				// A refresh and a destroy use the timeouts in the state.
				w.Config(recordingSettings.resource(storing + timeouts))
				w.Succeed("apply", "-auto-approve", "-refresh=false")
			}
			s.Faults().Add(sandbox.Fault{Every: 1, Status: 500})
			w.Config(recordingSettings.resource(encrypting + timeouts))
			expectOneError(t, w.Fail(args...), "Could not read the recording settings", "context deadline exceeded", "timeouts")
		})
	}
}

const otherAccountSummary = "The credentials belong to another account"

// A response about another account is an error of every operation. The state stays as it is.
func TestResponseAboutAnotherAccount(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	apply, destroy := []string{"apply", "-auto-approve", "-refresh=false", "-no-color"}, []string{"destroy", "-auto-approve", "-refresh=false", "-no-color"}
	for name, test := range map[string]struct {
		applied, config string
		fault           sandbox.Fault
		args            []string
	}{
		"plan of a creation":  {"", k.resource(named), sandbox.Fault{Method: "GET"}, []string{"plan", "-no-color"}},
		"creation":            {"", k.resource(named), sandbox.Fault{Method: "GET", Nth: 3}, apply},
		"write of a creation": {"", k.resource(named), sandbox.Fault{Method: "POST"}, apply},
		"refresh":             {k.resource(named), k.resource(named), sandbox.Fault{Method: "GET"}, []string{"plan", "-no-color"}},
		"update":              {k.resource(named), k.resource(storing), sandbox.Fault{Method: "GET"}, apply},
		"write of an update":  {k.resource(named), k.resource(storing), sandbox.Fault{Method: "POST"}, apply},
		"destroy":             {k.resource(storing), k.resource(storing), sandbox.Fault{Method: "GET"}, destroy},
		"write of a destroy":  {k.resource(storing), k.resource(storing), sandbox.Fault{Method: "POST"}, destroy},
		"import":              {"", k.resource(named), sandbox.Fault{Method: "GET"}, []string{"import", "-no-color", k.address(), "Default"}},
		"data source":         {"", k.dataSource(), sandbox.Fault{Method: "GET"}, apply},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := startWith(t, twiliosandbox.Behaviour{}, test.applied)
			before := w.State(k.address())
			test.fault.Status, test.fault.Body = 200, `{"account_sid":"`+otherAccount+`","friendly_name":"Theirs","aws_storage_enabled":false}`
			s.Faults().Add(test.fault)
			w.Config(test.config)
			expectOneError(t, w.Fail(test.args...), otherAccountSummary, "configured for account "+s.SID, "reach account "+otherAccount,
				"Correct the provider's twilio.account_sid")
			if test.fault.Method == http.MethodGet {
				expectNoWrite(t, s)
			}
			if diff := cmp.Diff(before, w.State(k.address())); diff != "" || w.State("data."+k.address()) != nil {
				t.Errorf("the state has changed: %s", diff)
			}
		})
	}
}

// A provider that is configured for another account than the state's sends nothing.
func TestProviderOfAnotherAccount(t *testing.T) {
	t.Parallel()
	s, w := startWith(t, twiliosandbox.Behaviour{}, recordingSettings.resource(storing))
	other := twiliosandbox.NewAccount()
	s.AddAccount(other)
	s.ProviderConfig = s.ProviderConfigFor(other)
	w.Config(recordingSettings.resource(encrypting))
	for _, args := range [][]string{{"plan"}, {"apply", "-auto-approve", "-refresh=false"}, {"destroy", "-auto-approve", "-refresh=false"}} {
		expectOneError(t, w.Fail(append(args, "-no-color")...), otherAccountSummary, s.SID, other.SID, "Nothing was written")
		expectState(t, w, recordingSettings.address(), map[string]any{"account_sid": s.SID, "encryption_enabled": false})
	}
	expectSent(t, s, "a provider of another account")
}

// A response without account_sid is about the configured account.
func TestResponseWithoutAccountSID(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, w := start(t, twiliosandbox.Behaviour{})
	s.RespondAs("-")
	applyCleanly(t, w, k.resource(storing)+k.dataSource())
	expectState(t, w, k.address(), map[string]any{"account_sid": s.SID})
	expectState(t, w, "data."+k.address(), map[string]any{"account_sid": s.SID})
	w.Destroy()
}

func TestTwilioIsNotConfigured(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	s.Getenv = func(string) string { return "" }
	w := acctest.NewWorkspace(t, s.Account, nil)
	for _, config := range []string{
		recordingSettings.resource(named), recordingSettings.dataSource(), recordingSettings.resource(named) + recordingSettings.importBlock(`id = "Default"`),
	} {
		w.Config(config)
		expectOneError(t, w.Fail("plan", "-no-color"), "Twilio is not configured", "account_sid", "auth_token", "api_key", "api_key_secret",
			"TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_KEY", "TWILIO_API_SECRET")
	}
	expectSent(t, s, "a provider without credentials")
}
