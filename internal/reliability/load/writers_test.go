package load

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/reliability/report"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

const settingsPath = "/v1/RecordingSettings/Default"

// Writer A stores in a bucket, and writer B encrypts. So a mixture of both shows at once.
var (
	aSettings = twiliosandbox.Settings{
		FriendlyName: "A", AWSStorageEnabled: true, AWSS3URL: "https://bucket-a.s3.eu-central-1.amazonaws.com", AWSCredentialsSID: "CR" + strings.Repeat("a", 32),
	}
	bSettings      = twiliosandbox.Settings{FriendlyName: "B", EncryptionEnabled: true, EncryptionKeySID: "CR" + strings.Repeat("b", 32)}
	beforeSettings = twiliosandbox.Settings{
		FriendlyName: "Before", AWSStorageEnabled: true, AWSS3URL: "https://bucket-c.s3.eu-central-1.amazonaws.com", AWSCredentialsSID: aSettings.AWSCredentialsSID,
		EncryptionEnabled: true, EncryptionKeySID: bSettings.EncryptionKeySID,
	}
)

// resource returns the configuration of recording settings.
func resource(s twiliosandbox.Settings, overwrite bool) string {
	text := fmt.Sprintf("resource \"videostorage_twilio_recording_settings\" \"this\" {\n  friendly_name = %q\n  overwrite_existing = %t\n", s.FriendlyName, overwrite)
	if s.AWSStorageEnabled {
		text += fmt.Sprintf("  aws_storage_enabled = true\n  aws_s3_url = %q\n  aws_credentials_sid = %q\n", s.AWSS3URL, s.AWSCredentialsSID)
	}
	if s.EncryptionEnabled {
		text += fmt.Sprintf("  encryption_enabled = true\n  encryption_key_sid = %q\n", s.EncryptionKeySID)
	}
	return text + "}\n"
}

// writer is a configuration with a state of its own.
type writer struct {
	*acctest.Workspace
	want twiliosandbox.Settings
}

// newWriters returns two writers on one account.
func newWriters(t *testing.T, s *acctest.Sandbox) (a, b *writer) {
	t.Helper()
	account := *s.Account
	// Requests of A wait for the whole apply of B.
	account.ProviderConfig = "provider \"videostorage\" {\n  request_timeout = \"10m\"\n}\n"
	return &writer{acctest.NewWorkspace(t, &account, nil), aSettings}, &writer{acctest.NewWorkspace(t, &account, nil), bSettings}
}

// run applies or destroys, and returns the exit code and the output.
func (w *writer) run(command string) acctest.Result {
	return w.Run(command, "-auto-approve", "-no-color")
}

// expectSuccess is for requests of another writer: there, a test must not end.
func (w *writer) expectSuccess(t *testing.T, command string) {
	t.Helper()
	if got := w.run(command); got.Code != 0 {
		t.Errorf("%s of %s exits with %d:\n%s", command, w.want.FriendlyName, got.Code, got.Text)
	}
}

// expectPlan fails the test unless a plan exits with a code: 0 without changes, 2 with changes, or 1 with an error.
func (w *writer) expectPlan(t *testing.T, code int) {
	t.Helper()
	if got := w.Run("plan", "-detailed-exitcode", "-no-color"); got.Code != code {
		t.Errorf("the plan of %s exits with %d, want %d:\n%s", w.want.FriendlyName, got.Code, code, got.Text)
	}
}

// expectInForce fails the test unless the account has the settings of the writer. Twilio may keep references of a switch that is off.
func (w *writer) expectInForce(t *testing.T, s *acctest.Sandbox) {
	t.Helper()
	got, _ := s.Settings(s.SID, twiliosandbox.RecordingSettings)
	if !got.AWSStorageEnabled {
		got.AWSS3URL, got.AWSCredentialsSID = "", ""
	}
	if !got.EncryptionEnabled {
		got.EncryptionKeySID = ""
	}
	if got != w.want {
		t.Errorf("the settings are %+v, want those of one writer: %+v", got, w.want)
	}
}

