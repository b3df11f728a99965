package sendbird_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
)

func TestMain(m *testing.M) { acctest.Main(m) }

const address = "videostorage_sendbird_recording_copy.this"

// start is a sandbox and a workspace whose provider is configured for it, and for no
// other vendor.
func start(t *testing.T, b sendbirdsandbox.Behaviour) (*acctest.SendbirdSandbox, *acctest.Workspace) {
	t.Helper()
	s := acctest.NewSendbirdSandbox(t, b)
	return s, acctest.NewWorkspace(t, s.Account, nil)
}

const declared = `
variable "secret_key" {
  type      = string
  ephemeral = true
}
`

// resource is the resource's block with its secret write-only. changes replace
// arguments, by name; those without a value are left out.
func resource(s *acctest.SendbirdSandbox, changes map[string]string) string {
	arguments := map[string]string{
		"recording_id": fmt.Sprintf("%q", s.Recording.ID), "bucket": fmt.Sprintf("%q", s.Bucket.Name), "region": fmt.Sprintf("%q", s.Bucket.Region),
		"access_key": fmt.Sprintf("%q", s.Bucket.AccessKey), "secret_key_wo": "var.secret_key", "secret_key_wo_version": "1",
	}
	for name, value := range changes {
		arguments[name] = value
	}
	var block strings.Builder
	for name, value := range arguments {
		if value != "" {
			fmt.Fprintf(&block, "  %s = %s\n", name, value)
		}
	}
	return declared + "resource \"videostorage_sendbird_recording_copy\" \"this\" {\n" + block.String() + "}\n"
}

// configure writes the resource's configuration, and the secret beside it.
func configure(s *acctest.SendbirdSandbox, w *acctest.Workspace, changes map[string]string) {
	s.Secret(s.Bucket.SecretKey)
	s.StoredSecret(s.Bucket.AccessKey)
	w.Write("terraform.tfvars", fmt.Sprintf("secret_key = %q\n", s.Bucket.SecretKey))
	w.Config(resource(s, changes))
}

// expectCopies fails the test unless so many requests for a copy were sent.
func expectCopies(t *testing.T, s *acctest.SendbirdSandbox, what string, want int) {
	t.Helper()
	if got := len(s.Log().All()); got != want {
		t.Errorf("%s: %d requests, want %d", what, got, want)
	}
	s.Log().Reset()
}

// expectOneError fails the test unless the output has one error, with these parts.
func expectOneError(t *testing.T, got acctest.Result, parts ...string) {
	t.Helper()
	if n := strings.Count(got.Text, "Error: "); n != 1 {
		t.Errorf("%d errors, want one:\n%s", n, got.Text)
	}
	got.Contains(t, parts...)
}
