package twilio_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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
	s, w := start(t, twiliosandbox.Behaviour{})
	full, minimal := s.AddCompositionHook(s.SID, hookByHand), s.AddCompositionHook(s.SID, minimalHook)
	w.Config(importBlock(hookType+".full", `id = "`+full.SID+`"`) + importBlock(hookType+".minimal", `id = "`+minimal.SID+`"`))
	for i, behaviour := range hookVariants {
		s.SetBehaviour(behaviour)
		file := fmt.Sprintf("generated_%d.tf", i)
		w.Succeed("plan", "-generate-config-out="+file, "-no-color").Contains(t, "2 to import, 0 to add, 0 to change, 0 to destroy")
		if generated := w.Read(file); !strings.Contains(generated, "jsonencode(") {
			t.Errorf("the layout is not generated as jsonencode:\n%s", generated)
		}
		if i+1 < len(hookVariants) {
			w.Remove(file)
		}
	}
	w.Apply().Contains(t, "2 imported, 0 added, 0 changed, 0 destroyed")
	w.PlansEmpty()
	expectNoWrite(t, s)
}

// An update after an import sends every value, also those that the configuration leaves to Twilio.
func TestUpdateAfterAnImportSendsEveryValue(t *testing.T) {
	t.Parallel()
	acctest.NeedIdentity(t)
	s, w := start(t, twiliosandbox.Behaviour{})
	existing := s.AddCompositionHook(s.SID, hookByHand)
	w.Config(hookResource(`
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
`) + fmt.Sprintf("import {\n  to = %s\n  identity = { sid = %q }\n}\n", hookAddress, existing.SID))
	w.Apply()
	expectHookForm(t, s, "AudioSources=doctor*&AudioSources=patient&AudioSourcesExcluded=nurse&Enabled=false&Format=mp4&FriendlyName=By us&"+
		"Resolution=1280x720&StatusCallback="+hookByHand.StatusCallback+"&StatusCallbackMethod=GET&Trim=false&"+
		`VideoLayout={"main":{"cells_excluded":[1,4],"video_sources":["*"],"video_sources_excluded":["a\u003cb\u003e\u0026c"],"x_pos":100}}`)
	expectWrites(t, s, "POST "+hooksPath+"/"+existing.SID)
	w.PlansEmpty()
}

func TestFailedImportOfAHookStoresNothing(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	s.AddCompositionHook(s.SID, minimalHook)
	ids := map[string]string{"a_name": "Minimal", "a_credential": missingSID, "none": "HK00000000000000000000000000000000"}
	config := ""
	for name, id := range ids {
		config += strings.Replace(hookResource(audioOnly), "this", name, 1) + importBlock(hookType+"."+name, `id = "`+id+`"`)
	}
	w.Config(config)
	got := w.Fail("apply", "-auto-approve", "-no-color")
	got.Contains(t, "Cannot import non-existent remote object")
	if n := strings.Count(got.Text, "Error: Not the SID of a composition hook"); n != 2 {
		t.Errorf("%d errors about a SID, want 2:\n%s", n, got.Text)
	}
	w.Config(hookResource(audioOnly))
	w.Fail("import", "-input=false", hookAddress, ids["none"]).Contains(t, "Cannot import non-existent remote object")
	if state := w.State(hookAddress); state != nil {
		t.Errorf("the failed import has stored %v", state)
	}
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
	w.Succeed("query", "-generate-config-out=generated.tf")
	w.Remove("all.tfquery.hcl")
	w.Apply().Contains(t, "2 imported, 0 added, 0 changed, 0 destroyed")
	w.PlansEmpty()
	expectNoWrite(t, s)
}

// Terraform takes a list without an error or a warning for complete.
func TestIncompleteQueryOfCompositionHooks(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	for range 3 {
		s.AddCompositionHook(s.SID, minimalHook)
	}
	expect := func(results int, parts ...string) {
		t.Helper()
		found, diagnostics := query(t, s, hookType, 2)
		if len(found) != results {
			t.Errorf("found %q", found)
		}
		expectMessage(t, diagnostics.Text(), parts...)
	}
	expect(2, "Warning: There are more composition hooks")
	s.Faults().Add(sandbox.Fault{Status: 400, Body: `{"code":20001,"message":"No","status":400}`})
	expect(0, "Error: Could not list the composition hooks", s.SID, "page 1", "HTTP status 400")
	s.RespondAs(otherAccount)
	expect(0, "Error: The credentials belong to another account", otherAccount)
}

func TestDataSourceOfACompositionHook(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	full, minimal := s.AddCompositionHook(s.SID, hookByHand), s.AddCompositionHook(s.SID, minimalHook)
	s.AddCompositionHook(s.SID, twiliosandbox.CompositionHook{FriendlyName: "MINIMAL", AudioSources: []string{"*"}})
	d := newDirect(t, s)
	for _, test := range []struct{ arguments, want map[string]any }{
		{map[string]any{"sid": full.SID}, map[string]any{
			"friendly_name": "By hand", "account_sid": s.SID, "enabled": false, "resolution": "1280x720", "format": "mp4", "trim": false, "url": full.URL(),
			"status_callback": hookByHand.StatusCallback, "status_callback_method": "GET", "date_updated": nil, "audio_sources": []any{"doctor*", "patient"},
		}},
		{map[string]any{"friendly_name": "Minimal"}, map[string]any{
			"sid": minimal.SID, "video_layout": nil, "audio_sources_excluded": nil, "status_callback": nil, "format": "webm", "enabled": true,
		}},
	} {
		got, err := d.attributes(hookType, test.arguments)
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range test.want {
			if diff := cmp.Diff(want, got[name]); diff != "" {
				t.Errorf("%s of %v (-want +got):\n%s", name, test.arguments, diff)
			}
		}
	}
	refused := func(arguments map[string]any, parts ...string) {
		t.Helper()
		_, err := d.attributes(hookType, arguments)
		expectMessage(t, fmt.Sprint(err), parts...)
	}
	refused(nil, "Exactly one of these attributes must be configured", "sid", "friendly_name")
	refused(map[string]any{"sid": full.SID, "friendly_name": "x"}, "Exactly one of these attributes must be configured")
	refused(map[string]any{"sid": "CR1"}, "Invalid sid", "HK and 32 hexadecimal digits")
	refused(map[string]any{"friendly_name": "minimal"}, "No such composition hook", s.SID, `with the name "minimal"`, "Upper and lower case count")
	refused(map[string]any{"sid": "HK00000000000000000000000000000000"}, "No such composition hook", "HK00000000000000000000000000000000")
}
