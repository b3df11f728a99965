// Package getstreamsandbox stands in for GetStream's external storages and call types.
//
// GetStream's SDK and its OpenAPI description document requests, responses and codes. The code of the refusals of a duplicate, of an
// eleventh storage and of a failed check, and the fields of [Behaviour], are assumptions.
// Source: https://getstream.io/video/docs/api/recording/storage/
package getstreamsandbox

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"

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
	storages  map[string]Storage
	// hidden and ghosts are created and deleted storages by the number of reads that do not know it yet.
	hidden, ghosts map[string]int
	deleted        map[string]Storage
	callTypes      map[string]map[string]json.RawMessage
	// checkFailure is the reason why checks fail, or empty.
	checkFailure string
}

// New returns a server with the call type [CallType] and no storage.
func New(b Behaviour) *Server {
	s := &Server{
		Key: APIKey, behaviour: b, storages: map[string]Storage{}, hidden: map[string]int{}, ghosts: map[string]int{}, deleted: map[string]Storage{},
		callTypes: map[string]map[string]json.RawMessage{},
	}
	s.SetCallType(CallType, CallTypeFields)
	s.Log().Redact = func(r *sandbox.Request) { redact(r.JSON) }
	const storages, callTypes = Path + "external_storage", Path + "video/calltypes"
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+storages, s.listStorages)
	mux.HandleFunc("POST "+storages, s.writeStorage)
	mux.HandleFunc("PUT "+storages+"/{name}", s.writeStorage)
	mux.HandleFunc("DELETE "+storages+"/{name}", s.deleteStorage)
	mux.HandleFunc("GET "+storages+"/{name}/check", s.checkStorage)
	mux.HandleFunc("GET "+callTypes, func(w http.ResponseWriter, _ *http.Request) {
		respond(w, http.StatusOK, map[string]any{"call_types": s.callTypes})
	})
	mux.HandleFunc("GET "+callTypes+"/{name}", s.readCallType)
	mux.HandleFunc("PUT "+callTypes+"/{name}", s.updateCallType)
	s.Use(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer s.Lock()()
		token, err := jwt.Parse(r.Header.Get("Authorization"), func(*jwt.Token) (any, error) { return []byte(APISecret), nil }, jwt.WithValidMethods([]string{"HS256"}))
		switch {
		case r.URL.Query().Get("api_key") != s.Key:
			refuse(w, http.StatusUnauthorized, 2, "api_key not found")
		case err != nil || r.Header.Get("Stream-Auth-Type") != "jwt" || token.Claims.(jwt.MapClaims)["server"] != true: //nolint:forcetypeassert // what Parse returns
			refuse(w, http.StatusUnauthorized, 43, "token signature is invalid")
		default:
			mux.ServeHTTP(w, r)
		}
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
	s.storages[storage.Name] = storage
}

// RemoveStorage deletes a storage, as another administrator does.
func (s *Server) RemoveStorage(name string) {
	defer s.Lock()()
	delete(s.storages, name)
}

// Storages returns the storages by name, with hashes of their secrets.
func (s *Server) Storages() map[string]Storage {
	defer s.Lock()()
	return maps.Clone(s.storages)
}

// SetCallType replaces a call type by a JSON object, which must be valid.
func (s *Server) SetCallType(name, object string) {
	defer s.Lock()()
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(object), &fields); err != nil {
		panic(err)
	}
	s.callTypes[name] = fields
}

// CallType returns the fields of a call type, as they were written.
func (s *Server) CallType(name string) map[string]json.RawMessage {
	defer s.Lock()()
	return maps.Clone(s.callTypes[name])
}

// FailChecks makes checks fail for a reason, or pass again if it is empty.
func (s *Server) FailChecks(reason string) {
	defer s.Lock()()
	s.checkFailure = reason
}

func (s *Server) listStorages(w http.ResponseWriter, _ *http.Request) {
	list := map[string]Storage{}
	for name, storage := range s.storages {
		if s.isVisible(name) {
			list[name] = storage
		}
	}
	for name, left := range s.ghosts {
		if s.ghosts[name]--; left > 0 {
			list[name] = s.deleted[name]
		}
	}
	respond(w, http.StatusOK, map[string]any{"external_storages": list})
}

// isVisible reports whether a read finds a storage, and counts the read.
func (s *Server) isVisible(name string) bool {
	_, exists := s.storages[name]
	s.hidden[name]--
	return exists && s.hidden[name] < 0
}

