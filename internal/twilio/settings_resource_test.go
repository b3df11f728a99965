package twilio_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Twilio does not document whether a write clears or keeps the references that it omits, whether it answers 200 or 201, whether it accepts an
// empty reference, and how it answers for settings that were never configured. TestAccSettings uses the CLI.
func TestLifecycle(t *testing.T) {
	t.Parallel()
	kept := encryptingSettings
	kept.AWSStorageEnabled, kept.EncryptionEnabled = false, false
	for _, test := range []struct {
		kind      settingsKind
		behaviour twiliosandbox.Behaviour
		// off are the settings after a write that switches storage and encryption off.
		off twiliosandbox.Settings
	}{
		{recordingSettings, twiliosandbox.Behaviour{NeverConfigured404: true}, twiliosandbox.Settings{FriendlyName: "Consultations"}},
		{compositionSettings, twiliosandbox.Behaviour{Merge: true, Created: true, RefuseEmpty: true, NullObject: true}, kept},
	} {
		k := test.kind
		s, o := startSettings(t, test.behaviour, k, "")
		if k.media == "compositions" {
			// A response without account_sid is about the configured account.
			s.RespondAs("-")
		}
		applied := func(attributes string, want twiliosandbox.Settings) {
			t.Helper()
			o.Apply(k.resource(attributes))
			expectWrites(t, s, k.write())
			expectSettings(t, s, k, want)
			o.PlansEmpty(k.resource(attributes))
		}
		applied(encrypting, encryptingSettings)
		o.Expect(map[string]any{
			"account_sid": s.SID, "friendly_name": "Consultations", "aws_storage_enabled": true, "aws_s3_url": bucket,
			"aws_credentials_sid": awsCredential, "encryption_enabled": true, "encryption_key_sid": publicKey, "on_destroy": "disable",
			"overwrite_existing": false, "url": "https://video.twilio.com/v1/" + string(k.sandbox) + "/Default",
		})
		applied(named, test.off)
		// Settings that Twilio no longer has are created, and a destroy of them sends no write.
		s.Unset(s.SID, k.sandbox)
		o.Plan(k.resource(encrypting)).Expect(plancheck.ResourceActionCreate)
		applied(encrypting, encryptingSettings)
		s.Unset(s.SID, k.sandbox)
		o.Destroy()
		expectWrites(t, s)
	}
}

// Terraform plans a creation twice: to show the plan, and again during the apply. So does an Object.
func TestRequestsOfEachOperation(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, o := startSettings(t, twiliosandbox.Behaviour{}, k, "")
	if _, err := newDirect(t, s).attributes(k.typeName, nil); err != nil {
		t.Error(err)
	}
	expectSent(t, s, "reading the data source", "GET")
	plan := o.Plan(k.resource(named))
	expectSent(t, s, "planning a creation", "GET")
	plan.Apply()
	expectSent(t, s, "applying it", "GET", "GET", "POST")
	o.Apply(k.resource(named))
	expectSent(t, s, "an apply without changes", "GET")
	o.Apply(k.resource(storing))
	// The credential is new in the plan, and Terraform plans twice.
	expectSent(t, s, "an update", "GET", "GET", "GET", "GET", "POST")
	o.SkipRefresh = true
	o.Apply(k.resource(storing + "overwrite_existing = true\ntimeouts { read = \"1m\" }\n"))
	expectSent(t, s, "an update of the provider's own attributes")
	o.Destroy()
	expectSent(t, s, "a destroy", "GET", "POST")
}

