package sendbirdsandbox

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// The fields of a copy's body, as documented.
const (
	fieldAccessKey = "access_key"
	fieldSecretKey = "secret_key"
	fieldBucket    = "bucket"
	fieldRegion    = "region"
	fieldDirectory = "recording_file_directory"
)

// fields are in the order of the documentation. All but the directory are required.
var fields = []string{fieldAccessKey, fieldSecretKey, fieldBucket, fieldRegion, fieldDirectory}

// copyParams are the fields of a copy's body, with valid values.
type copyParams struct {
	accessKey, secretKey, bucket, region string
	// directory is "" if it was left out.
	directory string
}

// readParams returns what a body asks for. It refuses whatever is not documented. No
// error has a part of a value.
func readParams(header http.Header, body []byte) (copyParams, *apiError) {
	if !sandbox.IsJSON(header) {
		return copyParams{}, invalid("Content-Type must be %s", sandbox.JSONType)
	}
	var sent map[string]any
	if err := json.Unmarshal(body, &sent); err != nil || sent == nil {
		return copyParams{}, invalid("the body must be a JSON object")
	}
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		if !slices.Contains(fields, name) {
			return copyParams{}, invalid("unknown field %q", name)
		}
	}
	values := map[string]string{}
	for _, name := range fields {
		value, given := sent[name]
		text, isText := value.(string)
		switch optional := name == fieldDirectory; {
		case !given && !optional:
			return copyParams{}, newError(codeMissingParams, "%s is missing", name)
		case given && !isText:
			return copyParams{}, invalid("%s must be a string", name)
		case text == "" && !optional:
			return copyParams{}, invalid("%s must not be empty", name)
		}
		values[name] = text
	}
	c := copyParams{values[fieldAccessKey], values[fieldSecretKey], values[fieldBucket], values[fieldRegion], values[fieldDirectory]}
	switch {
	case !slices.Contains(regions, c.region):
		return copyParams{}, invalid("%s must be one of %s", fieldRegion, strings.Join(regions, ", "))
	case !isDirectory(c.directory):
		return copyParams{}, invalid(`%s must have no leading slash, no empty part, and neither "." nor ".."`, fieldDirectory)
	}
	return c, nil
}

// isDirectory rules out more than is documented, so that no client comes to rely on
// what S3 alone would take.
func isDirectory(text string) bool {
	if text == "" {
		return true
	}
	for part := range strings.SplitSeq(strings.TrimSuffix(text, "/"), "/") {
		if part == "" || part == "." || part == ".." {
			return false
		}
	}
	return true
}