func (s *Server) writeStorage(w http.ResponseWriter, r *http.Request) {
	var body map[string]any
	raw, _ := io.ReadAll(r.Body) // from the memory of sandbox.Wrap
	_ = json.Unmarshal(raw, &body)
	text := func(name string) string {
		value, _ := body[name].(string)
		return value
	}
	name, updates := r.PathValue("name"), r.Method == http.MethodPut
	if !updates {
		name = text("name")
	}
	_, exists := s.storages[name]
	switch {
	case name == "" || text("bucket") == "" || !slices.Contains([]string{"s3", "gcs", "abs"}, text("storage_type")):
		refuse(w, http.StatusBadRequest, 4, "name, storage_type and bucket are required")
	case name == "stream-s3":
		refuse(w, http.StatusBadRequest, 4, "name stream-s3 is reserved")
	case updates && !s.isVisible(name):
		refuse(w, http.StatusNotFound, 16, "external storage "+name+" does not exist")
	case !updates && exists && !s.behaviour.ReplaceDuplicate:
		refuse(w, http.StatusBadRequest, 4, "external storage "+name+" already exists")
	case !updates && !exists && len(s.storages) >= 10:
		refuse(w, http.StatusBadRequest, 4, "too many external storages")
	default:
		storage := Storage{Name: name, Type: text("storage_type"), Bucket: text("bucket"), Path: text("path"), Secrets: body}
		if s.behaviour.TrimPath && storage.Path != "" {
			storage.Path = storage.Path[:len(storage.Path)-1]
		}
		redact(body)
		s.storages[name] = storage
		if updates {
			respond(w, http.StatusCreated, map[string]any{"name": storage.Name, "type": storage.Type, "bucket": storage.Bucket, "path": storage.Path})
			return
		}
		s.hidden[name], s.ghosts[name] = s.behaviour.Stale, 0
		respond(w, http.StatusCreated, map[string]any{})
	}
}

func (s *Server) deleteStorage(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	inUse := slices.ContainsFunc(slices.Collect(maps.Values(s.callTypes)), func(fields map[string]json.RawMessage) bool {
		return string(fields["external_storage"]) == `"`+name+`"`
	})
	switch {
	case !s.isVisible(name):
		refuse(w, http.StatusNotFound, 16, "external storage "+name+" does not exist")
	case inUse && s.behaviour.RefuseInUse:
		refuse(w, http.StatusBadRequest, 4, "external storage "+name+" is in use")
	default:
		s.deleted[name], s.ghosts[name] = s.storages[name], s.behaviour.Stale
		delete(s.storages, name)
		respond(w, http.StatusOK, map[string]any{})
	}
}

func (s *Server) checkStorage(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	switch {
	case !s.isVisible(name):
		refuse(w, http.StatusNotFound, 16, "external storage "+name+" does not exist")
	case s.checkFailure != "":
		refuse(w, http.StatusBadRequest, 4, s.checkFailure)
	default:
		respond(w, http.StatusOK, map[string]any{"file_url": "https://" + s.storages[name].Bucket + ".example.com/" + s.storages[name].Path + "stream-check.md?signature=x"})
	}
}

func (s *Server) readCallType(w http.ResponseWriter, r *http.Request) {
	fields, ok := s.callTypes[r.PathValue("name")]
	if !ok {
		refuse(w, http.StatusNotFound, 16, "call type does not exist")
		return
	}
	respond(w, http.StatusOK, fields)
}

func (s *Server) updateCallType(w http.ResponseWriter, r *http.Request) {
	fields, ok := s.callTypes[r.PathValue("name")]
	var body map[string]json.RawMessage
	raw, _ := io.ReadAll(r.Body) // from the memory of sandbox.Wrap
	_ = json.Unmarshal(raw, &body)
	storage, sent := body["external_storage"]
	var name string
	_ = json.Unmarshal(storage, &name)
	switch {
	case !ok:
		refuse(w, http.StatusNotFound, 16, "call type does not exist")
		return
	case body["name"] != nil || body["created_at"] != nil || body["updated_at"] != nil || body["duration"] != nil:
		refuse(w, http.StatusBadRequest, 4, "a field is only for responses")
		return
	case name == "" && string(storage) == `""` && s.behaviour.DetachByNull && s.behaviour.RefuseEmpty:
		refuse(w, http.StatusBadRequest, 4, "external_storage must not be empty")
		return
	case name != "" && !s.isVisible(name):
		refuse(w, http.StatusNotFound, 16, "external storage "+name+" does not exist")
		return
	}
	updated := map[string]json.RawMessage{"name": fields["name"], "created_at": fields["created_at"], "updated_at": json.RawMessage("1718000000987654321")}
	if !s.behaviour.ClearOmitted {
		updated = maps.Clone(fields)
	}
	maps.Copy(updated, body)
	if name == "" && sent {
		if detaches := string(storage) == "null" == s.behaviour.DetachByNull; detaches || fields["external_storage"] == nil {
			delete(updated, "external_storage")
		} else {
			updated["external_storage"] = fields["external_storage"]
		}
	}
	s.callTypes[r.PathValue("name")] = updated
	respond(w, http.StatusCreated, updated)
}

// redact replaces the secrets in the parameters of a storage by their hashes.
func redact(params map[string]any) {
	for name, value := range params {
		nested, isNested := value.(map[string]any)
		text, _ := value.(string)
		switch {
		case isNested:
			redact(nested)
		case slices.Contains([]string{"s3_api_key", "s3_secret", "gcs_credentials", "abs_client_secret"}, name):
			params[name] = sandbox.Hashed(text)
		}
	}
}

// respond adds the duration that every response has.
func respond[V any](w http.ResponseWriter, status int, fields map[string]V) {
	body := map[string]any{"duration": "1.23ms"}
	for name, value := range fields {
		body[name] = value
	}
	sandbox.WriteJSON(w, status, body)
}

func refuse(w http.ResponseWriter, status, code int, message string) {
	sandbox.WriteJSON(w, status, map[string]any{
		"code": code, "message": message, "StatusCode": status, "duration": "1.23ms", "more_info": "https://getstream.io/chat/docs/api_errors_response", "details": []int{},
	})
}
