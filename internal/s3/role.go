package s3

import (
	"errors"

	"github.com/videostorage/terraform-provider-videostorage/internal/lazyregexp"
)

var (
	anyRoleARN = lazyregexp.New(`^arn:[^:\s]+:iam::[^:\s]*:role/[^\s*]+$`)
	// roleARN has the characters of IAM's names and paths.
	// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
	roleARN = lazyregexp.New(`^arn:aws[a-z-]*:iam::[0-9]{12}:role/(?:[!-~]+/)?[\w+=,.@-]{1,64}$`)
)

// CheckRoleARN returns an error if a text is certainly no ARN of an IAM role, and a warning if it does not have the documented form.
func CheckRoleARN(arn string) (warning string, err error) {
	switch {
	case !anyRoleARN.MatchString(arn):
		return "", errors.New("the value is not the ARN of an IAM role: write arn:aws:iam::ACCOUNT:role/NAME")
	case !roleARN.MatchString(arn):
		return "The value does not have the form of a role's ARN, arn:aws:iam::ACCOUNT:role/NAME, with an account ID of 12 digits and a name of " +
			"letters, digits and +=,.@_-. Copy it from AWS.", nil
	}
	return "", nil
}

// TrustPolicy returns the JSON of the policy with which another AWS account may assume a role, if it sends the external ID.
// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
func TrustPolicy(accountID, externalID string) (string, error) {
	type statement struct {
		Sid, Effect, Action string
		Principal           map[string]string
		Condition           map[string]map[string]string
	}
	return encodePolicy([]statement{{
		Sid: "AssumeRole", Effect: "Allow", Action: "sts:AssumeRole",
		Principal: map[string]string{"AWS": "arn:aws:iam::" + accountID + ":root"},
		Condition: map[string]map[string]string{"StringEquals": {"sts:ExternalId": externalID}},
	}})
}
