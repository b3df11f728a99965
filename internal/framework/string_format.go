package framework

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/lazyregexp"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3"
)

// StringFormat validates a string from the configuration or the environment. Its errors never show the value, which may be a
// secret, or a secret in the wrong place.
type StringFormat struct {
	// Requirement completes "The value must …".
	Requirement string
	// Matches reports whether a value has the format.
	Matches func(string) bool
	// Secret marks every value as a secret. An error about a secret has no attribute path, because Terraform prints the
	// line at that path.
	Secret bool
	// LooksSecret reports whether an invalid value is a secret in the wrong place. It may be nil.
	LooksSecret func(string) bool
	// Explain returns a sentence about a known mistake in an invalid value, or "". It may be nil.
	Explain func(string) string
}

var _ validator.String = StringFormat{}

// MatchRegexp returns the format of strings that match a regular expression.
func MatchRegexp(pattern, requirement string) StringFormat {
	return StringFormat{Requirement: requirement, Matches: lazyregexp.New(pattern).MatchString}
}

// AsSecret returns the format for an attribute with secret values.
func (f StringFormat) AsSecret() StringFormat {
	f.Secret = true
	return f
}

func (f StringFormat) Description(context.Context) string             { return "must " + f.Requirement }
func (f StringFormat) MarkdownDescription(ctx context.Context) string { return f.Description(ctx) }

func (f StringFormat) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || f.Matches(req.ConfigValue.ValueString()) {
		return
	}
	resp.Diagnostics.Append(f.newError(req.Path, req.ConfigValue.ValueString()))
}

func (f StringFormat) newError(at path.Path, value string) diag.Diagnostic {
	name := ""
	for _, step := range at.Steps() {
		// The other steps, those of elements, may hold values.
		if attribute, ok := step.(path.PathStepAttributeName); ok {
			name = string(attribute)
		}
	}
	summary, detail := "Invalid "+name, fmt.Sprintf("The value of %s must %s.", at, f.Requirement)
	if f.Explain != nil {
		if explanation := f.Explain(value); explanation != "" {
			detail += " " + explanation
		}
	}
	if f.Secret || (f.LooksSecret != nil && f.LooksSecret(value)) {
		return diag.NewErrorDiagnostic(summary, detail+" The value may be a secret, so neither it nor its line is shown.")
	}
	return diag.NewAttributeErrorDiagnostic(at, summary, detail)
}

// CredentialFormat is the format of a vendor's token or secret. Vendors do not document more. A space or a line break is a
// mistake in copying.
var CredentialFormat = MatchRegexp(`^[[:graph:]]+$`,
	"have at least one character, and consist of letters, digits and punctuation without spaces and line breaks; omit it if there is none").AsSecret()

// AccessKeyIDFormat returns the format of the ID of an AWS access key that matches a regular expression, except the ID of a temporary
// key: it works only with a session token, which video platforms do not accept.
// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
func AccessKeyIDFormat(pattern, requirement string) StringFormat {
	const temporaryPrefix = "ASIA"
	isTemporary := func(value string) bool { return strings.HasPrefix(value, temporaryPrefix) }
	format := MatchRegexp(pattern, requirement+", of a long-term key")
	hasForm := format.Matches
	format.Matches = func(value string) bool { return hasForm(value) && !isTemporary(value) }
	format.Explain = func(value string) string {
		if isTemporary(value) {
			return "The value begins with ASIA, so it is a temporary key, which works only with a session token. Use the key of an IAM user."
		}
		return ""
	}
	format.LooksSecret = secretAccessKey.MatchString
	return format
}

// secretAccessKey finds the secret of an access key of AWS.
var secretAccessKey = lazyregexp.New(`[A-Za-z0-9/+=]{40}`)

// BaseURLFormat is the format of an origin that replaces the vendor's own, or S3's.
var BaseURLFormat = StringFormat{
	Requirement: "be an origin without a path, such as https://example.com or http://127.0.0.1:8080: https, or http on a loopback " +
		"address, because anything else would show the credentials to the network",
	Matches: func(value string) bool { return api.ParseBaseURL(value) != nil },
	// A user name, perhaps with a password.
	LooksSecret: func(value string) bool { return strings.Contains(value, "@") },
}

// S3BucketFormat is the format of the name of an S3 bucket.
var S3BucketFormat = StringFormat{
	Requirement: "be the name of an S3 bucket: 3 to 63 lower-case letters, digits, hyphens and dots",
	Matches:     func(value string) bool { return s3.ValidateBucketName(value) == nil },
	Explain: func(value string) string {
		if bucket := s3.BucketInAddress(value); bucket != "" {
			return fmt.Sprintf("The value is an address of the bucket: write %q.", bucket)
		}
		return ""
	},
}

// DirectoryFormat is the format of a directory in a bucket.
var DirectoryFormat = StringFormat{
	Requirement: `be a path of at most 1024 bytes without a leading slash, empty segments, the segments "." and "..", and control ` +
		`characters, such as recordings/; omit it for the top of the bucket`,
	Matches: func(value string) bool { return value != "" && s3.ValidateDirectory(value) == nil },
}

// PositiveDuration is the format of a duration above zero.
var PositiveDuration = StringFormat{
	Requirement: `be a duration above zero, such as "30s" or "2m"`,
	Matches: func(value string) bool {
		d, err := time.ParseDuration(value)
		return err == nil && d > 0
	},
}
