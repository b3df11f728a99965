//go:build linux

// Package crashes kills the provider and Terraform in the middle of an apply.
package crashes

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/reliability/report"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// config has one order of creations, so that a second apply begins with the request that was killed. OpenTofu writes its state at the
// end, and would lose the objects that it created before that request.
const config = `
variable "secret" {
  type      = string
  ephemeral = true
  sensitive = true
}

variable "access_key_id" { type = string }
variable "public_key" { type = string }

resource "videostorage_twilio_aws_credential" "this" {
  friendly_name                = "Access key"
  access_key_id                = var.access_key_id
  secret_access_key_wo         = var.secret
  secret_access_key_wo_version = 1
  lifecycle { create_before_destroy = true }
}

resource "videostorage_twilio_public_key" "this" {
  friendly_name = "Public key"
  public_key    = var.public_key
  depends_on    = [videostorage_twilio_aws_credential.this]
  lifecycle { create_before_destroy = true }
}

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = "In our own bucket"
  aws_storage_enabled = true
  aws_s3_url          = "https://consultations.s3.eu-central-1.amazonaws.com/video"
  aws_credentials_sid = videostorage_twilio_aws_credential.this.sid
  encryption_enabled  = true
  encryption_key_sid  = videostorage_twilio_public_key.this.sid
}

resource "videostorage_sendbird_recording_copy" "this" {
  recording_id          = "` + sendbirdsandbox.RecordingID + `"
  bucket                = "` + sendbirdsandbox.BucketName + `"
  region                = "` + sendbirdsandbox.Region + `"
  access_key            = "` + sendbirdsandbox.AccessKey + `"
  secret_key_wo         = "` + sendbirdsandbox.SecretKey + `"
  secret_key_wo_version = 1
  depends_on            = [videostorage_twilio_recording_settings.this]
}

resource "videostorage_twilio_composition_hook" "this" {
  friendly_name = "Hook"
  audio_sources = ["*"]
  depends_on    = [videostorage_sendbird_recording_copy.this]
}
`

const queries = `
list "videostorage_twilio_aws_credential" "all" { provider = videostorage }
list "videostorage_twilio_public_key" "all" { provider = videostorage }
`

const secret = "crash/test+secret/0123456789abcdefghijkl"

// victim is the part that dies.
type victim string

const (
	provider victim = "the provider"
	// everything is Terraform and the provider at once, as on a machine that loses power.
	everything victim = "everything"
)

// The first apply is killed before the vendor processes a request, and the second one before the response to the same request. Then one
// apply makes everything as configured. At no time do settings refer to a credential that is gone, and storage and encryption stay on.
func TestCrashes(t *testing.T) {
	t.Parallel()
	victims := [][2]victim{{provider, everything}}
	if report.Full() {
		victims = append(victims, [2]victim{provider, provider}, [2]victim{everything, provider}, [2]victim{everything, everything})
	}
	section := report.NewSection(t, "2-crashes", "Crashes: two applies are killed at a request, then one converges")
	for _, object := range []struct {
		name, method, path string
		// rotation replaces both credentials of a configuration that was applied.
		rotation bool
		// importsHook imports the hook that a killed creation has left, because its name is unique.
		importsHook bool
		// orphans is the number of credentials at Twilio that are in no state.
		orphans int
	}{
		{name: "AWS credential", method: http.MethodPost, path: "/v1/Credentials/AWS", orphans: 1},
		{name: "public key", method: http.MethodPost, path: "/v1/Credentials/PublicKeys", orphans: 1},
		{name: "settings", method: http.MethodPost, path: "/v1/RecordingSettings/Default"},
		{name: "copy of a recording", method: http.MethodPost, path: sendbirdsandbox.Path},
		{name: "composition hook", method: http.MethodPost, path: "/v1/CompositionHooks", importsHook: true},
		{name: "rotation, settings", method: http.MethodPost, path: "/v1/RecordingSettings/Default", rotation: true},
		{name: "rotation, old credential", method: http.MethodDelete, path: "/v1/Credentials/AWS/", rotation: true},
	} {
		for _, v := range victims {
			name := fmt.Sprintf("%s, killing %s and then %s", object.name, v[0], v[1])
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				r := newRun(t)
				if object.rotation {
					r.w.Apply()
					r.configure(2)
				}
				r.killApply(v[0], sandbox.Fault{Method: object.method, Path: object.path, Drop: true})
				r.killApply(v[1], sandbox.Fault{Method: object.method, Path: object.path, Drop: true, After: true})
				if object.importsHook {
					r.importHook()
				}
				r.w.Apply()
				r.w.PlansEmpty()
				awsCredential, publicKey := r.managed()
				r.expectConfigured(awsCredential, publicKey)
				if got := r.expectOrphansAreShown(awsCredential, publicKey); got != object.orphans {
					t.Errorf("%d orphans, want %d", got, object.orphans)
				}
				section.Add("%s: %d orphans", name, object.orphans)
			})
		}
	}
}

