package sandbox

import (
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
)

// The media types of the bodies that a log takes apart.
const (
	FormType = "application/x-www-form-urlencoded"
	JSONType = "application/json"
)

// IsForm reports whether the headers announce a form-urlencoded body.
func IsForm(header http.Header) bool { return announces(header, FormType) }

// IsJSON reports whether the headers announce a JSON body.
func IsJSON(header http.Header) bool { return announces(header, JSONType) }

func announces(header http.Header, want string) bool {
	mediaType, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	return err == nil && mediaType == want
}

// parseForm returns nil for whatever is not a well-formed form: refusing it is
// the vendor's part, which gets the body unchanged.
func parseForm(header http.Header, body []byte) url.Values {
	if !IsForm(header) {
		return nil
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil
	}
	return form
}

// parseJSON is what parseForm is, for a JSON object.
func parseJSON(header http.Header, body []byte) map[string]any {
	if !IsJSON(header) {
		return nil
	}
	var object map[string]any
	if err := json.Unmarshal(body, &object); err != nil {
		return nil
	}
	return object
}
