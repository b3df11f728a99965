package twilio_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/videostorage/terraform-provider-videostorage/examples"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	videostorage "github.com/videostorage/terraform-provider-videostorage/internal/provider"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

var (
	// guideBlock is a fenced block, with the text before it.
	guideBlock = regexp.MustCompile("(?s)(.*?)\n```(\\w+)\n(.*?)```")
	guideFile  = regexp.MustCompile("`([\\w.]+\\.(?:tf|hcl))`")
)

// readGuide returns the sections of a published guide by their headings.
func readGuide(t *testing.T, name string) map[string]string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "docs", "guides", name+".md"))
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]string{}
	for _, section := range strings.Split(string(content), "\n## ")[1:] {
		heading, body, _ := strings.Cut(section, "\n")
		sections[heading] = body
	}
	return sections
}

// followGuide executes the blocks of a section, as a reader who copies them does:
//   - HCL goes to the file that the text before it names last. generated.tf, which Terraform writes, must contain it.
//   - Commands must succeed.
//   - Text must be in the output of the last command.
func followGuide(t *testing.T, w *acctest.Workspace, section string) {
	t.Helper()
	var last acctest.Result
	blocks := guideBlock.FindAllStringSubmatch(section, -1)
	if len(blocks) == 0 {
		t.Fatal("the guide has no such section")
	}
	for _, block := range blocks {
		before, language, content := block[1], block[2], block[3]
		if language == "terraform" {
			files := guideFile.FindAllStringSubmatch(before, -1)
			if len(files) == 0 {
				t.Fatalf("the text before names no file for\n%s", content)
			}
			file, content := files[len(files)-1][1], addressed(t, content)
			if file != "generated.tf" {
				w.Write(file, content)
			} else if !strings.Contains(strings.Join(strings.Fields(w.Read(file)), " "), strings.Join(strings.Fields(content), " ")) {
				// Versions of Terraform leave different space between blocks.
				t.Errorf("generated.tf lacks\n%s\nin\n%s", content, w.Read(file))
			}
			continue
		}
		for line := range strings.Lines(content) {
			words := strings.Fields(line)
			switch {
			case language == "text":
				last.Contains(t, line)
			case words[0] == "rm":
				for _, file := range words[1:] {
					w.Remove(file)
				}
			case words[1] == "apply":
				last = w.Apply()
			default: // terraform or tofu, which are the CLI under test.
				last = w.Succeed(append(words[1:], "-no-color")...)
			}
		}
	}
}

// The guide imports existing settings without a write, and ends with an empty plan.
func TestGuideToAdoptingExistingSettings(t *testing.T) {
	t.Parallel()
	sections := readGuide(t, "adopting-existing-settings")
	begin := func(t *testing.T) (*acctest.Sandbox, *acctest.Workspace) {
		t.Helper()
		account := twiliosandbox.NewAccount()
		account.SID, account.Enterprise = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", true
		s := acctest.NewSandbox(t, twiliosandbox.Behaviour{}, account)
		s.AddCredential(s.SID, twiliosandbox.Credential{SID: awsCredential, FriendlyName: "Access key of twilio-video"})
		s.AddCredential(s.SID, twiliosandbox.Credential{SID: otherCredential, FriendlyName: "Access key of 2024"})
		s.AddCredential(s.SID, twiliosandbox.Credential{SID: publicKey, Kind: twiliosandbox.PublicKeys, FriendlyName: "Consultations"})
		settings := encryptingSettings
		settings.AWSS3URL = "https://consultations.s3.eu-central-1.amazonaws.com/recordings"
		setSettings(s, recordingSettings, settings)
		// As for a new user, the CLI starts the provider.
		w := acctest.NewInstalledWorkspace(t, s.Account)
		followGuide(t, w, sections["The provider"])
		return s, w
	}
	t.Run("query", func(t *testing.T) {
		t.Parallel()
		acctest.NeedQuery(t)
		s, w := begin(t)
		followGuide(t, w, sections["With Terraform 1.14 or later"])
		key, _ := sandboxtest.NewKeyPair(t)
		w.Write("public.pem", key)
		followGuide(t, w, sections["The credentials behind them"])
		expectNoWrite(t, s)
		// The last step removes the import block.
		w.Write("credentials.tf", regexp.MustCompile(`(?ms)^import \{.*?^\}`).ReplaceAllString(w.Read("credentials.tf"), ""))
		w.PlansEmpty()
	})
	t.Run("import block", func(t *testing.T) {
		t.Parallel()
		s, w := begin(t)
		followGuide(t, w, sections["With OpenTofu, or an older Terraform"])
		w.Remove("import.tf")
		w.PlansEmpty()
		expectNoWrite(t, s)
	})
}

// A reader tests a configuration without an account. Each resource has a mock.
func TestGuideOfTestsWithoutAnAccount(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	publicKey, _ := sandboxtest.NewKeyPair(t)
	w.Write("public.pem", publicKey)
	var mocks string
	for _, name := range []string{"main.tf", "storage.tftest.hcl"} {
		content, err := examples.Files.ReadFile("guides/testing-your-configuration/" + name)
		if err != nil {
			t.Fatal(err)
		}
		mocks = string(content)
		w.Write(name, strings.Replace(mocks, `"videostorage/videostorage"`, `"`+videostorage.Address+`"`, 1))
	}
	w.Succeed("init")
	w.Succeed("test", "-no-color").Contains(t, "1 passed, 0 failed")
	expectSent(t, s, "a test with mocks")
	p := videostorage.New("test", nil)
	for _, newResource := range p.Resources(t.Context()) {
		var resp resource.MetadataResponse
		newResource().Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "videostorage"}, &resp)
		if !strings.Contains(mocks, `mock_resource "`+resp.TypeName+`"`) {
			t.Errorf("the example has no mock_resource for %s", resp.TypeName)
		}
	}
}
