package twiliosandbox

import (
	"slices"
	"strings"
)

// reference is a credential that settings name.
type reference struct {
	at slot
	// parameter of the settings that names it.
	parameter string
	sid       string
}

// String has first where the reference is and then where it leads.
func (r reference) String() string {
	return r.at.account + " " + string(r.at.kind) + "/Default: " + r.parameter + " " + r.sid
}

// inForce returns the references of the settings whose storage, or encryption,
// is on: those that Twilio follows. They are in a fixed order. It needs the
// lock.
func (s *Server) inForce() []reference {
	var all []reference
	for at, rec := range s.records {
		set := rec.settings
		if set.AWSStorageEnabled && set.AWSCredentialsSID != "" {
			all = append(all, reference{at, paramCredentials, set.AWSCredentialsSID})
		}
		if set.EncryptionEnabled && set.EncryptionKeySID != "" {
			all = append(all, reference{at, paramKey, set.EncryptionKeySID})
		}
	}
	slices.SortFunc(all, func(a, b reference) int { return strings.Compare(a.String(), b.String()) })
	return all
}

// inUse reports whether settings in force name a credential. It needs the lock.
func (s *Server) inUse(c Credential) bool {
	return slices.ContainsFunc(s.inForce(), func(r reference) bool {
		return r.at.account == c.AccountSID && r.sid == c.SID
	})
}

// usable reports whether a reference leads to a credential of the right kind
// that the account itself has, or to a SID of [Account].Credentials. That its
// parent's would not do is documented for another product:
// https://www.twilio.com/docs/api/errors/95123. It needs the lock.
func (s *Server) usable(r reference) bool {
	want := AWSCredentials
	if r.parameter == paramKey {
		want = PublicKeys
	}
	for c := range s.credentials.all() {
		if c.SID == r.sid && c.Kind == want && c.AccountSID == r.at.account {
			return true
		}
	}
	return slices.Contains(s.accounts[r.at.account].Credentials, r.sid)
}

// exists reports whether any account has a credential. It needs the lock.
func (s *Server) exists(sid string) bool {
	for c := range s.credentials.all() {
		if c.SID == sid {
			return true
		}
	}
	return false
}

// permitReference decides whether a POST may make a reference. It needs the
// lock.
func (s *Server) permitReference(r reference) *apiError {
	permitted := !s.behaviour.RefuseUnknownCredentials
	if s.exists(r.sid) {
		permitted = s.behaviour.AcceptAnyCredential
	}
	if permitted || s.usable(r) {
		return nil
	}
	return invalid("Parameter %s: credential %s was not found", r.parameter, r.sid)
}
