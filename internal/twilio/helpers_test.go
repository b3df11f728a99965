package twilio_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/s3server"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func TestMain(m *testing.M) {
	// AWS's SDK reads the environment of the process, which parallel tests share.
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": awsKey.ID, "AWS_SECRET_ACCESS_KEY": awsKey.Secret, "AWS_SESSION_TOKEN": "", "AWS_PROFILE": "", "AWS_REGION": "",
		"AWS_CONFIG_FILE": "testdata/aws-config", "AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_EC2_METADATA_DISABLED": "true",
	} {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	acctest.Main(m)
}

// The keys of AWS's default chain, and of the profile in testdata/aws-config.
var (
	awsKey        = s3server.Key{ID: "AKIADEFAULTDEFAULT00", Secret: "secret-of-the-default-chain-of-the-tests"}
	awsProfileKey = s3server.Key{ID: "AKIAPROFILEPROFILE00", Secret: "secret-of-the-profile-audit-of-the-tests"}
)

const (
	otherAccount    = "ACdddddddddddddddddddddddddddddddd"
	awsCredential   = "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	otherCredential = "CRbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
	publicKey       = "CRcccccccccccccccccccccccccccccccc"
	bucket          = "https://consultations.s3.eu-central-1.amazonaws.com/video"
)

// Attributes of settings.
const (
	named      = "friendly_name = \"Consultations\"\n"
	storage    = "aws_storage_enabled = true\naws_s3_url = \"" + bucket + "\"\naws_credentials_sid = \"" + awsCredential + "\"\n"
	encryption = "encryption_enabled = true\nencryption_key_sid = \"" + publicKey + "\"\n"
	storing    = named + storage
	encrypting = storing + encryption
)

var (
	// storingSettings and encryptingSettings are the settings that storing and encrypting ask for.
	storingSettings    = twiliosandbox.Settings{FriendlyName: "Consultations", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: awsCredential}
	encryptingSettings = twiliosandbox.Settings{
		FriendlyName: "Consultations", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: awsCredential,
		EncryptionEnabled: true, EncryptionKeySID: publicKey,
	}
	// existingSettings are settings that another administrator made in the console.
	existingSettings = twiliosandbox.Settings{FriendlyName: "By hand", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: otherCredential}
	// everySetting has a value in every field.
	everySetting = twiliosandbox.Settings{
		FriendlyName: "By hand", AWSStorageEnabled: true, AWSS3URL: bucket + "/", AWSCredentialsSID: awsCredential,
		EncryptionEnabled: true, EncryptionKeySID: publicKey,
	}
	// leftoverSettings are switched off and have references.
	leftoverSettings = twiliosandbox.Settings{FriendlyName: "By hand", AWSS3URL: bucket, AWSCredentialsSID: awsCredential, EncryptionKeySID: publicKey}
)

// settingsKind is one of the two settings singletons.
type settingsKind struct {
	typeName, title, media string
	sandbox                twiliosandbox.Kind
	api                    twilio.SettingsAPI
	// communityType is the type in the community provider.
	communityType string
}

var (
	recordingSettings = settingsKind{
		"videostorage_twilio_recording_settings", "recording settings", "recordings",
		twiliosandbox.RecordingSettings, twilio.RecordingSettings, "twilio_video_recording_settings",
	}
	compositionSettings = settingsKind{
		"videostorage_twilio_composition_settings", "composition settings", "compositions",
		twiliosandbox.CompositionSettings, twilio.CompositionSettings, "twilio_video_composition_settings",
	}
	bothSettings = []settingsKind{recordingSettings, compositionSettings}
)

func (k settingsKind) address() string { return k.typeName + ".this" }

// resource returns a resource block with these attributes.
func (k settingsKind) resource(attributes string) string {
	return fmt.Sprintf("\nresource %q \"this\" {\n%s\n}\n", k.typeName, attributes)
}

// write returns the request that writes the settings, as acctest.ExpectWrites shows it.
func (k settingsKind) write() string { return "POST /v1/" + string(k.sandbox) + "/Default" }

func (k settingsKind) dataSource() string { return fmt.Sprintf("\ndata %q \"this\" {}\n", k.typeName) }

func (k settingsKind) list(arguments string) string { return listBlock(k.typeName, arguments) }

// importBlock returns an import block with an id or an identity.
func (k settingsKind) importBlock(argument string) string {
	return importBlock(k.address(), argument)
}

// variants are the two possible effects of a POST on the references that it omits. Twilio does not document which one is right.
var variants = map[string]twiliosandbox.Behaviour{"replace": {}, "merge": {Merge: true}}

// start returns a sandbox and a workspace for its account.
func start(t *testing.T, b twiliosandbox.Behaviour) (*acctest.Sandbox, *acctest.Workspace) {
	t.Helper()
	s := acctest.NewSandbox(t, b)
	return s, acctest.NewWorkspace(t, s.Account, nil)
}

// startWith is start with an applied configuration.
func startWith(t *testing.T, b twiliosandbox.Behaviour, config string) (*acctest.Sandbox, *acctest.Workspace) {
	t.Helper()
	s, w := start(t, b)
	w.Config(config)
	w.Apply()
	s.Log().Reset()
	return s, w
}

