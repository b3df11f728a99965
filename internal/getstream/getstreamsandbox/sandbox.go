// Package getstreamsandbox stands in for GetStream's external storages and call types.
//
// GetStream's SDK and its OpenAPI description document requests, responses and codes. The code of the refusals of a duplicate, of an
// eleventh storage and of a failed check, and the fields of [Behaviour], are assumptions.
// Source: https://getstream.io/video/docs/api/recording/storage/
package getstreamsandbox

import (
	"cmp"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// The application and its call type. None of them exists.
const (
	APIKey    = "sandboxapikey"
	APISecret = "7d3f0a9c5b1e8642d7f3a0c9b5e18642d7f3a0c9b5e1"
	CallType  = "default"
	// Path is the prefix of all paths.
	Path = "/api/v2/"
	// CallTypeFields are the fields of the call type, with a number above 2^53 and fields that no SDK knows.
	CallTypeFields = `{"name":"default","created_at":1718000000123456789,"updated_at":1718000000123456789,"grants":{"host":["join-call"]},` +
		`"notification_settings":{"enabled":true},"settings":{"recording":{"mode":"available","quality":"1080p"},"limits":{"max":9007199254740993}},` +
		`"new_field":{"ratio":0.1000,"id":12345678901234567890}}`
)

// Behaviour selects undocumented behaviour of GetStream. Its zero value is the likelier one.
type Behaviour struct {
	// ClearOmitted makes an update of a call type clear the fields that it omits, instead of keeping them.
	ClearOmitted bool
	// DetachByNull makes null detach a storage instead of "". RefuseEmpty then refuses "", which otherwise has no effect.
	DetachByNull, RefuseEmpty bool
	// RefuseInUse refuses to delete a storage that a call type uses.
	RefuseInUse bool
	// ReplaceDuplicate makes a creation with an existing name replace the storage instead of refusing it.
	ReplaceDuplicate bool
	// TrimPath removes the trailing slash of a path.
	TrimPath bool
	// Stale is the number of reads that a creation or a deletion lags behind.
	Stale int
}

// Storage is an external storage.
type Storage struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Bucket string `json:"bucket"`
	Path   string `json:"path"`
	// Secrets are the rest of the parameters, which are never returned.
	Secrets map[string]any `json:"-"`
}

// Server is GetStream. It is safe for concurrent use.
type Server struct {
	sandbox.Server
	// Key is the API key of the application. It must be set before the first request.
	Key       string
	behaviour Behaviour
	storages  map[string]*entry
	callTypes map[string]map[string]json.RawMessage
}

// entry is a storage that exists or was deleted. The next lag reads do not know that yet.
type entry struct {
	Storage
	deleted bool
	lag     int
}

type object = map[string]any

// New returns a server with the call type [CallType] and no storage.
func New(b Behaviour) *Server {
	s := &Server{Key: APIKey, behaviour: b, storages: map[string]*entry{}, callTypes: map[string]map[string]json.RawMessage{}}
	s.SetCallType(CallType, CallTypeFields)
	s.Log().Redact = func(r *sandbox.Request) { redact(r.JSON) }
	mux := http.NewServeMux()
	// A creation has no name in its path.
	for pattern, handle := range map[string]func(name string, body []byte) (status int, response object){
		"GET external_storage":              s.listStorages,
		"POST external_storage":             s.writeStorage,
		"PUT external_storage/{name}":       s.writeStorage,
		"DELETE external_storage/{name}":    s.deleteStorage,
		"GET external_storage/{name}/check": s.checkStorage,
		"GET video/calltypes":               s.listCallTypes,
		"GET video/calltypes/{name}":        s.readCallType,
		"PUT video/calltypes/{name}":        s.updateCallType,
	} {
		mux.HandleFunc(strings.Replace(pattern, " ", " "+Path, 1), func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body) // from the memory of sandbox.Wrap
			status, response := handle(r.PathValue("name"), body)
			respond(w, status, response)
		})
	}
	s.Use(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer s.Lock()()
		var claims jwt.MapClaims
		_, err := jwt.ParseWithClaims(r.Header.Get("Authorization"), &claims, func(*jwt.Token) (any, error) { return []byte(APISecret), nil },
			jwt.WithValidMethods([]string{"HS256"}))
		status, refusal := refuse(http.StatusUnauthorized, 43, "token signature is invalid")
		if r.URL.Query().Get("api_key") != s.Key {
			status, refusal = refuse(http.StatusUnauthorized, 2, "api_key not found")
		} else if err == nil && r.Header.Get("Stream-Auth-Type") == "jwt" && claims["server"] == true {
			mux.ServeHTTP(w, r)
			return
		}
		respond(w, status, refusal)
	}))
	return s
}