// run is a workspace with accounts of its own.
type run struct {
	*testing.T
	s        *acctest.Sandbox
	sendbird *sendbirdsandbox.Server
	w        *acctest.Workspace
}

func newRun(t *testing.T) *run {
	t.Helper()
	r := &run{T: t, s: acctest.NewSandbox(t, twiliosandbox.Behaviour{}), sendbird: sendbirdsandbox.New(sendbirdsandbox.Behaviour{})}
	r.s.AddVendor(r.sendbird)
	r.s.Secret(secret)
	r.w = newWorkspace(t, r.s.Account)
	r.w.Config(config)
	r.configure(1)
	return r
}

// newWorkspace returns a workspace in which the provider can be killed.
func newWorkspace(t *testing.T, a *acctest.Account) *acctest.Workspace {
	t.Helper()
	// A killed provider leaves its socket there. The path of a socket must be short.
	sockets, err := os.MkdirTemp("", "crash")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(sockets); err != nil {
			t.Error(err)
		}
	})
	return acctest.NewInstalledWorkspace(t, a, "TMPDIR="+sockets)
}

// importHook imports the hook that a killed run has created, as the error of the next creation says.
func (r *run) importHook() {
	r.Helper()
	hooks := r.s.CompositionHooks(r.s.SID)
	if len(hooks) != 1 {
		r.Fatalf("the killed runs left %d hooks, want one", len(hooks))
	}
	r.w.Fail("apply", "-auto-approve", "-no-color").Contains(r.T, "The composition hook exists already", "import {", hooks[0].SID)
	r.w.Succeed("import", "videostorage_twilio_composition_hook.this", hooks[0].SID)
}

// configure sets the content of both credentials.
func (r *run) configure(version int) {
	r.Helper()
	key, _ := sandboxtest.NewKeyPair(r.T)
	r.w.Write("terraform.tfvars", fmt.Sprintf("secret = %q\naccess_key_id = \"AKIA%016d\"\npublic_key = <<EOT\n%sEOT\n", secret, version, key))
}

// killApply applies and kills the victim in the fault.
func (r *run) killApply(v victim, fault sandbox.Fault) {
	r.Helper()
	killApply(r.T, r.w, v, fault, r.s.Faults(), r.sendbird.Faults())
	r.expectNothingIsLost()
}

// killApply applies and kills the victim in the fault of a vendor.
func killApply(t *testing.T, w *acctest.Workspace, v victim, fault sandbox.Fault, vendors ...*sandbox.Faults) {
	t.Helper()
	started := make(chan *acctest.Process, 1)
	fault.Hook = func() {
		if p := <-started; v == everything {
			p.KillAll()
		} else if !p.KillProviders() {
			t.Error("there is no provider to kill; the kernel must have CONFIG_PROC_CHILDREN")
		}
	}
	for _, faults := range vendors {
		faults.Add(fault)
	}
	// Terraform rewrites its state in place. One operation at a time leaves no write of it for the kill to interrupt.
	p := w.Start("apply", "-auto-approve", "-no-color", "-parallelism=1")
	started <- p
	if got := p.Wait(); got.Code == 0 {
		t.Errorf("the apply sent no %s %s:\n%s", fault.Method, fault.Path, got.Text)
	}
	for _, faults := range vendors {
		faults.Clear()
	}
}

