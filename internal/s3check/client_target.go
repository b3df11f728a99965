package s3check

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	buckets "github.com/videostorage/terraform-provider-videostorage/internal/s3"
)

// defaultRegion is the region of a URL that names none. S3 redirects requests for other regions.
const defaultRegion = "us-east-1"

// Target is the location in S3 to check, and the way there.
type Target struct {
	// URL is the bucket URL of the target.
	URL    buckets.URL
	Bucket string
	// Directory is the prefix of the objects' keys with a slash at its end, or "" for the whole bucket.
	Directory string
	// Region is the region that requests are signed for.
	Region string
	// Endpoint is the origin of S3 or of another S3 server.
	Endpoint string
	// UsePathStyle puts the bucket into the path of a request instead of its host.
	UsePathStyle bool
}

// NewTarget returns the target of a bucket URL. endpoint is the origin of another S3 server than that of the URL, or "".
func NewTarget(rawURL, endpoint string, usePathStyle bool) (Target, error) {
	u, err := buckets.ParseURL(rawURL)
	if err != nil {
		return Target{}, err
	}
	t := Target{URL: u, Bucket: u.Bucket(), Region: cmp.Or(u.Region(), defaultRegion), Endpoint: endpoint, UsePathStyle: usePathStyle}
	path := u.Path()
	switch {
	case t.Bucket == "" && endpoint == "":
		return Target{}, fmt.Errorf("the host %q does not belong to a general purpose bucket in S3: set endpoint to the origin of the S3 server", u.Host())
	case endpoint == "":
		origin, isPathStyle := u.Endpoint()
		t.Endpoint, t.UsePathStyle = origin, usePathStyle || isPathStyle
	case t.Bucket == "" && usePathStyle:
		t.Bucket, path, _ = strings.Cut(path, "/")
		err = buckets.ValidateBucketName(t.Bucket)
	case t.Bucket == "":
		server := strings.ToLower(api.ParseBaseURL(endpoint).Hostname())
		if t.Bucket = strings.TrimSuffix(u.Host(), "."+server); t.Bucket == u.Host() {
			return Target{}, fmt.Errorf("the host %q is not BUCKET.%s: write the bucket in front of the host of endpoint, or set use_path_style if it is in the "+
				"path", u.Host(), server)
		}
		err = buckets.ValidateBucketName(t.Bucket)
	}
	if directory := strings.TrimRight(path, "/"); directory != "" {
		t.Directory = directory + "/"
	}
	if length := len(t.key()); length > buckets.MaxKeyBytes {
		err = fmt.Errorf("the key of the object would have %d bytes, but an S3 key has at most %d: shorten the path", length, buckets.MaxKeyBytes)
	}
	return t, err
}

// key returns the key of the object that a check writes.
func (t Target) key() string { return t.Directory + objectName }

// objectURL returns the URL of the object, in the style of the bucket URL.
func (t Target) objectURL() string { return strings.TrimRight(t.URL.String(), "/") + "/" + objectName }

// objects are the objects that a policy must allow to write.
func (t Target) objects() buckets.ObjectSet {
	return buckets.ObjectSet{Partition: cmp.Or(t.URL.Partition(), "aws"), Bucket: t.Bucket, Path: t.Directory}
}
