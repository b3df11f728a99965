// Package s3check uploads to S3 as a vendor's uploader does, to prove that a key can write before recordings depend on it. The client
// files know no Terraform.
package s3check

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3client"
)

// objectName is the end of the key of the object that a check writes. Each check overwrites it.
const objectName = ".videostorage-upload-check"

const objectContent = "The resource or action videostorage_s3_upload_check wrote this object, to prove that the access key can write here.\n"

// Attempts of a check back off exponentially between these two.
const (
	minRetryWait = time.Second
	maxRetryWait = 5 * time.Second
)

// attemptTimeout bounds a request, because the SDK waits for a response without a limit.
const attemptTimeout = 30 * time.Second

// maxBody is the size of the largest response that is read, in bytes. The SDK reads errors as a whole.
const maxBody = 1 << 20

// Vendor is a vendor with the requirements that it has of a bucket and a key.
type Vendor struct {
	// Name is the value of the argument, and Title the name in messages.
	Name, Title string
	// lists reports whether the key must be able to list the bucket.
	lists bool
	// sseS3Error is the vendor's code of the error with which uploads to a bucket fail that encrypts with SSE-S3, or 0 if they do not.
	sseS3Error int
	// policyFunction is the provider's function that returns the IAM policy.
	policyFunction string
	// requirement describes the requirements in Markdown.
	requirement string
}

// vendors are the known vendors.
// Sources: https://www.twilio.com/docs/video/tutorials/storing-aws-s3,
// https://sendbird.com/docs/live/platform-api/v1/cloud-recording/copying-cloud-recording/copy-cloud-recording and
// https://getstream.io/video/docs/api/recording/storage/
var vendors = []Vendor{
	{
		Name: "twilio", Title: "Twilio", sseS3Error: 53615, policyFunction: "twilio_upload_policy",
		requirement: "the bucket must not encrypt with SSE-S3 (`AES256`), the default of S3, because Twilio's uploads would fail with error 53615",
	},
	{
		Name: "sendbird", Title: "Sendbird", lists: true, policyFunction: "sendbird_upload_policy",
		requirement: "the key must also be able to list the bucket",
	},
	{
		Name: "getstream", Title: "GetStream",
		requirement: "the upload alone counts, and the action `videostorage_getstream_external_storage_check` makes GetStream itself upload",
	},
}

// findVendor returns the vendor with a name, or a vendor without requirements.
func findVendor(name string) Vendor {
	for _, v := range vendors {
		if v.Name == name {
			return v
		}
	}
	return Vendor{}
}

// Check is an upload to a target, with the requirements of a vendor.
type Check struct {
	Target
	Vendor
	AccessKeyID, SecretAccessKey string
	// Report receives the error of each attempt that is repeated, before the wait. It may be nil.
	Report func(err *Error, wait time.Duration)
	// Transport replaces the network in tests. Nil is the network.
	Transport http.RoundTripper
}

