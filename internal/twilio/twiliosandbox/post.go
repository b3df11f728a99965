package twiliosandbox

import (
	"net/http"
	"strings"
)

// post answers the POST that sets a singleton.
func (s *Server) post(r *http.Request, at slot) (status int, body any, failed *apiError) {
	p, failed := readParams(r, settingsChecks, paramFriendlyName)
	if failed != nil {
		return 0, nil, failed
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	if failed := s.permit(p, at); failed != nil {
		return 0, nil, failed
	}

	old := s.records[at]
	rec := record{storageSeen: old.storageSeen || p.namesStorage()}
	if s.behaviour.Merge {
		rec.settings = old.settings
	}
	s.apply(&rec.settings, p, s.accounts[at.account])
	s.records[at] = rec
	s.noteDangling(r)

	status = http.StatusOK
	if s.behaviour.Created {
		status = http.StatusCreated
	}
	return status, s.view(at, rec), nil
}

// permit applies the rules that depend on the account or on the behaviour,
// which the OpenAPI description says nothing of.
func (s *Server) permit(p params, at slot) *apiError {
	for _, name := range []string{paramS3URL, paramCredentials, paramKey} {
		if value, sent := p[name]; sent && value == "" && s.behaviour.RefuseEmpty {
			return invalid("Parameter %s must not be empty", name)
		}
	}
	for _, name := range []string{paramCredentials, paramKey} {
		if p[name] == "" {
			continue
		}
		if failed := s.permitReference(reference{at, name, p[name]}); failed != nil {
			return failed
		}
	}
	if s.behaviour.RefuseEncryption && !s.accounts[at.account].Enterprise && (isTrue(p[paramEncryption]) || p[paramKey] != "") {
		return invalid("Encryption is not available to this account")
	}
	return nil
}

// apply overwrites what the POST names. Encryption is ignored without the
// edition.
func (s *Server) apply(to *Settings, p params, a Account) {
	p.text(paramFriendlyName, &to.FriendlyName)
	p.boolean(paramStorage, &to.AWSStorageEnabled)
	p.text(paramS3URL, &to.AWSS3URL)
	p.text(paramCredentials, &to.AWSCredentialsSID)
	if a.Enterprise {
		p.boolean(paramEncryption, &to.EncryptionEnabled)
		p.text(paramKey, &to.EncryptionKeySID)
	}
	if s.behaviour.TrimSlash {
		to.AWSS3URL = strings.TrimRight(to.AWSS3URL, "/")
	}
}
