package twilio_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

const (
	hookType    = "videostorage_twilio_composition_hook"
	hookAddress = hookType + ".this"
	hooksPath   = "/v1/CompositionHooks"
)

// Attributes of hooks.
const (
	hookNamed = "friendly_name = \"Consultations\"\n"
	audioOnly = hookNamed + "audio_sources = [\"*\"]\n"
	// fullHook has a value in every attribute, and a layout with defaults spelled out.
	fullHook = hookNamed + `
enabled                = false
audio_sources          = ["doctor*", "patient"]
audio_sources_excluded = ["doctor-test"]
resolution             = "1280x720"
format                 = "mp4"
trim                   = false
status_callback        = "https://example.com/compositions"
status_callback_method = "GET"
video_layout = jsonencode({
  main = { video_sources = ["patient", "doctor*"], width = 1280, reuse = "show_oldest" }
  pip  = { video_sources = ["*"], x_pos = 10, width = 320, height = 180, z_pos = 2, cells_excluded = [3, 2], max_rows = 1, reuse = "none" }
})
`
)

// fullLayout is the layout of fullHook without defaults.
const fullLayout = `{"main":{"video_sources":["doctor*","patient"]},` +
	`"pip":{"cells_excluded":[2,3],"height":180,"max_rows":1,"reuse":"none","video_sources":["*"],"width":320,"x_pos":10,"z_pos":2}}`

func hookResource(attributes string) string {
	return fmt.Sprintf("\nresource %q \"this\" {\n%s\n}\n", hookType, attributes)
}

// startHook returns a sandbox and a hook, to which attributes are applied unless they are empty.
func startHook(t *testing.T, b twiliosandbox.Behaviour, attributes string) (*acctest.Sandbox, *acctest.Object) {
	t.Helper()
	s, config := acctest.NewSandbox(t, b), ""
	if attributes != "" {
		config = hookResource(attributes)
	}
	return s, manage(t, s, hookType, config)
}

// soleHook returns the only hook of the account.
func soleHook(t *testing.T, s *acctest.Sandbox) twiliosandbox.CompositionHook {
	t.Helper()
	all := s.CompositionHooks(s.SID)
	if len(all) != 1 {
		t.Fatalf("Twilio has %d composition hooks, want one: %+v", len(all), all)
	}
	return all[0]
}

// Forms of hooks: without optional attributes, the same of a hook that had fullHook before, and of fullHook.
const (
	defaultForm = "AudioSources=*&Enabled=true&FriendlyName=Consultations&Resolution=640x480&Trim=true&VideoLayout={}"
	resetForm   = "AudioSources=*&Enabled=true&Format=mp4&FriendlyName=Consultations&Resolution=640x480&StatusCallbackMethod=GET&Trim=true&VideoLayout={}"
	fullForm    = "AudioSources=doctor*&AudioSources=patient&AudioSourcesExcluded=doctor-test&Enabled=false&Format=mp4&FriendlyName=Consultations&" +
		"Resolution=1280x720&StatusCallback=https://example.com/compositions&StatusCallbackMethod=GET&Trim=false&VideoLayout=" + fullLayout
)

// expectHookForm compares the form of the latest write.
func expectHookForm(t *testing.T, s *acctest.Sandbox, want string) {
	t.Helper()
	got, err := url.QueryUnescape(lastForm(t, s).Encode())
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("the form has error %v (-want +got):\n%s", err, diff)
	}
}

// hookVariants are Twilio's possible responses about values that a request omits.
var hookVariants = []twiliosandbox.Behaviour{
	{},
	{Regions: twiliosandbox.FillZero},
	{Regions: twiliosandbox.FillRest},
	{Regions: twiliosandbox.FillNothing},
	{Regions: twiliosandbox.FillNothing, NoHookDefaults: true, NullDateUpdated: true},
}

