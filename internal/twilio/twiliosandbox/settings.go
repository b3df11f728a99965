package twiliosandbox

// Kind is one of the two settings singletons, by the name it has in its path.
// They are alike in everything else, and independent of each other.
type Kind string

// The settings singletons of an account.
const (
	RecordingSettings   Kind = "RecordingSettings"
	CompositionSettings Kind = "CompositionSettings"
)

var kinds = []Kind{RecordingSettings, CompositionSettings}

// path is where the singleton is served, and how error messages name it.
func (k Kind) path() string { return "/v1/" + string(k) + "/Default" }

// url is what the singleton says of its own address, wherever it is served.
func (k Kind) url() string { return "https://video.twilio.com" + k.path() }

// defaultName is the friendly_name before anyone has set one. Twilio does not
// document it.
func (k Kind) defaultName() string {
	if k == CompositionSettings {
		return "Default Composition Settings"
	}
	return "Default Recording Settings"
}

// Settings are the values of a singleton. An empty string is unset: null in an
// answer.
type Settings struct {
	FriendlyName      string
	AWSStorageEnabled bool
	AWSS3URL          string
	AWSCredentialsSID string
	EncryptionEnabled bool
	EncryptionKeySID  string
}

func (s Settings) namesStorage() bool {
	return s.AWSStorageEnabled || s.AWSS3URL != "" || s.AWSCredentialsSID != ""
}

// slot identifies one account's singleton.
type slot struct {
	account string
	kind    Kind
}

// record is what the sandbox keeps of a singleton; a slot without one was
// never configured.
type record struct {
	settings Settings
	// storageSeen is whether the storage fields were ever set, which is when
	// they appear in the answers of an account without the Enterprise edition.
	storageSeen bool
}

// Settings returns the settings as stored, and whether they were ever
// configured.
func (s *Server) Settings(accountSID string, k Kind) (settings Settings, configured bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rec, ok := s.records[slot{accountSID, k}]
	return rec.settings, ok
}

// SetSettings stores settings as they are, unchecked: what somebody does in
// the console behind a client's back.
func (s *Server) SetSettings(accountSID string, k Kind, settings Settings) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := slot{accountSID, k}
	s.records[at] = record{
		settings:    settings,
		storageSeen: s.records[at].storageSeen || settings.namesStorage(),
	}
}

// Unset makes the settings as if they had never been configured.
func (s *Server) Unset(accountSID string, k Kind) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.records, slot{accountSID, k})
}
