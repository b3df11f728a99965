package twiliosandbox

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// redact takes out of a request what must not be in the log. It goes by the
// names of parameters, on any path, because a client may take a wrong one.
func redact(r *sandbox.Request) {
	for _, k := range credentialKinds {
		for _, sent := range []url.Values{r.Form, r.Query} {
			for i, value := range sent[k.parameter] {
				sent[k.parameter][i] = k.logged(value)
			}
		}
	}
}

// hashed tells one value from another without having it.
func hashed(value string) string {
	sum := sha256.Sum256([]byte(value))
	return "sha256:" + hex.EncodeToString(sum[:])
}
