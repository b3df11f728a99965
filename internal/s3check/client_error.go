package s3check

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/lazyregexp"
)

// regionHeader is the response header with the region of the bucket.
const regionHeader = "X-Amz-Bucket-Region"

// missingBucketTime is the time for which a missing bucket may be one that AWS does not know everywhere yet.
const missingBucketTime = 20 * time.Second

var (
	errNotS3 = errors.New("the response is not one of S3")
	errSSES3 = errors.New("the object was encrypted with SSE-S3 (AES256)")
)

// Error is a check that failed. Its texts are redacted and sanitized.
type Error struct {
	// Operation is the name of the request in S3's API.
	Operation string
	// Status and Code are those of S3's response. They are 0 and "" without one.
	Status          int
	Code, RequestID string
	// Message is S3's, or describes the failure of a request without a response.
	Message string
	// Region is the region in which S3 says that the bucket is, or "".
	Region string
	// Attempts is how often the check was attempted within Elapsed.
	Attempts int
	Elapsed  time.Duration
	// Interrupted reports whether the run was interrupted.
	Interrupted bool
	// Err is the cause without an error of S3.
	Err error

	check Check
}

// newError returns the error of a request. S3 answers a wrong secret with the whole signed request, so nothing else of a response is
// kept than code, message, region and request ID.
func (c Check) newError(operation string, err error) *Error {
	e := &Error{Operation: operation, check: c}
	if response, ok := errors.AsType[*awshttp.ResponseError](err); ok {
		e.RequestID = response.RequestID
		if response.Response != nil {
			e.Status = response.HTTPStatusCode()
			e.Region = response.HTTPResponse().Header.Get(regionHeader)
		}
	}
	if refusal, ok := errors.AsType[smithy.APIError](err); ok {
		e.Code, e.Message = refusal.ErrorCode(), refusal.ErrorMessage()
		if !isRegion(e.Region) {
			e.Region = findRegion(e.Message)
		}
	} else {
		e.Err = err
		if wrapped, ok := errors.AsType[*url.Error](err); ok {
			err = wrapped.Err // without the URL
		} else if e.Status != 0 {
			err = errNotS3
		}
		e.Message = err.Error()
	}
	if !isRegion(e.Region) {
		e.Region = ""
	}
	secrets := append(api.ProxySecrets(c.Endpoint), c.AccessKeyID, c.SecretAccessKey)
	redactor := api.NewRedactor(secrets...)
	for _, text := range []*string{&e.Code, &e.Message, &e.RequestID} {
		*text = api.SanitizeValue(redactor.Replace(*text))
	}
	return e
}

// Error describes the request and the failure on one line.
func (e *Error) Error() string {
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
	if e.Attempts > 1 {
		facts = append(facts, fmt.Sprintf("%d attempts in %s", e.Attempts, e.Elapsed.Round(time.Second)))
	}
	parts := []string{fmt.Sprintf("%s at %s", e.Operation, e.check.Endpoint)}
	if len(facts) > 0 {
		parts = append(parts, strings.Join(facts, ", "))
	}
	return strings.Join(append(parts, e.Message), ": ")
}

// Unwrap returns the cause without an error of S3.
func (e *Error) Unwrap() error { return e.Err }

// isAboutURL reports whether a correct url would mend the error.
func (e *Error) isAboutURL() bool {
	return e.Code == "NoSuchBucket" || e.Code == "InvalidBucketName" || e.isMisdirected() || errors.Is(e, errSSES3)
}

// temporaryCodes are those of errors that end when AWS knows a new key or policy, or when a fault is over.
// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
var temporaryCodes = []string{
	"InvalidAccessKeyId", "AccessDenied", "KMS.AccessDeniedException", "OperationAborted", "NoSuchUpload",
	"SlowDown", "Throttling", "ThrottlingException", "KMS.ThrottlingException", "RequestLimitExceeded", "RequestThrottled", "TooManyRequests",
	"InternalError", "ServiceUnavailable", "RequestTimeout",
}

// isTemporary reports whether a later attempt may succeed although the configuration is the same.
func (e *Error) isTemporary() bool {
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](e.Err)
	switch {
	case e.Code == "NoSuchBucket":
		return e.Elapsed < missingBucketTime
	case e.Status == 0:
		return !errors.Is(e, errSSES3) && !errors.Is(e, errNotS3) && !untrusted
	case slices.Contains(temporaryCodes, e.Code):
		return true
	}
	return e.Status == http.StatusTooManyRequests || e.Status == http.StatusRequestTimeout ||
		e.Status >= http.StatusInternalServerError && e.Status != http.StatusNotImplemented
}

// isMisdirected reports whether the bucket is in another region than the request was for.
func (e *Error) isMisdirected() bool {
	return e.Status >= 300 && e.Status < 400 || e.Code == "AuthorizationHeaderMalformed" || e.Code == "IllegalLocationConstraintException"
}

