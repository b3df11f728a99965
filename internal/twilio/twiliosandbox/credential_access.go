package twiliosandbox

import "slices"

// seenBy returns the accounts whose credentials an account's requests find: its
// own and, unless they are hidden, its subaccounts'. It needs the lock.
func (s *Server) seenBy(account string) []string {
	seen := []string{account}
	if s.behaviour.SubaccountCredentialsHidden {
		return seen
	}
	for sid := range s.accounts {
		if s.isSubaccount(sid, account) {
			seen = append(seen, sid)
		}
	}
	return seen
}

// isSubaccount needs the lock.
func (s *Server) isSubaccount(sid, parent string) bool {
	a, known := s.accounts[sid]
	return known && a.ParentSID == parent
}

// credential returns the one that a request is about, if its account finds it.
// It needs the lock.
func (s *Server) credential(at credentialAddress) (Credential, bool) {
	seen := s.seenBy(at.account)
	for c := range s.credentials.all() {
		if c.SID == at.sid && c.Kind == at.kind && slices.Contains(seen, c.AccountSID) {
			return c, true
		}
	}
	return Credential{}, false
}
