package twiliosandbox

import (
	"net/http"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// Dangling returns the references of an account's settings that lead nowhere,
// such as "AC… RecordingSettings/Default: AwsCredentialsSid CR…". A reference
// does so if its storage, or encryption, is on and what it names is neither an
// existing credential of that account and of the right kind, nor one of
// [Account].Credentials. So one that never existed dangles as well.
func (s *Server) Dangling(accountSID string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dangling(accountSID)
}

// dangling is [Server.Dangling], with "" for all accounts. It needs the lock.
func (s *Server) dangling(account string) []string {
	var all []string
	for _, r := range s.inForce() {
		if (account == "" || account == r.at.account) && !s.usable(r) {
			all = append(all, r.String())
		}
	}
	return all
}

// noteDangling enters in the log what dangles after a request's change. It
// needs the lock, which must be that of the change.
func (s *Server) noteDangling(r *http.Request) {
	sandbox.NoteDangling(r.Context(), s.dangling(""))
}

// noteDanglingNow is for a request that has not changed anything yet, and may
// never do.
func (s *Server) noteDanglingNow(r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.noteDangling(r)
}