// Each attribute of the response is compared with the plan. A failed creation leaves no state, because a tainted resource would be replaced, and
// that begins with switching storage off. A failed update leaves Twilio's values.
func TestWriteFailsIfTwilioDoesNotEncrypt(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, o := startSettings(t, twiliosandbox.Behaviour{}, k, "")
	failed := func(attributes string, parts ...string) {
		t.Helper()
		o.Fails(k.resource(attributes), append(parts, "The recording settings are not in the state", bucket, awsCredential, `id = "Default"`)...)
		if o.State.Exists() {
			t.Errorf("the state is %v", o.State.Attributes())
		}
	}
	s.Faults().Add(sandbox.Fault{Method: "POST", Status: 200, Body: `{"friendly_name":"Other","aws_storage_enabled":false,
		"aws_s3_url":"` + bucket + `/other","aws_credentials_sid":"` + awsCredential + `0"}`})
	failed(storing,
		"Twilio did not set friendly_name", `friendly_name = "Other" instead of "Consultations"`, "Another administrator may have changed",
		"Twilio did not set aws_storage_enabled", "aws_storage_enabled = false instead of true", "could not use the bucket or the credential",
		"Twilio did not set aws_s3_url", `"`+bucket+`/other" instead of "`+bucket+`"`, "could not use the bucket",
		"Twilio did not set aws_credentials_sid", `"`+awsCredential+`0" instead of "`+awsCredential+`"`, "could not use the bucket")
	withoutEnterprise(s)
	failed(encrypting, "Twilio did not set encryption_enabled", "returned encryption_enabled = false instead of true", "Enterprise nor the Security edition")
	expectSettings(t, s, k, storingSettings)
	o.Apply(k.resource(storing))
	renamed := "friendly_name = \"Renamed\"\n" + storage
	o.Fails(k.resource(renamed+encryption), "Twilio did not set encryption_enabled", "Enterprise")
	o.PlansEmpty(k.resource(renamed))
}

// startSettings returns a sandbox and settings, to which attributes are applied unless they are empty.
func startSettings(t *testing.T, b twiliosandbox.Behaviour, k settingsKind, attributes string) (*acctest.Sandbox, *acctest.Object) {
	t.Helper()
	s, config := acctest.NewSandbox(t, b), ""
	if attributes != "" {
		config = k.resource(attributes)
	}
	return s, manage(t, s, k.typeName, config)
}

// The error has account, request, response, Twilio's page about it and the next step. The write is idempotent: if its response is lost, it is
// repeated, or the next creation finds equal settings.
func TestFailedWriteKeepsTheState(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, o := startSettings(t, twiliosandbox.Behaviour{}, k, "")
	refused := func(plan *acctest.Planned) {
		t.Helper()
		s.Faults().Add(sandbox.Fault{Method: "POST", Status: 400, Body: `{"code":20001,"message":"No","more_info":"https://www.twilio.com/docs/errors/20001"}`})
		plan.FailsUnchanged("Could not write the recording settings", "Account "+s.SID+": POST http",
			"HTTP status 400, Twilio error 20001: No", "https://www.twilio.com/docs/errors/20001", "Correct the values that Twilio refuses")
	}
	refused(o.Plan(k.resource(storing)))
	s.Faults().Add(sandbox.Fault{Method: "POST", Status: 400, Body: `{"code":53611,"message":"Access denied","status":400}`})
	o.Plan(k.resource(storing)).FailsUnchanged("AWS needs some seconds to make it known")
	s.Faults().Add(sandbox.Fault{Method: "POST", After: true, Status: 400, Body: `{"code":1,"message":"lost"}`})
	o.Plan(k.resource(storing)).FailsUnchanged("Could not write the recording settings", "lost")
	s.Faults().Add(sandbox.Fault{Method: "POST", After: true, Drop: true})
	o.Apply(k.resource(storing))
	refused(o.Plan(k.resource(encrypting)))
	refused(o.PlanDestroy())
	s.Faults().Add(sandbox.Fault{Method: "POST", Status: 200, Body: `{"friendly_name":"Consultations","aws_storage_enabled":true}`})
	o.PlanDestroy().FailsUnchanged("aws_storage_enabled = true instead of false")
	s.Log().Reset()
	o.Apply(k.resource(storing))
	expectSent(t, s, "an apply without a change", "GET")
}

