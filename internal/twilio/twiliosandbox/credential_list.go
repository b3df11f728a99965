package twiliosandbox

import (
	"net/http"
	"slices"
)

// listCredentials answers with a page of the credentials of a kind that an
// account finds, in the order of their creation: Twilio does not document its
// own.
func (s *Server) listCredentials(w http.ResponseWriter, r *http.Request, at credentialAddress) {
	items, seen, behaviour := s.credentialsSeenBy(at.account)
	list := listing[Credential]{
		rules: rules{maxPageSize: 1000},
		key:   "credentials",
		matches: func(c *Credential, _ *filter) bool {
			return c.Kind == at.kind && slices.Contains(seen, c.AccountSID)
		},
		append: func(b []byte, c *Credential, _ shape) []byte { return c.append(b, behaviour, "") },
	}
	answerList(w, r, list, items, "", behaviour)
}

// credentialsSeenBy returns what a list is made of, which is made without the
// lock.
func (s *Server) credentialsSeenBy(account string) (shelf[Credential], []string, Behaviour) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.credentials, s.seenBy(account), s.behaviour
}
