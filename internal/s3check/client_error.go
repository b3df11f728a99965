package s3check

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/retry"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3client"
)

// missingBucketTime is the time for which a missing bucket may be one that AWS does not know everywhere yet.
const missingBucketTime = 20 * time.Second

var errSSES3 = errors.New("the object was encrypted with SSE-S3 (AES256)")

// Error is a check that failed.
type Error struct {
	*s3client.RequestError
	// Operation is the name of the request in S3's API.
	Operation string
	// Attempts is how often the check was attempted within Elapsed.
	Attempts int
	Elapsed  time.Duration
	// Interrupted reports whether the run was interrupted.
	Interrupted bool

	check Check
}

func (c Check) newError(operation string, err error) *Error {
	if failed, ok := errors.AsType[*url.Error](err); ok {
		err = failed.Err // without the URL
	}
	secrets := append(api.ProxySecrets(c.Endpoint), c.AccessKeyID, c.SecretAccessKey)
	return &Error{RequestError: s3client.NewRequestError(err, secrets...), Operation: operation, check: c}
}

// Error describes the request and the failure on one line.
func (e *Error) Error() string {
	text := fmt.Sprintf("%s at %s: %s", e.Operation, e.check.Endpoint, e.RequestError)
	if e.Attempts > 1 {
		text += fmt.Sprintf(" (%d attempts in %s)", e.Attempts, e.Elapsed.Round(time.Second))
	}
	return text
}

// codes are S3's codes of which the HTTP status says too little.
// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
var codes = map[string]struct {
	// isTemporary marks errors that end when AWS knows a new key or policy, or when a fault is over.
	isTemporary bool
	advice      string
}{
	"InvalidAccessKeyId": {
		isTemporary: true,
		advice:      "AWS does not know the key. Check access_key_id: the key may be deleted or misspelt, or in another partition of AWS.",
	},
	"AccessDenied":              {isTemporary: true},
	"KMS.AccessDeniedException": {isTemporary: true},
	"NoSuchUpload":              {isTemporary: true},
	"OperationAborted":          {isTemporary: true},
	"RequestTimeout":            {isTemporary: true},
	"SignatureDoesNotMatch": {advice: "The secret is wrong. Set the secret access key that belongs to access_key_id, without additional characters, and " +
		"raise secret_access_key_wo_version if it is write-only."},
	"NoSuchBucket":         {advice: "There is no bucket with the name in url. Correct url, or create the bucket first, with depends_on or a reference to it."},
	"InvalidBucketName":    {advice: "Correct the name of the bucket in url."},
	"RequestTimeTooSkewed": {advice: "The clock of this machine is wrong. Set it, for example with NTP."},
	"MalformedXML":         {advice: "The server does not understand a multipart upload. Check endpoint, which must be an S3 server."},
	"NotImplemented":       {advice: "The server has no multipart uploads. Check endpoint, which must be an S3 server."},
	"MethodNotAllowed":     {advice: "The server accepts no uploads here. Check url, and endpoint and use_path_style if set."},
	"InvalidToken":         {advice: "The key is a temporary one, which works only with a session token. Use the key of an IAM user."},
	"ExpiredToken":         {advice: "The key is a temporary one, which has expired. Use the key of an IAM user."},
	"InvalidRequest": {advice: "The bucket refuses uploads of this form, as with a default retention (Object Lock), which requires a checksum. Look at the " +
		"message and the properties of the bucket."},
}

// isTemporary reports whether a later attempt may succeed although the configuration is the same.
func (e *Error) isTemporary() bool {
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](e.Err)
	_, throttled := retry.DefaultThrottleErrorCodes[strings.TrimPrefix(e.Code, kmsPrefix)]
	switch {
	case e.Code == "NoSuchBucket":
		return e.Elapsed < missingBucketTime
	case e.Status == 0:
		return !errors.Is(e, errSSES3) && !errors.Is(e, s3client.ErrNotS3) && !untrusted
	case throttled || codes[e.Code].isTemporary:
		return true
	}
	return e.Status == http.StatusTooManyRequests || e.Status == http.StatusRequestTimeout ||
		e.Status >= http.StatusInternalServerError && e.Status != http.StatusNotImplemented
}

// isMisdirected reports whether the bucket is in another region than the request was for.
func (e *Error) isMisdirected() bool {
	return e.Status >= 300 && e.Status < 400 || e.Code == "AuthorizationHeaderMalformed" || e.Code == "IllegalLocationConstraintException"
}

// isAboutURL reports whether a correct url would mend the error.
func (e *Error) isAboutURL() bool {
	return e.Code == "NoSuchBucket" || e.Code == "InvalidBucketName" || e.isMisdirected() || errors.Is(e, errSSES3)
}

// kmsPrefix begins the codes that S3 passes on from KMS.
const kmsPrefix = "KMS."

