package s3client

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/lazyregexp"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3"
)

// ErrNotS3 is the cause of a [RequestError] if the response is not one of S3, such as the web page of a proxy.
var ErrNotS3 = errors.New("the response is not one of S3")

// RequestError is a failed request to S3. Its texts are redacted and sanitized.
type RequestError struct {
	// Status, Code and RequestID are those of S3's response. They are zero without one.
	Status          int
	Code, RequestID string
	// Message is S3's, or describes the failure of a request without an error of S3.
	Message string
	// Region is the region in which S3 says that the bucket is, or "".
	Region string
	// Err is the cause. It is nil if the response is an error of S3.
	Err error
}

// expectedRegion finds the region in the messages of AuthorizationHeaderMalformed and IllegalLocationConstraintException.
var expectedRegion = lazyregexp.New(`expecting '([^']*)'|^The (\S+) location constraint`)

// NewRequestError returns the error of a request. S3 answers a wrong secret with the whole signed request, so no other field of the response
// is kept.
func NewRequestError(err error, secrets ...string) *RequestError {
	e := &RequestError{Err: err, Message: err.Error()}
	if response, ok := errors.AsType[*awshttp.ResponseError](err); ok && response.Response != nil && response.HTTPStatusCode() != 0 {
		e.Status, e.RequestID = response.HTTPStatusCode(), response.RequestID
		e.Region = response.HTTPResponse().Header.Get("X-Amz-Bucket-Region")
		e.Err, e.Message = ErrNotS3, ErrNotS3.Error()
	}
	if refusal, ok := errors.AsType[smithy.APIError](err); ok {
		e.Err, e.Code, e.Message = nil, refusal.ErrorCode(), refusal.ErrorMessage()
		if found := expectedRegion.FindStringSubmatch(e.Message); found != nil {
			e.Region = cmp.Or(e.Region, found[1], found[2])
		}
	}
	if _, err := s3.PartitionOfRegion(e.Region); err != nil {
		e.Region = ""
	}
	redactor := api.NewRedactor(secrets...)
	for _, text := range []*string{&e.Code, &e.Message, &e.RequestID} {
		*text = api.SanitizeValue(redactor.Replace(*text))
	}
	return e
}

// Error describes the failure on one line.
func (e *RequestError) Error() string {
	var facts []string
	if e.Status != 0 {
		facts = append(facts, fmt.Sprintf("HTTP status %d", e.Status))
	}
	if e.Code != "" {
		facts = append(facts, "S3 error "+e.Code)
	}
	if e.RequestID != "" {
		facts = append(facts, "request ID "+e.RequestID)
	}
	if len(facts) == 0 {
		return e.Message
	}
	return strings.Join(facts, ", ") + ": " + e.Message
}

// Unwrap returns the cause.
func (e *RequestError) Unwrap() error { return e.Err }
