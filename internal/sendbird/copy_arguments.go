package sendbird

import (
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/rule"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3url"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdapi"
)

// typeName is the name of both the resource and the action.
func typeName(provider string) string { return provider + "_sendbird_recording_copy" }

// defaultTimeout bounds a copy unless its timeouts say otherwise. Whether Sendbird
// answers before the copy is done is not documented, and recordings are large.
const defaultTimeout = time.Hour

// regions are those that Sendbird copies to.
// Source: https://sendbird.com/docs/live/platform-api/v1/cloud-recording/copying-cloud-recording/copy-cloud-recording
var regions = []string{"ap-northeast-1", "ap-northeast-2", "ap-southeast-1", "eu-central-1", "us-east-1", "us-west-2"}

// argument is what a copy is asked for with, in both shapes.
type argument struct {
	name        string
	description string
	optional    bool
	// sensitive is an argument of who copies, not of what: it replaces nothing.
	sensitive bool
	rule      rule.Rule
}

// arguments are those that resource and action have in common, but for the secret.
var arguments = []argument{
	{
		name:        "recording_id",
		description: "The ID of the cloud recording. It must be in status Completed.",
		rule:        rule.Matching(`^[A-Za-z0-9][A-Za-z0-9_-]*$`, "be the ID of a cloud recording: letters, digits, hyphens and underscores"),
	},
	{
		name:        "bucket",
		description: "The name of the S3 bucket to copy to.",
		rule: rule.Rule{
			Must:  "be the name of an S3 bucket: 3 to 63 lower-case letters, digits, hyphens and dots",
			Valid: func(value string) bool { return s3url.CheckBucket(value) == nil },
		},
	},
	{
		name:        "region",
		description: "The region of the bucket, which must be that of the Sendbird application: `" + strings.Join(regions, "`, `") + "`.",
		rule: rule.Rule{
			Must:  "be one of the regions that Sendbird copies to: " + strings.Join(regions, ", "),
			Valid: func(value string) bool { return slices.Contains(regions, value) },
		},
	},
	{
		name: "recording_file_directory",
		description: "The directory in the bucket that the recording is copied to, such as `recordings/`. Without a leading slash; one at the end " +
			"makes no difference. Without it, the recording is copied to the top of the bucket.",
		optional: true,
		rule: rule.Rule{
			Must: `be a path of at most 1024 bytes without a leading slash, empty segments, the segments "." and "..", and control characters, ` +
				`such as recordings/; where there is none, leave it out`,
			Valid: func(value string) bool { return value != "" && s3url.CheckDirectory(value) == nil },
		},
	},
	{
		name: "access_key",
		description: "The ID of the AWS access key that Sendbird writes to the bucket with. It needs `s3:PutObject` and `s3:ListBucket`: " +
			"see the function `sendbird_upload_policy`.",
		sensitive: true,
		rule:      rule.Matching(`^[A-Za-z0-9_]{16,128}$`, "be the ID of an AWS access key: 16 to 128 letters and digits").OfSecret(),
	},
}

// secretKeyRule is wider than what AWS gives out today, which it does not document.
var secretKeyRule = rule.Matching(`^[[:graph:]]{16,}$`, "be an AWS secret access key, without spaces or line breaks").OfSecret()

// copyModel are the arguments.
type copyModel struct {
	RecordingID types.String `tfsdk:"recording_id"`
	Bucket      types.String `tfsdk:"bucket"`
	Region      types.String `tfsdk:"region"`
	Directory   types.String `tfsdk:"recording_file_directory"`
	AccessKey   types.String `tfsdk:"access_key"`
}

// request is what Sendbird is asked for.
func (m copyModel) request(secretKey string) sendbirdapi.Copy {
	return sendbirdapi.Copy{
		RecordingID: m.RecordingID.ValueString(),
		Bucket:      m.Bucket.ValueString(),
		Region:      m.Region.ValueString(),
		Directory:   m.Directory.ValueString(),
		AccessKey:   m.AccessKey.ValueString(),
		SecretKey:   secretKey,
	}
}

// uri is where a copy is, as AWS's tools take it.
func uri(copied sendbirdapi.Copied) string { return "s3://" + copied.Bucket + "/" + copied.Key }
