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
	// null stands for null in a list.
	null = "\x00null"
)

// callUploadPolicy calls twilio_upload_policy.
func callUploadPolicy(t *testing.T, urls, keys []string) (string, *function.FuncError) {
	t.Helper()
	list := func(elements []string) attr.Value {
		values := []attr.Value{}
		for _, element := range elements {
			value := types.StringValue(element)
			if element == null {
				value = types.StringNull()
			}
			values = append(values, value)
		}
		return types.ListValueMust(types.StringType, values)
	}
	arguments := function.NewArgumentsData([]attr.Value{list(urls), list(keys)})
	resp := function.RunResponse{Result: function.NewResultData(types.StringUnknown())}
	twilio.Vendor.Functions[0]().Run(t.Context(), function.RunRequest{Arguments: arguments}, &resp)
	policy, _ := resp.Result.Value().(types.String)
	return policy.ValueString(), resp.Error
}

func TestUploadPolicyLetsTwilioWriteUnderTheURLs(t *testing.T) {
	t.Parallel()
	const (
		put = `{"Sid":"PutMedia","Effect":"Allow","Action":["s3:PutObject"],"Resource":`
		use = `,{"Sid":"UseKeys","Effect":"Allow","Action":["kms:Encrypt","kms:Decrypt","kms:ReEncryptFrom","kms:ReEncryptTo",` +
			`"kms:GenerateDataKey","kms:GenerateDataKeyWithoutPlaintext","kms:DescribeKey"],"Resource":`
	)
	for name, test := range map[string]struct {
		urls, keys []string
		want       string
	}{
		"final slash": {[]string{bucketURL + "/my/path/"}, nil, put + `["arn:aws:s3:::my-bucket/my/path/*"]}`},
		"several in their order": {
			[]string{bucketURL + "/b", "https://s3-eu-west-1.amazonaws.com/other/a", bucketURL + "/a"},
			nil,
			put + `["arn:aws:s3:::my-bucket/b/*","arn:aws:s3:::other/a/*","arn:aws:s3:::my-bucket/a/*"]}`,
		},
		"covered by others": {
			[]string{bucketURL + "/a/b", bucketURL + "/a/", "https://s3.amazonaws.com/my-bucket/a", bucketURL + "/ab"},
			nil,
			put + `["arn:aws:s3:::my-bucket/a/*","arn:aws:s3:::my-bucket/ab/*"]}`,
		},
		"partitions": {
			[]string{
				"https://b-cn.s3.cn-north-1.amazonaws.com.cn/a", "https://b-gov.s3-us-gov-west-1.amazonaws.com",
				"https://b-eu.s3.eusc-de-east-1.amazonaws.eu", "https://b-any.s3.amazonaws.com",
			},
			[]string{chineseKey},
			put + `["arn:aws-cn:s3:::b-cn/a/*","arn:aws-us-gov:s3:::b-gov/*","arn:aws-eusc:s3:::b-eu/*","arn:aws:s3:::b-any/*"]}` + use + `["` + chineseKey + `"]}`,
		},
		"special characters of policies": {
			[]string{bucketURL + "/*/%3F/$%7Baws:username%7D/%25"}, nil, put + `["arn:aws:s3:::my-bucket/${*}/${?}/${$}{aws:username}/%/*"]}`,
		},
		"repeated keys": {
			[]string{bucketURL, "https://other.s3.us-east-1.amazonaws.com"},
			[]string{otherKey, keyARN, otherKey},
			put + `["arn:aws:s3:::my-bucket/*","arn:aws:s3:::other/*"]}` + use + `["` + otherKey + `","` + keyARN + `"]}`,
		},
		"a bucket of an unknown region": {
			[]string{"https://my-bucket.s3.amazonaws.com"},
			[]string{keyARN},
			put + `["arn:aws:s3:::my-bucket/*"]}` + use + `["` + keyARN + `"]}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			policy, funcErr := callUploadPolicy(t, test.urls, test.keys)
			if funcErr != nil {
				t.Fatal(funcErr)
			}
			var got bytes.Buffer
			want := `{"Version":"2012-10-17","Statement":[` + test.want + `]}`
			if err := json.Compact(&got, []byte(policy)); err != nil || got.String() != want {
				t.Errorf("%s, error %v, want %s", &got, err, want)
			}
		})
	}
}

func TestUploadPolicyRefusesInvalidArguments(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		urls, keys []string
		position   int64
		want       string
	}{
		"no URL":   {want: "the list is empty, but a policy must allow something: add the URLs that Twilio writes to"},
		"null":     {urls: []string{bucketURL, null}, want: "urls[1] is null: remove it, for example with compact()"},
		"null key": {urls: []string{bucketURL}, keys: []string{null}, position: 1, want: "kms_key_arns[0] is null: remove it, for example with compact()"},
		"alias of an access point": {
			urls: []string{"https://ap-1-s3alias.s3.us-west-2.amazonaws.com"},
			want: `urls[0]: "ap-1-s3alias" is the alias of an access point, which has no effect in a policy: write the name of the bucket`,
		},
		"password, which is not shown": {
			urls: []string{"https://key:hunter2@my-bucket.s3.amazonaws.com"},
			want: `urls[0]: the URL must not contain a user name or password: remove everything between "https://" and "@"`,
		},
		"alias of a key": {
			urls: []string{bucketURL}, keys: []string{keyARN, "arn:aws:kms:eu-central-1:123456789012:alias/recordings"}, position: 1,
			want: "kms_key_arns[1]: an alias in a policy does not refer to its key: write the ARN of the key, arn:PARTITION:kms:REGION:ACCOUNT:key/ID",
		},
		"key of another region": {
			urls: []string{bucketURL}, keys: []string{otherKey}, position: 1,
			want: "kms_key_arns[0]: the key is in the region us-east-1, but no URL is, and a bucket encrypts only with keys of its region: write the key of a " +
				"bucket in urls, or remove it",
		},
		"key of another partition": {
			urls: []string{bucketURL}, keys: []string{keyARN, chineseKey}, position: 1,
			want: "kms_key_arns[1]: the key is in the partition aws-cn, but no URL is: write the key of a bucket in urls, or remove it",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := callUploadPolicy(t, test.urls, test.keys)
			if want := function.NewArgumentFuncError(test.position, test.want); !err.Equal(want) {
				t.Errorf("error %v, want %v", err, want)
			}
		})
	}
}
