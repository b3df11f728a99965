package twiliosandbox

import (
	"net/http"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// Account is a Twilio account.
type Account struct {
	SID       string
	AuthToken string
	// ParentSID is the account of which this is a subaccount, or "".
	ParentSID string
	// APIKeys are the secrets of API keys by their SIDs.
	APIKeys map[string]string
	// Enterprise is the edition that can encrypt.
	Enterprise bool
	// Credentials are SIDs that the settings may refer to, as AWS credentials and as public keys. Requests for them answer 404.
	Credentials []string
}

// NewAccount returns an Enterprise account with a random SID, auth token and API key.
func NewAccount() Account {
	key, secret := "SK"+sandbox.RandomHex(), sandbox.RandomHex()
	return Account{SID: "AC" + sandbox.RandomHex(), AuthToken: sandbox.RandomHex(), APIKeys: map[string]string{key: secret}, Enterprise: true}
}

// CredentialSID returns a random SID of a credential.
func CredentialSID() string { return "CR" + sandbox.RandomHex() }

// AddAccount adds an account, or replaces the one with the same SID. Its settings and credentials remain.
func (s *Server) AddAccount(a Account) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accounts[a.SID] = a
}

// authenticate returns the account of the request's user and password, or "".
func (s *Server) authenticate(r *http.Request) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	user, password, _ := r.BasicAuth()
	for sid, a := range s.accounts {
		if password != "" && (user == a.SID && password == a.AuthToken || a.APIKeys[user] == password) {
			return sid
		}
	}
	return ""
}
