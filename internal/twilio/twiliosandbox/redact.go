package twiliosandbox

import (
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
	// Twilio takes no JSON, so whatever was sent as such may hold anything.
	r.JSON = nil
}
