package load_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// twin is one of the two kinds of settings.
type twin struct {
	typeName string
	kind     twiliosandbox.Kind
}

var (
	recording   = twin{"videostorage_twilio_recording_settings", twiliosandbox.RecordingSettings}
	composition = twin{"videostorage_twilio_composition_settings", twiliosandbox.CompositionSettings}
)

func (k twin) path() string { return "/v1/" + string(k.kind) + "/Default" }

// resource is the settings' block with these attributes and more.
func (k twin) resource(want settings, more string) string {
	return fmt.Sprintf("resource %q \"this\" {\n%s%s\n}\n", k.typeName, want.attributes(), more)
}

// sid is a credential's that every account here has.
func sid(letter string) string { return "CR" + strings.Repeat(letter, 32) }

// settings are what one of the writers configures, complete in themselves.
type settings twiliosandbox.Settings

// attributes are the resource's. What is "" is left out.
func (s settings) attributes() string {
	text := fmt.Sprintf("friendly_name = %q\naws_storage_enabled = %t\nencryption_enabled = %t\n", s.FriendlyName, s.AWSStorageEnabled, s.EncryptionEnabled)
	for name, value := range s.references() {
		if *value != "" {
			text += fmt.Sprintf("%s = %q\n", name, *value)
		}
	}
	return text
}

func (s *settings) references() map[string]*string {
	return map[string]*string{
		"aws_s3_url": &s.AWSS3URL, "aws_credentials_sid": &s.AWSCredentialsSID, "encryption_key_sid": &s.EncryptionKeySID,
	}
}

// storing and encrypting are the two halves, which a letter tells from those of the
// other writer.
func storing(letter string) settings {
	return settings{FriendlyName: "Settings of " + letter, AWSStorageEnabled: true, AWSS3URL: "https://bucket-" + letter + ".s3.amazonaws.com", AWSCredentialsSID: sid(letter)}
}

func encrypting(letter string) settings {
	return settings{FriendlyName: "Settings of " + letter, EncryptionEnabled: true, EncryptionKeySID: sid(letter)}
}

func both(letter string) settings {
	all := storing(letter)
	all.EncryptionEnabled, all.EncryptionKeySID = true, sid(letter)
	return all
}

// off is what a destroy leaves.
var off = settings{}

// pairs are what the two writers configure.
var pairs = map[string][2]settings{
	"complete":         {both("a"), both("b")},
	"either switch on": {storing("a"), encrypting("b")},
}

// held is what the account now has.
func (k twin) held(s *acctest.Sandbox) settings {
	now, _ := s.Settings(s.SID, k.kind)
	return settings(now)
}

// blend lists in which attributes the account has something else than what a writer
// wants. A reference that it leaves out is one where Twilio clears it; where Twilio
// keeps what is left out, what another writer has left there does nothing, for its
// switch is off.
func (s settings) blend(now settings, b twiliosandbox.Behaviour) []string {
	var wrong []string
	differ := func(name string, got, want any) {
		if got != want {
			wrong = append(wrong, fmt.Sprintf("%s is %v, not %v", name, got, want))
		}
	}
	// A destroy sends the name that it found, which is required.
	if s != off {
		differ("friendly_name", now.FriendlyName, s.FriendlyName)
	}
	differ("aws_storage_enabled", now.AWSStorageEnabled, s.AWSStorageEnabled)
	differ("encryption_enabled", now.EncryptionEnabled, s.EncryptionEnabled)
	has := now.references()
	for name, want := range s.references() {
		if *want != "" || !b.Merge {
			differ(name, *has[name], *want)
		}
	}
	return wrong
}

// lastWritten are the settings of the writer that the sandbox's log has last.
func (k twin) lastWritten(t *testing.T, s *acctest.Sandbox, writers ...settings) settings {
	t.Helper()
	for _, r := range slices.Backward(s.Log().All()) {
		if r.Method != http.MethodPost || r.Path != k.path() || r.Status != http.StatusOK {
			continue
		}
		if r.Form.Get("AwsStorageEnabled") == "false" && r.Form.Get("EncryptionEnabled") == "false" {
			return off
		}
		for _, w := range writers {
			if w.FriendlyName == r.Form.Get("FriendlyName") {
				return w
			}
		}
	}
	t.Fatalf("nothing was written to %s", k.path())
	return off
}
