package documentation_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/videostorage/terraform-provider-videostorage/examples"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/fakeaws"
	videostorage "github.com/videostorage/terraform-provider-videostorage/internal/provider"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/sendbirdsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox"
)

// configurations are the folders under examples/ with a configuration, and the
// content of their files.
func configurations(t *testing.T) map[string]map[string]string {
	t.Helper()
	all := map[string]map[string]string{}
	err := fs.WalkDir(examples.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := examples.Files.ReadFile(name)
		folder, file := path.Split(name)
		folder = path.Clean(folder)
		if all[folder] == nil {
			all[folder] = map[string]string{}
		}
		all[folder][file] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// imports are the three forms of an import, which go with a resource's example.
var imports = []string{"import-by-string-id.tf", "import-by-identity.tf", "import.sh"}

// Every example is applied as it is, to sandboxes of Twilio and Sendbird and a
// stand-in for AWS, plans empty afterwards, and can be destroyed. There is no list of
// them that a new one could be missing in.
func TestEveryExampleApplies(t *testing.T) {
	t.Parallel()
	for folder, files := range configurations(t) {
		maps.DeleteFunc(files, func(name, _ string) bool {
			return strings.HasSuffix(name, ".tfquery.hcl") // the tests of the list resources run them
		})
		if len(files) == 0 {
			continue
		}
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			if kind(strings.Split(folder, "/")[0]) == actions {
				acctest.NeedActions(t)
			}
			configuration := map[string]string{}
			for name, content := range files {
				if path.Ext(name) == ".tf" && !slices.Contains(imports, name) {
					configuration[name] = content
				} else if !slices.Contains(imports, name) {
					t.Errorf("%s/%s is no kind of file that this test knows", folder, name)
				}
			}
			w := newWorld(t, configuration)
			w.Succeed("validate")
			w.Apply()
			w.PlansEmpty()
			for _, name := range imports {
				if files[name] != "" {
					w.imports(t, name, files[name])
				}
			}
			w.Destroy()
		})
	}
}

// Each resource that can be imported shows how, in all three forms. Which can be is
// known by their identity.
func TestEveryImportIsShown(t *testing.T) {
	t.Parallel()
	all := configurations(t)
	for name := range identities(t) {
		for _, form := range imports {
			if all[path.Join("resources", name)][form] == "" {
				t.Errorf("examples/resources/%s has no %s", name, form)
			}
		}
	}
}

// world is where an example runs.
type world struct {
	*acctest.Workspace
	twilio *acctest.Sandbox
}

// newWorld has what the examples refer to, and the files of one of them.
func newWorld(t *testing.T, files map[string]string) *world {
	t.Helper()
	configuration := strings.Join(slices.Collect(maps.Values(files)), "\n")
	twilio := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	if !strings.Contains(configuration, `resource "videostorage_twilio_recording_settings"`) {
		// They are somebody's.
		twilio.SetSettings(twilio.SID, twiliosandbox.RecordingSettings, twiliosandbox.Settings{AWSS3URL: "https://my-bucket.s3.amazonaws.com/my/path/"})
	}
	other := twiliosandbox.NewAccount()
	twilio.AddAccount(other)
	const room = "RM0123456789abcdef0123456789abcdef"
	twilio.Record(twilio.SID, room, 2)
	twilio.Compose(twilio.SID, room)

	application := sendbirdsandbox.NewApplication()
	application.Region = fakeaws.Region
	sendbird := acctest.NewSendbirdSandbox(t, sendbirdsandbox.Behaviour{}, application)
	bucket := sendbird.Bucket
	bucket.Name = "example-court-recordings"
	sendbird.AddBuckets(bucket)
	sendbird.StoredSecret(bucket.SecretKey)
	for _, name := range []string{"SENDBIRD_APPLICATION_ID", "SENDBIRD_API_TOKEN", "VIDEOSTORAGE_SENDBIRD_BASE_URL"} {
		twilio.Setenv(name, sendbird.Getenv(name))
	}

	secret := strings.Repeat("Secret4x/+", 4)
	twilio.Secret(secret)
	account := twilio.Running.Account
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
	w.complete(configuration, map[string]any{
		"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": secret, "public_key": publicKey,
		"aws_credentials_sid": twiliosandbox.CredentialSID(), "encryption_key_sid": twiliosandbox.CredentialSID(),
		"room_sid":     room,
		"recording_id": sendbird.Recording.ID, "access_key": bucket.AccessKey, "secret_key": bucket.SecretKey,
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

var (
	target  = regexp.MustCompile(`to\s*=\s*(\S+)`)
	command = regexp.MustCompile(`(?m)^terraform (import (\S+) .*)$`)
)

// imports takes the example's resource out of the state and imports it again, as an
// example says: only the SIDs are the sandbox's.
func (w *world) imports(t *testing.T, name, text string) {
	t.Helper()
	if tool, at := acctest.CLI(t); name == "import-by-identity.tf" && at.LessThan(version.Must(version.NewVersion("1.12.0"))) {
		t.Logf("%s needs version 1.12 or later, and this is %s %s", name, tool, at)
		return
	}
	arguments := command.FindStringSubmatch(text)
	address := target.FindStringSubmatch(text)
	if arguments != nil {
		address = arguments[1:]
	}
	if len(address) < 2 {
		t.Fatalf("%s says of nothing that it is imported:\n%s", name, text)
	}
	at := address[1]
	sid, _ := w.State(at)["sid"].(string)
	ours := strings.NewReplacer("CR"+strings.Repeat("a", 32), sid, "AC"+strings.Repeat("a", 32), w.twilio.SID)
	w.Succeed("state", "rm", at)
	if arguments != nil {
		w.Succeed(strings.Fields(ours.Replace(arguments[1]))...)
	} else {
		w.Write(name, ours.Replace(text))
		w.Apply().Contains(t, "1 imported, 0 added,")
		w.Remove(name)
	}
	// What Twilio never returns is filled in from the configuration.
	w.Apply().Contains(t, "0 added,", "0 destroyed")
	w.PlansEmpty()
}
