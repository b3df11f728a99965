// Package twiliosandbox stands in for the parts of Twilio Video and Twilio Accounts that the provider uses: the settings for storage, the
// lists of recordings and compositions with their items, composition hooks, and the credentials that the settings refer to. One origin serves both APIs.
//
// [Behaviour] has a switch for each undocumented behaviour. Codes and messages of errors are assumptions unless a comment names the page
// that documents them. Package contract holds requests and responses to Twilio's descriptions, so that the stand-in does not check the
// form of a request itself.
package twiliosandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// videoAPI is in the addresses of objects, on any host.
const videoAPI = "https://video.twilio.com"

// Server is the API. It is safe for concurrent use.
type Server struct {
	sandbox.Server
	mux http.ServeMux // its handlers run under the lock

	behaviour    Behaviour
	accounts     map[string]Account
	settings     map[slot]Settings
	credentials  []Credential
	recordings   map[string][]Recording       // by account
	compositions map[string][]Composition     // by account
	hooks        map[string][]CompositionHook // by account
	rooms        map[[2]string]bool           // by account and SID
	recent       map[string][]time.Time       // requests of the last second, by account and kind
	respondAs    string
	received     string // the form of the current request, for EchoSecrets
}

// New returns a server with these accounts, which have no settings, recordings or credentials.
func New(b Behaviour, accounts ...Account) *Server {
	s := &Server{
		behaviour: b, accounts: map[string]Account{}, settings: map[slot]Settings{}, recordings: map[string][]Recording{},
		compositions: map[string][]Composition{}, hooks: map[string][]CompositionHook{}, rooms: map[[2]string]bool{}, recent: map[string][]time.Time{},
	}
	for _, a := range accounts {
		s.AddAccount(a)
	}
	for pattern, handler := range map[string]http.HandlerFunc{
		"GET /v1/RecordingSettings/Default":           s.fetchSettings,
		"POST /v1/RecordingSettings/Default":          s.postSettings,
		"GET /v1/CompositionSettings/Default":         s.fetchSettings,
		"POST /v1/CompositionSettings/Default":        s.postSettings,
		"GET /v1/Credentials/{kind}":                  s.listCredentials,
		"POST /v1/Credentials/{kind}":                 s.createCredential,
		"GET /v1/Credentials/{kind}/{sid}":            s.fetchCredential,
		"POST /v1/Credentials/{kind}/{sid}":           s.renameCredential,
		"DELETE /v1/Credentials/{kind}/{sid}":         s.deleteCredential,
		"GET /v1/Recordings":                          s.listRecordings,
		"GET /v1/Recordings/{sid}":                    s.fetchRecording,
		"GET /v1/Recordings/{sid}/Media":              s.fetchRecording,
		"GET /v1/Rooms/{room}":                        s.fetchRoom,
		"GET /v1/Rooms/{room}/Recordings":             s.listRecordings,
		"GET /v1/Rooms/{room}/Recordings/{sid}":       s.fetchRecording,
		"GET /v1/Rooms/{room}/Recordings/{sid}/Media": s.fetchRecording,
		"GET /v1/Compositions":                        s.listCompositions,
		"GET /v1/Compositions/{sid}":                  s.fetchComposition,
		"GET /v1/Compositions/{sid}/Media":            s.fetchComposition,
		"GET /v1/CompositionHooks":                    s.listCompositionHooks,
		"POST /v1/CompositionHooks":                   s.createCompositionHook,
		"GET /v1/CompositionHooks/{sid}":              s.fetchCompositionHook,
		"POST /v1/CompositionHooks/{sid}":             s.updateCompositionHook,
		"DELETE /v1/CompositionHooks/{sid}":           s.deleteCompositionHook,
		"/":                                           s.notFound,
	} {
		s.mux.HandleFunc(pattern, handler)
	}
	s.Log().Authenticate, s.Log().Redact = s.authenticate, redact
	s.Use(http.HandlerFunc(s.serve))
	return s
}

// SetBehaviour changes the switches for the requests to come.
func (s *Server) SetBehaviour(b Behaviour) {
	defer s.Lock()()
	s.behaviour = b
}

// RespondAs makes settings and hooks in responses belong to this account. "" means the true one, and "-" omits account_sid.
func (s *Server) RespondAs(accountSID string) {
	defer s.Lock()()
	s.respondAs = accountSID
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	defer s.Lock()()
	w.Header().Set("Twilio-Request-Id", "RQ"+sandbox.RandomHex())
	account := sandbox.AccountOf(r)
	if account == "" {
		// https://www.twilio.com/docs/api/errors/20003
		s.refuse(w, http.StatusUnauthorized, 20003, "Authenticate")
		return
	}
	if wait := s.countRequest(account, r.Method); wait > 0 {
		// https://www.twilio.com/docs/api/errors/20429 does not say whether Retry-After is present. Its unit is whole seconds.
		if s.behaviour.RetryAfter {
			w.Header().Set("Retry-After", strconv.Itoa(int((wait+time.Second-1)/time.Second)))
		}
		s.refuse(w, http.StatusTooManyRequests, 20429, "Too Many Requests")
		return
	}
	s.received = ""
	if s.behaviour.EchoSecrets && strings.HasPrefix(r.URL.Path, "/v1/Credentials/") && r.ParseForm() == nil && len(r.PostForm) > 0 {
		s.received = fmt.Sprint(", received ", r.PostForm)
	}
	s.mux.ServeHTTP(w, r)
	s.Log().NoteDangling(r, s.dangling(""))
}

