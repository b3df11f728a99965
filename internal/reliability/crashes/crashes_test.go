//go:build linux

// Package crashes kills the provider and Terraform in the middle of an apply.
package crashes

import (
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/daily/dailysandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/getstream/getstreamsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/reliability/report"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// config has one order of creations, so that an apply begins with the request at which the last one was killed. OpenTofu writes its state
// at the end, and would lose the objects that it created before that request.
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

resource "videostorage_getstream_external_storage" "this" {
  name = "recordings"
  s3 {
    bucket                       = "example-recordings"
    region                       = "eu-central-1"
    access_key_id                = "AKIAIOSFODNN7EXAMPLE"
    secret_access_key_wo         = var.secret
    secret_access_key_wo_version = 1
  }
  depends_on = [videostorage_twilio_composition_hook.this]
}

resource "videostorage_getstream_call_type_storage" "this" {
  call_type        = "default"
  external_storage = videostorage_getstream_external_storage.this.name
}

resource "videostorage_daily_domain_storage" "this" {
  recordings_bucket {
    bucket_name     = "example-recordings"
    bucket_region   = "eu-central-1"
    assume_role_arn = "arn:aws:iam::123456789012:role/daily"
  }
  depends_on = [videostorage_getstream_call_type_storage.this]
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

// One apply is killed before the vendor processes a request, and the next one before the response to the same request. The requests are the
// creation of each kind of object, two of a rotation of both credentials, and one of a destroy. After each of these three parts, one apply
// makes everything as configured. At no time do settings refer to a credential that is gone, and storage and encryption stay on.
func TestCrashes(t *testing.T) {
	t.Parallel()
	victims := [][2]victim{{provider, everything}}
	if report.Full() {
		victims = append(victims, [2]victim{provider, provider}, [2]victim{everything, provider}, [2]victim{everything, everything})
	}
	section := report.NewSection(t, "2-crashes", "Crashes: two applies are killed at a request, then one converges")
	for _, v := range victims {
		t.Run(fmt.Sprintf("%s and then %s", v[0], v[1]), func(t *testing.T) {
			t.Parallel()
			r := newRun(t)
			twilio := r.s.Faults()
			kill := func(name string, vendor *sandbox.Faults, method, path string) {
				r.killApply(v[0], vendor, sandbox.Fault{Method: method, Path: path, Drop: true})
				r.killApply(v[1], vendor, sandbox.Fault{Method: method, Path: path, Drop: true, After: true})
				section.Add("%s, killing %s and then %s", name, v[0], v[1])
			}
			converge := func() {
				r.w.Apply()
				r.w.PlansEmpty()
			}

			kill("AWS credential", twilio, http.MethodPost, "/v1/Credentials/AWS")
			kill("public key", twilio, http.MethodPost, "/v1/Credentials/PublicKeys")
			kill("settings", twilio, http.MethodPost, "/v1/RecordingSettings/Default")
			kill("copy of a recording", r.sendbird.Faults(), http.MethodPost, sendbirdsandbox.Path)
			kill("composition hook", twilio, http.MethodPost, "/v1/CompositionHooks")
			r.importOrphan() // because its name is unique
			kill("external storage", r.getstream.Faults(), http.MethodPost, "/external_storage")
			r.importOrphan()
			kill("call type", r.getstream.Faults(), http.MethodPut, "/calltypes/")
			kill("domain of Daily", r.daily.Faults(), http.MethodPost, "")
			converge()
			r.w.Remove("import.tf")
			r.expectConfigured()
			orphans := r.orphans()
			if len(orphans) != 2 {
				t.Errorf("%d orphans, want an AWS credential and a public key: %+v", len(orphans), orphans)
			}
			r.expectQuery(orphans)

			r.configure(2)
			kill("rotation, settings", twilio, http.MethodPost, "/v1/RecordingSettings/Default")
			kill("rotation, old credential", twilio, http.MethodDelete, "/v1/Credentials/AWS/")
			converge()
			r.expectConfigured()

			r.w.Config("")
			kill("destroy", r.daily.Faults(), http.MethodPost, "")
			converge()
			if left := r.orphans(); !slices.Equal(left, orphans) {
				t.Errorf("the destroy leaves the credentials %+v, want those of the killed creations", left)
			}
			hooks, storages, bucket := r.s.CompositionHooks(r.s.SID), r.getstream.Storages(), r.daily.Properties()["recordings_bucket"]
			if len(hooks) > 0 || len(storages) > 0 || bucket != nil {
				t.Errorf("the destroy leaves the hooks %+v, the storages %+v and Daily's bucket %v", hooks, storages, bucket)
			}
		})
	}
}

// run is a workspace with accounts of its own.
type run struct {
	*testing.T
	s         *acctest.Sandbox
	sendbird  *sendbirdsandbox.Server
	getstream *getstreamsandbox.Server
	daily     *dailysandbox.Server
	w         *acctest.Workspace
	// imports are import blocks. A kill may lose an import that the same apply has made.
	imports string
}

func newRun(t *testing.T) *run {
	t.Helper()
	r := &run{
		T: t, s: acctest.NewSandbox(t, twiliosandbox.Behaviour{}), sendbird: sendbirdsandbox.New(sendbirdsandbox.Behaviour{}),
		getstream: getstreamsandbox.New(getstreamsandbox.Behaviour{ClearOmitted: true}), daily: dailysandbox.New(dailysandbox.Behaviour{}),
	}
	r.s.AddVendor(r.sendbird)
	r.s.AddVendor(r.getstream)
	r.s.AddVendor(r.daily)
	r.s.Secret(secret)
	// A killed provider leaves its socket there. The path of a socket must be short.
	sockets, err := os.MkdirTemp("", "crash")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(sockets) })
	r.w = acctest.NewInstalledWorkspace(t, r.s.Account, "TMPDIR="+sockets)
	r.w.Config(config)
	r.configure(1)
	return r
}

