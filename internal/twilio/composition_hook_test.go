package twilio_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
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

// soleHook returns the only hook of the account.
func soleHook(t *testing.T, s *acctest.Sandbox) twiliosandbox.CompositionHook {
	t.Helper()
	all := s.CompositionHooks(s.SID)
	if len(all) != 1 {
		t.Fatalf("Twilio has %d composition hooks, want one: %+v", len(all), all)
	}
	return all[0]
}

// expectHookForm compares the form of the latest write, with the layout by its JSON.
func expectHookForm(t *testing.T, s *acctest.Sandbox, want url.Values) {
	t.Helper()
	got := lastForm(t, s)
	var gotLayout, wantLayout any
	if json.Unmarshal([]byte(got.Get("VideoLayout")), &gotLayout) != nil || json.Unmarshal([]byte(want.Get("VideoLayout")), &wantLayout) != nil {
		t.Fatalf("no layout in %v", got)
	}
	if !reflect.DeepEqual(gotLayout, wantLayout) {
		t.Errorf("the layout sent is %v, want %v", gotLayout, wantLayout)
	}
	got.Del("VideoLayout")
	want.Del("VideoLayout")
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the form is %v, want %v", got, want)
	}
}

// defaultForm is the form of a hook without optional attributes.
func defaultForm() url.Values {
	return url.Values{
		"FriendlyName": {"Consultations"}, "Enabled": {"true"}, "AudioSources": {"*"}, "Resolution": {"640x480"}, "Trim": {"true"}, "VideoLayout": {"{}"},
	}
}

func fullForm() url.Values {
	return url.Values{
		"FriendlyName": {"Consultations"}, "Enabled": {"false"}, "AudioSources": {"doctor*", "patient"}, "AudioSourcesExcluded": {"doctor-test"},
		"Resolution": {"1280x720"}, "Format": {"mp4"}, "Trim": {"false"}, "VideoLayout": {fullLayout},
		"StatusCallback": {"https://example.com/compositions"}, "StatusCallbackMethod": {"GET"},
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
	updated := "POST " + hooksPath + "/"
	var sid string
	s.Test(t,
		resource.TestStep{
			Config:           hookResource(audioOnly),
			ConfigPlanChecks: preApply(hookAddress, plancheck.ResourceActionCreate),
			PostApplyFunc: func() {
				expectHookForm(t, s, defaultForm())
				sid = soleHook(t, s).SID
				expectWrites(t, s, "POST "+hooksPath)
			},
		},
		resource.TestStep{
			Config:           hookResource(fullHook),
			ConfigPlanChecks: preApply(hookAddress, plancheck.ResourceActionUpdate),
			PostApplyFunc: func() {
				expectHookForm(t, s, fullForm())
				expectWrites(t, s, updated+sid)
			},
		},
		// A timeout is the provider's own.
		resource.TestStep{
			Config:        hookResource(fullHook + "timeouts {\n  read = \"1m\"\n}\n"),
			PostApplyFunc: func() { expectWrites(t, s) },
		},
		// The format and the method of an existing hook stay.
		resource.TestStep{
			Config: hookResource(audioOnly),
			PostApplyFunc: func() {
				form := defaultForm()
				form.Set("Format", "mp4")
				form.Set("StatusCallbackMethod", "GET")
				expectHookForm(t, s, form)
				expectWrites(t, s, updated+sid)
			},
		},
	)
	expectWrites(t, s, "DELETE "+hooksPath+"/"+sid)
}

// Twilio does not document whether its responses have the defaults of a layout, and of a hook.
func TestDefaultsOfACompositionHookAreNoChange(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	for _, behaviour := range hookVariants {
		s.SetBehaviour(behaviour)
		for _, attributes := range []string{fullHook, audioOnly} {
			applyCleanly(t, w, hookResource(attributes))
		}
		w.Destroy()
	}
	// Another spelling of the same layout is no change either.
	applyCleanly(t, w, hookResource(fullHook))
	w.Config(hookResource(strings.Replace(fullHook, `"patient", "doctor*"], width = 1280,`, `"doctor*", "patient"], x_pos = 0, height = null, max_rows = 0,`, 1)))
	w.PlansEmpty()
}