func (s *Server) Environment(baseURL string) map[string]string {
	return map[string]string{"GETSTREAM_API_KEY": s.Key, "GETSTREAM_API_SECRET": APISecret, "VIDEOSTORAGE_GETSTREAM_BASE_URL": baseURL}
}

func (s *Server) Secrets() []string { return []string{APISecret} }

// SetStorage makes or changes a storage, as another administrator does.
func (s *Server) SetStorage(storage Storage) {
	defer s.Lock()()
	s.storages[storage.Name] = &entry{Storage: storage}
}

// RemoveStorage deletes a storage, as another administrator does.
func (s *Server) RemoveStorage(name string) {
	defer s.Lock()()
	delete(s.storages, name)
}

// Storages returns the storages by name, with hashes of their secrets.
func (s *Server) Storages() map[string]Storage {
	defer s.Lock()()
	return s.existing()
}

func (s *Server) existing() map[string]Storage {
	all := map[string]Storage{}
	for name, e := range s.storages {
		if !e.deleted {
			all[name] = e.Storage
		}
	}
	return all
}

// SetCallType replaces a call type by a JSON object, which must be valid.
func (s *Server) SetCallType(name, fields string) {
	defer s.Lock()()
	var callType map[string]json.RawMessage
	if err := json.Unmarshal([]byte(fields), &callType); err != nil {
		panic(err)
	}
	s.callTypes[name] = callType
}

// CallType returns the fields of a call type, as they were written.
func (s *Server) CallType(name string) map[string]json.RawMessage {
	defer s.Lock()()
	return maps.Clone(s.callTypes[name])
}

// isListed reports whether a read finds a storage, and counts the read.
func (e *entry) isListed() bool {
	if e.lag > 0 {
		e.lag--
		return e.deleted
	}
	return !e.deleted
}

// find returns a storage that exists and that a read finds, or nil.
func (s *Server) find(name string) *entry {
	if e := s.storages[name]; e != nil && e.isListed() && !e.deleted {
		return e
	}
	return nil
}

func (s *Server) listStorages(string, []byte) (int, object) {
	all := object{}
	for name, e := range s.storages {
		if e.isListed() {
			all[name] = e.Storage
		}
	}
	return http.StatusOK, object{"external_storages": all}
}

func (s *Server) writeStorage(name string, raw []byte) (int, object) {
	e := &entry{}
	_ = json.Unmarshal(raw, &e.Storage)
	_ = json.Unmarshal(raw, &e.Secrets)
	redact(e.Secrets)
	e.Type, _ = e.Secrets["storage_type"].(string)
	updates := name != ""
	name = cmp.Or(name, e.Name)
	_, exists := s.existing()[name]
	switch {
	case name == "" || e.Bucket == "" || !slices.Contains([]string{"s3", "gcs", "abs"}, e.Type):
		return refuse(http.StatusBadRequest, 4, "name, storage_type and bucket are required")
	case name == "stream-s3":
		return refuse(http.StatusBadRequest, 4, "name stream-s3 is reserved")
	case updates && s.find(name) == nil:
		return missing("external storage " + name)
	case !updates && exists && !s.behaviour.ReplaceDuplicate:
		return refuse(http.StatusBadRequest, 4, "external storage "+name+" already exists")
	case !updates && !exists && len(s.existing()) >= 10:
		return refuse(http.StatusBadRequest, 4, "too many external storages")
	}
	e.Name = name
	if s.behaviour.TrimPath {
		e.Path = strings.TrimSuffix(e.Path, "/")
	}
	s.storages[name] = e
	if updates {
		return http.StatusCreated, object{"name": e.Name, "type": e.Type, "bucket": e.Bucket, "path": e.Path}
	}
	e.lag = s.behaviour.Stale
	return http.StatusCreated, object{}
}

