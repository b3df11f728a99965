package twiliosandbox

import (
	"net/http"
	"sync"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// Server is the sandbox's API. It may be used, and changed, concurrently.
type Server struct {
	log     sandbox.Log
	faults  sandbox.Faults
	handler http.Handler

	mu        sync.Mutex
	behaviour Behaviour
	accounts  map[string]Account
	records   map[slot]record
	libraries map[string]*library
	// credentials are those of all accounts.
	credentials shelf[Credential]
	respondAs   string
}

// New returns a server that behaves as b says and knows these accounts, all of
// whose settings were never configured, which have recorded nothing, and have
// no credentials but those of [Account].Credentials.
func New(b Behaviour, accounts ...Account) *Server {
	s := &Server{
		behaviour: b,
		accounts:  map[string]Account{},
		records:   map[slot]record{},
		libraries: map[string]*library{},
	}
	for _, a := range accounts {
		s.AddAccount(a)
	}
	s.log.Redact = redact
	limited := sandbox.Limit(http.HandlerFunc(s.route), s.quota, s.tooManyRequests)
	s.handler = sandbox.Wrap(limited, &s.log, &s.faults)
	return s
}

// ServeHTTP answers as https://video.twilio.com and
// https://accounts.twilio.com do. The account is settled first, so that the log
// has it for a request that a fault answers.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx := sandbox.WithAccount(r.Context(), s.authenticate(r))
	s.handler.ServeHTTP(w, r.WithContext(ctx))
}

// Log returns the requests that arrived. Of the secrets in them it has hashes:
// see [LoggedCredentials]. Request.Dangling has what [Server.Dangling] says, for
// all accounts.
func (s *Server) Log() *sandbox.Log { return &s.log }

// Faults returns what is arranged to go wrong.
func (s *Server) Faults() *sandbox.Faults { return &s.faults }

// Behaviour is how requests are answered now.
func (s *Server) Behaviour() Behaviour {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.behaviour
}

// SetBehaviour changes how requests are answered from now on.
func (s *Server) SetBehaviour(b Behaviour) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.behaviour = b
}

// AddAccount adds an account, or replaces the one with the same SID. Settings
// and credentials stay as they are.
func (s *Server) AddAccount(a Account) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accounts[a.SID] = a.clone()
}

// IsEnterprise reports whether an account is of the edition that can encrypt. One that
// the server does not know is not.
func (s *Server) IsEnterprise(accountSID string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.accounts[accountSID].Enterprise
}

// RespondAs makes settings in answers claim to be of this account: "" is the
// true one, "-" leaves account_sid out.
func (s *Server) RespondAs(accountSID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.respondAs = accountSID
}

// RespondsAs is what [Server.RespondAs] was given last.
func (s *Server) RespondsAs() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.respondAs
}