// expectNothingIsLost fails the test if settings refer to a credential that is gone, or if a request switched something off.
func (r *run) expectNothingIsLost() {
	r.Helper()
	settings, configured := r.s.Settings(r.s.SID, twiliosandbox.RecordingSettings)
	for _, sid := range []string{settings.AWSCredentialsSID, settings.EncryptionKeySID} {
		exists := slices.ContainsFunc(r.s.Credentials(r.s.SID), func(c twiliosandbox.Credential) bool { return c.SID == sid })
		if configured && !exists {
			r.Errorf("the settings refer to %q, which is gone", sid)
		}
	}
	for _, sent := range r.s.Log().All() {
		off := sent.Form.Get("AwsStorageEnabled") != "true" || sent.Form.Get("EncryptionEnabled") != "true"
		if sent.Method == http.MethodPost && strings.HasPrefix(sent.Path, "/v1/RecordingSettings/") && off {
			r.Errorf("%s %s switches something off: %v", sent.Method, sent.Path, sent.Form)
		}
	}
}

// expectConfigured fails the test unless the settings are as configured and the recording is in the bucket.
func (r *run) expectConfigured(awsCredential, publicKey string) {
	r.Helper()
	r.expectNothingIsLost()
	got, _ := r.s.Settings(r.s.SID, twiliosandbox.RecordingSettings)
	want := twiliosandbox.Settings{
		FriendlyName: "In our own bucket", AWSStorageEnabled: true, AWSS3URL: "https://consultations.s3.eu-central-1.amazonaws.com/video",
		AWSCredentialsSID: awsCredential, EncryptionEnabled: true, EncryptionKeySID: publicKey,
	}
	if got != want {
		r.Errorf("the settings are %+v, want %+v", got, want)
	}
	if hooks := r.s.CompositionHooks(r.s.SID); len(hooks) != 1 || hooks[0].SID != r.w.State("videostorage_twilio_composition_hook.this")["sid"] {
		r.Errorf("the hooks are %+v, want the one in the state", hooks)
	}
	if len(r.sendbird.Objects(sendbirdsandbox.BucketName)) == 0 {
		r.Error("the recording is not in the bucket")
	}
}

// managed returns the SIDs of the credentials in the state.
func (r *run) managed() (awsCredential, publicKey string) {
	r.Helper()
	return fmt.Sprint(r.w.State("videostorage_twilio_aws_credential.this")["sid"]), fmt.Sprint(r.w.State("videostorage_twilio_public_key.this")["sid"])
}

// expectOrphansAreShown fails the test unless `terraform query` shows every credential that is not managed as unused, and returns their
// number.
func (r *run) expectOrphansAreShown(managed ...string) int {
	r.Helper()
	orphans := slices.DeleteFunc(r.s.Credentials(r.s.SID), func(c twiliosandbox.Credential) bool { return slices.Contains(managed, c.SID) })
	if len(orphans) == 0 || !acctest.HasQuery(r.T) {
		return len(orphans)
	}
	r.w.Write("orphans.tfquery.hcl", queries)
	names := map[any]string{}
	found, _ := r.w.Query()
	for _, f := range found {
		names[f.Identity["sid"]] = f.DisplayName
	}
	for _, c := range orphans {
		if name, ok := names[c.SID]; !ok || strings.Contains(name, "in use") {
			r.Errorf("terraform query shows the orphan %s as %q", c.SID, name)
		}
	}
	for _, sid := range managed {
		if !strings.Contains(names[sid], "in use") {
			r.Errorf("terraform query shows %s, which the settings use, as %q", sid, names[sid])
		}
	}
	return len(orphans)
}
