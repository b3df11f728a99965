package twilio_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// hookByHand is a hook of another administrator with a value in every field.
var hookByHand = twiliosandbox.CompositionHook{
	FriendlyName: "By hand", AudioSources: []string{"patient", "doctor*"}, AudioSourcesExcluded: []string{"nurse"}, Resolution: "1280x720", Format: "mp4",
	Trim: new(false), StatusCallback: "https://example.com/compositions?a=1&b=<2>", StatusCallbackMethod: "GET",
	VideoLayout: json.RawMessage(`{"main":{"video_sources":["*"],"video_sources_excluded":["a<b>&c"],"x_pos":100,"cells_excluded":[4,1]}}`),
}

// minimalHook is one with nothing but the necessary fields.
var minimalHook = twiliosandbox.CompositionHook{FriendlyName: "Minimal", Enabled: true, AudioSources: []string{"*"}}

// Generated configuration plans empty with each kind of defaults in Twilio's responses.
func TestGeneratedConfigurationOfAHookPlansEmpty(t *testing.T) {
	t.Parallel()
	for i, behaviour := range hookVariants {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			s, w := start(t, behaviour)
			full, minimal := s.AddCompositionHook(s.SID, hookByHand), s.AddCompositionHook(s.SID, minimalHook)
			imports := ""
			for name, hook := range map[string]twiliosandbox.CompositionHook{"full": full, "minimal": minimal} {
				imports += fmt.Sprintf("import {\n  to = %s.%s\n  id = %q\n}\n", hookType, name, hook.SID)
			}
			w.Config(imports)
			w.Succeed("plan", "-generate-config-out=generated.tf", "-no-color").Contains(t, "2 to import, 0 to add, 0 to change, 0 to destroy")
			if generated := w.Read("generated.tf"); !strings.Contains(generated, "jsonencode(") {
				t.Errorf("the layout is not generated as jsonencode:\n%s", generated)
			}
			w.Apply().Contains(t, "2 imported, 0 added, 0 changed, 0 destroyed")
			w.PlansEmpty()
			expectNoWrite(t, s)
		})
	}
}

// An update after an import sends every value, also those that the configuration leaves to Twilio.
func TestUpdateAfterAnImportSendsEveryValue(t *testing.T) {
	t.Parallel()
	acctest.NeedIdentity(t)
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	existing := s.AddCompositionHook(s.SID, hookByHand)
	s.Test(t, resource.TestStep{
		Config: hookResource(`
friendly_name          = "By us"
enabled                = false
audio_sources          = ["patient", "doctor*"]
audio_sources_excluded = ["nurse"]
resolution             = "1280x720"
trim                   = false
status_callback        = "https://example.com/compositions?a=1&b=<2>"
video_layout = jsonencode({ main = {
  x_pos = 100, video_sources = ["*"], video_sources_excluded = ["a<b>&c"], cells_excluded = [1, 4], width = 1180, reuse = "show_oldest", z_pos = 0
} })
`) + fmt.Sprintf("import {\n  to = %s\n  identity = { sid = %q }\n}\n", hookAddress, existing.SID),
		PostApplyFunc: func() {
			form := lastForm(t, s)
			for name, want := range map[string]string{
				"FriendlyName": "By us", "Enabled": "false", "AudioSourcesExcluded": "nurse", "Resolution": "1280x720", "Trim": "false", "Format": "mp4",
				"StatusCallbackMethod": "GET", "StatusCallback": hookByHand.StatusCallback,
			} {
				if got := form.Get(name); got != want {
					t.Errorf("%s is %q, want %q", name, got, want)
				}
			}
			expectWrites(t, s, "POST "+hooksPath+"/"+existing.SID)
			got := soleHook(t, s)
			if fmt.Sprint(got.AudioSources) != "[doctor* patient]" || !strings.Contains(string(got.VideoLayout), `"x_pos":100`) {
				t.Errorf("the hook is %+v with the layout %s", got, got.VideoLayout)
			}
		},
	})
}

func TestFailedImportOfAHookStoresNothing(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	s.AddCompositionHook(s.SID, minimalHook)
	var steps []resource.TestStep
	for id, part := range map[string]string{
		"Minimal": "Not the SID of a composition hook", missingSID: "Not the SID of a composition hook",
		"HK00000000000000000000000000000000": "non-existent remote object",
	} {
		steps = append(steps, resource.TestStep{
			Config: hookResource(audioOnly), ImportState: true, ImportStatePersist: true, ResourceName: hookAddress, ImportStateId: id,
			ExpectError: acctest.ErrorWith(part),
		})
	}
	s.Test(t, steps...)
	expectWrites(t, s)
}