// Each change is made in place and sends every value, and the plan after it is empty.
func TestLifeOfACompositionHook(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	var sid string
	s.Test(t,
		resource.TestStep{
			Config:           hookResource(audioOnly),
			ConfigPlanChecks: acctest.ExpectAction(hookAddress, plancheck.ResourceActionCreate),
			PostApplyFunc: func() {
				expectHookForm(t, s, defaultForm)
				sid = soleHook(t, s).SID
				expectWrites(t, s, "POST "+hooksPath)
			},
		},
		resource.TestStep{
			Config:           hookResource(fullHook),
			ConfigPlanChecks: acctest.ExpectAction(hookAddress, plancheck.ResourceActionUpdate),
			PostApplyFunc: func() {
				expectHookForm(t, s, fullForm)
				expectWrites(t, s, "POST "+hooksPath+"/"+sid)
			},
		},
	)
	expectWrites(t, s, "DELETE "+hooksPath+"/"+sid)
}

// Twilio does not document whether its responses have the defaults of a layout, and of a hook.
func TestDefaultsOfACompositionHookAreNoChange(t *testing.T) {
	t.Parallel()
	s, o := startHook(t, twiliosandbox.Behaviour{}, "")
	for _, behaviour := range hookVariants {
		s.SetBehaviour(behaviour)
		for _, attributes := range []string{fullHook, audioOnly} {
			o.Apply(hookResource(attributes))
			o.PlansEmpty(hookResource(attributes))
		}
		// The format and the method of an existing hook stay.
		expectHookForm(t, s, resetForm)
		o.Destroy()
	}
	o.Apply(hookResource(fullHook))
	o.PlansEmpty(hookResource(fullHook))
	s.Log().Reset()
	// Another spelling of the same layout is no change either, and a timeout is the provider's own.
	o.PlansEmpty(hookResource(strings.Replace(fullHook, `"patient", "doctor*"], width = 1280,`, `"doctor*", "patient"], x_pos = 0, height = null, max_rows = 0,`, 1)))
	o.Apply(hookResource(fullHook + "timeouts {\n  read = \"1m\"\n}\n"))
	expectWrites(t, s)
}

func TestDriftOfEachAttributeOfACompositionHook(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	config := hookResource(fullHook)
	o := manage(t, s, hookType, config)
	s.ChangeCompositionHook(s.SID, soleHook(t, s).SID, func(h *twiliosandbox.CompositionHook) {
		*h = twiliosandbox.CompositionHook{
			SID: h.SID, AccountSID: h.AccountSID, DateCreated: h.DateCreated, DateUpdated: h.DateUpdated,
			FriendlyName: "By hand", Enabled: true, AudioSourcesExcluded: []string{"doctor-test", "nurse"}, Resolution: "1280x700", Format: "webm", Trim: new(true),
			StatusCallbackMethod: "POST", VideoLayout: json.RawMessage(strings.Replace(fullLayout, `"x_pos":10`, `"x_pos":11`, 1)),
		}
	})
	plan := o.Plan(config)
	plan.Expect(plancheck.ResourceActionUpdate)
	plan.Contains(t, `friendly_name = "By hand" -> "Consultations"`, `enabled = true -> false`, `audio_sources = null -> ["doctor*","patient"]`,
		`audio_sources_excluded = ["doctor-test","nurse"] -> ["doctor-test"]`, `video_layout = "`, `resolution = "1280x700" -> "1280x720"`, `format = "webm" -> "mp4"`,
		`trim = true -> false`, `status_callback = null -> "https://example.com/compositions"`, `status_callback_method = "POST" -> "GET"`)
	if changes := strings.ReplaceAll(plan.Text, " -> (known after apply)", ""); strings.Count(changes, " -> ") != 10 {
		t.Errorf("want 10 changes: %s", plan.Text)
	}
	plan.Apply()
	expectHookForm(t, s, fullForm)
	o.PlansEmpty(config)
}

// A hook that is deleted outside is created again. One that is deleted after it was read is an error, or no obstacle to its deletion.
func TestCompositionHookThatIsGone(t *testing.T) {
	t.Parallel()
	s, o := startHook(t, twiliosandbox.Behaviour{}, audioOnly)
	first := soleHook(t, s).SID
	s.RemoveCompositionHook(s.SID, first)
	plan := o.Plan(hookResource(audioOnly))
	plan.Contains(t, "Warning: The composition hook is gone", first, s.SID)
	plan.Expect(plancheck.ResourceActionCreate)
	plan.Apply()
	removed := func() { s.RemoveCompositionHook(s.SID, soleHook(t, s).SID) }
	s.Faults().Add(sandbox.Fault{Method: "POST", Hook: removed})
	o.Fails(hookResource(fullHook)).ExpectOneError(t, "The composition hook is gone", "Plan with a refresh")
	o.Apply(hookResource(fullHook))
	s.Faults().Add(sandbox.Fault{Method: "DELETE", Hook: removed})
	o.Destroy()
}

