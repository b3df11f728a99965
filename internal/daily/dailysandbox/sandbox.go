// Package dailysandbox stands in for the configuration of a Daily domain.
//
// Daily documents the request, its properties, the names of errors, and that the bucket for recordings comes back with name and region:
// https://docs.daily.co/reference/rest-api/domain/set-domain-config and https://docs.daily.co/reference/rest-api/domain/get-domain-config
package dailysandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// The domain of the examples. It does not exist.
const (
	DomainName = "example-clinic"
	APIKey     = "c1d9e8a7f3b24f6b0c5d6e7f8091a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9"
	// Path is the only path.
	Path = "/v1/{$}"
)

// Behaviour selects undocumented behaviour of Daily. Its zero value is the likelier one.
type Behaviour struct {
	// ReturnsLittle answers a read with no more than Daily documents: the name and the region of the bucket for recordings.
	ReturnsLittle bool
	// EmptyAnswer answers a write without a body.
	EmptyAnswer bool
	// KeepsNull ignores null, so that nothing can be unset.
	KeepsNull bool
	// ReturnsNull returns null for each property that is not set. Otherwise it is absent.
	ReturnsNull bool
	// MergesBuckets keeps the fields of a bucket that a write omits.
	MergesBuckets bool
}

// Properties are properties of the domain by their names.
type Properties map[string]any

// types are the documented properties with the types of their values. Those of a bucket follow a dot.
var types = map[string]string{"recordings_template": "string", "transcription_template": "string", "enable_transcription_storage": "bool", "lang": "string"}

func init() {
	for _, bucket := range []string{"recordings_bucket", "transcription_bucket"} {
		types[bucket] = "object"
		for _, field := range []string{"bucket_name", "bucket_region", "assume_role_arn", "storage_provider", "namespace"} {
			types[bucket+"."+field] = "string"
		}
		types[bucket+".allow_api_access"] = "bool"
	}
	types["recordings_bucket.allow_streaming_from_bucket"] = "bool"
}

// Server is a domain at Daily. It is safe for concurrent use.
type Server struct {
	sandbox.Server
	behaviour  Behaviour
	domainName string
	properties Properties
}

// New returns a server with the domain [DomainName].
func New(b Behaviour) *Server {
	s := &Server{behaviour: b, domainName: DomainName, properties: Properties{"lang": "en"}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Path, s.authorized(s.read))
	mux.HandleFunc("POST "+Path, s.authorized(s.write))
	s.Use(mux)
	return s
}

func (s *Server) Environment(baseURL string) map[string]string {
	return map[string]string{"DAILY_API_KEY": APIKey, "VIDEOSTORAGE_DAILY_BASE_URL": baseURL}
}

func (s *Server) Secrets() []string { return []string{APIKey} }

// Rename makes the API key belong to another domain.
func (s *Server) Rename(domainName string) {
	defer s.Lock()()
	s.domainName = domainName
}

// Set sets properties, as another administrator does. nil unsets one.
func (s *Server) Set(properties Properties) {
	defer s.Lock()()
	maps.Copy(s.properties, properties)
	maps.DeleteFunc(s.properties, func(_ string, value any) bool { return value == nil })
}

// Properties returns the properties that are set.
func (s *Server) Properties() Properties {
	defer s.Lock()()
	return maps.Clone(s.properties)
}

func (s *Server) authorized(serve func(http.ResponseWriter, []byte)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		defer s.Lock()()
		body, _ := io.ReadAll(r.Body) // from the memory of sandbox.Wrap
		if r.Header.Get("Authorization") != "Bearer "+APIKey {
			refuse(w, http.StatusUnauthorized, "authentication-error", "")
			return
		}
		serve(w, body)
	}
}

func refuse(w http.ResponseWriter, status int, kind, info string) {
	sandbox.WriteJSON(w, status, map[string]string{"error": kind, "info": info})
}

func (s *Server) read(w http.ResponseWriter, _ []byte) {
	config := Properties{}
	for name := range types {
		value, isSet := s.properties[name]
		bucket, isBucket := value.(map[string]any)
		switch {
		case s.behaviour.ReturnsLittle && isBucket && name == "recordings_bucket":
			config[name] = map[string]any{"bucket_name": bucket["bucket_name"], "bucket_region": bucket["bucket_region"]}
		case !s.behaviour.ReturnsLittle && isSet, s.behaviour.ReturnsNull && !strings.Contains(name, "."):
			config[name] = value
		}
	}
	sandbox.WriteJSON(w, http.StatusOK, map[string]any{"domain_name": s.domainName, "domain_id": "30f866c3-9123-452a-8723-ff58322d09c5", "config": config})
}

func (s *Server) write(w http.ResponseWriter, body []byte) {
	var request struct{ Properties Properties }
	if err := json.Unmarshal(body, &request); err != nil {
		refuse(w, http.StatusBadRequest, "json-parsing-error", "")
		return
	}
	for name, value := range request.Properties {
		if wrong := findInvalid(name, value); wrong != "" {
			refuse(w, http.StatusBadRequest, "invalid-request-error", "invalid property name '"+wrong+"'")
			return
		}
	}
	for name, value := range request.Properties {
		current, _ := s.properties[name].(map[string]any)
		if bucket, isBucket := value.(map[string]any); isBucket && s.behaviour.MergesBuckets {
			for field := range current {
				if _, isSent := bucket[field]; !isSent {
					bucket[field] = current[field]
				}
			}
		}
		if value != nil {
			s.properties[name] = value
		} else if !s.behaviour.KeepsNull {
			delete(s.properties, name)
		}
	}
	if !s.behaviour.EmptyAnswer {
		s.read(w, nil)
	}
}

// findInvalid returns the path of a property that Daily does not document, or with a value of another type, or "".
func findInvalid(name string, value any) string {
	bucket, isBucket := value.(map[string]any)
	for field, fieldValue := range bucket {
		if wrong := findInvalid(name+"."+field, fieldValue); wrong != "" {
			return wrong
		}
	}
	if want, ok := types[name]; ok && (value == nil || isBucket && want == "object" || fmt.Sprintf("%T", value) == want) {
		return ""
	}
	return name
}
