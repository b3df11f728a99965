package sendbird

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

const recordingCopyDescription = "Copies a cloud recording of Sendbird Live to an S3 bucket " +
	"([Copy a cloud recording](https://sendbird.com/docs/live/platform-api/v1/cloud-recording/copying-cloud-recording/copy-cloud-recording))."

// defaultTimeout bounds a copy. Recordings are large, and Sendbird does not document whether it answers before the copy is complete.
const defaultTimeout = time.Hour

// regions are the regions that Sendbird documents for a copy.
var regions = []string{"ap-northeast-1", "ap-northeast-2", "ap-southeast-1", "eu-central-1", "us-east-1", "us-west-2"}

// copyArgument is an argument of the resource and of the action.
type copyArgument struct {
	name        string
	description string
	optional    bool
	format      framework.StringFormat
}

// copyArguments are the arguments that decide the source and the target of a copy. A change of one makes another copy.
var copyArguments = []copyArgument{
	{
		name:        "recording_id",
		description: "The ID of the cloud recording. Its status must be Completed.",
		format:      framework.MatchRegexp(`^[A-Za-z0-9][A-Za-z0-9_-]*$`, "be the ID of a cloud recording: letters, digits, hyphens and underscores"),
	},
	{
		name:        "bucket",
		description: "The name of the S3 bucket to copy to.",
		format:      framework.S3BucketFormat,
	},
	{
		name:        "region",
		description: "The region of the bucket, which must be the region of the Sendbird application: `" + strings.Join(regions, "`, `") + "`.",
		format: framework.StringFormat{
			Requirement: "be one of the regions that Sendbird copies to: " + strings.Join(regions, ", "),
			Matches:     func(value string) bool { return slices.Contains(regions, value) },
		},
	},
	{
		name: "recording_file_directory",
		description: "The directory in the bucket to copy to, such as `recordings/`, without a leading slash. A trailing slash makes no difference. " +
			"Omit to copy to the top of the bucket.",
		optional: true,
		format:   framework.DirectoryFormat,
	},
}

// The AWS access key. A change makes no other copy, because a rotation is no reason to copy gigabytes again.
const (
	accessKeyDescription = "The ID of the AWS access key that Sendbird writes to the bucket with. It needs `s3:PutObject` and " +
		"`s3:ListBucket`: see the function `sendbird_upload_policy`."
	secretKeyDescription = "The secret access key that belongs to `access_key`." //nolint:gosec // not a secret
)

var (
	accessKeyFormat = framework.AccessKeyIDFormat(`^[A-Za-z0-9_]{16,128}$`, "be the ID of an AWS access key: 16 to 128 letters and digits").AsSecret()
	// AWS does not document the format of a secret.
	secretKeyFormat = framework.MatchRegexp(`^[[:graph:]]{16,}$`, "be an AWS secret access key, without spaces or line breaks").AsSecret()
)

// copyModel holds the arguments of a copy, except its secret.
type copyModel struct {
	RecordingID types.String `tfsdk:"recording_id"`
	Bucket      types.String `tfsdk:"bucket"`
	Region      types.String `tfsdk:"region"`
	Directory   types.String `tfsdk:"recording_file_directory"`
	AccessKey   types.String `tfsdk:"access_key"`
}

func (m copyModel) request(secretKey string) CopyRequest {
	return CopyRequest{
		RecordingID: m.RecordingID.ValueString(), Bucket: m.Bucket.ValueString(), Region: m.Region.ValueString(),
		Directory: m.Directory.ValueString(), AccessKey: m.AccessKey.ValueString(), SecretKey: secretKey,
	}
}

// copyError returns the diagnostic of a failed copy. It has an attribute path only if the cause is certain, and never one of a secret.
func copyError(client *Client, r CopyRequest, err error) diag.Diagnostic {
	const summary = "Could not copy the recording"
	detail := framework.DescribeError(fmt.Sprintf("Application %s, recording %s", client.applicationID, r.RecordingID), err)
	failure, ok := errors.AsType[*api.Error](err)
	if !ok {
		return diag.NewErrorDiagnostic(summary, detail)
	}
	if failure.MaybeProcessed {
		prefix := ""
		if r.prefix() != "" {
			prefix = "begins with " + quote(r.prefix()) + " and "
		}
		result := "It is not known whether the recording was copied, so the request was not repeated."
		if errors.Is(err, errInvalidKey) {
			result = "According to this response the recording was copied, but the state cannot hold such a key."
		}
		detail += fmt.Sprintf("\n\n%s A second copy costs money. Before you try again, look in bucket %s for an object with a key that %sends in _%s.mp4.",
			result, r.Bucket, prefix, r.RecordingID)
	}
	detail += "\n\n" + failure.Advice()
	if hasLikelyCauses(failure) {
		detail += " " + describeLikelyCauses(r)
	}
	if failure.Code == codeNotFound {
		return diag.NewAttributeErrorDiagnostic(path.Root("recording_id"), summary, detail)
	}
	return diag.NewErrorDiagnostic(summary, detail)
}

// describeLikelyCauses lists the documented requirements of a copy. The messages of Sendbird's errors are not documented.
func describeLikelyCauses(r CopyRequest) string {
	text := fmt.Sprintf("The likely causes are the requirements that Sendbird documents for a copy:\n\n"+
		"- The status of the recording is not Completed yet. Wait until the webhook or the dashboard shows it.\n"+
		"- Region %s is not the application's own, which Sendbird's dashboard shows under Settings, Application, General. "+
		"The bucket must be in that region.\n"+
		"- Sendbird stored the recording in a bucket of your own already. It copies only recordings in its own storage.\n"+
		"- The bucket encrypts with a KMS key, and the access key lacks kms:GenerateDataKey or kms:Decrypt on it.\n"+
		"- The access key is wrong, or lacks s3:PutObject or s3:ListBucket.", r.Region)
	if policy, err := uploadPolicy(r.Bucket, r.Directory, nil); err == nil {
		text += " Its IAM user needs this policy, which provider::videostorage::sendbird_upload_policy returns:\n\n" + policy
	}
	return text
}

// quote quotes a location in S3, with escapes for characters that are not visible, so that the user finds the object.
func quote(text string) string {
	if quoted := strconv.Quote(text); api.SanitizeLine(quoted) == quoted {
		return quoted
	}
	return strconv.QuoteToASCII(text) // strconv.Quote does not escape variation selectors
}
