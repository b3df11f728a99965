package s3functions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/videostorage/terraform-provider-videostorage/internal/aws"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3url"
)

// s3URL is the function s3_url.
type s3URL struct{}

// Metadata implements [function.Function].
func (s3URL) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "s3_url"
}

// Definition implements [function.Function].
func (s3URL) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "The URL of a path in an S3 bucket",
		MarkdownDescription: "Returns `https://BUCKET.s3.REGION.amazonaws.com/PATH`, the form that works in every region, " +
			"with the domain of the region's partition: `amazonaws.com.cn` in China, `amazonaws.eu` in the European Sovereign Cloud. " +
			"It suits `aws_s3_url` of the Twilio settings. `parse_s3_url` gives the three arguments back.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "bucket",
				MarkdownDescription: "The name of the bucket, such as `bucket` of an `aws_s3_bucket`: 3 to 63 lower-case letters, digits, hyphens and dots.",
			},
			function.StringParameter{
				Name:                "region",
				MarkdownDescription: "The code of the bucket's region, such as `eu-central-1`.",
			},
			function.StringParameter{
				Name: "path",
				MarkdownDescription: "What the objects' keys begin with, as S3 shows it: without a leading slash, and not percent-encoded, " +
					"for the function does that. A slash at the end is kept. `\"\"` is the bucket as a whole.",
			},
		},
		Return: function.StringReturn{},
	}
}

// Run implements [function.Function].
func (s3URL) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var bucket, region, path string
	if resp.Error = req.Arguments.Get(ctx, &bucket, &region, &path); resp.Error != nil {
		return
	}
	_, regionErr := aws.PartitionOf(region)
	for position, err := range []error{s3url.CheckBucket(bucket), regionErr, s3url.CheckPath(path)} {
		if err != nil {
			resp.Error = function.NewArgumentFuncError(int64(position), err.Error())
			return
		}
	}
	u, err := s3url.New(bucket, region, path)
	if err != nil {
		resp.Error = function.NewFuncError(err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, u.String())
}