// Only Twilio's own 404 and null mean that there are no settings. Every other response keeps the state.
func TestForeignResponseKeepsTheState(t *testing.T) {
	t.Parallel()
	config := recordingSettings.resource(storing)
	s, o := startSettings(t, twiliosandbox.Behaviour{}, recordingSettings, storing)
	for want, fault := range map[string]sandbox.Fault{
		"HTTP status 404. ":                          {Status: 404},
		"HTTP status 404: the response is not":       {Status: 404, ContentType: "text/html", Body: "<html>Not found"},
		"HTTP status 404, Twilio error 20003: No":    {Status: 404, Body: `{"code":20003,"message":"No"}`},
		"not from Twilio; it begins: <html>Log":      {Status: 200, ContentType: "text/html", Body: "<html>Log in"},
		`not from Twilio; it begins: {"status":"ok"`: {Status: 200, Body: `{"status":"ok"}`},
	} {
		s.Faults().Add(fault)
		o.Plan(config).FailsUnchanged("Could not read the recording settings", s.SID, want)
		// The first read of a destroy is the refresh.
		fault.Nth = 2
		s.Faults().Add(fault)
		o.PlanDestroy().FailsUnchanged("Could not read the recording settings", s.SID, want)
	}
}

const otherAccountSummary = "The credentials belong to another account"

// A response about another account is an error of every operation. The state stays as it is. A provider that is configured for another account
// than the state's sends nothing.
func TestResponseAboutAnotherAccount(t *testing.T) {
	t.Parallel()
	k, s := recordingSettings, acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	parts := []string{otherAccountSummary, "configured for account " + s.SID, "reach account " + otherAccount, "Correct the provider's twilio.account_sid"}
	// respond makes the nth request with this method get the response.
	respond := func(method string, nth int) {
		s.Faults().Add(sandbox.Fault{
			Method: method, Path: string(k.sandbox), Nth: nth, Status: 200,
			Body: `{"account_sid":"` + otherAccount + `","friendly_name":"Theirs","aws_storage_enabled":false}`,
		})
	}
	respond("GET", 1)
	_, err := newDirect(t, s).attributes(k.typeName, nil)
	expectMessage(t, fmt.Sprint(err), parts...)
	w := acctest.NewWorkspace(t, s.Account, nil)
	w.Config(k.resource(named))
	respond("GET", 1)
	expectMessage(t, w.Fail("import", "-no-color", k.address(), "Default").Text, parts...)

	o := acctest.NewObject(t, s.Account, k.typeName)
	// A creation reads in the plan and before its write.
	for _, request := range []struct {
		method string
		nth    int
	}{{"GET", 1}, {"GET", 2}, {"POST", 1}} {
		respond(request.method, request.nth)
		o.Plan(k.resource(storing)).FailsUnchanged(parts...)
	}
	o.Apply(k.resource(storing))
	// An update and a destroy refresh, and read before their write.
	for _, plan := range []func() *acctest.Planned{func() *acctest.Planned { return o.Plan(k.resource(encrypting)) }, o.PlanDestroy} {
		respond("GET", 1)
		plan().FailsUnchanged(parts...)
		respond("GET", 2)
		plan().FailsUnchanged(parts...)
		respond("POST", 1)
		plan().FailsUnchanged(parts...)
	}
	other := twiliosandbox.NewAccount()
	s.AddAccount(other)
	useAccount(s, other.SID, other, false)
	s.Log().Reset()
	parts = []string{otherAccountSummary, s.SID, other.SID, "Nothing was written"}
	o.Plan(k.resource(encrypting)).FailsUnchanged(parts...)
	o.SkipRefresh = true
	o.Plan(k.resource(encrypting)).FailsUnchanged(parts...)
	o.PlanDestroy().FailsUnchanged(parts...)
	expectSent(t, s, "a provider of another account")
}

// internal/provider's tests read a data source.
func TestTwilioIsNotConfigured(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, o := startSettings(t, twiliosandbox.Behaviour{}, k, "")
	s.Getenv = func(string) string { return "" }
	parts := []string{
		"Twilio is not configured", "account_sid", "auth_token", "api_key", "api_key_secret",
		"TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_KEY", "TWILIO_API_SECRET",
	}
	o.Fails(k.resource(named), parts...)
	w := acctest.NewWorkspace(t, s.Account, nil)
	w.Config(k.resource(named) + k.importBlock(`id = "Default"`))
	expectMessage(t, w.Fail("plan", "-no-color").Text, parts...)
	for _, typeName := range []string{k.typeName, keyType} {
		_, diagnostics := query(t, s, typeName, 1)
		expectMessage(t, diagnostics.Text(), parts...)
	}
	expectSent(t, s, "a provider without credentials")
}

