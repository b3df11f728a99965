// Package s3sandbox is a stand-in for S3 with the responses that uploads and lists need. It knows encryption, which versitygw does not, and it
// verifies no signature, which versitygw does. Requests name the bucket in the path.
package s3sandbox

import (
	"encoding/xml"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// ObjectSize is the size of each object in a list, in bytes.
const ObjectSize = 1000

// Bucket is the configuration of a bucket. Each other bucket exists too, encrypts with KMS, and allows everything.
type Bucket struct {
	// Encryption is that of new objects, as in responses: "aws:kms" or "AES256".
	Encryption string
	// DenyWrites denies the permission s3:PutObject to each key.
	DenyWrites bool
}

// Server is the stand-in.
type Server struct {
	sandbox.Server
	// PageSize is the number of keys in a page of a list. Set it before the first request.
	PageSize int

	buckets map[string]Bucket
	objects map[string]map[string]bool // by bucket and key
}

// New returns a stand-in without objects.
func New() *Server {
	s := &Server{PageSize: 1000, buckets: map[string]Bucket{}, objects: map[string]map[string]bool{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{bucket}", s.list)
	mux.HandleFunc("POST /{bucket}/{key...}", s.write)
	mux.HandleFunc("PUT /{bucket}/{key...}", s.write)
	s.Use(mux)
	return s
}

// SetBucket configures a bucket.
func (s *Server) SetBucket(name string, b Bucket) {
	defer s.Lock()()
	s.buckets[name] = b
}

// AddObjects adds objects to a bucket.
func (s *Server) AddObjects(bucket string, keys ...string) {
	defer s.Lock()()
	s.add(bucket, keys...)
}

func (s *Server) add(bucket string, keys ...string) {
	if s.objects[bucket] == nil {
		s.objects[bucket] = map[string]bool{}
	}
	for _, key := range keys {
		s.objects[bucket][key] = true
	}
}

// Objects returns the keys of the objects in a bucket, sorted.
func (s *Server) Objects(bucket string) []string {
	defer s.Lock()()
	return slices.Sorted(maps.Keys(s.objects[bucket]))
}

// write answers the requests of a multipart upload, and PutObject.
func (s *Server) write(w http.ResponseWriter, r *http.Request) {
	defer s.Lock()()
	bucket, key, query := r.PathValue("bucket"), r.PathValue("key"), r.URL.Query()
	b, ok := s.buckets[bucket]
	if !ok {
		b.Encryption = "aws:kms"
	}
	if b.DenyWrites {
		writeError(w, http.StatusForbidden, "AccessDenied", fmt.Sprintf("User: arn:aws:iam::123456789012:user/video is not authorized to perform: "+
			"s3:PutObject on resource: \"arn:aws:s3:::%s/%s\" because no identity-based policy allows the s3:PutObject action", bucket, key))
		return
	}
	w.Header().Set("X-Amz-Server-Side-Encryption", b.Encryption)
	w.Header().Set("ETag", `"d41d8cd98f00b204e9800998ecf8427e"`)
	const upload = "VXBsb2FkIElE"
	switch {
	case query.Has("uploads"):
		writeXML(w, http.StatusOK, struct {
			XMLName               xml.Name `xml:"InitiateMultipartUploadResult"`
			Bucket, Key, UploadId string
		}{Bucket: bucket, Key: key, UploadId: upload})
		return
	case query.Has("uploadId") && query.Get("uploadId") != upload:
		writeError(w, http.StatusNotFound, "NoSuchUpload", "The specified upload does not exist.")
		return
	case query.Has("partNumber"):
		return
	}
	s.add(bucket, key)
	if r.Method == http.MethodPost {
		writeXML(w, http.StatusOK, struct {
			XMLName           xml.Name `xml:"CompleteMultipartUploadResult"`
			Bucket, Key, ETag string
		}{Bucket: bucket, Key: key, ETag: w.Header().Get("ETag")})
	}
}

// list answers ListObjectsV2.
// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html#API_ListObjectsV2_ResponseSyntax
func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	defer s.Lock()()
	type object struct {
		Key  string
		Size int64
	}
	query := r.URL.Query()
	page := struct {
		XMLName               xml.Name `xml:"ListBucketResult"`
		IsTruncated           bool
		ContinuationToken     string `xml:",omitempty"`
		NextContinuationToken string `xml:",omitempty"`
		Contents              []object
	}{ContinuationToken: query.Get("continuation-token")}
	last := "" // the token of the next page is the last key of this one
	for _, key := range slices.Sorted(maps.Keys(s.objects[r.PathValue("bucket")])) {
		if !strings.HasPrefix(key, query.Get("prefix")) || key <= page.ContinuationToken {
			continue
		}
		if page.IsTruncated = len(page.Contents) == s.PageSize; page.IsTruncated {
			page.NextContinuationToken = last
			break
		}
		last = key
		if query.Get("encoding-type") == "url" {
			key = url.QueryEscape(key)
		}
		page.Contents = append(page.Contents, object{key, ObjectSize})
	}
	writeXML(w, http.StatusOK, page)
}

func writeXML(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	_ = xml.NewEncoder(w).Encode(v) // into the memory of sandbox.Wrap
}

func writeError(w http.ResponseWriter, status int, code, message string) {
	failure := Failure(status, code, message)
	w.Header().Set("Content-Type", failure.ContentType)
	w.WriteHeader(status)
	_, _ = w.Write([]byte(failure.Body))
}

// Failure returns the fault of a request that S3 answers with an error.
func Failure(status int, code, message string) sandbox.Fault {
	var text strings.Builder
	_ = xml.EscapeText(&text, []byte(message))
	return sandbox.Fault{Status: status, ContentType: "application/xml", Body: fmt.Sprintf(
		"<Error><Code>%s</Code><Message>%s</Message><RequestId>4442587FB7D0A2F9</RequestId><HostId>host</HostId></Error>", code, text.String())}
}