// configure sets the content of both credentials.
func (r *run) configure(version int) {
	r.Helper()
	key, _ := sandboxtest.NewKeyPair(r.T)
	r.w.Write("terraform.tfvars", fmt.Sprintf("secret = %q\naccess_key_id = \"AKIA%016d\"\npublic_key = <<EOT\n%sEOT\n", secret, version, key))
}

// killApply applies and kills the victim in the fault of a vendor.
func (r *run) killApply(v victim, vendor *sandbox.Faults, fault sandbox.Fault) {
	r.Helper()
	started := make(chan *acctest.Process, 1)
	fault.Hook = func() {
		if p := <-started; v == everything {
			p.KillAll()
		} else if !p.KillProviders() {
			r.Error("there is no provider to kill; the kernel must have CONFIG_PROC_CHILDREN")
		}
	}
	vendor.Add(fault)
	// Terraform rewrites its state in place. One operation at a time leaves no write of it for the kill to interrupt.
	p := r.w.Start("apply", "-auto-approve", "-no-color", "-parallelism=1")
	started <- p
	if got := p.Wait(); got.Code == 0 {
		r.Errorf("the apply sent no %s %s:\n%s", fault.Method, fault.Path, got.Text)
	}
	vendor.Clear()
	r.expectNothingIsLost()
}

// importOrphan imports the object that a killed creation has left, as the error of the next creation says.
func (r *run) importOrphan() {
	r.Helper()
	refusal := r.w.Fail("apply", "-auto-approve", "-no-color")
	refusal.Contains(r.T, "exists already")
	block := regexp.MustCompile(`import { to = (\w+)\.NAME id = ("\w+") }`).FindStringSubmatch(refusal.Text)
	if block == nil {
		r.Fatalf("the error has no import block:\n%s", refusal.Text)
	}
	r.imports += fmt.Sprintf("import {\n  to = %s.this\n  id = %s\n}\n", block[1], block[2])
	r.w.Write("import.tf", r.imports)
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

// expectConfigured fails the test unless all vendors have the configured values, and the recording is in the bucket.
func (r *run) expectConfigured() {
	r.Helper()
	managed := r.managed()
	got, _ := r.s.Settings(r.s.SID, twiliosandbox.RecordingSettings)
	want := twiliosandbox.Settings{
		FriendlyName: "In our own bucket", AWSStorageEnabled: true, AWSS3URL: "https://consultations.s3.eu-central-1.amazonaws.com/video",
		AWSCredentialsSID: managed[0], EncryptionEnabled: true, EncryptionKeySID: managed[1],
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
	callType := r.getstream.CallType("default")
	if len(r.getstream.Storages()) != 1 || string(callType["external_storage"]) != `"recordings"` || string(callType["settings"]) == "" {
		r.Errorf("the storages are %v, and the call type is %s", r.getstream.Storages(), callType)
	}
	bucket := map[string]any{
		"bucket_name": "example-recordings", "bucket_region": "eu-central-1", "assume_role_arn": "arn:aws:iam::123456789012:role/daily",
		"allow_api_access": false, "allow_streaming_from_bucket": false, "storage_provider": "aws",
	}
	if diff := cmp.Diff(any(bucket), r.daily.Properties()["recordings_bucket"]); diff != "" {
		r.Errorf("the domain (-want +got):\n%s", diff)
	}
}

// managed returns the SIDs of the AWS credential and the public key in the state.
func (r *run) managed() (sids []string) {
	r.Helper()
	for _, address := range []string{"videostorage_twilio_aws_credential.this", "videostorage_twilio_public_key.this"} {
		sids = append(sids, fmt.Sprint(r.w.State(address)["sid"]))
	}
	return sids
}

// orphans returns the credentials at Twilio that are not in the state.
func (r *run) orphans() []twiliosandbox.Credential {
	r.Helper()
	managed := r.managed()
	return slices.DeleteFunc(r.s.Credentials(r.s.SID), func(c twiliosandbox.Credential) bool { return slices.Contains(managed, c.SID) })
}

// expectQuery fails the test unless `terraform query` shows each orphan as unused, and each managed credential as in use.
func (r *run) expectQuery(orphans []twiliosandbox.Credential) {
	r.Helper()
	if !acctest.HasQuery(r.T) {
		return
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
	for _, sid := range r.managed() {
		if !strings.Contains(names[sid], "in use") {
			r.Errorf("terraform query shows %s, which the settings use, as %q", sid, names[sid])
		}
	}
}
