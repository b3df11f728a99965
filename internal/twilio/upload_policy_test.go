package twilio_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/functiontest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio"
)

const (
	bucketURL  = "https://my-bucket.s3.eu-central-1.amazonaws.com"
	keyARN     = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	otherKey   = "arn:aws:kms:us-east-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab"
	chineseKey = "arn:aws-cn:kms:cn-north-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	// null stands for a null element.
	null = "\x00null"
)

func uploadPolicy(t *testing.T, urls, keys []string) (string, *function.FuncError) {
	t.Helper()
	list := func(elements []string) attr.Value {
		values := []attr.Value{}
		for _, element := range elements {
			if element == null {
				values = append(values, types.StringNull())
				continue
			}
			values = append(values, types.StringValue(element))
		}
		return types.ListValueMust(types.StringType, values)
	}
	got, err := functiontest.Call(t, twilio.Functions(), "twilio_upload_policy", list(urls), list(keys))
	if err != nil {
		return "", err
	}
	text, ok := got.(types.String)
	if !ok {
		t.Fatalf("the result is a %T", got)
	}
	return text.ValueString(), nil
}

// statement is one of the policy's.
type statement struct {
	Sid, Effect      string
	Action, Resource []string
}

func statements(t *testing.T, policy string) []statement {
	t.Helper()
	var document struct {
		Version   string
		Statement []statement
	}
	if err := json.Unmarshal([]byte(policy), &document); err != nil {
		t.Fatal(err)
	}
	if document.Version != "2012-10-17" {
		t.Errorf("the version is %q", document.Version)
	}
	return document.Statement
}

// put is the statement that lets Twilio write.
func put(resources ...string) statement {
	return statement{"PutMedia", "Allow", []string{"s3:PutObject"}, resources}
}

// use is the statement that lets Twilio use keys.
func use(keys ...string) statement {
	return statement{"UseKeys", "Allow", []string{
		"kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo",
		"kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:DescribeKey",
	}, keys}
}

func TestUploadPolicyLetsTwilioWriteUnderTheURLs(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name       string
		urls, keys []string
		want       []statement
	}{
		{"a bucket", []string{bucketURL}, nil, []statement{put("arn:aws:s3:::my-bucket/*")}},
		{"a path", []string{bucketURL + "/my/path"}, nil, []statement{put("arn:aws:s3:::my-bucket/my/path/*")}},
		{"a slash at its end", []string{bucketURL + "/my/path/"}, nil, []statement{put("arn:aws:s3:::my-bucket/my/path/*")}},
		{
			"several, in their order",
			[]string{bucketURL + "/b", "https://s3-eu-west-1.amazonaws.com/other/a", bucketURL + "/a"},
			nil,
			[]statement{put("arn:aws:s3:::my-bucket/b/*", "arn:aws:s3:::other/a/*", "arn:aws:s3:::my-bucket/a/*")},
		},
		{
			"some that others cover",
			[]string{bucketURL + "/a/b", bucketURL + "/a/", "https://s3.amazonaws.com/my-bucket/a", bucketURL + "/ab"},
			nil,
			[]statement{put("arn:aws:s3:::my-bucket/a/*", "arn:aws:s3:::my-bucket/ab/*")},
		},
		{
			"partitions",
			[]string{
				"https://b-cn.s3.cn-north-1.amazonaws.com.cn/a", "https://b-gov.s3-us-gov-west-1.amazonaws.com",
				"https://b-eu.s3.eusc-de-east-1.amazonaws.eu", "https://b-any.s3.amazonaws.com",
			},
			[]string{chineseKey},
			[]statement{put("arn:aws-cn:s3:::b-cn/a/*", "arn:aws-us-gov:s3:::b-gov/*", "arn:aws-eusc:s3:::b-eu/*", "arn:aws:s3:::b-any/*"), use(chineseKey)},
		},
		{
			"characters that mean something in a policy",
			[]string{bucketURL + "/*/%3F/$%7Baws:username%7D/%25"},
			nil,
			[]statement{put("arn:aws:s3:::my-bucket/${*}/${?}/${$}{aws:username}/%/*")},
		},
		{"keys, each once", []string{bucketURL}, []string{otherKey, keyARN, otherKey}, []statement{put("arn:aws:s3:::my-bucket/*"), use(otherKey, keyARN)}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			policy, err := uploadPolicy(t, test.urls, test.keys)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, statements(t, policy)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestUploadPolicyRefusesAtTheArgument(t *testing.T) {
	t.Parallel()
	const form = ": write https://BUCKET.s3.REGION.amazonaws.com/PATH"
	for _, test := range []struct {
		name       string
		urls, keys []string
		position   int64
		text       string
	}{
		{"no URL", nil, nil, 0, "the list is empty, and a policy must allow something: write the URLs that Twilio is to write to"},
		{"null", []string{bucketURL, null}, nil, 0, "urls[1] is null: leave it out, as compact() does"},
		{"an empty URL", []string{""}, nil, 0, "urls[0]: the URL is empty" + form},
		{"http", []string{bucketURL, bucketURL, "http://my-bucket.s3.amazonaws.com"}, nil, 0, `urls[2]: the scheme must be https, not "http"` + form},
		{"another host", []string{"https://storage.example.com/a"}, nil, 0, `urls[0]: the host "storage.example.com" is not one of S3's` + form},
		{
			"an access point",
			[]string{bucketURL, "https://ap-1.s3-accesspoint.us-west-2.amazonaws.com"},
			nil, 0,
			`urls[1]: the host "ap-1.s3-accesspoint.us-west-2.amazonaws.com" is that of an access point or a directory bucket: ` +
				"write the URL of a general purpose bucket, https://BUCKET.s3.REGION.amazonaws.com/PATH",
		},
		{
			"an access point's alias",
			[]string{"https://ap-1-s3alias.s3.us-west-2.amazonaws.com"},
			nil, 0,
			`urls[0]: "ap-1-s3alias" is the alias of an access point, which has no effect in a policy: write the name of the bucket`,
		},
		{"null for a key", []string{bucketURL}, []string{null}, 1, "kms_key_arns[0] is null: leave it out, as compact() does"},
		{
			"an alias",
			[]string{bucketURL},
			[]string{keyARN, "arn:aws:kms:eu-central-1:123456789012:alias/recordings"},
			1,
			"kms_key_arns[1]: an alias does not stand for its key in a policy: write the ARN of the key, arn:PARTITION:kms:REGION:ACCOUNT:key/ID",
		},
		{"a key's ID", []string{bucketURL}, []string{"1234abcd"}, 1, "kms_key_arns[0]: it is not the ARN of a KMS key: write arn:PARTITION:kms:REGION:ACCOUNT:key/ID"},
		{
			"a key of another partition",
			[]string{bucketURL},
			[]string{keyARN, chineseKey},
			1,
			"kms_key_arns[1]: the key is in the partition aws-cn, and no URL is: write the key of a bucket in urls, or leave it out",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := uploadPolicy(t, test.urls, test.keys)
			functiontest.WantError(t, err, test.position, test.text)
		})
	}
}

func TestUploadPolicyDoesNotEchoAPassword(t *testing.T) {
	t.Parallel()
	_, err := uploadPolicy(t, []string{"https://key:hunter2@my-bucket.s3.amazonaws.com"}, nil)
	functiontest.WantError(t, err, 0, `urls[0]: the URL must not hold a user name or password: remove everything between "https://" and "@"`)
}
