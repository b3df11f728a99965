package documentation_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/fakeaws"
	videostorage "github.com/videostorage/terraform-provider-videostorage/internal/provider"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// What somebody made in the console of the account, whose SID is that of all examples.
const (
	storedAWS = "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	storedKey = "CRcccccccccccccccccccccccccccccccc"
)

var made = twiliosandbox.Settings{
	FriendlyName:      "Consultations",
	AWSStorageEnabled: true, AWSCredentialsSID: storedAWS, AWSS3URL: "https://consultations.s3.eu-central-1.amazonaws.com/recordings",
	EncryptionEnabled: true, EncryptionKeySID: storedKey,
}

// adopts is a configuration that imports the settings, and so needs them to be there.
var adopts = regexp.MustCompile(`import \{\s+to\s*=\s*videostorage_twilio_recording_settings\.`)

// joined are the files of a configuration as one.
func joined(files map[string]string) string {
	return strings.Join(slices.Collect(maps.Values(files)), "\n")
}

// world is where an example runs.
type world struct {
	*acctest.Workspace
	twilio *acctest.Sandbox
}

// newWorld has what the examples refer to, and the files of one of them.
func newWorld(t *testing.T, files map[string]string) *world {
	t.Helper()
	configuration := joined(files)
	account := twiliosandbox.NewAccount()
	account.SID = "AC" + strings.Repeat("a", 32)
	twilio := acctest.NewSandbox(t, twiliosandbox.Behaviour{}, account)
	twilio.AddCredential(account.SID, twiliosandbox.Credential{SID: storedAWS, FriendlyName: "Access key of twilio-video"})
	twilio.AddCredential(account.SID, twiliosandbox.Credential{SID: storedKey, Kind: twiliosandbox.PublicKeys, FriendlyName: "Consultations"})
	if creates := strings.Contains(configuration, `resource "videostorage_twilio_recording_settings"`); !creates || adopts.MatchString(configuration) {
		twilio.SetSettings(account.SID, twiliosandbox.RecordingSettings, made)
	}
	other := twiliosandbox.NewAccount()
	twilio.AddAccount(other)
	const room = "RM0123456789abcdef0123456789abcdef"
	twilio.Record(twilio.SID, room, 2)
	twilio.Compose(twilio.SID, room)

	twilio.AddVendor(sendbirdsandbox.New(sendbirdsandbox.Behaviour{}))
	twilio.StoredSecret(sendbirdsandbox.SecretKey)

	secret := strings.Repeat("Secret4x/+", 4)
	twilio.Secret(secret)
	key, keySecret := anyOf(account.APIKeys)
	w := &world{twilio: twilio}
	if strings.Contains(configuration, "alias") {
		// A provider in the test's own process has one configuration only.
		w.Workspace = acctest.NewInstalledWorkspace(t, twilio.Account)
	} else {
		w.Workspace = acctest.NewWorkspace(t, twilio.Account, map[string]provider.Provider{
			fakeaws.Address: &fakeaws.Provider{OnSecret: func(secret string) { twilio.StoredSecret(secret) }},
		})
	}
	for name, content := range files {
		w.Write(name, addressed(content))
	}
	w.Write("public.pem", publicKey)
	w.complete(configuration, map[string]any{
		"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": secret, "public_key": publicKey,
		"aws_credentials_sid": twiliosandbox.CredentialSID(), "encryption_key_sid": twiliosandbox.CredentialSID(),
		"room_sid":     room,
		"recording_id": sendbirdsandbox.RecordingID, "access_key": sendbirdsandbox.AccessKey, "secret_key": sendbirdsandbox.SecretKey,
		"twilio_account_sid": account.SID, "twilio_api_key": key, "twilio_api_key_secret": keySecret,
		"clinic": map[string]string{"account_sid": account.SID, "auth_token": account.AuthToken},
		"school": map[string]string{"account_sid": other.SID, "auth_token": other.AuthToken},
	})
	if strings.Contains(configuration, "alias") {
		w.Succeed("init")
	}
	return w
}

func anyOf(all map[string]string) (key, value string) {
	for key, value = range all {
		break
	}
	return key, value
}

// addressed spells out the addresses of the providers, which OpenTofu would complete
// with another host.
func addressed(configuration string) string {
	return strings.NewReplacer(`"hashicorp/aws"`, `"`+fakeaws.Address+`"`, `"videostorage/videostorage"`, `"`+videostorage.Address+`"`).Replace(configuration)
}

var declared = regexp.MustCompile(`(?m)^variable "(\w+)"`)

// complete writes what is not in an example: where the providers are from, unless it
// says so, and the values of its variables that have no default.
func (w *world) complete(configuration string, variables map[string]any) {
	if !strings.Contains(configuration, "required_providers") {
		w.Write("versions.tf", fmt.Sprintf("terraform {\n  required_providers {\n    videostorage = { source = %q }\n    aws = { source = %q }\n  }\n}\n",
			videostorage.Address, fakeaws.Address))
	}
	values := map[string]any{}
	for _, match := range declared.FindAllStringSubmatch(configuration, -1) {
		if value, known := variables[match[1]]; known {
			values[match[1]] = value
		}
	}
	text, err := json.Marshal(values)
	if err != nil {
		panic(err) // never: they are strings
	}
	w.Write("terraform.tfvars.json", string(text))
}