func TestDataSource(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	setSettings(s, compositionSettings, everySetting)
	// Twilio omits the fields of an edition that the account lacks.
	s.Faults().Add(sandbox.Fault{Path: "/RecordingSettings", Status: 200, Body: `{"account_sid":"` + s.SID + `","friendly_name":"By hand",
		"url":"https://video.twilio.com/v1/RecordingSettings/Default","aws_storage_enabled":true,"aws_s3_url":"` + bucket + `"}`})
	for i, want := range []map[string]any{
		{
			"account_sid": s.SID, "url": "https://video.twilio.com/v1/RecordingSettings/Default", "friendly_name": "By hand",
			"aws_storage_enabled": true, "aws_s3_url": bucket, "aws_credentials_sid": nil, "encryption_enabled": false, "encryption_key_sid": nil,
		},
		{
			"account_sid": s.SID, "url": "https://video.twilio.com/v1/CompositionSettings/Default", "friendly_name": "By hand",
			"aws_storage_enabled": true, "aws_s3_url": bucket + "/", "aws_credentials_sid": awsCredential,
			"encryption_enabled": true, "encryption_key_sid": publicKey,
		},
	} {
		got, err := newDirect(t, s).attributes(bothSettings[i].typeName, nil)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("the data source of the %s has error %v (-want +got):\n%s", bothSettings[i].title, err, diff)
		}
	}
	s.Unset(s.SID, compositionSettings.sandbox)
	for _, b := range []twiliosandbox.Behaviour{{NeverConfigured404: true}, {NullObject: true}} {
		s.SetBehaviour(b)
		_, err := newDirect(t, s).attributes(compositionSettings.typeName, nil)
		expectMessage(t, fmt.Sprint(err), "No composition settings", s.SID+" were never configured", "resource videostorage_twilio_composition_settings")
	}
}

// The settings live on any account, also a real one. The test needs no switch of the sandbox, and no bucket and credential at Twilio.
func TestAccSettings(t *testing.T) {
	t.Parallel()
	a := acctest.NewAccount(t)
	recording, composition := recordingSettings.address(), compositionSettings.address()
	config := func(arguments string) string {
		config := a.ProviderConfig + "\ndata \"" + recordingSettings.typeName + "\" \"this\" {\n  depends_on = [" + recording + "]\n}\n"
		for _, k := range bothSettings {
			config += k.resource("friendly_name = \"Managed by Terraform\"\n" + arguments)
		}
		return config
	}
	managed := map[string]any{"account_sid": a.SID, "friendly_name": "Managed by Terraform", "aws_storage_enabled": false, "encryption_enabled": false}
	rename := func() {
		settings, _, err := recordingSettings.api.Fetch(t.Context(), a.API)
		if err == nil {
			settings.FriendlyName = "Renamed by hand"
			_, err = recordingSettings.api.Write(t.Context(), a.API, settings.SettingsParams)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	steps := []resource.TestStep{
		// A real account may have any settings.
		{Config: config("overwrite_existing = true"), ConfigStateChecks: []statecheck.StateCheck{
			acctest.ExpectState(recording, managed), acctest.ExpectState(composition, managed), acctest.ExpectState("data."+recording, managed),
		}},
		{PreConfig: rename, Config: config(""), ConfigPlanChecks: acctest.ExpectAction(recording, plancheck.ResourceActionUpdate)},
	}
	if acctest.Live() {
		// The tests of the examples do the same on the sandbox.
		step := resource.TestStep{Config: config(""), ResourceName: recording, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateId: "Default"}
		steps = append(steps, step)
		if acctest.HasIdentity(t) {
			step.ResourceName, step.ImportStateKind, step.ImportStateId = composition, resource.ImportBlockWithResourceIdentity, ""
			steps = append(steps, step)
		}
	}
	a.Test(t, steps...)
	for _, k := range bothSettings {
		got, _, err := k.api.Fetch(t.Context(), a.API)
		if err != nil {
			t.Fatal(err)
		}
		if got.AWSStorageEnabled || got.EncryptionEnabled || got.FriendlyName != "Managed by Terraform" {
			t.Errorf("after the destroy, the %s are %+v", k.title, got)
		}
	}
}
