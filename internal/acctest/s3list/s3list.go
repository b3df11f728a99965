// Package s3list stands in for a bucket of which a test only lists the objects, in cases that a real S3 server does not show.
package s3list

import (
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// ObjectSize is the size of each object, in bytes.
const ObjectSize = 1000

// Bucket is a bucket on a loopback address. It embeds the log and the faults of the requests that reach it.
type Bucket struct {
	sandbox.Server
	// Endpoint is the base URL, on which requests name the bucket in the path.
	Endpoint string

	name     string
	pageSize int
	// keys are sorted, as S3 lists them.
	keys    []string
	signers []Signer
}

// Signer is the access key that signed a request, and the region that it was signed for.
type Signer struct{ KeyID, Region string }

// Signers returns the signers of the requests since the last call.
func (b *Bucket) Signers() []Signer {
	defer b.Lock()()
	signers := b.signers
	b.signers = nil
	return signers
}

// noteSigner reads an Authorization header, which the log lacks.
// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
func (b *Bucket) noteSigner(authorization string) {
	defer b.Lock()()
	_, scope, _ := strings.Cut(authorization, "Credential=")
	if parts := strings.Split(scope, "/"); len(parts) > 2 {
		b.signers = append(b.signers, Signer{KeyID: parts[0], Region: parts[2]})
	}
}

// New returns a bucket that is not served.
func New(name string, pageSize int) *Bucket {
	b := &Bucket{name: name, pageSize: pageSize}
	b.Use(http.HandlerFunc(b.list))
	return b
}

// Start serves a bucket until the test ends.
func Start(t testing.TB, name string, pageSize int) *Bucket {
	t.Helper()
	b := New(name, pageSize)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.noteSigner(r.Header.Get("Authorization"))
		b.ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		server.CloseClientConnections() // Close waits for requests that a fault delays
		server.Close()
	})
	b.Endpoint = server.URL
	return b
}

// Add adds objects.
func (b *Bucket) Add(keys ...string) {
	defer b.Lock()()
	b.keys = append(b.keys, keys...)
	slices.Sort(b.keys)
}

// Remove removes an object.
func (b *Bucket) Remove(key string) {
	defer b.Lock()()
	b.keys = slices.DeleteFunc(b.keys, func(k string) bool { return k == key })
}

// result is a response to ListObjectsV2.
// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html#API_ListObjectsV2_ResponseSyntax
type result struct {
	XMLName               xml.Name `xml:"ListBucketResult"`
	IsTruncated           bool
	ContinuationToken     string `xml:",omitempty"`
	NextContinuationToken string `xml:",omitempty"`
	Contents              []object
}

type object struct {
	Key  string
	Size int64
}

func (b *Bucket) list(w http.ResponseWriter, r *http.Request) {
	defer b.Lock()()
	query := r.URL.Query()
	if r.Method != http.MethodGet || strings.Trim(r.URL.Path, "/") != b.name || query.Get("list-type") != "2" {
		http.Error(w, Refusal("NoSuchBucket", "The specified bucket does not exist"), http.StatusNotFound)
		return
	}
	page := result{ContinuationToken: query.Get("continuation-token")}
	for _, key := range b.keys {
		if !strings.HasPrefix(key, query.Get("prefix")) || key <= page.ContinuationToken {
			continue
		}
		if len(page.Contents) == b.pageSize {
			page.IsTruncated = true
			break
		}
		page.NextContinuationToken = key
		if query.Get("encoding-type") == "url" {
			key = url.QueryEscape(key)
		}
		page.Contents = append(page.Contents, object{key, ObjectSize})
	}
	if !page.IsTruncated {
		page.NextContinuationToken = ""
	}
	w.Header().Set("Content-Type", "application/xml")
	// The connection may be gone.
	_ = xml.NewEncoder(w).Encode(page)
}

// Refusal returns the body of an error of S3.
func Refusal(code, message string) string {
	return "<Error><Code>" + code + "</Code><Message>" + message + "</Message><RequestId>4442587FB7D0A2F9</RequestId></Error>"
}
