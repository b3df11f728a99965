package twiliosandbox

// The form parameters of settings, from the OpenAPI description.
const (
	paramFriendlyName = "FriendlyName"
	paramStorage      = "AwsStorageEnabled"
	paramS3URL        = "AwsS3Url"
	paramCredentials  = "AwsCredentialsSid"
	paramEncryption   = "EncryptionEnabled"
	paramKey          = "EncryptionKeySid"
)

// settingsChecks are those of the parameters of settings.
var settingsChecks = map[string]check{
	// The description does not rule out an empty name. The sandbox does, so
	// that no client comes to rely on it.
	paramFriendlyName: {valid: func(v string) bool { return v != "" }, want: "must not be empty"},
	paramStorage:      {valid: isBoolean, want: "must be true or false"},
	paramS3URL:        {valid: emptyOr(isHTTPURI), want: "must be an absolute http or https URI"},
	paramCredentials:  {valid: emptyOr(credentialSID.MatchString), want: "must be a credential SID"},
	paramEncryption:   {valid: isBoolean, want: "must be true or false"},
	paramKey:          {valid: emptyOr(credentialSID.MatchString), want: "must be a credential SID"},
}

func (p params) namesStorage() bool {
	for _, name := range []string{paramStorage, paramS3URL, paramCredentials} {
		if _, sent := p[name]; sent {
			return true
		}
	}
	return false
}
