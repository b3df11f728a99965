package s3functions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/s3url"
)

// parseS3URL is the function parse_s3_url.
type parseS3URL struct{}

// parsed is what it returns.
type parsed struct {
	Bucket string  `tfsdk:"bucket"`
	Region *string `tfsdk:"region"`
	Path   string  `tfsdk:"path"`
}

// Metadata implements [function.Function].
func (parseS3URL) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "parse_s3_url"
}

// Definition implements [function.Function].
func (parseS3URL) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "The bucket, the region and the path of an S3 bucket's URL",
		MarkdownDescription: "Takes the URL of a bucket, or of a path in it, apart. The result is an object:\n\n" +
			"- `bucket`: the name of the bucket.\n" +
			"- `region`: the code of its region; null where the URL does not say, as in `https://BUCKET.s3.amazonaws.com` and with transfer acceleration.\n" +
			"- `path`: what the objects' keys begin with, as S3 shows it: decoded, without a leading slash, and with a slash at the end " +
			"where the URL has one. `\"\"` if there is none.\n\n" +
			"All forms that AWS documents are known: the bucket in the host or in the path, the region after a dot or a hyphen or left out, " +
			"dual-stack, FIPS, transfer acceleration, and the domains of China and of the European Sovereign Cloud. " +
			"`s3_url` makes one URL of the three again.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name: "url",
				MarkdownDescription: "The `https` URL, such as `aws_s3_url` of the Twilio settings. " +
					"The URL of an access point, a directory bucket, a website or anything else is an error.",
			},
		},
		Return: function.ObjectReturn{AttributeTypes: map[string]attr.Type{
			"bucket": types.StringType,
			"region": types.StringType,
			"path":   types.StringType,
		}},
	}
}

// Run implements [function.Function].
func (parseS3URL) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var raw string
	if resp.Error = req.Arguments.Get(ctx, &raw); resp.Error != nil {
		return
	}
	u, err := s3url.ParseBucket(raw)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())
		return
	}
	result := parsed{Bucket: u.Bucket(), Path: u.Path()}
	if region := u.Region(); region != "" {
		result.Region = &region
	}
	resp.Error = resp.Result.Set(ctx, result)
}
