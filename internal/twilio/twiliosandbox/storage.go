package twiliosandbox

import "strings"

// storage is what settings in force do to the media that is made under them.
type storage struct {
	// url is where it is stored, "" for Twilio's own storage.
	url string
	// key is the SID of the public key that it is encrypted with, if any.
	key string
}

// storage returns that of settings as they are stored. It needs the lock.
func (s *Server) storage(account string, k Kind) storage {
	settings := s.records[slot{account, k}].settings
	var made storage
	if settings.AWSStorageEnabled {
		made.url = settings.AWSS3URL
	}
	if settings.EncryptionEnabled {
		made.key = settings.EncryptionKeySID
	}
	return made
}

// location is where a file is stored, "" if that is Twilio's own storage. The
// names that Twilio gives to files are not documented in full.
func (s storage) location(sid, extension string) string {
	if s.url == "" {
		return ""
	}
	return strings.TrimRight(s.url, "/") + "/" + sid + "." + extension
}
