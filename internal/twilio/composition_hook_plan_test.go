package twilio_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// composesNothing is the summary of the warning about recording settings.
const composesNothing = "Warning: The composition hook composes nothing"

func TestInvalidArgumentsOfACompositionHook(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	expectInvalid(t, w, hookResource, map[string][]string{
		hookNamed:                                             {"Nothing to compose", "at least one of audio_sources"},
		hookNamed + `audio_sources = []`:                      {"Nothing to compose"},
		hookNamed + `audio_sources = [""]`:                    {"audio_sources", "at least 1"},
		hookNamed + `audio_sources = [null]`:                  {"Null Set Value", "audio_sources"},
		`audio_sources = ["*"]`:                               {"Missing required argument", "friendly_name"},
		`friendly_name = ""` + "\n" + `audio_sources = ["*"]`: {"friendly_name", "between 1 and 100"},
		`friendly_name = "` + strings.Repeat("é", 101) + `"` + "\n" + `audio_sources = ["*"]`: {"friendly_name", "between 1 and 100"},
		audioOnly + `format = "avi"`:                                                                  {"format", `"mp4" "webm"`},
		audioOnly + `status_callback_method = "PUT"`:                                                  {"status_callback_method", `"POST" "GET"`},
		audioOnly + `status_callback = "example.com/compositions"`:                                    {"Invalid status_callback", "an https or http URL"},
		audioOnly + `status_callback = "ftp://example.com"`:                                           {"Invalid status_callback"},
		audioOnly + `status_callback = "ftp://a:b@example.com"`:                                       {"Invalid status_callback", "The value may be a secret"},
		audioOnly + `resolution = "640"`:                                                              {"Invalid resolution", "WIDTHxHEIGHT"},
		audioOnly + `resolution = "640X480"`:                                                          {"Invalid resolution"},
		audioOnly + `resolution = "15x480"`:                                                           {"Invalid resolution", "16 to 1280"},
		audioOnly + `resolution = "480x1281"`:                                                         {"Invalid resolution"},
		audioOnly + `resolution = "1280x721"`:                                                         {"Invalid resolution", "921600"},
		hookNamed + `video_layout = "grid"`:                                                           {"Invalid video_layout", "no JSON"},
		hookNamed + `video_layout = jsonencode(["*"])`:                                                {"Invalid video_layout", "JSON object of regions"},
		hookNamed + `video_layout = jsonencode({ grid = { video_sources = ["*"], x_position = 1 } })`: {"Invalid video_layout", `"x_position" is no property`, "x_pos"},
	})
	expectSent(t, s, "validating")
}

// The limits themselves are valid.
func TestLimitsOfACompositionHookAreValid(t *testing.T) {
	t.Parallel()
	s, o := startHook(t, twiliosandbox.Behaviour{}, "")
	for _, attributes := range []string{
		`friendly_name = "` + strings.Repeat("é", 100) + `"` + "\nresolution = \"16x1280\"\naudio_sources = [\"*\"]\naudio_sources_excluded = []",
		hookNamed + "resolution = \"1280x720\"\nstatus_callback = \"http://localhost:8080/x?y=z\"\naudio_sources = []\n" +
			`video_layout = jsonencode({ "" = { video_sources = [], x_pos = 1264, z_pos = -99, max_columns = 1000, cells_excluded = [999999], reuse = "show_newest" } })`,
	} {
		o.Apply(hookResource(attributes))
		o.PlansEmpty(hookResource(attributes))
	}
	soleHook(t, s)
}

// Validation cannot see values that are known only after another resource is applied.
func TestUnknownValuesOfACompositionHookAreChecked(t *testing.T) {
	t.Parallel()
	s, o := startHook(t, twiliosandbox.Behaviour{}, "")
	layout := hookNamed + "video_layout = "
	known := hookResource(layout + `jsonencode({ grid = { video_sources = ["*"] } })`)
	o.Plan(hookResource(layout+"unknown")).With(hookResource(layout+`"{\"grid\":{}}"`)).Fails("Invalid video_layout", "video_sources is missing")
	expectNoWrite(t, s)
	o.Plan(hookResource(layout + "unknown")).With(known).Apply()
	o.PlansEmpty(known)
	o.Expect(map[string]any{"video_layout": `{"grid":{"video_sources":["*"]}}`})
}

// The resolution decides which lengths are defaults. A layout keeps the spelling of the state in the plan and in the apply, which knows the resolution.
func TestLayoutKeepsItsSpellingWithAnUnknownResolution(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	hook := s.AddCompositionHook(s.SID, hookByHand)
	w.Config(hookResource(hookNamed+`
audio_sources = ["*"]
resolution    = terraform_data.unknown.output
video_layout = jsonencode({ main = {
  x_pos = 100, video_sources = ["*"], video_sources_excluded = ["a<b>&c"], cells_excluded = [4, 1], reuse = "show_oldest"
} })
`) + unknown("1280x720") + importBlock(hookAddress, `id = "`+hook.SID+`"`))
	w.Apply().Contains(t, "1 imported, 1 added, 1 changed, 0 destroyed")
	w.PlansEmpty()
}

// The plan of a new or changed hook costs one GET of the recording settings, and an empty one none.
func TestWarningThatAHookComposesNothing(t *testing.T) {
	t.Parallel()
	s, o := startHook(t, twiliosandbox.Behaviour{}, "")
	setSettings(s, recordingSettings, twiliosandbox.Settings{FriendlyName: "By hand", EncryptionEnabled: true, EncryptionKeySID: publicKey})
	plan := o.Plan(hookResource(audioOnly))
	plan.Contains(t, composesNothing, s.SID, "encrypt recordings", "cannot compose")
	expectSent(t, s, "the plan of a creation", "GET")
	plan.Apply()
	expectSent(t, s, "the creation", "GET", "POST")
	o.Plan(hookResource(audioOnly)).Lacks(t, "Warning")
	expectSent(t, s, "the refresh and the empty plan", "GET")
	renamed := hookResource(strings.Replace(audioOnly, "Consultations", "Renamed", 1))
	setSettings(s, recordingSettings, encryptingSettings)
	o.Plan(renamed).Contains(t, composesNothing, "account "+s.SID+" store recordings in S3 and encrypt recordings", "composition settings")
	expectSent(t, s, "the refresh and the plan of a change", "GET", "GET")
	o.Plan(hookResource(fullHook)).Lacks(t, "Warning") // The hook is disabled.
	setSettings(s, recordingSettings, leftoverSettings)
	o.Plan(renamed).Lacks(t, "Warning")
	// The hook does not need the settings.
	s.Faults().Add(sandbox.Fault{Method: "GET", Path: recordingSettingsPath, Every: 1, Status: 401, Body: `{"code":70051,"message":"required permission is missing","status":401}`})
	plan = o.Plan(renamed)
	plan.Expect(plancheck.ResourceActionUpdate)
	plan.Apply().Contains(t, "Warning: Could not read the recording settings", "required permission is missing", "continues without this check")
	s.Faults().Clear()
	s.RespondAs(otherAccount)
	o.SkipRefresh = true
	o.Plan(hookResource(fullHook)).FailsUnchanged("The credentials belong to another account", s.SID, otherAccount)
}