// While A applies, B applies from its first request to its last. The settings are then those of the one who wrote last. The other one
// gets an error, or its next plan shows the difference and its next apply wins.
func TestTwoWritersLeaveTheSettingsOfOne(t *testing.T) {
	t.Parallel()
	behaviours := []twiliosandbox.Behaviour{{Merge: true}}
	if report.Full() {
		behaviours = append(behaviours, twiliosandbox.Behaviour{})
	}
	section := report.NewSection(t, "4-writers", "Writers: B applies while A does")
	for _, tt := range []struct {
		name string
		// update is whether both have the settings in their states before.
		update, overwrite bool
		// method and nth are the request of A that waits for B.
		method string
		nth    int
		// destroys is whether B destroys instead, and refused is whether A gets an error.
		destroys, refused bool
	}{
		{name: "creations, before A's last read", method: http.MethodGet, nth: 3, refused: true},
		{name: "creations, after A's last read", method: http.MethodPost, nth: 1},
		{name: "creations that overwrite, before A's last read", method: http.MethodGet, nth: 3, overwrite: true},
		{name: "updates, before A's last read", method: http.MethodGet, nth: 2, update: true},
		{name: "updates, after A's last read", method: http.MethodPost, nth: 1, update: true},
		{name: "update and destroy", method: http.MethodPost, nth: 1, update: true, destroys: true},
	} {
		for _, behaviour := range behaviours {
			name := fmt.Sprintf("%s, Twilio merges: %t", tt.name, behaviour.Merge)
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				account := twiliosandbox.NewAccount()
				account.Credentials = []string{aSettings.AWSCredentialsSID, bSettings.EncryptionKeySID}
				s := acctest.NewSandbox(t, behaviour, account)
				a, b := newWriters(t, s)
				if tt.update {
					a.Config(resource(beforeSettings, false))
					a.Apply()
					b.Write("terraform.tfstate", a.Read("terraform.tfstate"))
				}
				a.Config(resource(a.want, tt.overwrite))
				b.Config(resource(b.want, tt.overwrite))
				command := "apply"
				if tt.destroys {
					command = "destroy"
				}
				s.Faults().Add(sandbox.Fault{Method: tt.method, Path: settingsPath, Nth: tt.nth, Hook: func() { b.expectSuccess(t, command) }})

				got := a.run("apply")

				winner, loser := a, b
				if tt.refused {
					winner, loser = b, a
					got.Contains(t, "settings exist already", "overwrite_existing = true")
				}
				if tt.refused != (got.Code == 1) {
					t.Errorf("A exits with %d:\n%s", got.Code, got.Text)
				}
				winner.expectInForce(t, s)
				winner.expectPlan(t, 0)
				section.Add("%s: the settings are those of %s, A is refused: %t", name, winner.want.FriendlyName, tt.refused)
				if tt.refused || tt.destroys {
					loser.expectPlan(t, 1) // It is a creation again.
					return
				}
				loser.expectPlan(t, 2)
				loser.Apply()
				loser.expectInForce(t, s)
				winner.expectPlan(t, 2)
			})
		}
	}
}

// The writers meet as the machine has it. Their requests have no fixed order.
func TestTwoWritersAtOnce(t *testing.T) {
	t.Parallel()
	account := twiliosandbox.NewAccount()
	account.Credentials = []string{aSettings.AWSCredentialsSID, bSettings.EncryptionKeySID}
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{Merge: true}, account)
	a, b := newWriters(t, s)
	a.Config(resource(a.want, true))
	b.Config(resource(b.want, true))
	var both sync.WaitGroup
	both.Go(func() { a.expectSuccess(t, "apply") })
	both.Go(func() { b.expectSuccess(t, "apply") })
	both.Wait()
	winner, loser := a, b
	if now, _ := s.Settings(s.SID, twiliosandbox.RecordingSettings); now.FriendlyName == b.want.FriendlyName {
		winner, loser = b, a
	}
	winner.expectInForce(t, s)
	winner.expectPlan(t, 0)
	loser.expectPlan(t, 2)
}