// startQuery is start with list blocks.
func startQuery(t *testing.T, blocks ...string) (*acctest.Sandbox, *acctest.Workspace) {
	t.Helper()
	acctest.NeedQuery(t)
	s, w := start(t, twiliosandbox.Behaviour{})
	w.Config("")
	w.Write("all.tfquery.hcl", strings.Join(blocks, ""))
	return s, w
}

// listBlock returns a list block with these arguments.
func listBlock(typeName, arguments string) string {
	return fmt.Sprintf("list %q \"all\" {\n  provider = videostorage\n%s\n}\n", typeName, arguments)
}

// unknown returns a resource with an output that is known only after the apply.
func unknown(value string) string {
	return "\nresource \"terraform_data\" \"unknown\" {\n  input = \"" + value + "\"\n}\n"
}

// retryAtOnce avoids the wait before a retry.
var retryAtOnce = http.Header{"Retry-After": {"0"}}

// withoutEnterprise removes the account's Enterprise edition, without which Twilio does not encrypt.
func withoutEnterprise(s *acctest.Sandbox) {
	account := s.Running.Account
	account.Enterprise = false
	s.AddAccount(account)
}

func setSettings(s *acctest.Sandbox, k settingsKind, settings twiliosandbox.Settings) {
	s.SetSettings(s.Running.Account.SID, k.sandbox, settings)
}

func currentSettings(t *testing.T, s *acctest.Sandbox, k settingsKind) twiliosandbox.Settings {
	t.Helper()
	settings, configured := s.Settings(s.Running.Account.SID, k.sandbox)
	if !configured {
		t.Fatalf("%s were never configured", k.sandbox)
	}
	return settings
}

func expectSettings(t *testing.T, s *acctest.Sandbox, k settingsKind, want twiliosandbox.Settings) {
	t.Helper()
	if got := currentSettings(t, s, k); got != want {
		t.Errorf("%s are %+v, want %+v", k.sandbox, got, want)
	}
}

// sent returns the methods of the requests since the last call.
func sent(s *acctest.Sandbox) []string {
	var methods []string
	for _, r := range s.Log().All() {
		methods = append(methods, r.Method)
	}
	s.Log().Reset()
	return methods
}

func expectSent(t *testing.T, s *acctest.Sandbox, operation string, want ...string) {
	t.Helper()
	if got := sent(s); !slices.Equal(got, want) {
		t.Errorf("%s sent %v, want %v", operation, got, want)
	}
}

func expectNoWrite(t *testing.T, s *acctest.Sandbox) {
	t.Helper()
	if n := sandbox.Count(s.Log().All(), http.MethodPost, ""); n != 0 {
		t.Errorf("%d writes were sent, want none", n)
	}
}

// lastForm returns the form of the latest write.
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

// expectState compares some attributes of an object in the state.
func expectState(t *testing.T, w *acctest.Workspace, address string, want map[string]any) {
	t.Helper()
	got := w.State(address)
	if got == nil {
		t.Fatalf("%s is not in the state", address)
	}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s.%s in the state is %v, want %v", address, name, got[name], value)
		}
	}
}

// expectInvalid fails the test unless a plan has one error for each resource with some of these attributes, with these parts.
func expectInvalid(t *testing.T, w *acctest.Workspace, block func(attributes string) string, want map[string][]string) {
	t.Helper()
	var resources strings.Builder
	var parts [][]string
	for attributes := range want {
		resources.WriteString(strings.Replace(block(attributes), `"this"`, fmt.Sprintf(`"invalid_%d"`, len(parts)), 1))
		parts = append(parts, want[attributes])
	}
	w.Config(resources.String())
	expectErrors(t, w, parts)
}

// expectErrors fails the test unless a plan has one error for each of the resources invalid_0, invalid_1 and so on, with these parts.
func expectErrors(t *testing.T, w *acctest.Workspace, want [][]string) {
	t.Helper()
	got := w.Fail("plan", "-no-color")
	errors := strings.Split(got.Text, "Error: ")[1:]
	if len(errors) != len(want) {
		t.Errorf("%d errors, want %d:\n%s", len(errors), len(want), got.Text)
	}
	for i, parts := range want {
		name := regexp.MustCompile(fmt.Sprintf(`invalid_%d\b`, i))
		if at := slices.IndexFunc(errors, name.MatchString); at < 0 {
			t.Errorf("no error is about %s, want %q:\n%s", name, parts, got.Text)
		} else {
			acctest.Result{Text: errors[at]}.Contains(t, parts...)
		}
	}
}

// expectFound compares an identity attribute and the display names of list results.
func expectFound(t *testing.T, got []acctest.Listed, attribute string, want ...[2]string) {
	t.Helper()
	var found [][2]string
	for _, result := range got {
		found = append(found, [2]string{fmt.Sprint(result.Identity[attribute]), result.DisplayName})
	}
	if !slices.Equal(found, want) {
		t.Errorf("found %q, want %q", found, want)
	}
}

// expectWarnings compares the sorted summaries of a query's warnings.
func expectWarnings(t *testing.T, got []acctest.Warning, want ...string) {
	t.Helper()
	var summaries []string
	for _, warning := range got {
		summaries = append(summaries, warning.Summary)
	}
	slices.Sort(summaries)
	if !slices.Equal(summaries, want) {
		t.Errorf("warnings %q, want %q", summaries, want)
	}
}
