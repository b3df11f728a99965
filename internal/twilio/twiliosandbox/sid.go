package twiliosandbox

import "github.com/videostorage/terraform-provider-videostorage/internal/sandbox"

// NewAccount returns an Enterprise account with a random SID, auth token and
// one API key, all of Twilio's form and of no use at Twilio.
func NewAccount() Account {
	return Account{
		SID:        randomSID("AC"),
		AuthToken:  randomHex(),
		APIKeys:    map[string]string{randomSID("SK"): randomHex()},
		Enterprise: true,
	}
}

// CredentialSID returns a random SID of the form that Twilio gives to AWS and
// public key credentials. No account has it in its Credentials.
func CredentialSID() string {
	return randomSID("CR")
}

func randomSID(prefix string) string {
	return prefix + randomHex()
}

// randomHex has the length of a SID's second part and of an auth token.
func randomHex() string { return sandbox.RandomHex(32) }