var (
	// The messages of AuthorizationHeaderMalformed and IllegalLocationConstraintException.
	expectedRegion = lazyregexp.New(`expecting '([^']*)'|^The (\S+) location constraint`)
	regionCode     = lazyregexp.New(`^[a-z]{2,}(?:-[a-z0-9]+)+$`)
)

// findRegion returns the region of the bucket in an error message of S3, or "".
func findRegion(message string) string {
	if found := expectedRegion.FindStringSubmatch(message); found != nil {
		return cmp.Or(found[1], found[2])
	}
	return ""
}

func isRegion(text string) bool { return len(text) < 64 && regionCode.MatchString(text) }

// Advice returns the next step, by the cause of the error.
func (e *Error) Advice() string {
	switch {
	case e.Interrupted:
		return "The run was interrupted. Run it again."
	case errors.Is(e, errSSES3):
		return e.adviseEncryption()
	case errors.Is(e, errNotS3), e.Err != nil && e.Status != 0:
		return "Another server than S3 seems to have answered. Check url, endpoint if it is set, and any proxy in between."
	case e.Err != nil:
		return e.adviseConnection()
	case e.Code == "AccessDenied" || e.Code == "AllAccessDisabled" || e.Code == "KMS.AccessDeniedException":
		return e.adviseDenial()
	case strings.HasPrefix(e.Code, "KMS.") && !e.isTemporary():
		return "S3 names KMS. The KMS key with which the bucket encrypts must exist, be enabled, and be in the region of the bucket."
	case e.isMisdirected():
		return e.adviseRegion()
	}
	if advice := adviceByCode[e.Code]; advice != "" {
		return advice + e.sinceRepeated()
	}
	if e.isTemporary() {
		return "The fault is at S3 or on the way there. Look at https://health.aws.amazon.com, and try again later." + e.sinceRepeated()
	}
	return "Look up the code at https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html. The vendor's uploads would probably fail alike."
}

// adviceByCode has the codes of which the cause needs no other fact.
var adviceByCode = map[string]string{
	"InvalidAccessKeyId": "AWS does not know the key. Check access_key_id: the key may be deleted or misspelt, or in another partition of AWS.",
	"SignatureDoesNotMatch": "The secret is wrong. Set the secret access key that belongs to access_key_id, without additional characters, and raise " +
		"secret_access_key_wo_version if it is write-only.",
	"NoSuchBucket":         "There is no bucket with the name in url. Correct url, or create the bucket first, with depends_on or a reference to it.",
	"InvalidBucketName":    "Correct the name of the bucket in url.",
	"RequestTimeTooSkewed": "The clock of this machine is wrong. Set it, for example with NTP.",
	"MalformedXML":         "The server does not understand a multipart upload. Check endpoint, which must be an S3 server.",
	"NotImplemented":       "The server has no multipart uploads. Check endpoint, which must be an S3 server.",
	"MethodNotAllowed":     "The server accepts no uploads here. Check url, and endpoint and use_path_style if set.",
	"InvalidToken":         "The key is a temporary one, which works only with a session token. Use the key of an IAM user.",
	"ExpiredToken":         "The key is a temporary one, which has expired. Use the key of an IAM user.",
	"InvalidRequest": "The bucket refuses uploads of this form, as with a default retention (Object Lock), which requires a checksum. Look at the " +
		"message and the properties of the bucket.",
}

// sinceRepeated says how long the check was repeated, and why.
func (e *Error) sinceRepeated() string {
	if e.Attempts < 2 || e.Code == "NoSuchBucket" { // a longer timeout would not repeat that longer
		return ""
	}
	return fmt.Sprintf(" The check was repeated for %s, because AWS needs some seconds to make a new key, policy or bucket known. If they are new, raise "+
		"the timeouts of this object.", e.Elapsed.Round(time.Second))
}

func (e *Error) adviseConnection() string {
	if advice := api.ConnectionAdvice(e.Err, "endpoint"); advice != "" {
		return advice
	}
	event := "There is no connection to S3."
	if errors.Is(e.Err, context.DeadlineExceeded) {
		event = "S3 did not answer."
	}
	return event + " Check that this machine can reach the host, and url and endpoint if it is set." + e.sinceRepeated()
}

