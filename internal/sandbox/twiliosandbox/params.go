package twiliosandbox

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// The form parameters of the POST, from the OpenAPI description.
const (
	paramFriendlyName = "FriendlyName"
	paramStorage      = "AwsStorageEnabled"
	paramS3URL        = "AwsS3Url"
	paramCredentials  = "AwsCredentialsSid"
	paramEncryption   = "EncryptionEnabled"
	paramKey          = "EncryptionKeySid"
)

// checks maps each parameter to what its value must be and the message if it
// is not.
var checks = map[string]struct {
	valid func(string) bool
	want  string
}{
	// The description does not rule out an empty name. The sandbox does, so
	// that no client comes to rely on it.
	paramFriendlyName: {func(v string) bool { return v != "" }, "must not be empty"},
	paramStorage:      {isBoolean, "must be true or false"},
	paramS3URL:        {emptyOr(isHTTPURI), "must be an absolute http or https URI"},
	paramCredentials:  {emptyOr(credentialSID.MatchString), "must be a credential SID"},
	paramEncryption:   {isBoolean, "must be true or false"},
	paramKey:          {emptyOr(credentialSID.MatchString), "must be a credential SID"},
}

// params are the parameters of a POST, each with a valid value. One that was
// left out has no key.
type params map[string]string

// readParams refuses whatever the OpenAPI description does not allow, except
// an empty SID or URL, which is a matter of [Behaviour].
func readParams(r *http.Request) (params, *apiError) {
	if !sandbox.IsForm(r.Header) {
		// Twilio's answer is not documented. Having found no parameter, it
		// would at least say this much.
		return nil, invalid("Missing required parameter FriendlyName in the post body: the content type must be %s", sandbox.FormType)
	}
	if err := r.ParseForm(); err != nil {
		return nil, invalid("The post body is not a valid form: %v", err)
	}

	p := params{}
	for _, name := range sortedNames(r.PostForm) {
		values := r.PostForm[name]
		check, known := checks[name]
		switch {
		case !known:
			return nil, invalid("Unknown parameter %s", name)
		case len(values) > 1:
			return nil, invalid("Parameter %s was sent %d times", name, len(values))
		case !check.valid(values[0]):
			return nil, invalid("Parameter %s %s", name, check.want)
		}
		p[name] = values[0]
	}
	if _, sent := p[paramFriendlyName]; !sent {
		return nil, invalid("Missing required parameter FriendlyName in the post body")
	}
	return p, nil
}

// sortedNames makes the error of a form with several mistakes predictable.
func sortedNames(form url.Values) []string {
	names := make([]string, 0, len(form))
	for name := range form {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// text sets *to if the parameter was sent.
func (p params) text(name string, to *string) {
	if value, sent := p[name]; sent {
		*to = value
	}
}

// boolean sets *to if the parameter was sent.
func (p params) boolean(name string, to *bool) {
	if _, sent := p[name]; sent {
		*to = isTrue(p[name])
	}
}

func (p params) namesStorage() bool {
	for _, name := range []string{paramStorage, paramS3URL, paramCredentials} {
		if _, sent := p[name]; sent {
			return true
		}
	}
	return false
}
