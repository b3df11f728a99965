package twiliosandbox

import "net/http"

// fetch answers the GET of a singleton.
func (s *Server) fetch(at slot) (status int, body any, failed *apiError) {
	s.mu.Lock()
	defer s.mu.Unlock()

	rec, configured := s.records[at]
	switch {
	case configured:
		return http.StatusOK, s.view(at, rec), nil
	case s.behaviour.NeverConfigured404:
		return 0, nil, notFound(at.kind.path())
	case s.behaviour.NullObject:
		return http.StatusOK, nil, nil
	default:
		rec.settings.FriendlyName = at.kind.defaultName()
		return http.StatusOK, s.view(at, rec), nil
	}
}

// view returns the singleton as it appears in an answer. A value that is unset
// is null; one that the account's edition does not have is absent. That is how
// third parties recorded the answers to accounts without the Enterprise
// edition; Twilio's description marks every field nullable and none required.
func (s *Server) view(at slot, rec record) map[string]any {
	v := map[string]any{
		"friendly_name": rec.settings.FriendlyName,
		"url":           at.kind.url(),
	}
	switch s.respondAs {
	case "":
		v["account_sid"] = at.account
	case "-":
	default:
		v["account_sid"] = s.respondAs
	}

	enterprise := s.accounts[at.account].Enterprise
	if enterprise || rec.storageSeen {
		v["aws_storage_enabled"] = rec.settings.AWSStorageEnabled
		v["aws_s3_url"] = orNull(rec.settings.AWSS3URL)
		v["aws_credentials_sid"] = orNull(rec.settings.AWSCredentialsSID)
	}
	if enterprise {
		v["encryption_enabled"] = rec.settings.EncryptionEnabled
		v["encryption_key_sid"] = orNull(rec.settings.EncryptionKeySID)
	}
	return v
}

func orNull(value string) any {
	if value == "" {
		return nil
	}
	return value
}
