package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/s3"
)

// s3URLFunction is the Terraform function s3_url.
type s3URLFunction struct{}

func (s3URLFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "s3_url"
}

func (s3URLFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Build the URL of a path in an S3 bucket",
		MarkdownDescription: "Returns `https://BUCKET.s3.REGION.amazonaws.com/PATH`, the form that works in every region. " +
			"The domain follows the region's partition: `amazonaws.com.cn` in China, `amazonaws.eu` in the European Sovereign Cloud. " +
			"Use the result as `aws_s3_url` of the Twilio settings. `parse_s3_url` is the inverse function.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "bucket",
				MarkdownDescription: "The name of the bucket, such as the `bucket` of an `aws_s3_bucket`: 3 to 63 lowercase letters, digits, hyphens and dots.",
			},
			function.StringParameter{
				Name:                "region",
				MarkdownDescription: "The code of the bucket's region, such as `eu-central-1`.",
			},
			function.StringParameter{
				Name: "path",
				MarkdownDescription: "The prefix of the objects' keys, as S3 shows it, without a leading slash. The function percent-encodes it " +
					"and keeps a trailing slash. `\"\"` is the whole bucket.",
			},
		},
		Return: function.StringReturn{},
	}
}

func (s3URLFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var bucket, region, path string
	if resp.Error = req.Arguments.Get(ctx, &bucket, &region, &path); resp.Error != nil {
		return
	}
	_, regionErr := s3.PartitionOfRegion(region)
	for position, err := range []error{s3.ValidateBucketName(bucket), regionErr, s3.ValidatePath(path)} {
		if err != nil {
			resp.Error = function.NewArgumentFuncError(int64(position), err.Error())
			return
		}
	}
	u, err := s3.NewURL(bucket, region, path)
	if err != nil {
		resp.Error = function.NewFuncError(err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, u.String())
}

// parseS3URLFunction is the Terraform function parse_s3_url.
type parseS3URLFunction struct{}

func (parseS3URLFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "parse_s3_url"
}

func (parseS3URLFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Parse the URL of an S3 bucket into bucket, region and path",
		MarkdownDescription: "Parses the URL of a bucket, or of a path in a bucket, and returns an object:\n\n" +
			"- `bucket`: the name of the bucket.\n" +
			"- `region`: the code of its region. Null if the URL contains none, as in `https://BUCKET.s3.amazonaws.com` and with transfer acceleration.\n" +
			"- `path`: the prefix of the objects' keys, as S3 shows it: decoded and without a leading slash. It keeps a trailing slash. " +
			"`\"\"` is the whole bucket.\n\n" +
			"The function accepts every form that AWS documents: the bucket in the host or in the path, the region after a dot or a hyphen or omitted, " +
			"dual-stack, FIPS, transfer acceleration, and the domains of China and of the European Sovereign Cloud. " +
			"`s3_url` is the inverse function.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name: "url",
				MarkdownDescription: "The `https` URL, such as `aws_s3_url` of the Twilio settings. " +
					"Any other URL is an error, including that of an access point, a directory bucket or a website.",
			},
		},
		Return: function.ObjectReturn{AttributeTypes: map[string]attr.Type{
			"bucket": types.StringType,
			"region": types.StringType,
			"path":   types.StringType,
		}},
	}
}

func (parseS3URLFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var raw string
	if resp.Error = req.Arguments.Get(ctx, &raw); resp.Error != nil {
		return
	}
	u, err := s3.ParseBucketURL(raw)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())
		return
	}
	result := struct {
		Bucket string  `tfsdk:"bucket"`
		Region *string `tfsdk:"region"`
		Path   string  `tfsdk:"path"`
	}{Bucket: u.Bucket(), Path: u.Path()}
	if region := u.Region(); region != "" {
		result.Region = &region
	}
	resp.Error = resp.Result.Set(ctx, result)
}
