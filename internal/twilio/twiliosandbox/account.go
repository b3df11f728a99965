package twiliosandbox

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
)

// Account is a Twilio account that the sandbox knows.
type Account struct {
	// SID is AC and 32 hexadecimal digits.
	SID       string
	AuthToken string
	// ParentSID is that of the account that this is a subaccount of, "" for a
	// main account.
	ParentSID string
	// APIKeys maps the SID of an API key, SK and 32 hexadecimal digits, to its
	// secret.
	APIKeys map[string]string
	// Enterprise is the edition that can encrypt.
	Enterprise bool
	// Credentials are the SIDs, CR and 32 hexadecimal digits, of credentials
	// of the account that the sandbox knows no more of: its settings may name
	// each as an AWS credential and as a public key, and no request finds it.
	Credentials []string
}

var (
	accountSID    = regexp.MustCompile(`^AC[0-9a-fA-F]{32}$`)
	apiKeySID     = regexp.MustCompile(`^SK[0-9a-fA-F]{32}$`)
	credentialSID = regexp.MustCompile(`^CR[0-9a-fA-F]{32}$`)
	// twilio-go sends no user name or password with other characters.
	secret = regexp.MustCompile(`^[0-9A-Za-z]+$`)
)

// Validate returns an error if a SID of the account is not of Twilio's form,
// or a secret is one that Twilio's own client would refuse to send.
func (a Account) Validate() error {
	if !accountSID.MatchString(a.SID) {
		return fmt.Errorf("account SID %q: want AC and 32 hexadecimal digits", a.SID)
	}
	if a.ParentSID != "" && (!accountSID.MatchString(a.ParentSID) || a.ParentSID == a.SID) {
		return fmt.Errorf("parent SID %q of %s: want AC and 32 hexadecimal digits, of another account", a.ParentSID, a.SID)
	}
	if !secret.MatchString(a.AuthToken) {
		return fmt.Errorf("auth token of %s: want letters and digits only", a.SID)
	}
	for sid, value := range a.APIKeys {
		if !apiKeySID.MatchString(sid) {
			return fmt.Errorf("API key SID %q: want SK and 32 hexadecimal digits", sid)
		}
		if !secret.MatchString(value) {
			return fmt.Errorf("secret of %s: want letters and digits only", sid)
		}
	}
	for _, sid := range a.Credentials {
		if !credentialSID.MatchString(sid) {
			return fmt.Errorf("credential SID %q: want CR and 32 hexadecimal digits", sid)
		}
	}
	return nil
}

// clone keeps the server's copy apart from the caller's.
func (a Account) clone() Account {
	a.APIKeys = maps.Clone(a.APIKeys)
	a.Credentials = slices.Clone(a.Credentials)
	return a
}

// accepts reports whether user and password are the account's own or those of
// one of its API keys. An account without a token cannot be entered with an
// empty one.
func (a Account) accepts(user, password string) bool {
	if password == "" {
		return false
	}
	return (user == a.SID && password == a.AuthToken) || a.APIKeys[user] == password
}

// authenticate returns the SID of the account whose credentials the request
// carries, or "".
func (s *Server) authenticate(r *http.Request) string {
	user, password, ok := r.BasicAuth()
	if !ok {
		return ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for sid, a := range s.accounts {
		if a.accepts(user, password) {
			return sid
		}
	}
	return ""
}
