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
	// HasResponse reports whether the endpoint has answered.
	HasResponse bool
	// Code is S3's, or "" without one.
	Code string
	// BucketRegion is the region in which S3 says that the bucket is, or "".
	BucketRegion string
	// Err is the cause.
	Err error

	// text is redacted and sanitized.
	text string
}

func newError(ctx context.Context, sdk aws.Config, err error) *Error {
	e := &Error{Err: err, text: err.Error(), HasResponse: errors.Is(err, errForeign) || errors.Is(err, errIncomplete)}
	if response, ok := errors.AsType[*awshttp.ResponseError](err); ok && response.Response != nil && response.HTTPStatusCode() != 0 {
		e.HasResponse = true
		e.BucketRegion = api.SanitizeValue(response.HTTPResponse().Header.Get("X-Amz-Bucket-Region"))
		// The rest of the response to a wrong secret contains parts of the signed request.
		if refusal, ok := errors.AsType[smithy.APIError](err); ok {
			e.Code = api.SanitizeValue(refusal.ErrorCode())
			e.text = fmt.Sprintf("HTTP status %d, %s: %s (request ID %s)", response.HTTPStatusCode(), e.Code, refusal.ErrorMessage(), response.RequestID)
		}
		// The SDK has the credentials in memory, because it has signed the request.
		if used, err := sdk.Credentials.Retrieve(ctx); err == nil {
			e.text = api.NewRedactor(used.SecretAccessKey, used.SessionToken).Replace(e.text)
		}
	}
	if ctx.Err() != nil {
		e.text = ctx.Err().Error()
	}
	e.text = api.SanitizeValue(e.text)
	return e
}

func (e *Error) Error() string { return e.text }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// IsUnknownProfile reports whether AWS's configuration files lack the profile.
func (e *Error) IsUnknownProfile() bool {
	_, ok := errors.AsType[config.SharedConfigProfileNotExistError](e.Err)
	return ok
}