func (s *Server) deleteStorage(name string, _ []byte) (int, object) {
	e := s.find(name)
	if e == nil {
		return missing("external storage " + name)
	}
	for _, fields := range s.callTypes {
		if s.behaviour.RefuseInUse && string(fields["external_storage"]) == `"`+name+`"` {
			return refuse(http.StatusBadRequest, 4, "external storage "+name+" is in use")
		}
	}
	e.deleted, e.lag = true, s.behaviour.Stale
	return http.StatusOK, object{}
}

func (s *Server) checkStorage(name string, _ []byte) (int, object) {
	e := s.find(name)
	if e == nil {
		return missing("external storage " + name)
	}
	return http.StatusOK, object{"file_url": "https://" + e.Bucket + ".example.com/" + e.Path + "stream-check.md?signature=x"}
}

func (s *Server) listCallTypes(string, []byte) (int, object) {
	return http.StatusOK, object{"call_types": s.callTypes}
}

func (s *Server) readCallType(name string, _ []byte) (int, object) {
	fields, ok := s.callTypes[name]
	if !ok {
		return missing("call type")
	}
	response := object{}
	for field, value := range fields {
		response[field] = value
	}
	return http.StatusOK, response
}

func (s *Server) updateCallType(callType string, raw []byte) (int, object) {
	var body map[string]json.RawMessage
	_ = json.Unmarshal(raw, &body)
	var name string
	_ = json.Unmarshal(body["external_storage"], &name)
	fields, ok := s.callTypes[callType]
	switch {
	case !ok:
		return missing("call type")
	case body["name"] != nil || body["created_at"] != nil || body["updated_at"] != nil || body["duration"] != nil:
		return refuse(http.StatusBadRequest, 4, "a field is only for responses")
	case string(body["external_storage"]) == `""` && s.behaviour.DetachByNull && s.behaviour.RefuseEmpty:
		return refuse(http.StatusBadRequest, 4, "external_storage must not be empty")
	case name != "" && s.find(name) == nil:
		return missing("external storage " + name)
	}
	updated := map[string]json.RawMessage{"name": fields["name"], "created_at": fields["created_at"], "updated_at": json.RawMessage("1718000000987654321")}
	if !s.behaviour.ClearOmitted {
		updated = maps.Clone(fields)
	}
	maps.Copy(updated, body)
	if storage, sent := body["external_storage"]; sent && name == "" {
		delete(updated, "external_storage")
		if current, attached := fields["external_storage"]; attached && (string(storage) == "null") != s.behaviour.DetachByNull {
			updated["external_storage"] = current
		}
	}
	s.callTypes[callType] = updated
	_, response := s.readCallType(callType, nil)
	return http.StatusCreated, response
}

// redact replaces the secrets in the parameters of a storage by their hashes.
func redact(params map[string]any) {
	for name, value := range params {
		switch value := value.(type) {
		case map[string]any:
			redact(value)
		case string:
			if slices.Contains([]string{"s3_api_key", "s3_secret", "gcs_credentials", "abs_client_secret"}, name) {
				params[name] = sandbox.Hashed(value)
			}
		}
	}
}

// respond adds the duration that every response has.
func respond(w http.ResponseWriter, status int, response object) {
	response["duration"] = "1.23ms"
	sandbox.WriteJSON(w, status, response)
}

func refuse(status, code int, message string) (int, object) {
	return status, object{
		"code": code, "message": message, "StatusCode": status, "more_info": "https://getstream.io/chat/docs/api_errors_response", "details": []int{},
	}
}

func missing(title string) (int, object) {
	return refuse(http.StatusNotFound, 16, title+" does not exist")
}
