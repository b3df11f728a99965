package twiliosandbox

import "net/http"

// createCredential answers the POST on all credentials of a kind.
func (s *Server) createCredential(r *http.Request, at credentialAddress) (int, *Credential, *apiError) {
	kind := credentialKinds[at.kind]
	p, failed := readParams(r, kind.creationChecks(), kind.parameter)
	if failed != nil {
		return 0, nil, failed
	}
	c := Credential{
		Kind: at.kind, SID: randomSID("CR"), AccountSID: at.account, CreatorSID: at.account,
		FriendlyName: p[paramFriendlyName], DateCreated: now(),
	}
	if failed := kind.enter(&c, p[kind.parameter]); failed != nil {
		return 0, nil, failed
	}
	p.text(paramAccountSID, &c.AccountSID)

	s.mu.Lock()
	defer s.mu.Unlock()
	if c.AccountSID != at.account && !s.isSubaccount(c.AccountSID, at.account) {
		// That it must be a subaccount is documented, and the code is not.
		return 0, nil, invalid("Parameter %s: %s is not a subaccount of %s", paramAccountSID, c.AccountSID, at.account)
	}
	s.credentials.add(&c)
	return http.StatusCreated, &c, nil
}

// fetchCredential answers the GET of one.
func (s *Server) fetchCredential(r *http.Request, at credentialAddress) (int, *Credential, *apiError) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.credential(at)
	if !ok {
		return 0, nil, notFound(r.URL.Path)
	}
	return http.StatusOK, &c, nil
}

// updateCredential answers the POST on one, which renames it. Whether one that
// renames nothing is an update is not documented; here it is none.
func (s *Server) updateCredential(r *http.Request, at credentialAddress) (int, *Credential, *apiError) {
	p, failed := readParams(r, updateChecks, "")
	if failed != nil {
		return 0, nil, failed
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.credential(at)
	if !ok {
		return 0, nil, notFound(r.URL.Path)
	}
	name, sent := p[paramFriendlyName]
	switch {
	case sent && name == "" && s.behaviour.RefuseEmptyName:
		return 0, nil, invalid("Parameter %s must not be empty", paramFriendlyName)
	case !sent, name == "" && s.behaviour.KeepName:
		return http.StatusOK, &c, nil
	}
	c.FriendlyName, c.DateUpdated = name, now()
	s.putCredential(c.AccountSID, c.SID, &c)
	return http.StatusOK, &c, nil
}

// deleteCredential answers the DELETE of one.
func (s *Server) deleteCredential(r *http.Request, at credentialAddress) (int, *Credential, *apiError) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.credential(at)
	if !ok {
		return 0, nil, notFound(r.URL.Path)
	}
	if s.behaviour.RefuseDeleteInUse && s.inUse(c) {
		// Whether Twilio refuses this, and how, is not documented.
		return 0, nil, invalid("Credential %s is in use", c.SID)
	}
	s.putCredential(c.AccountSID, c.SID, nil)
	s.noteDangling(r)
	return http.StatusNoContent, nil, nil
}
