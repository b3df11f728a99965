package twiliosandbox

import (
	"net/http"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// route answers 401 before 404: who is not known learns nothing about what
// exists.
func (s *Server) route(w http.ResponseWriter, r *http.Request) {
	s.noteDanglingNow(r)
	account := sandbox.AccountOf(r.Context())
	if account == "" {
		w.Header().Set("WWW-Authenticate", `Basic realm="Twilio API"`)
		unauthenticated().write(w)
		return
	}
	for _, k := range kinds {
		if r.URL.Path == k.path() {
			s.serveSettings(w, r, slot{account, k})
			return
		}
	}
	if at, ok := credentialsAt(r); ok {
		s.serveCredentials(w, r, at)
		return
	}
	if !s.serveList(w, r) {
		notFound(r.URL.Path).write(w)
	}
}

func (s *Server) serveSettings(w http.ResponseWriter, r *http.Request, at slot) {
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		w.Header().Set("Allow", "GET, POST")
		methodNotAllowed(r.Method).write(w)
		return
	}
	if r.URL.RawQuery != "" {
		// Neither operation has a query parameter in the OpenAPI description.
		invalid("Unexpected query string").write(w)
		return
	}

	var (
		status int
		body   any
		failed *apiError
	)
	if r.Method == http.MethodGet {
		status, body, failed = s.fetch(at)
	} else {
		status, body, failed = s.post(r, at)
	}
	if failed != nil {
		failed.write(w)
		return
	}
	sandbox.WriteJSON(w, status, body)
}