// Only Twilio's own 404 means that a hook is gone. Every other answer is an error, and the state stays.
func TestUnusableAnswersDoNotRemoveACompositionHook(t *testing.T) {
	t.Parallel()
	s, o := startHook(t, twiliosandbox.Behaviour{}, audioOnly)
	sid := soleHook(t, s).SID
	const other = "HK00000000000000000000000000000000"
	page := sandbox.Fault{Status: 404, ContentType: "text/html", Body: "<html>no such page</html>"}
	for want, fault := range map[string]sandbox.Fault{
		"no such page":    page,
		"HTTP status 404": {Status: 404},
		"no route":        {Status: 404, Body: `{"code":404,"message":"no route"}`},
		"null":            {Status: 200, Body: "null"},
		"not from Twilio": {Status: 200, Body: `{"name":"x"}`},
		"about another composition hook, " + other: {Status: 200, Body: `{"sid":"` + other + `"}`},
		"video_layout is a JSON string":            {Status: 200, Body: `{"sid":"` + sid + `","video_layout":"grid"}`},
	} {
		fault.Method, fault.Path = "GET", hooksPath
		s.Faults().Add(fault)
		o.Plan(hookResource(audioOnly)).FailsUnchanged("Could not read the composition hook "+sid, "Account "+s.SID, want)
	}
	page.Path, page.Method = hooksPath, "POST"
	s.Faults().Add(page)
	o.Plan(hookResource(fullHook)).FailsUnchanged("Could not change the composition hook "+sid, "no such page")
	page.Method = "DELETE"
	s.Faults().Add(page)
	o.PlanDestroy().FailsUnchanged("Could not delete the composition hook "+sid, "no such page")
	soleHook(t, s)
}

// To another account's credentials Twilio answers that the hook does not exist. An API key belongs to one account, which account_sid does not
// change.
func TestCompositionHookOfAnotherAccountStaysInTheState(t *testing.T) {
	t.Parallel()
	s, o := startHook(t, twiliosandbox.Behaviour{}, audioOnly)
	other, sid := twiliosandbox.NewAccount(), soleHook(t, s).SID
	s.AddAccount(other)
	refusesOtherAccount(t, s, o, other, sid, hookResource(audioOnly), hookResource(fullHook))
	expectNoWrite(t, s)
	soleHook(t, s)
}

// Twilio replaces a hook at each update. If it kept values that an update omits, the error would tell.
func TestValueThatTwilioKeepsIsAnError(t *testing.T) {
	t.Parallel()
	s, o := startHook(t, twiliosandbox.Behaviour{Merge: true}, fullHook)
	got := o.Fails(hookResource(audioOnly))
	got.Contains(t, "Twilio did not set status_callback", `status_callback = "https://example.com/compositions" instead of null`,
		"Twilio did not set audio_sources_excluded", `audio_sources_excluded = ["doctor-test"] instead of null`, "-replace")
	got.Lacks(t, "Twilio did not set video_layout")
	o.Expect(map[string]any{"resolution": "640x480", "enabled": true})
	expectHookForm(t, s, resetForm)
}

// The URL of a status callback may have a password.
func TestPasswordOfAStatusCallbackIsInNoMessage(t *testing.T) {
	t.Parallel()
	const password = "hidden-password"
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{Merge: true})
	s.StoredSecret(password)
	config := hookResource(audioOnly + `status_callback = "https://user:` + password + `@example.com"`)
	o := manage(t, s, hookType, config)
	s.Faults().Add(sandbox.Fault{Method: "POST", Status: 400, Body: `{"code":20001,"message":"refused: ` + password + `"}`})
	o.Plan(strings.Replace(config, "https", "http", 1)).FailsUnchanged("refused: ")
	o.Fails(hookResource(audioOnly), "https://user:xxxxx@example.com")
}
