//go:build linux

package crashes_test

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// scenario is what the command does that is killed.
type scenario string

const (
	create  scenario = "apply from nothing"
	rotate  scenario = "rotation"
	destroy scenario = "destroy"
)

var scenarios = []scenario{create, rotate, destroy}

// command is the one that is killed.
func (s scenario) command() []string {
	if s == destroy {
		return []string{"destroy", "-auto-approve", "-no-color"}
	}
	return []string{"apply", "-auto-approve", "-no-color"}
}

const bucket = "https://consultations.s3.eu-central-1.amazonaws.com/video"

// chain is both credentials, and both settings that they are in force in.
const chain = `
variable "access_key_id" { type = string }
variable "secret" {
  type      = string
  ephemeral = true
  sensitive = true
}
variable "version_of_secret" { type = number }
variable "public_key" { type = string }

resource "videostorage_twilio_aws_credential" "media" {
  friendly_name                = "Access key of twilio-video"
  access_key_id                = var.access_key_id
  secret_access_key_wo         = var.secret
  secret_access_key_wo_version = var.version_of_secret
  lifecycle {
    create_before_destroy = true
  }
}

resource "videostorage_twilio_public_key" "media" {
  friendly_name = "Video recordings and compositions"
  public_key    = var.public_key
  lifecycle {
    create_before_destroy = true
  }
}

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = "In our own bucket"
  aws_storage_enabled = true
  aws_s3_url          = "` + bucket + `"
  aws_credentials_sid = videostorage_twilio_aws_credential.media.sid
  encryption_enabled  = true
  encryption_key_sid  = videostorage_twilio_public_key.media.sid
}

resource "videostorage_twilio_composition_settings" "this" {
  friendly_name       = "In our own bucket"
  aws_storage_enabled = true
  aws_s3_url          = "` + bucket + `"
  aws_credentials_sid = videostorage_twilio_aws_credential.media.sid
  encryption_enabled  = true
  encryption_key_sid  = videostorage_twilio_public_key.media.sid
}
`

// material is what the credentials store.
type material struct {
	version             int
	accessKeyID, secret string
	// pem is the public key, and fingerprint how the sandbox knows it.
	pem, fingerprint string
}

func newMaterial(t *testing.T, version int) material {
	t.Helper()
	random := make([]byte, 30)
	if _, err := rand.Read(random); err != nil {
		t.Fatal(err)
	}
	public, _ := sandboxtest.NewKeyPair(t)
	block, _ := pem.Decode([]byte(public))
	if block == nil {
		t.Fatal("the public key is not in PEM")
	}
	return material{
		version:     version,
		accessKeyID: "AKIA" + strings.ToUpper(fmt.Sprintf("%x", random[:8])),
		secret:      base64.StdEncoding.EncodeToString(random),
		pem:         public,
		fingerprint: fmt.Sprintf("%x", sha256.Sum256(block.Bytes)),
	}
}

// variables is a file with the material.
func (m material) variables() string {
	return fmt.Sprintf("access_key_id = %q\nsecret = %q\nversion_of_secret = %d\npublic_key = <<EOT\n%sEOT\n", m.accessKeyID, m.secret, m.version, m.pem)
}

// prepared is what all runs begin with, made by Terraform itself.
type prepared struct {
	program *acctest.Program
	// initialized is a workspace in which the CLI has been initialized.
	initialized *acctest.Workspace
	account     twiliosandbox.Account
	// first is in force when a rotation, to next, or a destroy begins.
	first, next material
	// state is Terraform's then, and the others what Twilio has.
	state       string
	credentials []twiliosandbox.Credential
	settings    map[twiliosandbox.Kind]twiliosandbox.Settings
	courses     map[scenario]course
}

// settingsTypes are the resources' types.
var settingsTypes = map[twiliosandbox.Kind]string{
	twiliosandbox.RecordingSettings:   "videostorage_twilio_recording_settings",
	twiliosandbox.CompositionSettings: "videostorage_twilio_composition_settings",
}

var settingsKinds = []twiliosandbox.Kind{twiliosandbox.RecordingSettings, twiliosandbox.CompositionSettings}

// prepare goes through the scenarios without a kill.
func prepare(t *testing.T) *prepared {
	t.Helper()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	p := &prepared{
		program: acctest.Build(t), account: s.Running.Account, first: newMaterial(t, 1), next: newMaterial(t, 2),
		settings: map[twiliosandbox.Kind]twiliosandbox.Settings{}, courses: map[scenario]course{},
	}
	s.Secret(p.first.secret, p.next.secret)
	w := p.program.NewWorkspace(t, s.Account)
	p.initialized = w
	w.Config(chain)
	w.Write("terraform.tfvars", p.first.variables())
	w.Succeed("init")
	p.undisturbed(s, w, create)
	p.state = w.Read(stateFile)
	p.credentials = s.Credentials(s.SID)
	for _, kind := range settingsKinds {
		p.settings[kind], _ = s.Settings(s.SID, kind)
	}
	w.Write("terraform.tfvars", p.next.variables())
	p.undisturbed(s, w, rotate)
	p.undisturbed(s, w, destroy)
	return p
}

func (p *prepared) undisturbed(s *acctest.Sandbox, w *acctest.Workspace, what scenario) {
	s.Log().Reset()
	began := time.Now()
	w.Succeed(what.command()...)
	usual := course{took: time.Since(began)}
	for _, r := range s.Log().All() {
		usual.methods = append(usual.methods, r.Method)
	}
	p.courses[what] = usual
}
