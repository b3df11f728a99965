package twiliosandbox

import (
	"regexp"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// awsKey is an access key ID and its secret, as Twilio wants them:
// https://www.twilio.com/docs/api/errors/70106.
var awsKey = regexp.MustCompile(`^[A-Z0-9]{20}:[A-Za-z0-9/+=]{40}$`)

// enterAWSKey keeps the access key ID alone.
func enterAWSKey(c *Credential, value string) *apiError {
	if !awsKey.MatchString(value) {
		return refused(70106, "Invalid AWS credentials: parameter %s must be "+
			"an access key ID of 20 capital letters and digits, a colon, and a secret access key of 40 characters", paramAWSKey)
	}
	c.AccessKeyID, _, _ = strings.Cut(value, ":")
	return nil
}

// LoggedCredentials is what the log has of the parameter Credentials in place
// of an access key ID and its secret: the ID, a colon, and "sha256:" with the
// secret's hash in hexadecimal, so that a test sees which secret was sent.
func LoggedCredentials(accessKeyID, secretAccessKey string) string {
	return loggedAWSKey(accessKeyID + ":" + secretAccessKey)
}

// loggedAWSKey hides all of what is not a key: either half may be a secret.
func loggedAWSKey(value string) string {
	if !awsKey.MatchString(value) {
		return sandbox.Hashed(value)
	}
	id, secret, _ := strings.Cut(value, ":")
	return id + ":" + sandbox.Hashed(secret)
}
