package twilio_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/publickey/publickeytest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// guide is a guide of the documentation, as it is published, by its headings.
func guide(t *testing.T, name string) map[string]string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "docs", "guides", name+".md"))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, part := range strings.Split(string(content), "\n## ")[1:] {
		heading, body, _ := strings.Cut(part, "\n")
		parts[heading] = body
	}
	return parts
}

// block is a fenced block, with the text between it and the one before.
var block = regexp.MustCompile("(?s)(.*?)\n```(\\w+)\n(.*?)```")

// follow does what a part of a guide says, as a reader who copies it does:
//
//   - a block of configuration after the name of a file is that file, or is in it where
//     Terraform has generated it;
//   - the commands succeed;
//   - text is what the last command has printed.
func follow(t *testing.T, w *acctest.Workspace, part string) {
	t.Helper()
	if part == "" {
		t.Fatal("the guide has no such part")
	}
	var last acctest.Result
	blocks := block.FindAllStringSubmatch(part, -1)
	for _, b := range blocks {
		before, kind, content := b[1], b[2], b[3]
		switch kind {
		case "terraform":
			files := regexp.MustCompile("`([\\w.]+\\.(?:tf|hcl))`").FindAllStringSubmatch(before, -1)
			if len(files) == 0 {
				t.Fatalf("no file is named for\n%s", content)
			}
			place(t, w, files[len(files)-1][1], addressed(content))
		case "shell":
			for line := range strings.Lines(content) {
				last = command(t, w, strings.Fields(line))
			}
		case "text":
			for line := range strings.Lines(content) {
				last.Contains(t, line)
			}
		default:
			t.Errorf("a block of %s is not followed", kind)
		}
	}
}

// place writes a file, or expects the content in one that the CLI wrote.
func place(t *testing.T, w *acctest.Workspace, file, content string) {
	t.Helper()
	if file != "generated.tf" {
		w.Write(file, content)
		if strings.HasSuffix(file, ".tf") || acctest.FormatsQueries(t) {
			w.Succeed("fmt", "-check", "-diff", file)
		}
		return
	}
	// What Terraform leaves between blocks differs.
	if !strings.Contains(strings.Join(strings.Fields(w.Read(file)), " "), strings.Join(strings.Fields(content), " ")) {
		t.Errorf("%s has not\n%s\nbut\n%s", file, content, w.Read(file))
	}
}

// command runs a line of a guide. The CLI is the one under test.
func command(t *testing.T, w *acctest.Workspace, words []string) (got acctest.Result) {
	t.Helper()
	switch words[0] {
	case "terraform", "tofu":
		if words[1] == "apply" {
			words = append(words, "-auto-approve")
		}
		return w.Succeed(append(words[1:], "-no-color")...)
	case "rm":
		for _, file := range words[1:] {
			w.Remove(file)
		}
		return got
	}
	t.Fatalf("%v is no command that a guide may have", words)
	return got
}

// The guide leads from settings that somebody made to an empty plan, and changes
// nothing at Twilio.
func TestGuideToAdoptingExistingSettings(t *testing.T) {
	t.Parallel()
	parts := guide(t, "adopting-existing-settings")
	begin := func(t *testing.T) (*acctest.Sandbox, *acctest.Workspace) {
		t.Helper()
		account := twiliosandbox.NewAccount()
		account.SID, account.Enterprise = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", true
		s := acctest.NewSandbox(t, twiliosandbox.Behaviour{}, account)
		s.AddCredential(s.SID, twiliosandbox.Credential{SID: awsCredential, FriendlyName: "Access key of twilio-video"})
		s.AddCredential(s.SID, twiliosandbox.Credential{SID: otherCredential, FriendlyName: "Access key of 2024"})
		s.AddCredential(s.SID, twiliosandbox.Credential{SID: publicKey, Kind: twiliosandbox.PublicKeys, FriendlyName: "Consultations"})
		hold(s, recording, twiliosandbox.Settings{
			FriendlyName: "Consultations", AWSStorageEnabled: true, AWSCredentialsSID: awsCredential,
			AWSS3URL:          "https://consultations.s3.eu-central-1.amazonaws.com/recordings",
			EncryptionEnabled: true, EncryptionKeySID: publicKey,
		})
		// What a new user has: the CLI starts the provider, once it is installed.
		w := acctest.NewInstalledWorkspace(t, s.Account)
		follow(t, w, parts["The provider"])
		return s, w
	}
	t.Run("query", func(t *testing.T) {
		t.Parallel()
		acctest.NeedQuery(t)
		s, w := begin(t)
		follow(t, w, parts["With Terraform 1.14 or later"])
		key, _ := publickeytest.New(t)
		w.Write("public.pem", key)
		follow(t, w, parts["The credentials behind them"])
		expectNoWrite(t, s)

		// "Then this import block can go, too."
		w.Write("credentials.tf", regexp.MustCompile(`(?ms)^import \{.*?^\}`).ReplaceAllString(w.Read("credentials.tf"), ""))
		w.PlansEmpty()
	})
	t.Run("import block", func(t *testing.T) {
		t.Parallel()
		s, w := begin(t)
		follow(t, w, parts["With OpenTofu, or an older Terraform"])
		w.Remove("import.tf")
		w.PlansEmpty()
		expectNoWrite(t, s)
	})
}
