package twiliosandbox

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// check is what the value of a parameter must be, and the error if it is not.
type check struct {
	valid func(string) bool
	want  string
	// code of the error; 0 is that of [invalid].
	code int
}

// params are the parameters of a POST, each with a valid value. One that was
// left out has no key.
type params map[string]string

// readParams returns the parameters of a POST, of which required may be "". It
// refuses whatever the OpenAPI description does not allow, except an empty SID
// or URL, which is a matter of [Behaviour]. No error has a part of a value.
func readParams(r *http.Request, checks map[string]check, required string) (params, *apiError) {
	if !sandbox.IsForm(r.Header) {
		// Twilio's answer is not documented.
		return nil, invalid("No parameters were found in the post body: the content type must be %s", sandbox.FormType)
	}
	if err := r.ParseForm(); err != nil {
		return nil, invalid("The post body is not a valid form")
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
			return nil, refused(cmp.Or(check.code, codeInvalid), "Parameter %s %s", name, check.want)
		}
		p[name] = values[0]
	}
	if _, sent := p[required]; required != "" && !sent {
		return nil, invalid("Missing required parameter %s in the post body", required)
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