// countRequest enters a request into the quota of its account. It returns the time until there is room for it, or 0.
func (s *Server) countRequest(account, method string) time.Duration {
	key, limit := account+" writes", s.behaviour.WritesPerSecond
	if method == http.MethodGet {
		key, limit = account+" reads", s.behaviour.ReadsPerSecond
	}
	if limit <= 0 {
		return 0
	}
	now := time.Now()
	times := slices.DeleteFunc(s.recent[key], func(at time.Time) bool { return now.Sub(at) >= time.Second })
	s.recent[key] = times
	if over := len(times) - limit; over >= 0 {
		return time.Second - now.Sub(times[over])
	}
	s.recent[key] = append(times, now)
	return 0
}

// refuse responds with an error of Twilio.
func (s *Server) refuse(w http.ResponseWriter, status, code int, format string, args ...any) {
	sandbox.WriteJSON(w, status, map[string]any{
		"status": status, "code": code, "message": fmt.Sprintf(format, args...) + s.received,
		"more_info": fmt.Sprintf("https://www.twilio.com/docs/errors/%d", code),
	})
}

// refuseParameter uses the code that Twilio documents for a missing parameter.
func (s *Server) refuseParameter(w http.ResponseWriter, name, problem string) {
	s.refuse(w, http.StatusBadRequest, 20001, "Parameter %s %s", name, problem)
}

// notFound is documented: https://www.twilio.com/docs/api/errors/20404.
func (s *Server) notFound(w http.ResponseWriter, r *http.Request) {
	s.refuse(w, http.StatusNotFound, 20404, "The requested resource %s was not found", r.URL.Path)
}

// readForm reads r.PostForm. If it is no form, or lacks a required parameter, readForm refuses the request and returns false.
func (s *Server) readForm(w http.ResponseWriter, r *http.Request, required string) bool {
	if err := r.ParseForm(); err != nil || required != "" && r.PostForm.Get(required) == "" {
		s.refuseParameter(w, required, "is missing in the post body")
		return false
	}
	return true
}

// Account is a Twilio account.
type Account struct {
	SID, AuthToken string
	ParentSID      string            // of a subaccount
	APIKeys        map[string]string // secrets by SID
	Enterprise     bool              // the edition that can encrypt
	// Credentials are SIDs that exist as AWS credentials and as public keys.
	Credentials []string
}

// NewAccount returns an Enterprise account with a random SID, auth token and API key. Tests refer to its credentials.
func NewAccount() Account {
	keys := map[string]string{"SK" + sandbox.RandomHex(): sandbox.RandomHex()}
	return Account{SID: "AC" + sandbox.RandomHex(), AuthToken: sandbox.RandomHex(), APIKeys: keys, Enterprise: true, Credentials: []string{
		"CR" + strings.Repeat("a", 32), "CR" + strings.Repeat("b", 32), "CR" + strings.Repeat("c", 32),
	}}
}

// Environment returns the environment variables with which the provider reaches the account at a base URL, with the auth token if it has one.
func (a Account) Environment(baseURL string) map[string]string {
	variables := map[string]string{"TWILIO_ACCOUNT_SID": a.SID, "TWILIO_AUTH_TOKEN": a.AuthToken, "VIDEOSTORAGE_TWILIO_BASE_URL": baseURL}
	if a.AuthToken == "" {
		for key, secret := range a.APIKeys {
			variables["TWILIO_API_KEY"], variables["TWILIO_API_SECRET"] = key, secret
		}
	}
	return variables
}

// CredentialSID returns a random SID of a credential.
func CredentialSID() string { return "CR" + sandbox.RandomHex() }

// AddAccount adds an account, or replaces the one with the same SID. Its settings and credentials remain.
func (s *Server) AddAccount(a Account) {
	defer s.Lock()()
	s.accounts[a.SID] = a
}

// authenticate returns the account of the request's user and password, or "".
func (s *Server) authenticate(r *http.Request) string {
	defer s.Lock()()
	user, password, _ := r.BasicAuth()
	for sid, a := range s.accounts {
		if password != "" && (user == a.SID && password == a.AuthToken || a.APIKeys[user] == password) {
			return sid
		}
	}
	return ""
}
