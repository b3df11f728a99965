package sendbirdsandbox

import (
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// Bucket is one of S3's.
type Bucket struct {
	Name   string
	Region string
	// AccessKey is the ID of the owner's access key, and SecretKey its secret.
	AccessKey, SecretKey string
	// PutObject and ListBucket are what the key may do with the bucket.
	PutObject, ListBucket bool
}

// NewBucket returns a bucket with a random name and access key, of AWS's form and of
// no use at AWS, that recordings can be copied to.
func NewBucket(region string) Bucket {
	return Bucket{
		Name: "recordings-" + sandbox.RandomHex(12), Region: region,
		AccessKey: "AKIA" + strings.ToUpper(sandbox.RandomHex(16)), SecretKey: sandbox.RandomHex(40),
		PutObject: true, ListBucket: true,
	}
}

// AddBuckets adds buckets to S3, or replaces those with the same name, whose objects
// stay. Of the secrets it keeps hashes.
func (s *Server) AddBuckets(buckets ...Bucket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, b := range buckets {
		b.SecretKey = sandbox.Hashed(b.SecretKey)
		s.buckets[b.Name] = b
	}
}

// permit looks for what S3 has against a copy, in the order in which S3 finds it, and
// says it with S3's code: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html.
// How much of it Sendbird passes on is not documented; no
// message has a part of a key. It needs the lock.
func (s *Server) permit(b Behaviour, c copyParams) *apiError {
	known, signed := s.knows(c)
	bucket, exists := s.buckets[c.bucket]
	switch denied := b.refused; {
	case !known:
		return denied("storage: InvalidAccessKeyId: there is no such access key")
	case !signed:
		return denied("storage: SignatureDoesNotMatch: the secret key is not that of the access key")
	case !exists:
		return denied("storage: NoSuchBucket: there is no bucket %s", c.bucket)
	case bucket.Region != c.region:
		return denied("storage: PermanentRedirect: bucket %s is in %s", c.bucket, bucket.Region)
	case bucket.AccessKey != c.accessKey:
		return denied("storage: AccessDenied: bucket %s belongs to another account", c.bucket)
	case !bucket.PutObject:
		return denied("storage: AccessDenied: s3:PutObject is not allowed on bucket %s", c.bucket)
	case !bucket.ListBucket:
		return denied("storage: AccessDenied: s3:ListBucket is not allowed on bucket %s", c.bucket)
	}
	return nil
}

// knows reports whether there is an access key, and whether the secret is its own. It
// needs the lock.
func (s *Server) knows(c copyParams) (known, signed bool) {
	for _, b := range s.buckets {
		if b.AccessKey == c.accessKey {
			known = true
			signed = signed || b.SecretKey == sandbox.Hashed(c.secretKey)
		}
	}
	return known, signed
}
