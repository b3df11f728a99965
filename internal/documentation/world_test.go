package documentation_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/fakeaws"
	"github.com/videostorage/terraform-provider-videostorage/internal/daily/dailysandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/getstream/getstreamsandbox"
	videostorage "github.com/videostorage/terraform-provider-videostorage/internal/provider"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3check/s3sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// The SIDs in the examples.
const (
	roomSID          = "RM0123456789abcdef0123456789abcdef"
	awsCredentialSID = "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" //nolint:gosec // a SID is no secret
	publicKeySID     = "CRcccccccccccccccccccccccccccccccc"
	hookSID          = "HKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
)

var existingSettings = twiliosandbox.Settings{
	FriendlyName:      "Consultations",
	AWSStorageEnabled: true, AWSCredentialsSID: awsCredentialSID, AWSS3URL: "https://consultations.s3.eu-central-1.amazonaws.com/recordings",
	EncryptionEnabled: true, EncryptionKeySID: publicKeySID,
}

// world is a workspace with examples and accounts with the objects that examples refer to.
type world struct {
	*acctest.Workspace
	twilio *acctest.Sandbox
}

// newWorld returns a world with files by their paths. Folders are modules, so that their names do not clash.
func newWorld(t *testing.T, files map[string]string) *world {
	t.Helper()
	folders := map[string]string{".": ""}
	for name, content := range files {
		folders[path.Dir(name)] += content
	}
	configuration := strings.Join(slices.Collect(maps.Values(folders)), "\n")
	account, other := twiliosandbox.NewAccount(), twiliosandbox.NewAccount()
	account.SID = "AC" + strings.Repeat("a", 32)
	twilio := acctest.NewSandbox(t, twiliosandbox.Behaviour{}, account)
	twilio.AddAccount(other)
	twilio.AddCredential(account.SID, twiliosandbox.Credential{SID: awsCredentialSID, FriendlyName: "Access key of twilio-video"})
	twilio.AddCredential(account.SID, twiliosandbox.Credential{SID: publicKeySID, Kind: twiliosandbox.PublicKeys, FriendlyName: "Consultations"})
	if !strings.Contains(configuration, `resource "videostorage_twilio_composition_hook"`) {
		twilio.AddCompositionHook(account.SID, twiliosandbox.CompositionHook{SID: hookSID, FriendlyName: "Consultations", Enabled: true, AudioSources: []string{"*"}})
	}
	importsSettings := regexp.MustCompile(`import \{\s+to\s*=\s*videostorage_twilio_recording_settings\.`).MatchString(configuration)
	if importsSettings || !strings.Contains(configuration, `resource "videostorage_twilio_recording_settings"`) {
		twilio.SetSettings(account.SID, twiliosandbox.RecordingSettings, existingSettings)
	}
	twilio.Record(account.SID, roomSID, 2)
	twilio.Compose(account.SID, roomSID)
	twilio.AddVendor(sendbirdsandbox.New(sendbirdsandbox.Behaviour{}))
	daily := dailysandbox.New(dailysandbox.Behaviour{})
	if !strings.Contains(configuration, `resource "videostorage_daily_domain_storage"`) {
		daily.Set(dailysandbox.Properties{"recordings_bucket": map[string]any{
			"bucket_name": "example-clinic-recordings", "bucket_region": fakeaws.Region, "assume_role_arn": "arn:aws:iam::123456789012:role/daily",
		}})
	}
	twilio.AddVendor(daily)
	getstream := getstreamsandbox.New(getstreamsandbox.Behaviour{})
	getstream.SetStorage(getstreamsandbox.Storage{Name: "existing", Type: "s3", Bucket: "existing-bucket"})
	getstream.SetCallType("livestream", `{"name":"livestream","external_storage":"existing"}`)
	twilio.AddVendor(getstream)
	storage := fakeaws.ServeS3(t, s3sandbox.New())

	secret, apiKey := strings.Repeat("Secret4x/+", 4), slices.Collect(maps.Keys(account.APIKeys))[0]
	twilio.Secret(secret)
	twilio.StoredSecret(sendbirdsandbox.SecretKey)
	publicKey, _ := sandboxtest.NewKeyPair(t)
	variables := map[string]any{
		"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": secret, "public_key": publicKey, "room_sid": roomSID, "s3_endpoint": storage,
		"aws_credentials_sid": awsCredentialSID, "encryption_key_sid": publicKeySID,
		"recording_id": sendbirdsandbox.RecordingID, "access_key": sendbirdsandbox.AccessKey, "secret_key": sendbirdsandbox.SecretKey,
		"daily_role_arn": "arn:aws:iam::123456789012:role/daily", "daily_role_name": "daily",
		"client_secret": secret, "service_account_key": `{"type":"service_account","client_email":"a@example.iam.gserviceaccount.com","private_key":"` + secret + `"}`,
		"twilio_account_sid": account.SID, "twilio_api_key": apiKey, "twilio_api_key_secret": account.APIKeys[apiKey],
		"clinic": map[string]string{"account_sid": account.SID, "auth_token": account.AuthToken},
		"school": map[string]string{"account_sid": other.SID, "auth_token": other.AuthToken},
	}

	// A provider in the process of the test has only one configuration.
	w := &world{twilio: twilio}
	if strings.Contains(configuration, "alias") {
		w.Workspace = acctest.NewInstalledWorkspace(t, twilio.Account)
	} else {
		w.Workspace = acctest.NewWorkspace(t, twilio.Account, map[string]provider.Provider{
			fakeaws.Address: &fakeaws.Provider{OnSecret: func(secret string) { twilio.StoredSecret(secret) }},
		})
	}
	w.Write("public.pem", publicKey)
	modules := map[string]any{}
	for folder, content := range folders {
		arguments := maps.Clone(variables)
		maps.DeleteFunc(arguments, func(name string, _ any) bool { return !strings.Contains(content, fmt.Sprintf("variable %q", name)) })
		if folder == "." {
			w.writeJSON(t, "terraform.tfvars.json", arguments)
		} else if err := os.MkdirAll(filepath.Join(w.Dir, folder), 0o700); err != nil {
			t.Fatal(err)
		} else {
			arguments["source"] = "./" + folder
			modules[strings.ReplaceAll(folder, "/", "_")] = arguments
		}
		if !strings.Contains(content, "required_providers") {
			w.Write(path.Join(folder, "versions.tf"), fmt.Sprintf(
				"terraform {\n  required_providers {\n    videostorage = { source = %q }\n    aws = { source = %q }\n  }\n}\n", videostorage.Address, fakeaws.Address,
			))
		}
	}
	// OpenTofu would complete the addresses with another host. Each test destroys its objects. Upload checks have no endpoint in the examples.
	adapt := strings.NewReplacer(`"hashicorp/aws"`, `"`+fakeaws.Address+`"`, `"videostorage/videostorage"`, `"`+videostorage.Address+`"`,
		"prevent_destroy = true", "prevent_destroy = false")
	for name, content := range files {
		content = adapt.Replace(content)
		if !strings.Contains(content, "s3_endpoint") { // a variable
			content = fakeaws.SetEndpoint(content, storage)
		}
		w.Write(name, content)
	}
	if len(modules) > 0 {
		w.writeJSON(t, "main.tf.json", map[string]any{"module": modules})
		w.Succeed("init")
	}
	return w
}

func (w *world) writeJSON(t *testing.T, name string, value any) {
	t.Helper()
	content, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(name, string(content))
}