// Run uploads the object, and repeats what AWS may allow a little later until ctx ends. It returns the server-side encryption that S3
// reports, such as "aws:kms", or "" for a server that reports none. The error is an [*Error].
//
// It is a multipart upload, because that needs all permissions of a large upload. It neither reads nor deletes, because the key may not.
func (c Check) Run(ctx context.Context) (encryption string, err error) {
	u := &upload{check: c, client: c.newClient()}
	start := time.Now()
	var failure *Error
	for attempts, wait := 1, minRetryWait; ; attempts, wait = attempts+1, min(2*wait, maxRetryWait) {
		operation, err := u.advance(ctx)
		if err == nil {
			return api.SanitizeValue(string(u.encryption)), nil
		}
		// The end of the time says less than the error before it.
		if failure == nil || ctx.Err() == nil {
			failure = c.newError(operation, err)
		}
		if failure.Code == "NoSuchUpload" {
			u.id, u.etag = nil, nil // a lifecycle rule or another program has ended the upload
		}
		failure.Attempts, failure.Elapsed = attempts, time.Since(start)
		deadline, bounded := ctx.Deadline()
		if isLast := bounded && time.Until(deadline) <= wait; isLast || ctx.Err() != nil || !failure.isTemporary() {
			break
		}
		if c.Report != nil {
			c.Report(failure, wait)
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
	failure.Interrupted = errors.Is(ctx.Err(), context.Canceled)
	return "", failure
}

// newClient returns a client that sends each request once, to the host of the target and nowhere else, and that reads no environment
// variable and no file of AWS.
func (c Check) newClient() *s3.Client {
	network := c.Transport
	if network == nil {
		network = api.NewNetwork()
	}
	return s3.New(s3.Options{
		BaseEndpoint: &c.Endpoint,
		Region:       c.Region,
		UsePathStyle: c.UsePathStyle,
		Credentials:  credentials.NewStaticCredentialsProvider(c.AccessKeyID, c.SecretAccessKey, ""),
		// The vendor's uploader may neither follow a redirect nor correct a clock.
		HTTPClient: &http.Client{
			Transport:     limitedBodies{network},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Timeout:       attemptTimeout,
		},
		DisableClockSkewCorrection: true,
		Retryer:                    aws.NopRetryer{},
		// Other S3 servers do not know the newer checksums.
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenRequired,
		ResponseChecksumValidation: aws.ResponseChecksumValidationWhenRequired,
	})
}

// limitedBodies ends each response after [maxBody].
type limitedBodies struct{ http.RoundTripper }

func (l limitedBodies) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := l.RoundTripper.RoundTrip(req)
	if err == nil {
		resp.Body = http.MaxBytesReader(nil, resp.Body, maxBody)
	}
	return resp, err
}

// upload is a multipart upload that a later attempt resumes, so that a check leaves at most one unfinished upload.
type upload struct {
	check      Check
	client     *s3.Client
	encryption types.ServerSideEncryption

	// id and etag are nil before their request has succeeded.
	id, etag   *string
	isComplete bool
}

// advance sends the requests that have not succeeded, until one fails, and returns the name of that.
func (u *upload) advance(ctx context.Context) (operation string, err error) {
	bucket, key := &u.check.Bucket, new(u.check.key())
	if u.id == nil {
		out, err := u.client.CreateMultipartUpload(ctx, &s3.CreateMultipartUploadInput{Bucket: bucket, Key: key})
		if err == nil && aws.ToString(out.UploadId) == "" {
			err = s3client.ErrNotS3
		}
		if err != nil {
			return "CreateMultipartUpload", err
		}
		u.id, u.encryption = out.UploadId, out.ServerSideEncryption
	}
	if u.etag == nil {
		out, err := u.client.UploadPart(ctx, &s3.UploadPartInput{
			Bucket: bucket, Key: key, UploadId: u.id, PartNumber: aws.Int32(1), Body: strings.NewReader(objectContent),
		})
		if err == nil && aws.ToString(out.ETag) == "" {
			err = s3client.ErrNotS3
		}
		if err != nil {
			return "UploadPart", err
		}
		u.etag = out.ETag
	}
	if !u.isComplete {
		out, err := u.client.CompleteMultipartUpload(ctx, &s3.CompleteMultipartUploadInput{
			Bucket: bucket, Key: key, UploadId: u.id,
			MultipartUpload: &types.CompletedMultipartUpload{Parts: []types.CompletedPart{{PartNumber: aws.Int32(1), ETag: u.etag}}},
		})
		if err == nil && aws.ToString(out.ETag) == "" {
			err = s3client.ErrNotS3
		}
		if err == nil {
			u.encryption = cmp.Or(out.ServerSideEncryption, u.encryption)
			if u.check.sseS3Error != 0 && u.encryption == types.ServerSideEncryptionAes256 {
				err = errSSES3
			}
		}
		if err != nil {
			return "CompleteMultipartUpload", err
		}
		u.isComplete = true
	}
	if u.check.lists {
		_, err = u.client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: bucket, Prefix: &u.check.Directory, MaxKeys: aws.Int32(1)})
	}
	return "ListObjectsV2", err
}