func (e *Error) adviseRegion() string {
	if e.Region == "" {
		return "The bucket is in another region than url says, or than us-east-1 if url names none. An upload does not follow the redirect. Write the " +
			"region of the bucket in url, as in https://BUCKET.s3.REGION.amazonaws.com/PATH."
	}
	advice := fmt.Sprintf("The bucket is in the region %s, and the request was for %s. An upload does not follow a redirect.", e.Region, e.check.Region)
	if e.check.URL.Bucket() == "" {
		return advice
	}
	return advice + " Write url = \"" + e.check.URL.RegionalURL(e.Region) + "\"."
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

// denial is the cause of an AccessDenied that S3 names. All of it may be empty.
// Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
type denial struct {
	// action is the denied action, such as kms:Decrypt.
	action string
	// policy is the kind of the policy, such as "service control policy".
	policy string
	// explicit reports whether the policy denies the action, instead of not allowing it.
	explicit bool
}

var (
	deniedAction = lazyregexp.New(`\bto perform: ([a-z0-9-]+:[A-Za-z]+)`)
	explicitDeny = lazyregexp.New(`\bexplicit deny(?: in an? ([A-Za-z -]+(?:policy|boundary)))?`)
	missingAllow = lazyregexp.New(`\bno ([A-Za-z -]+(?:policy|boundary)) allows`)
	kmsAction    = lazyregexp.New(`\bkms:[A-Za-z]+`)
)

func parseDenial(message string) denial {
	var d denial
	if found := deniedAction.FindStringSubmatch(message); found != nil {
		d.action = found[1]
	} else {
		d.action = kmsAction.FindString(message)
	}
	if found := explicitDeny.FindStringSubmatch(message); found != nil {
		d.explicit, d.policy = true, found[1]
	} else if found := missingAllow.FindStringSubmatch(message); found != nil {
		d.policy = found[1]
	}
	d.policy = strings.ToLower(d.policy)
	return d
}

func (e *Error) adviseDenial() string {
	d := parseDenial(e.Message)
	isKMS := strings.HasPrefix(d.action, "kms:") || strings.HasPrefix(e.Code, "KMS.")
	var sentences []string
	switch {
	case d.explicit && d.policy != "":
		article := "a"
		if d.policy == "identity-based policy" {
			article = "an"
		}
		sentences = append(sentences, fmt.Sprintf("S3 names an explicit deny in %s %s.", article, d.policy))
	case d.explicit:
		sentences = append(sentences, "S3 names an explicit deny.")
	case d.policy != "":
		sentences = append(sentences, fmt.Sprintf("S3 names no explicit deny: no %s allows the request.", d.policy))
	default:
		sentences = append(sentences, "S3 names no policy.")
	}
	if place := policyPlaces[d.policy]; place != "" && (!isKMS || d.policy != resourceBased) {
		sentences = append(sentences, place)
	}
	switch {
	case isKMS:
		sentences = append(sentences, fmt.Sprintf("S3 names KMS, with which the bucket encrypts: allow the IAM user kms:GenerateDataKey and kms:Decrypt on "+
			"the KMS key, in its IAM policy and in the policy of the KMS key. The key must be enabled.%s", e.policyFunctionHint()))
	case e.Operation == "UploadPart" && d.action == "":
		sentences = append(sentences, "S3 has accepted the beginning of the upload, so s3:PutObject is allowed. If the bucket encrypts with a KMS key, "+
			"kms:Decrypt on that key is missing.")
	case e.Operation == "ListObjectsV2":
		sentences = append(sentences, fmt.Sprintf("%s needs s3:ListBucket on %s.%s", e.check.Title, e.check.objects().BucketARN(), e.policyFunctionHint()))
	default:
		sentences = append(sentences, fmt.Sprintf("The key needs s3:PutObject on %s and, if the bucket encrypts with a KMS key, kms:GenerateDataKey and "+
			"kms:Decrypt on that key.%s", e.check.objects().ARN(), e.policyFunctionHint()))
	}
	return strings.Join(sentences, " ") + e.sinceRepeated()
}

const resourceBased = "resource-based policy"

// policyPlaces says where the policy of a kind is, and who can change it.
var policyPlaces = map[string]string{
	"identity-based policy":   "It is a policy of the IAM user of the key.",
	resourceBased:             "It is the policy of the bucket. If that admits only certain addresses, such as the vendor's, it refuses this machine too.",
	"service control policy":  "An administrator of the AWS organization must change it, because no policy of the account overrides it.",
	"resource control policy": "An administrator of the AWS organization must change it, because no policy of the account overrides it.",
	"permissions boundary":    "It is the permissions boundary of the IAM user of the key.",
	"session policy":          "The key is of a session. Use the key of an IAM user.",
	"vpc endpoint policy":     "It is the policy of the VPC endpoint through which this machine reaches S3. The vendor does not use that endpoint.",
}

func (e *Error) policyFunctionHint() string {
	if e.check.policyFunction == "" {
		return ""
	}
	return " provider::videostorage::" + e.check.policyFunction + " returns the policy."
}

func hasCode(err error, code string) bool {
	refusal, ok := errors.AsType[smithy.APIError](err)
	return ok && refusal.ErrorCode() == code
}
