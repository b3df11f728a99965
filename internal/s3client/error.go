package s3client

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/smithy-go"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
)

// Error is a failed request to S3.
type Error struct {
	// Status and Code are those of S3's response, and 0 and "" without one.
	Status int
	Code   string
	// BucketRegion is the region in which S3 says that the bucket is, or "".
	BucketRegion string
	// Err is the cause.
	Err error

	listing Listing
	// text is redacted and sanitized.
	text string
}

func (l Listing) newError(ctx context.Context, sdk aws.Config, err error) *Error {
	e := &Error{Err: err, listing: l, text: err.Error()}
	if response, ok := errors.AsType[*awshttp.ResponseError](err); ok && response.Response != nil {
		e.Status = response.HTTPStatusCode()
		e.BucketRegion = api.SanitizeValue(response.HTTPResponse().Header.Get("X-Amz-Bucket-Region"))
	}
	// The rest of the response to a wrong secret contains parts of the signed request.
	if refusal, ok := errors.AsType[smithy.APIError](err); ok {
		e.Code = api.SanitizeValue(refusal.ErrorCode())
		e.text = fmt.Sprintf("HTTP status %d, %s: %s", e.Status, e.Code, refusal.ErrorMessage())
		if response, ok := errors.AsType[*awshttp.ResponseError](err); ok && response.RequestID != "" {
			e.text += " (request ID " + response.RequestID + ")"
		}
	}
	if ctx.Err() != nil {
		e.text = ctx.Err().Error()
	} else if e.Status != 0 && sdk.Credentials != nil {
		// The SDK has cached the credentials, because S3 has answered.
		if used, err := sdk.Credentials.Retrieve(ctx); err == nil {
			e.text = api.NewRedactor(used.SecretAccessKey, used.SessionToken).Replace(e.text)
		}
	}
	e.text = api.SanitizeValue(e.text)
	return e
}

func (e *Error) Error() string { return fmt.Sprintf("bucket %s: %s", e.listing.Bucket, e.text) }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// IsUnknownProfile reports whether AWS's configuration files lack the profile.
func (e *Error) IsUnknownProfile() bool {
	_, ok := errors.AsType[config.SharedConfigProfileNotExistError](e.Err)
	return ok
}
