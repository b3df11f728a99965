// Package sendbirdsandbox stands in for the copy of cloud recordings to S3 by Sendbird Live, and for the bucket.
//
// Sendbird documents the request, the fields of the response, that only completed recordings are copied, that the region must be
// the application's own, and that the access key needs both permissions:
// https://sendbird.com/docs/live/platform-api/v1/cloud-recording/copying-cloud-recording/copy-cloud-recording
// It documents form and codes of errors for its Calls API, on the same host. The messages, and the code of each refusal, are
// assumptions: https://sendbird.com/docs/calls/platform-api/v1/features/error-codes
package sendbirdsandbox

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// The application, its completed recording, and the bucket of the examples with its access key. None of them exists.
const (
	ApplicationID = "9DA1B1F4-0BE6-4DA8-82C5-2E81DAB56F23"
	APIToken      = "4f6b0c1d9e8a7f3b2c5d6e7f8091a2b3c4d5e6f7"
	Region        = "eu-central-1"
	RecordingID   = "f56ee376-b6ee-4ea4-a523-f3ba87653a3e"
	BucketName    = "example-court-recordings"
	AccessKey     = "AKIASANDBOXSANDBOX00"
	SecretKey     = "9c1f/7a3e+5b2d8f4c6a0e1b3d5f7a9c2e4b6d8f"
	// Path is the prefix of all paths.
	Path = "/v1/cloud-recordings/"
)

// Behaviour selects undocumented behaviour of Sendbird. Its zero value is the likelier one.
type Behaviour struct {
	// Created answers a copy with status 201 instead of 200.
	Created bool
	// RecordingTime puts the time of the recording into the key, so that a second copy has the same key.
	RecordingTime bool
	// EchoSecrets quotes token and body of the request in errors, as no API should.
	EchoSecrets bool
}

// Bucket is an S3 bucket in [Region] that belongs to the account of [AccessKey].
type Bucket struct {
	// NoListBucket denies the permission s3:ListBucket.
	NoListBucket bool
}

// Object is an object in a bucket. Copies is how often it was written.
type Object struct {
	Key, RecordingID string
	Copies           int
}

// Server is Sendbird and S3. It is safe for concurrent use.
type Server struct {
	sandbox.Server
	behaviour Behaviour
	buckets   map[string]Bucket
	objects   map[[2]string]Object // by bucket and key
}

// New returns a server with the recording [RecordingID] and the bucket [BucketName].
func New(b Behaviour) *Server {
	s := &Server{behaviour: b, buckets: map[string]Bucket{BucketName: {}}, objects: map[[2]string]Object{}}
	s.Log().Redact = func(r *sandbox.Request) {
		r.Header.Del("Api-Token")
		if secret, ok := r.JSON["secret_key"]; ok {
			r.JSON["secret_key"] = sandbox.Hashed(fmt.Sprint(secret))
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+Path+"{id}/copy", s.copyRecording)
	s.Use(mux)
	return s
}

func (s *Server) Environment(baseURL string) map[string]string {
	return map[string]string{
		"SENDBIRD_APPLICATION_ID": ApplicationID, "SENDBIRD_API_TOKEN": APIToken, "VIDEOSTORAGE_SENDBIRD_BASE_URL": baseURL,
	}
}

func (s *Server) Secrets() []string { return []string{APIToken} }

func (s *Server) SetBucket(name string, b Bucket) {
	defer s.Lock()()
	s.buckets[name] = b
}

// Objects returns the objects in a bucket, ordered by key.
func (s *Server) Objects(bucket string) (all []Object) {
	defer s.Lock()()
	for at, object := range s.objects {
		if at[0] == bucket {
			all = append(all, object)
		}
	}
	slices.SortFunc(all, func(a, b Object) int { return cmp.Compare(a.Key, b.Key) })
	return all
}

type request struct {
	AccessKey string `json:"access_key"`
	SecretKey string `json:"secret_key"`
	Bucket    string `json:"bucket"`
	Region    string `json:"region"`
	Directory string `json:"recording_file_directory"`
}

func (s *Server) copyRecording(w http.ResponseWriter, r *http.Request) {
	defer s.Lock()()
	body, _ := io.ReadAll(r.Body) // from the memory of sandbox.Wrap
	var c request
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	code, message := s.check(r, c, decoder.Decode(&c))
	at, id := time.Now(), r.PathValue("id")
	if s.behaviour.RecordingTime {
		at = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	// The documented example has a directory that ends in a slash, so this takes it literally.
	key := c.Directory + at.UTC().Format("060102_150405") + "_" + id + ".mp4"
	object := s.objects[[2]string{c.Bucket, key}]
	if code != 0 {
		if s.behaviour.EchoSecrets {
			message += ", received " + r.Header.Get("Api-Token") + " " + string(body)
		}
		refuse(w, code, message)
		return
	}
	s.objects[[2]string{c.Bucket, key}] = Object{Key: key, RecordingID: id, Copies: object.Copies + 1}
	status := http.StatusOK
	if s.behaviour.Created {
		status = http.StatusCreated
	}
	sandbox.WriteJSON(w, status, map[string]string{"recording_id": id, "bucket": c.Bucket, "key": key})
}

// check returns the code of the error, or 0, and its message.
func (s *Server) check(r *http.Request, c request, err error) (code int, message string) {
	const invalid = 400100
	bucket, exists := s.buckets[c.Bucket]
	switch {
	case r.Header.Get("Api-Token") != APIToken:
		return 401121, "Api-Token is missing or wrong"
	case err != nil || c.AccessKey == "" || c.SecretKey == "":
		return invalid, "the body must be a JSON object with all required and only documented fields"
	case r.PathValue("id") != RecordingID:
		return 400200, "there is no recording " + r.PathValue("id")
	case c.Region != Region:
		return invalid, "region " + c.Region + " is not the application's own, " + Region
	case !exists:
		return invalid, "storage: NoSuchBucket: there is no bucket " + c.Bucket
	case c.AccessKey != AccessKey || c.SecretKey != SecretKey:
		return invalid, "storage: SignatureDoesNotMatch: the secret key does not belong to the access key"
	case bucket.NoListBucket:
		return invalid, "storage: AccessDenied: s3:ListBucket is not allowed on bucket " + c.Bucket
	}
	return 0, ""
}

// refuse responds with the documented status, the first three digits of the code.
func refuse(w http.ResponseWriter, code int, message string) {
	sandbox.WriteJSON(w, code/1000, map[string]any{"error": true, "code": code, "message": message})
}

// Failure returns a fault that answers the next request with an error of Sendbird. The message must not need escapes in JSON.
func Failure(code int, message string) sandbox.Fault {
	return sandbox.Fault{Status: code / 1000, Body: fmt.Sprintf(`{"error":true,"code":%d,"message":"%s"}`, code, message)}
}