// Advice returns the next step, by the cause of the error.
func (e *Error) Advice() string {
	advice := codes[e.Code].advice
	switch {
	case e.Interrupted:
		return "The run was interrupted. Run it again."
	case errors.Is(e, errSSES3):
		return e.adviseEncryption()
	case errors.Is(e, s3client.ErrNotS3):
		return "Another server than S3 seems to have answered. Check url, endpoint if it is set, and any proxy in between."
	case e.isMisdirected():
		return e.adviseRegion()
	case errors.Is(e, context.DeadlineExceeded):
		advice = "S3 did not answer. Check that this machine can reach the host, and url and endpoint if it is set."
	case e.Err != nil:
		if known := api.ConnectionAdvice(e.Err, "endpoint"); known != "" {
			return known
		}
		advice = "There is no connection to S3. Check that this machine can reach the host, and url and endpoint if it is set."
	case e.Code == "AccessDenied" || e.Code == "AllAccessDisabled" || e.Code == "KMS.AccessDeniedException":
		advice = e.adviseDenial()
	case advice != "":
	case e.isTemporary():
		advice = "The fault is at S3 or on the way there. Look at https://health.aws.amazon.com, and try again later."
	case strings.HasPrefix(e.Code, kmsPrefix):
		return "S3 names KMS. The KMS key with which the bucket encrypts must exist, be enabled, and be in the region of the bucket."
	default:
		return "Look up the code at https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html. The vendor's uploads would probably fail alike."
	}
	if e.Attempts > 1 && e.Code != "NoSuchBucket" { // a longer timeout would not repeat that longer
		advice += fmt.Sprintf(" The check was repeated for %s, because AWS needs some seconds to make a new key, policy or bucket known. If they are new, "+
			"raise the timeouts of this object.", e.Elapsed.Round(time.Second))
	}
	return advice
}

func (e *Error) adviseRegion() string {
	switch {
	case e.Region == "":
		return "The bucket is in another region than url says, or than us-east-1 if url names none. An upload does not follow the redirect. Write the " +
			"region of the bucket in url, as in https://BUCKET.s3.REGION.amazonaws.com/PATH."
	case e.check.URL.Bucket() == "":
		return fmt.Sprintf("The bucket is in the region %s, and the request was for %s.", e.Region, e.check.Region)
	}
	return fmt.Sprintf("The bucket is in the region %s, and the request was for %s. An upload does not follow a redirect. Write url = %q.",
		e.Region, e.check.Region, e.check.URL.RegionalURL(e.Region))
}

func (e *Error) adviseEncryption() string {
	return fmt.Sprintf(`%s's uploads to this bucket would fail with error %d, because they do not work with SSE-S3, the default of S3. Encrypt the bucket with a KMS key, and let the check depend on that:

  resource "aws_s3_bucket_server_side_encryption_configuration" "recordings" {
    bucket = %q
    rule {
      apply_server_side_encryption_by_default {
        sse_algorithm     = "aws:kms"
        kms_master_key_id = aws_kms_key.recordings.arn
      }
    }
  }`, e.check.Title, e.check.sseS3Error, e.check.Bucket)
}

// policies are the kinds of policies that S3 names in a denial.
// Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
var policies = []struct{ kind, hint string }{
	{"identity-based policy", "It is a policy of the IAM user of the key."},
	{
		"resource-based policy", "It is the policy of the bucket or of its KMS key. If it admits only certain addresses, such as the vendor's, it refuses " +
			"this machine too.",
	},
	{"service control policy", "An administrator of the AWS organization must change it, because no policy of the account overrides it."},
	{"resource control policy", "An administrator of the AWS organization must change it, because no policy of the account overrides it."},
	{"permissions boundary", "It is the permissions boundary of the IAM user of the key."},
	{"session policy", "The key is of a session. Use the key of an IAM user."},
	{"VPC endpoint policy", "It is the policy of the VPC endpoint through which this machine reaches S3. The vendor does not use that endpoint."},
}

func (e *Error) adviseDenial() string {
	isExplicit, advice := strings.Contains(e.Message, "explicit deny"), "S3 names no policy. "
	if isExplicit {
		advice = "S3 names an explicit deny. "
	}
	for _, policy := range policies {
		switch {
		case !strings.Contains(e.Message, policy.kind):
		case isExplicit:
			advice = fmt.Sprintf("S3 names an explicit deny in the %s. %s ", policy.kind, policy.hint)
		default:
			advice = fmt.Sprintf("S3 names no explicit deny: no %s allows the request. %s ", policy.kind, policy.hint)
		}
	}
	switch {
	case strings.Contains(e.Message, " kms:") || strings.HasPrefix(e.Code, kmsPrefix):
		advice += "S3 names KMS, with which the bucket encrypts: allow the IAM user kms:GenerateDataKey and kms:Decrypt on the KMS key, in its IAM policy " +
			"and in the policy of the KMS key. The key must be enabled."
	case e.Operation == "UploadPart":
		return advice + "S3 has accepted the beginning of the upload, so s3:PutObject is allowed. If the bucket encrypts with a KMS key, kms:Decrypt on " +
			"that key is missing."
	case e.Operation == "ListObjectsV2":
		advice += fmt.Sprintf("%s needs s3:ListBucket on %s.", e.check.Title, e.check.objects().BucketARN())
	default:
		advice += fmt.Sprintf("The key needs s3:PutObject on %s and, if the bucket encrypts with a KMS key, kms:GenerateDataKey and kms:Decrypt on that "+
			"key.", e.check.objects().ARN())
	}
	if e.check.policyFunction != "" {
		advice += " provider::videostorage::" + e.check.policyFunction + " returns the policy."
	}
	return advice
}
