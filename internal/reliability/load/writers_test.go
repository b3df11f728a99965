package load

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

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
	*acctest.Object
	want twiliosandbox.Settings
}

// newWriters returns an account and two writers on it.
func newWriters(t *testing.T, b twiliosandbox.Behaviour) (*acctest.Sandbox, *writer, *writer) {
	t.Helper()
	account := twiliosandbox.NewAccount()
	account.Credentials = []string{aSettings.AWSCredentialsSID, bSettings.EncryptionKeySID}
	s := acctest.NewSandbox(t, b, account)
	const name = "videostorage_twilio_recording_settings"
	return s, &writer{acctest.NewObject(t, s.Account, name), aSettings}, &writer{acctest.NewObject(t, s.Account, name), bSettings}
}

// run applies a plan. It is for goroutines other than that of the test, which must not end the test.
func (w *writer) run(t *testing.T, plan *acctest.Planned) {
	t.Helper()
	if got := plan.Run(); got.Code != 0 {
		t.Errorf("%s: %s", w.want.FriendlyName, got.Text)
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
				s, a, b := newWriters(t, behaviour)
				if tt.update {
					a.Apply(resource(beforeSettings, false))
					b.State = a.State
				}
				configA, configB := resource(a.want, tt.overwrite), resource(b.want, tt.overwrite)
				s.Faults().Add(sandbox.Fault{Method: tt.method, Path: settingsPath, Nth: tt.nth, Hook: func() {
					if tt.destroys {
						b.run(t, b.PlanDestroy())
					} else {
						b.run(t, b.Plan(configB))
					}
				}})

				const refusal = "settings exist already"
				switch {
				case tt.refused:
					a.Fails(configA, refusal, "overwrite_existing = true")
					b.expectInForce(t, s)
					b.PlansEmpty(configB)
					a.Fails(configA, refusal) // It is a creation again.
				case tt.destroys:
					a.Apply(configA)
					a.expectInForce(t, s)
					a.PlansEmpty(configA)
					b.Fails(configB, refusal)
				default:
					a.Apply(configA)
					b.Expect(map[string]any{"friendly_name": b.want.FriendlyName})
					a.expectInForce(t, s)
					a.PlansEmpty(configA)
					b.Plan(configB).Expect(plancheck.ResourceActionUpdate)
					b.Apply(configB)
					b.expectInForce(t, s)
					a.Plan(configA).Expect(plancheck.ResourceActionUpdate)
				}
				section.Add("%s: A is refused: %t", name, tt.refused)
			})
		}
	}
}

// The writers meet as the machine has it. Their requests have no fixed order.
func TestTwoWritersAtOnce(t *testing.T) {
	t.Parallel()
	s, a, b := newWriters(t, twiliosandbox.Behaviour{Merge: true})
	configA, configB := resource(a.want, true), resource(b.want, true)
	var both sync.WaitGroup
	both.Go(func() { a.run(t, a.Plan(configA)) })
	both.Go(func() { b.run(t, b.Plan(configB)) })
	both.Wait()
	if now, _ := s.Settings(s.SID, twiliosandbox.RecordingSettings); now.FriendlyName == b.want.FriendlyName {
		a, b, configA, configB = b, a, configB, configA
	}
	a.expectInForce(t, s)
	a.PlansEmpty(configA)
	b.Plan(configB).Expect(plancheck.ResourceActionUpdate)
}

const oldKey, keyA, keyB = "AKIA0000000000000000", "AKIA000000000000000A", "AKIA000000000000000B"

// rotation returns a credential, and recording settings that use it.
func rotation(name, accessKey string) string {
	return fmt.Sprintf(`
variable "secret" {
  type      = string
  ephemeral = true
  sensitive = true
}

resource "videostorage_twilio_aws_credential" "this" {
  access_key_id                = %q
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

// newRotations returns an account and two workspaces with the same credential and settings in their states.
func newRotations(t *testing.T) (s *acctest.Sandbox, a, b *acctest.Workspace) {
	t.Helper()
	s = acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	s.Secret(secret)
	// Requests of A wait for the whole apply of B.
	s.ProviderConfig = "provider \"videostorage\" {\n  request_timeout = \"10m\"\n}\n"
	a, b = acctest.NewWorkspace(t, s.Account, nil), acctest.NewWorkspace(t, s.Account, nil)
	for _, w := range []*acctest.Workspace{a, b} {
		w.Write("terraform.tfvars", fmt.Sprintf("secret = %q\n", secret))
	}
	a.Config(rotation("Consultations", oldKey))
	a.Apply()
	b.Write("terraform.tfstate", a.Read("terraform.tfstate"))
	return s, a, b
}

// applyDuring applies b at a request of a. There, a test must not end.
func applyDuring(t *testing.T, s *acctest.Sandbox, method, path string, a, b *acctest.Workspace) {
	t.Helper()
	s.Faults().Add(sandbox.Fault{Method: method, Path: path, Hook: func() {
		if got := b.Run("apply", "-auto-approve", "-no-color"); got.Code != 0 {
			t.Errorf("the apply of B exits with %d:\n%s", got.Code, got.Text)
		}
	}})
	a.Apply()
}

// expectCredential fails the test unless the settings use the credential with this access key, or one that is gone if it is "".
func expectCredential(t *testing.T, s *acctest.Sandbox, accessKey string) {
	t.Helper()
	settings, _ := s.Settings(s.SID, twiliosandbox.RecordingSettings)
	got := ""
	for _, c := range s.Credentials(s.SID) {
		if c.SID == settings.AWSCredentialsSID {
			got = c.AccessKeyID
		}
	}
	if got != accessKey {
		t.Errorf("the settings use the access key %q, want %q", got, accessKey)
	}
}

// Both make a new credential, move the settings to it and delete the old one.
func TestTwoRotationsAtOnceKeepTheCredentialInUse(t *testing.T) {
	t.Parallel()
	s, a, b := newRotations(t)
	a.Config(rotation("Consultations", keyA))
	b.Config(rotation("Consultations", keyB))
	applyDuring(t, s, http.MethodPost, settingsPath, a, b)
	expectCredential(t, s, keyA)
	a.PlansEmpty()
	b.Apply().Contains(t, "0 added, 1 changed, 0 destroyed")
	expectCredential(t, s, keyB)
	if all := s.Credentials(s.SID); len(all) != 2 {
		t.Errorf("the credentials are %+v, want the new one of each writer", all)
	}
}

// SECURITY.md names this limit: Twilio has no request that deletes a credential only if nothing uses it. The next plan shows it, and the
// next apply of the rotation repairs it.
func TestWriteDuringARotationIsRepaired(t *testing.T) {
	t.Parallel()
	s, a, b := newRotations(t)
	a.Config(rotation("Consultations", keyA))
	b.Config(rotation("Renamed", oldKey))
	// A has checked that the settings do not use the old credential, and deletes it.
	applyDuring(t, s, http.MethodDelete, "/v1/Credentials/AWS/", a, b)
	expectCredential(t, s, "")
	if _, changes := b.Plan(); !changes {
		t.Error("the plan of B does not show that the credential is gone")
	}
	a.Apply().Contains(t, "0 added, 1 changed, 0 destroyed")
	expectCredential(t, s, keyA)
}
