package sendbirdsandbox

import (
	"encoding/json"
	"fmt"
	"regexp"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// accessKeyID is AWS's: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html.
// AWS allows small letters, and gives none; a secret has some.
var accessKeyID = regexp.MustCompile(`^[A-Z0-9]{16,128}$`)

// redact takes out of a request what must not be in the log: all that is not known to
// be no secret, because a client may take a wrong name, or a wrong content type. The
// API has no query and no form.
func redact(r *sandbox.Request) {
	r.Query, r.Form = nil, nil
	for name, value := range r.JSON {
		if text, ok := value.(string); !ok || !loggable(name, text) {
			r.JSON[name] = hashed(value)
		}
	}
}

func loggable(name, value string) bool {
	switch name {
	case fieldAccessKey:
		return accessKeyID.MatchString(value)
	case fieldBucket, fieldRegion, fieldDirectory:
		return true
	}
	return false
}

// hashed is what the log has of a field. A string's is that of its text, so that a
// test sees which secret was sent.
func hashed(value any) string {
	if text, ok := value.(string); ok {
		return sandbox.Hashed(text)
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		panic(fmt.Sprintf("sendbirdsandbox: encoding what was decoded: %v", err))
	}
	return sandbox.Hashed(string(encoded))
}