// The results have the model of an import, and the display names tell disabled hooks.
func TestQueryOfCompositionHooks(t *testing.T) {
	t.Parallel()
	s, w := startQuery(t, listBlock(hookType, "  include_resource = true\n  limit = 2\n"))
	full, minimal := s.AddCompositionHook(s.SID, hookByHand), s.AddCompositionHook(s.SID, minimalHook)
	results, warnings := w.Query()
	expectFound(t, results, "sid", [2]string{full.SID, "By hand, disabled"}, [2]string{minimal.SID, "Minimal"})
	expectWarnings(t, warnings)
	if got := results[0].Resource["video_layout"]; got != `{"main":{"cells_excluded":[1,4],"video_sources":["*"],"video_sources_excluded":["a\u003cb\u003e\u0026c"],"x_pos":100}}` {
		t.Errorf("the layout is %v", got)
	}
	third := s.AddCompositionHook(s.SID, twiliosandbox.CompositionHook{FriendlyName: "Third", Enabled: true, AudioSources: []string{"*"}})
	_, warnings = w.Query()
	expectWarnings(t, warnings, "There are more composition hooks")
	s.RemoveCompositionHook(s.SID, third.SID)

	w.Succeed("query", "-generate-config-out=generated.tf")
	w.Remove("all.tfquery.hcl")
	w.Apply().Contains(t, "2 imported, 0 added, 0 changed, 0 destroyed")
	w.PlansEmpty()
	expectNoWrite(t, s)
}

// Terraform takes a list without an error for complete.
func TestFailedQueryOfCompositionHooks(t *testing.T) {
	t.Parallel()
	s, w := startQuery(t, listBlock(hookType, ""))
	s.AddCompositionHook(s.SID, minimalHook)
	s.Faults().Add(sandbox.Fault{Status: 400, Body: `{"code":20001,"message":"No","status":400}`})
	w.Fail("query", "-no-color").Contains(t, "Could not list the composition hooks", s.SID, "page 1", "HTTP status 400")
	s.RespondAs(otherAccount)
	w.Fail("query", "-no-color").Contains(t, "The credentials belong to another account", otherAccount)
}

func TestDataSourceOfACompositionHook(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	full, minimal := s.AddCompositionHook(s.SID, hookByHand), s.AddCompositionHook(s.SID, minimalHook)
	s.AddCompositionHook(s.SID, twiliosandbox.CompositionHook{FriendlyName: "MINIMAL", AudioSources: []string{"*"}})
	read := func(name, argument string) string {
		return fmt.Sprintf("data %q %q {\n%s\n}\n", hookType, name, argument)
	}
	s.Test(t,
		resource.TestStep{
			Config: read("by_sid", `sid = "`+full.SID+`"`) + read("by_name", `friendly_name = "Minimal"`) + `
output "sources" { value = join(" ", data.` + hookType + `.by_sid.audio_sources) }`,
			Check: resource.TestCheckOutput("sources", "doctor* patient"),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.ExpectState("data."+hookType+".by_sid", map[string]any{
					"friendly_name": "By hand", "account_sid": s.SID, "enabled": false, "resolution": "1280x720", "format": "mp4", "trim": false, "url": full.URL(),
					"status_callback": hookByHand.StatusCallback, "status_callback_method": "GET", "date_updated": nil,
				}),
				acctest.ExpectState("data."+hookType+".by_name", map[string]any{
					"sid": minimal.SID, "video_layout": nil, "audio_sources_excluded": nil, "status_callback": nil, "format": "webm", "enabled": true,
				}),
			},
		},
		failing(read("none", ""), "Exactly one of these attributes must be configured", "sid", "friendly_name"),
		failing(read("both", "sid = \""+full.SID+"\"\nfriendly_name = \"x\""), "Exactly one of these attributes must be configured"),
		failing(read("wrong", `sid = "CR1"`), "Invalid sid", "HK and 32 hexadecimal digits"),
		failing(read("missing", `friendly_name = "minimal"`), "No such composition hook", s.SID, `with the name "minimal"`, "Upper and lower case count"),
		failing(read("missing", `sid = "HK00000000000000000000000000000000"`), "No such composition hook", "HK00000000000000000000000000000000"),
	)
}
