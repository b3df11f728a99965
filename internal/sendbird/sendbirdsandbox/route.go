package sendbirdsandbox

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// PathPrefix is what the paths of all operations begin with.
const PathPrefix = "/v1/cloud-recordings/"

// route answers a request. The body is in memory behind [sandbox.Wrap], so an error
// of reading it is a mistake in this package.
func (s *Server) route(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(fmt.Sprintf("sendbirdsandbox: reading a body: %v", err))
	}
	b := s.behaviourNow()
	received := ""
	if b.EchoSecrets {
		received = r.Header.Get("Api-Token") + " " + string(body)
	}

	made, failed := s.carryOut(r, b, body)
	if failed != nil {
		if b.TypedErrors {
			failed.Type = codeNames[failed.Code]
		}
		if received != "" {
			failed.Message += ", received " + received
		}
		sandbox.WriteJSON(w, failed.status(), failed)
		return
	}
	made.Received = received
	status := http.StatusOK
	if b.Created {
		status = http.StatusCreated
	}
	sandbox.WriteJSON(w, status, made)
}

// carryOut refuses a token before anything else: who is not known learns nothing
// about what exists. What answers another path, or another method, is not documented;
// all errors are documented to be 400, 401, 429 or 500.
func (s *Server) carryOut(r *http.Request, b Behaviour, body []byte) (*copied, *apiError) {
	application := sandbox.AccountOf(r.Context())
	if application == "" {
		return nil, b.unauthorized()
	}
	id, ok := recordingAt(r.URL)
	switch {
	case !ok:
		return nil, notFound("there is nothing at %s", r.URL.Path)
	case r.Method != http.MethodPost:
		return nil, invalid("method %s is not allowed", r.Method)
	case r.URL.RawQuery != "":
		return nil, invalid("unexpected query string")
	}
	c, failed := readParams(r.Header, body)
	if failed != nil {
		return nil, failed
	}
	return s.copyRecording(b, recorded{application, id}, c)
}

// recordingAt returns the ID of the recording in the path of a copy, which may be
// encoded.
func recordingAt(u *url.URL) (id string, ok bool) {
	path, below := strings.CutPrefix(u.EscapedPath(), PathPrefix)
	encoded, isCopy := strings.CutSuffix(path, "/copy")
	if !below || !isCopy || encoded == "" || strings.Contains(encoded, "/") {
		return "", false
	}
	id, err := url.PathUnescape(encoded)
	return id, err == nil
}
