package twiliosandbox

import (
	"net/http"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// credentialAddress is what a request on credentials is about.
type credentialAddress struct {
	account string
	kind    CredentialKind
	// sid is "" for all of the kind.
	sid string
}

// credentialsAt reports whether a request's path is one of credentials. One
// with a malformed SID is not: Twilio documents 70002, "bad SID", for creating
// credentials, and whatever else leads nowhere is 404 with 20404.
func credentialsAt(r *http.Request) (at credentialAddress, ok bool) {
	for kind := range credentialKinds {
		at = credentialAddress{account: sandbox.AccountOf(r.Context()), kind: kind}
		if r.URL.Path == kind.path() {
			return at, true
		}
		at.sid, ok = strings.CutPrefix(r.URL.Path, kind.path()+"/")
		if ok && credentialSID.MatchString(at.sid) {
			return at, true
		}
	}
	return credentialAddress{}, false
}

// credentialOperation carries out a request. It returns no credential if the
// answer has no body.
type credentialOperation func(*Server, *http.Request, credentialAddress) (status int, c *Credential, failed *apiError)

// The operations by their methods; listing is apart.
var (
	onAllCredentials = map[string]credentialOperation{
		http.MethodPost: (*Server).createCredential,
	}
	onOneCredential = map[string]credentialOperation{
		http.MethodGet:    (*Server).fetchCredential,
		http.MethodPost:   (*Server).updateCredential,
		http.MethodDelete: (*Server).deleteCredential,
	}
)

func (s *Server) serveCredentials(w http.ResponseWriter, r *http.Request, at credentialAddress) {
	operations, allowed := onAllCredentials, "GET, POST"
	switch {
	case at.sid != "":
		operations, allowed = onOneCredential, "DELETE, GET, POST"
	case r.Method == http.MethodGet:
		s.listCredentials(w, r, at)
		return
	}
	carryOut, ok := operations[r.Method]
	switch {
	case !ok:
		w.Header().Set("Allow", allowed)
		methodNotAllowed(r.Method).write(w)
	case r.URL.RawQuery != "":
		// None of the operations has a query parameter in the OpenAPI
		// description.
		invalid("Unexpected query string").write(w)
	default:
		status, c, failed := carryOut(s, r, at)
		s.answerCredential(w, r, status, c, failed)
	}
}

func (s *Server) answerCredential(w http.ResponseWriter, r *http.Request, status int, c *Credential, failed *apiError) {
	b := s.Behaviour()
	received := ""
	if b.EchoSecrets {
		received = quoted(r)
	}
	switch {
	case failed != nil:
		if received != "" {
			failed.Message += ", received " + received
		}
		failed.write(w)
	case c == nil:
		w.WriteHeader(status)
	default:
		sandbox.WriteBody(w, status, c.append(nil, b, received))
	}
}

// quoted is what a request sent in its form, decoded.
func quoted(r *http.Request) string {
	var sent []string
	for _, name := range sortedNames(r.PostForm) {
		for _, value := range r.PostForm[name] {
			sent = append(sent, name+"="+value)
		}
	}
	return strings.Join(sent, "&")
}