// rotation returns a credential, and recording settings that use it.
func rotation(name string, accessKey int) string {
	return fmt.Sprintf(`
variable "secret" {
  type      = string
  ephemeral = true
  sensitive = true
}

resource "videostorage_twilio_aws_credential" "this" {
  access_key_id                = "AKIA%016d"
  secret_access_key_wo         = var.secret
  secret_access_key_wo_version = 1
  lifecycle { create_before_destroy = true }
}

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = %q
  aws_storage_enabled = true
  aws_s3_url          = "https://consultations.s3.eu-central-1.amazonaws.com"
  aws_credentials_sid = videostorage_twilio_aws_credential.this.sid
}
`, accessKey, name)
}

// newRotations returns two writers with the same credential and settings in their states.
func newRotations(t *testing.T, s *acctest.Sandbox) (a, b *writer) {
	t.Helper()
	s.Secret(secret)
	a, b = newWriters(t, s)
	for _, w := range []*writer{a, b} {
		w.Write("terraform.tfvars", fmt.Sprintf("secret = %q\n", secret))
	}
	a.Config(rotation("Consultations", 0))
	a.Apply()
	b.Write("terraform.tfstate", a.Read("terraform.tfstate"))
	return a, b
}

// accessKeyInForce returns the access key of the credential that the settings use, or "" if the credential is gone.
func accessKeyInForce(s *acctest.Sandbox) string {
	settings, _ := s.Settings(s.SID, twiliosandbox.RecordingSettings)
	for _, c := range s.Credentials(s.SID) {
		if c.SID == settings.AWSCredentialsSID {
			return c.AccessKeyID
		}
	}
	return ""
}

// Both make a new credential, move the settings to it and delete the old one.
func TestTwoRotationsAtOnceKeepTheCredentialInUse(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	a, b := newRotations(t, s)
	a.Config(rotation("Consultations", 1))
	b.Config(rotation("Consultations", 2))
	s.Faults().Add(sandbox.Fault{Method: http.MethodPost, Path: settingsPath, Hook: func() {
		b.expectSuccess(t, "apply")
		if got := accessKeyInForce(s); got != "AKIA0000000000000002" {
			t.Errorf("the settings use %q after B's rotation", got)
		}
	}})
	a.Apply()
	if got := accessKeyInForce(s); got != "AKIA0000000000000001" {
		t.Errorf("the settings use %q after A's rotation", got)
	}
	a.expectPlan(t, 0)
	b.expectPlan(t, 2)
	b.Apply()
	if got := accessKeyInForce(s); got != "AKIA0000000000000002" {
		t.Errorf("the settings use %q after B's next apply", got)
	}
	var keys []string
	for _, c := range s.Credentials(s.SID) {
		keys = append(keys, c.AccessKeyID)
	}
	if slices.Sort(keys); !slices.Equal(keys, []string{"AKIA0000000000000001", "AKIA0000000000000002"}) {
		t.Errorf("the credentials are %q, want the new one of each writer", keys)
	}
}

// SECURITY.md names this limit: Twilio has no request that deletes a credential only if nothing uses it. The next plans show it, and the
// next apply of the rotation repairs it.
func TestWriteDuringARotationIsRepaired(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	a, b := newRotations(t, s)
	a.Config(rotation("Consultations", 1))
	b.Config(rotation("Renamed", 0))
	// A has checked that the settings do not use the old credential, and deletes it.
	s.Faults().Add(sandbox.Fault{Method: http.MethodDelete, Path: "/v1/Credentials/AWS/", Hook: func() { b.expectSuccess(t, "apply") }})
	a.Apply()
	if got := accessKeyInForce(s); got != "" {
		t.Errorf("the settings use %q, want the old credential, which is gone", got)
	}
	a.expectPlan(t, 2)
	b.expectPlan(t, 2)
	a.Apply()
	if got := accessKeyInForce(s); got != "AKIA0000000000000001" {
		t.Errorf("the settings use %q after A's next apply", got)
	}
}
