package twiliosandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// Kind is one of the two settings singletons. They differ only in their paths.
type Kind string

// The settings singletons of an account.
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
type slot struct {
	account string
	kind    Kind
}

// Settings returns the settings, and whether they were ever configured.
func (s *Server) Settings(accountSID string, k Kind) (settings Settings, configured bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	settings, configured = s.settings[slot{accountSID, k}]
	return settings, configured
}

// SetSettings changes the settings without checks, as another administrator does in the console.
func (s *Server) SetSettings(accountSID string, k Kind, settings Settings) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settings[slot{accountSID, k}] = settings
}

// Unset makes the settings as if they had never been configured.
func (s *Server) Unset(accountSID string, k Kind) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.settings, slot{accountSID, k})
}

func slotOf(r *http.Request) slot {
	return slot{sandbox.AccountOf(r), Kind(path.Base(path.Dir(r.URL.Path)))}
}

func (s *Server) fetchSettings(w http.ResponseWriter, r *http.Request) {
	at := slotOf(r)
	current, configured := s.settings[at]
	switch {
	case !configured && s.behaviour.NeverConfigured404:
		notFound(w, r)
		return
	case !configured && s.behaviour.NullObject:
		sandbox.WriteJSON(w, http.StatusOK, nil)
		return
	case !configured:
		current.FriendlyName = "Default " + string(at.kind) // an assumption
	}
	sandbox.WriteJSON(w, http.StatusOK, s.viewSettings(at, current))
}

// viewSettings returns the settings in a response. Third parties recorded responses without the fields that an account's edition lacks.
func (s *Server) viewSettings(at slot, current Settings) json.RawMessage {
	view := map[string]any{"friendly_name": current.FriendlyName, "url": videoAPI + "/v1/" + string(at.kind) + "/Default"}
	switch s.respondAs {
	case "":
		view["account_sid"] = at.account
	case "-":
	default:
		view["account_sid"] = s.respondAs
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

// The form parameters of the references.
const (
	paramS3URL       = "AwsS3Url"
	paramCredentials = "AwsCredentialsSid"
	paramKey         = "EncryptionKeySid"
)

// postSettings refuses an empty name, which the description allows, so that no client relies on it.
func (s *Server) postSettings(w http.ResponseWriter, r *http.Request) {
	if !readForm(w, r, "FriendlyName") {
		return
	}
	at, form := slotOf(r), r.PostForm
	enterprise := s.accounts[at.account].Enterprise
	for _, name := range []string{paramS3URL, paramCredentials, paramKey} {
		value := form.Get(name)
		exists := slices.ContainsFunc(s.credentials, func(c Credential) bool { return c.SID == value })
		switch {
		case form.Has(name) && value == "" && s.behaviour.RefuseEmpty:
			refuseParameter(w, name, "must not be empty")
			return
		case value == "" || name == paramS3URL:
		case (exists || s.behaviour.RefuseUnknownCredentials) && !s.isUsable(reference{at, name, value}):
			refuseParameter(w, name, "is not a credential of the account")
			return
		}
	}
	if s.behaviour.RefuseEncryption && !enterprise && (form.Get("EncryptionEnabled") == "true" || form.Get(paramKey) != "") {
		refuseParameter(w, "EncryptionEnabled", "is not available to this account")
		return
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
		FriendlyName: form.Get("FriendlyName"), AWSS3URL: text(paramS3URL, old.AWSS3URL),
		AWSStorageEnabled: text("AwsStorageEnabled", fmt.Sprint(old.AWSStorageEnabled)) == "true",
		AWSCredentialsSID: text(paramCredentials, old.AWSCredentialsSID),
	}
	if enterprise {
		next.EncryptionEnabled = text("EncryptionEnabled", fmt.Sprint(old.EncryptionEnabled)) == "true"
		next.EncryptionKeySID = text(paramKey, old.EncryptionKeySID)
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

// reference is a credential that settings in force refer to: those with storage, or encryption, on.
type reference struct {
	at             slot
	parameter, sid string
}

// Dangling returns the references in force of an account to missing credentials, such as "AC… RecordingSettings/Default:
// AwsCredentialsSid CR…". "" means all accounts.
func (s *Server) Dangling(accountSID string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dangling(accountSID)
}

func (s *Server) dangling(account string) []string {
	var all []string
	for _, r := range s.inForce() {
		if (account == "" || account == r.at.account) && !s.isUsable(r) {
			all = append(all, r.at.account+" "+string(r.at.kind)+"/Default: "+r.parameter+" "+r.sid)
		}
	}
	slices.Sort(all)
	return all
}

func (s *Server) inForce() []reference {
	var all []reference
	for at, current := range s.settings {
		if current.AWSStorageEnabled && current.AWSCredentialsSID != "" {
			all = append(all, reference{at, paramCredentials, current.AWSCredentialsSID})
		}
		if current.EncryptionEnabled && current.EncryptionKeySID != "" {
			all = append(all, reference{at, paramKey, current.EncryptionKeySID})
		}
	}
	return all
}

// isUsable reports whether the account itself owns the credential, and the kind is right. For another product, Twilio documents that the
// parent's credentials are not usable: https://www.twilio.com/docs/api/errors/95123.
func (s *Server) isUsable(r reference) bool {
	kind := map[string]CredentialKind{paramCredentials: AWSCredentials, paramKey: PublicKeys}[r.parameter]
	return slices.Contains(s.accounts[r.at.account].Credentials, r.sid) || slices.ContainsFunc(s.credentials, func(c Credential) bool {
		return c.SID == r.sid && c.Kind == kind && c.AccountSID == r.at.account
	})
}
