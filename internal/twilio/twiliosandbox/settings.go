package twiliosandbox

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// Kind is one of the two settings singletons of an account. They differ only in their paths.
type Kind string

const (
	RecordingSettings   Kind = "RecordingSettings"
	CompositionSettings Kind = "CompositionSettings"
)

// Settings are the values of a singleton. An empty string is null in a response.
type Settings struct {
	FriendlyName      string
	AWSStorageEnabled bool
	AWSS3URL          string
	AWSCredentialsSID string
	EncryptionEnabled bool
	EncryptionKeySID  string
}

// slot identifies the singleton of an account.
type slot struct{ account, kind string }

func slotOf(r *http.Request) slot { return slot{sandbox.AccountOf(r), path.Base(path.Dir(r.URL.Path))} }

// Settings returns the settings, and whether they were ever configured.
func (s *Server) Settings(accountSID string, k Kind) (settings Settings, configured bool) {
	defer s.Lock()()
	settings, configured = s.settings[slot{accountSID, string(k)}]
	return
}

// SetSettings changes the settings without checks, as another administrator does in the console.
func (s *Server) SetSettings(accountSID string, k Kind, settings Settings) {
	defer s.Lock()()
	s.settings[slot{accountSID, string(k)}] = settings
}

// Unset makes the settings as if they had never been configured.
func (s *Server) Unset(accountSID string, k Kind) {
	defer s.Lock()()
	delete(s.settings, slot{accountSID, string(k)})
}

func (s *Server) fetchSettings(w http.ResponseWriter, r *http.Request) {
	at := slotOf(r)
	current, configured := s.settings[at]
	switch {
	case configured:
		sandbox.WriteJSON(w, http.StatusOK, s.viewSettings(at, current))
	case s.behaviour.NeverConfigured404:
		s.notFound(w, r)
	case s.behaviour.NullObject:
		sandbox.WriteJSON(w, http.StatusOK, nil)
	default:
		// Twilio does not document the default name.
		sandbox.WriteJSON(w, http.StatusOK, s.viewSettings(at, Settings{FriendlyName: "Default " + at.kind}))
	}
}

// viewSettings returns the settings in a response. Third parties recorded responses without the fields that an account's edition lacks.
func (s *Server) viewSettings(at slot, current Settings) json.RawMessage {
	view := map[string]any{"friendly_name": current.FriendlyName, "url": videoAPI + "/v1/" + at.kind + "/Default"}
	if s.respondAs != "-" {
		view["account_sid"] = cmp.Or(s.respondAs, at.account)
	}
	enterprise := s.accounts[at.account].Enterprise
	if enterprise || current.AWSStorageEnabled || current.AWSS3URL != "" || current.AWSCredentialsSID != "" {
		view["aws_storage_enabled"] = current.AWSStorageEnabled
		view["aws_s3_url"] = current.AWSS3URL
		view["aws_credentials_sid"] = current.AWSCredentialsSID
	}
	if enterprise {
		view["encryption_enabled"] = current.EncryptionEnabled
		view["encryption_key_sid"] = current.EncryptionKeySID
	}
	return encode(view)
}

// postSettings refuses an empty name, which the description allows, so that no client relies on it.
func (s *Server) postSettings(w http.ResponseWriter, r *http.Request) {
	if !s.readForm(w, r, "FriendlyName") {
		return
	}
	at, form := slotOf(r), r.PostForm
	enterprise := s.accounts[at.account].Enterprise
	for name, kind := range map[string]CredentialKind{"AwsS3Url": "", "AwsCredentialsSid": AWSCredentials, "EncryptionKeySid": PublicKeys} {
		value := form.Get(name)
		exists := slices.ContainsFunc(s.credentials, func(c Credential) bool { return c.SID == value })
		switch {
		case form.Has(name) && value == "" && s.behaviour.RefuseEmpty:
			s.refuseParameter(w, name, "must not be empty")
			return
		case value == "" || kind == "":
		case (exists || s.behaviour.RefuseUnknownCredentials) && !s.isUsable(reference{at, kind, value}):
			s.refuseParameter(w, name, "is not a credential of the account")
			return
		}
	}
	var old Settings
	if s.behaviour.Merge {
		old = s.settings[at]
	}
	text := func(name, old string) string {
		if form.Has(name) {
			return form.Get(name)
		}
		return old
	}
	next := Settings{
		FriendlyName: form.Get("FriendlyName"), AWSS3URL: text("AwsS3Url", old.AWSS3URL),
		AWSStorageEnabled: text("AwsStorageEnabled", fmt.Sprint(old.AWSStorageEnabled)) == "true",
		AWSCredentialsSID: text("AwsCredentialsSid", old.AWSCredentialsSID),
	}
	if enterprise {
		next.EncryptionEnabled = text("EncryptionEnabled", fmt.Sprint(old.EncryptionEnabled)) == "true"
		next.EncryptionKeySID = text("EncryptionKeySid", old.EncryptionKeySID)
	}
	if s.behaviour.TrimSlash {
		next.AWSS3URL = strings.TrimRight(next.AWSS3URL, "/")
	}
	s.settings[at] = next
	status := http.StatusOK
	if s.behaviour.Created {
		status = http.StatusCreated
	}
	sandbox.WriteJSON(w, status, s.viewSettings(at, next))
}

// Dangling returns the references in force of an account to missing credentials, such as
// "AC… RecordingSettings/Default: AWS CR…". "" means all accounts.
func (s *Server) Dangling(accountSID string) []string {
	defer s.Lock()()
	return s.dangling(accountSID)
}

func (s *Server) dangling(account string) []string {
	var all []string
	for _, r := range s.inForce() {
		if (account == "" || account == r.at.account) && !s.isUsable(r) {
			all = append(all, r.at.account+" "+r.at.kind+"/Default: "+string(r.kind)+" "+r.sid)
		}
	}
	slices.Sort(all)
	return all
}

// reference is a credential that settings refer to.
type reference struct {
	at   slot
	kind CredentialKind
	sid  string
}

// inForce returns the references of the settings with storage, or encryption, on.
func (s *Server) inForce() []reference {
	var all []reference
	for at, current := range s.settings {
		if current.AWSStorageEnabled && current.AWSCredentialsSID != "" {
			all = append(all, reference{at, AWSCredentials, current.AWSCredentialsSID})
		}
		if current.EncryptionEnabled && current.EncryptionKeySID != "" {
			all = append(all, reference{at, PublicKeys, current.EncryptionKeySID})
		}
	}
	return all
}

// isUsable reports whether the account itself owns the credential, and the kind is right. For another product, Twilio documents that the
// parent's credentials are not usable: https://www.twilio.com/docs/api/errors/95123.
func (s *Server) isUsable(r reference) bool {
	return slices.Contains(s.accounts[r.at.account].Credentials, r.sid) || slices.ContainsFunc(s.credentials, func(c Credential) bool {
		return c.SID == r.sid && c.Kind == r.kind && c.AccountSID == r.at.account
	})
}
