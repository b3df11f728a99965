package twiliosandbox

import "unicode/utf8"

// CredentialKind is one of the two kinds of credentials, by the name it has in
// its path. They differ in the parameter that creates one.
type CredentialKind string

// The kinds of credentials.
const (
	AWSCredentials CredentialKind = "AWS"
	PublicKeys     CredentialKind = "PublicKeys"
)

// pathCredentials is above the paths of the kinds.
const pathCredentials = "/v1/Credentials/"

// path is where the credentials of the kind are served.
func (k CredentialKind) path() string { return pathCredentials + string(k) }

// The form parameters of credentials, from the OpenAPI description, besides
// FriendlyName.
const (
	paramAWSKey     = "Credentials"
	paramPublicKey  = "PublicKey"
	paramAccountSID = "AccountSid"
)

// credentialKind is what the kinds of credentials differ in.
type credentialKind struct {
	// parameter has what the credential is made of.
	parameter string
	// enter checks the parameter's value and keeps in c what may be kept.
	enter func(c *Credential, value string) *apiError
	// logged is what the log has in the value's place.
	logged func(value string) string
}

var credentialKinds = map[CredentialKind]credentialKind{
	AWSCredentials: {paramAWSKey, enterAWSKey, loggedAWSKey},
	PublicKeys:     {paramPublicKey, enterPublicKey, loggedPublicKey},
}

// maxFriendlyName is in characters.
const maxFriendlyName = 64

// The checks of what all credentials have. The codes are documented for the
// creation: https://www.twilio.com/docs/api/errors/70001 and 70002.
var (
	nameCheck = check{
		valid: func(v string) bool { return utf8.RuneCountInString(v) <= maxFriendlyName },
		want:  "must not have more than 64 characters", code: 70001,
	}
	accountCheck = check{valid: accountSID.MatchString, want: "must be an account SID", code: 70002}
)

// creationChecks are those of the parameters that create a credential. That of
// the kind's own is left to enter.
func (k credentialKind) creationChecks() map[string]check {
	return map[string]check{
		paramFriendlyName: nameCheck,
		paramAccountSID:   accountCheck,
		k.parameter:       {valid: func(string) bool { return true }},
	}
}

// updateChecks are those of the parameters that change a credential.
var updateChecks = map[string]check{paramFriendlyName: nameCheck}
