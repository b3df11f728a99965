package twilio_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func TestMain(m *testing.M) { acctest.Main(m) }

const (
	awsCredential   = "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	otherCredential = "CRbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
	publicKey       = "CRcccccccccccccccccccccccccccccccc"
	bucket          = "https://consultations.s3.eu-central-1.amazonaws.com/video"
)

// twin is one of the two settings singletons, as the tests see it.
type twin struct {
	typeName string
	sandbox  twiliosandbox.Kind
	api      twilioapi.SettingsAPI
	// community is the type in the community provider.
	community string
}

var (
	recording = twin{
		typeName:  "videostorage_twilio_recording_settings",
		sandbox:   twiliosandbox.RecordingSettings,
		community: "twilio_video_recording_settings",
		api:       twilioapi.RecordingSettings,
	}
	composition = twin{
		typeName:  "videostorage_twilio_composition_settings",
		sandbox:   twiliosandbox.CompositionSettings,
		community: "twilio_video_composition_settings",
		api:       twilioapi.CompositionSettings,
	}
)

func (k twin) address() string { return k.typeName + ".this" }

// resource is the resource's block with these attributes.
func (k twin) resource(attributes string) string {
	return fmt.Sprintf("\nresource %q \"this\" {\n%s\n}\n", k.typeName, attributes)
}

// forEachTwin runs a test on both settings.
func forEachTwin(t *testing.T, test func(*testing.T, twin)) {
	t.Helper()
	for _, k := range []twin{recording, composition} {
		t.Run(string(k.sandbox), func(t *testing.T) {
			t.Parallel()
			test(t, k)
		})
	}
}

// worlds are the two things that a POST may do to what it leaves out.
var worlds = map[string]twiliosandbox.Behaviour{
	"replace": {},
	"merge":   {Merge: true},
}

// forEachWorld runs a test on both settings in both worlds.
func forEachWorld(t *testing.T, test func(*testing.T, twin, twiliosandbox.Behaviour)) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(worlds)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachTwin(t, func(t *testing.T, k twin) { test(t, k, worlds[name]) })
		})
	}
}

// start is a sandbox and a workspace whose provider is configured for it.
func start(t *testing.T, b twiliosandbox.Behaviour) (*acctest.Sandbox, *acctest.Workspace) {
	t.Helper()
	s := acctest.NewSandbox(t, b)
	return s, acctest.NewWorkspace(t, s.Account, nil)
}

// made are settings that somebody made in the console.
var made = twiliosandbox.Settings{
	FriendlyName: "By hand", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: otherCredential,
}

func hold(s *acctest.Sandbox, k twin, settings twiliosandbox.Settings) {
	s.SetSettings(s.Running.Account.SID, k.sandbox, settings)
}

// held is what the account now has.
func held(t *testing.T, s *acctest.Sandbox, k twin) twiliosandbox.Settings {
	t.Helper()
	settings, configured := s.Settings(s.Running.Account.SID, k.sandbox)
	if !configured {
		t.Fatalf("%s were never configured", k.sandbox)
	}
	return settings
}

// sent lists the requests since the last call, as "GET" or "POST".
func sent(s *acctest.Sandbox) []string {
	methods := []string{}
	for _, r := range s.Log().All() {
		methods = append(methods, r.Method)
	}
	s.Log().Reset()
	return methods
}

func expectSent(t *testing.T, s *acctest.Sandbox, what string, want ...string) {
	t.Helper()
	if got := sent(s); !slices.Equal(got, want) {
		t.Errorf("%s sent %v, want %v", what, got, want)
	}
}

func expectNoWrite(t *testing.T, s *acctest.Sandbox) {
	t.Helper()
	if n := sandbox.Count(s.Log().All(), "POST", ""); n != 0 {
		t.Errorf("%d writes were sent, want none", n)
	}
}

// lastForm is the form of the newest write.
func lastForm(t *testing.T, s *acctest.Sandbox) url.Values {
	t.Helper()
	for _, r := range slices.Backward(s.Log().All()) {
		if r.Method == http.MethodPost {
			return r.Form
		}
	}
	t.Fatal("no write was sent")
	return nil
}

func expectState(t *testing.T, w *acctest.Workspace, k twin, want map[string]any) {
	t.Helper()
	got := w.State(k.address())
	if got == nil {
		t.Fatalf("%s is not in the state", k.address())
	}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s in the state is %v, want %v", name, got[name], value)
		}
	}
}

func expectNoState(t *testing.T, w *acctest.Workspace, k twin) {
	t.Helper()
	if got := w.State(k.address()); got != nil {
		t.Errorf("%s is in the state: %v", k.address(), got)
	}
}

// expectOneError fails the test unless the output has one error, with this
// summary and these parts.
func expectOneError(t *testing.T, got acctest.Result, parts ...string) {
	t.Helper()
	if n := strings.Count(got.Text, "Error: "); n != 1 {
		t.Errorf("%d errors, want one:\n%s", n, got.Text)
	}
	got.Contains(t, parts...)
}

const (
	named      = `friendly_name = "Consultations"`
	storing    = named + "\naws_storage_enabled = true\naws_s3_url = \"" + bucket + "\"\naws_credentials_sid = \"" + awsCredential + "\"\n"
	encrypting = storing + "encryption_enabled = true\nencryption_key_sid = \"" + publicKey + "\"\n"
)
