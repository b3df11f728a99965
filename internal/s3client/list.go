// Package s3client calls S3 with AWS's own SDK. It knows no Terraform.
package s3client

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go/logging"
	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// defaultRegion is the region of a bucket if neither its URL nor AWS's configuration names one.
const defaultRegion = "us-east-1"

// pageTimeout bounds a page with all its attempts, because the SDK waits for a response without a limit.
const pageTimeout = 5 * time.Minute

// errIncomplete is the error of a response after which the list would only look complete.
var errIncomplete = fmt.Errorf("%w: it is a part of the list, but names no next part", ErrNotS3)

// Listing describes objects in a bucket, and the way to the bucket.
type Listing struct {
	Bucket, Prefix string
	// Region is empty if it is not known. Then it is that of AWS's configuration, or that of S3's response.
	Region string
	// Endpoint is the origin of another S3 server than AWS's, or empty.
	Endpoint string
	// UsePathStyle puts the bucket into the path of a request instead of its host.
	UsePathStyle bool
	// Profile is a profile in AWS's configuration files. It is empty for AWS's own choice.
	Profile string
}

// Objects calls visit with the key of each object and its size in bytes, page by page. S3 encodes the characters of a key that XML
// does not allow, so that a key may differ from the object's in its special characters. The credentials are those of AWS's default
// chain. The error is an [*RequestError].
func (l Listing) Objects(ctx context.Context, visit func(key string, size int64)) error {
	sdk, err := config.LoadDefaultConfig(ctx, config.WithSharedConfigProfile(l.Profile), config.WithRegion(l.Region), config.WithLogger(logging.Nop{}))
	if err != nil {
		return NewRequestError(err)
	}
	if sdk.Region == "" {
		sdk.Region = defaultRegion
	}
	pages, visited, isLocated := l.pages(sdk), 0, l.Region != ""
	for pages.HasMorePages() {
		page, err := nextPage(ctx, pages)
		if err != nil {
			var used aws.Credentials
			if errors.As(err, new(*awshttp.ResponseError)) {
				used, _ = sdk.Credentials.Retrieve(ctx) // from memory, because the SDK has signed the request
			}
			failure := NewRequestError(err, used.SecretAccessKey, used.SessionToken)
			if isLocated || failure.Region == "" {
				return failure
			}
			sdk.Region, isLocated = failure.Region, true
			pages = l.pages(sdk)
			continue
		}
		isLocated = true
		if page.IsTruncated == nil { // the SDK takes the web page of a proxy for an empty list
			return NewRequestError(ErrNotS3)
		}
		for _, object := range page.Contents {
			visit(aws.ToString(object.Key), aws.ToInt64(object.Size))
		}
		visited += len(page.Contents)
		tflog.Debug(ctx, "Received a page of the bucket", map[string]any{"bucket": l.Bucket, "objects": visited})
		next := aws.ToString(page.NextContinuationToken)
		if *page.IsTruncated && (next == "" || next == aws.ToString(page.ContinuationToken)) {
			return NewRequestError(errIncomplete)
		}
	}
	return nil
}

func (l Listing) pages(sdk aws.Config) *s3.ListObjectsV2Paginator {
	client := s3.NewFromConfig(sdk, func(o *s3.Options) {
		if l.Endpoint != "" {
			o.BaseEndpoint = &l.Endpoint
		}
		o.UsePathStyle = l.UsePathStyle
	})
	return s3.NewListObjectsV2Paginator(client, &s3.ListObjectsV2Input{
		Bucket: &l.Bucket, Prefix: &l.Prefix, EncodingType: types.EncodingTypeUrl,
	})
}

func nextPage(ctx context.Context, pages *s3.ListObjectsV2Paginator) (*s3.ListObjectsV2Output, error) {
	ctx, cancel := context.WithTimeout(ctx, pageTimeout)
	defer cancel()
	return pages.NextPage(ctx)
}
