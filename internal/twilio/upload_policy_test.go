package twilio_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio"
)

const (
	bucketURL  = "https://my-bucket.s3.eu-central-1.amazonaws.com"
	keyARN     = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	otherKey   = "arn:aws:kms:us-east-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab"
	chineseKey = "arn:aws-cn:kms:cn-north-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
)

// callUploadPolicy calls twilio_upload_policy. "null" stands for null.
func callUploadPolicy(t *testing.T, urls, keys []string) (string, *function.FuncError) {
	t.Helper()
	var arguments []attr.Value
	for _, list := range [][]string{urls, keys} {
		values := []attr.Value{}
		for _, element := range list {
			value := types.StringValue(element)
			if element == "null" {
				value = types.StringNull()
			}
			values = append(values, value)
		}
		arguments = append(arguments, types.ListValueMust(types.StringType, values))
	}
	resp := function.RunResponse{Result: function.NewResultData(types.StringUnknown())}
	twilio.Vendor.Functions[0]().Run(t.Context(), function.RunRequest{Arguments: function.NewArgumentsData(arguments)}, &resp)
	policy, _ := resp.Result.Value().(types.String)
	return policy.ValueString(), resp.Error
}

func TestUploadPolicyLetsTwilioWriteUnderTheURLs(t *testing.T) {
	t.Parallel()
	const (
		put = `{"Version":"2012-10-17","Statement":[{"Sid":"PutMedia","Effect":"Allow","Action":["s3:PutObject"],"Resource":["arn:`
		use = `"]},{"Sid":"UseKeys","Effect":"Allow","Action":["kms:Encrypt","kms:Decrypt","kms:ReEncryptFrom","kms:ReEncryptTo",` +
			`"kms:GenerateDataKey","kms:GenerateDataKeyWithoutPlaintext","kms:DescribeKey"],"Resource":["`
	)
	for _, test := range []struct {
		urls, keys []string
		want       string
	}{
		{[]string{bucketURL + "/my/path/"}, nil, `aws:s3:::my-bucket/my/path/*`},
		// Several are in their order.
		{
			[]string{bucketURL + "/b", "https://s3-eu-west-1.amazonaws.com/other/a", bucketURL + "/a"},
			nil,
			`aws:s3:::my-bucket/b/*","arn:aws:s3:::other/a/*","arn:aws:s3:::my-bucket/a/*`,
		},
		// Others cover some of them.
		{
			[]string{bucketURL + "/a/b", bucketURL + "/a/", "https://s3.amazonaws.com/my-bucket/a", bucketURL + "/ab"},
			nil,
			`aws:s3:::my-bucket/a/*","arn:aws:s3:::my-bucket/ab/*`,
		},
		{
			[]string{
				"https://b-cn.s3.cn-north-1.amazonaws.com.cn/a", "https://b-gov.s3-us-gov-west-1.amazonaws.com",
				"https://b-eu.s3.eusc-de-east-1.amazonaws.eu", "https://b-any.s3.amazonaws.com",
			},
			[]string{chineseKey},
			`aws-cn:s3:::b-cn/a/*","arn:aws-us-gov:s3:::b-gov/*","arn:aws-eusc:s3:::b-eu/*","arn:aws:s3:::b-any/*` + use + chineseKey,
		},
		// A policy has special characters.
		{[]string{bucketURL + "/*/%3F/$%7Baws:username%7D/%25"}, nil, `aws:s3:::my-bucket/${*}/${?}/${$}{aws:username}/%/*`},
		{
			[]string{bucketURL, "https://other.s3.us-east-1.amazonaws.com"},
			[]string{otherKey, keyARN, otherKey},
			`aws:s3:::my-bucket/*","arn:aws:s3:::other/*` + use + otherKey + `","` + keyARN,
		},
		// The URL does not tell the region of the bucket.
		{[]string{"https://my-bucket.s3.amazonaws.com"}, []string{keyARN}, `aws:s3:::my-bucket/*` + use + keyARN},
	} {
		policy, funcErr := callUploadPolicy(t, test.urls, test.keys)
		var got bytes.Buffer
		want := put + test.want + `"]}]}`
		if err := json.Compact(&got, []byte(policy)); funcErr != nil || err != nil || got.String() != want {
			t.Errorf("%q: %s, errors %v and %v, want %s", test.urls, &got, funcErr, err, want)
		}
	}
}

func TestUploadPolicyRefusesInvalidArguments(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		urls, keys []string
		position   int64
		want       string
	}{
		{nil, nil, 0, "the list is empty, but a policy must allow something: add the URLs that Twilio writes to"},
		{[]string{bucketURL, "null"}, nil, 0, "urls[1] is null: remove it, for example with compact()"},
		{[]string{bucketURL}, []string{"null"}, 1, "kms_key_arns[0] is null: remove it, for example with compact()"},
		{
			[]string{"https://ap-1-s3alias.s3.us-west-2.amazonaws.com"},
			nil, 0,
			`urls[0]: "ap-1-s3alias" is the alias of an access point, which has no effect in a policy: write the name of the bucket`,
		},
		// The password is not shown.
		{
			[]string{"https://key:hunter2@my-bucket.s3.amazonaws.com"},
			nil, 0,
			`urls[0]: the URL must not contain a user name or password: remove everything between "https://" and "@"`,
		},
		{
			[]string{bucketURL},
			[]string{keyARN, "arn:aws:kms:eu-central-1:123456789012:alias/recordings"},
			1,
			"kms_key_arns[1]: an alias in a policy does not refer to its key: write the ARN of the key, arn:PARTITION:kms:REGION:ACCOUNT:key/ID",
		},
		{
			[]string{bucketURL},
			[]string{otherKey},
			1,
			"kms_key_arns[0]: the key is in the region us-east-1, but no URL is, and a bucket encrypts only with keys of its region: write the key of a " +
				"bucket in urls, or remove it",
		},
		{
			[]string{bucketURL},
			[]string{keyARN, chineseKey},
			1,
			"kms_key_arns[1]: the key is in the partition aws-cn, but no URL is: write the key of a bucket in urls, or remove it",
		},
	} {
		_, err := callUploadPolicy(t, test.urls, test.keys)
		if want := function.NewArgumentFuncError(test.position, test.want); !err.Equal(want) {
			t.Errorf("error %v, want %v", err, want)
		}
	}
}
