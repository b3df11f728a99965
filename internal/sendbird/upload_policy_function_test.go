package sendbird_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird"
)

// callUploadPolicy calls sendbird_upload_policy, without a third argument if there are no keys.
func callUploadPolicy(t *testing.T, bucket string, directory types.String, keys ...string) (string, *function.FuncError) {
	t.Helper()
	variadic := types.TupleValueMust([]attr.Type{}, []attr.Value{})
	if len(keys) > 0 {
		list, diags := types.ListValueFrom(t.Context(), types.StringType, keys)
		if diags.HasError() {
			t.Fatal(diags)
		}
		variadic = types.TupleValueMust([]attr.Type{list.Type(t.Context())}, []attr.Value{list})
	}
	arguments := function.NewArgumentsData([]attr.Value{types.StringValue(bucket), directory, variadic})
	resp := function.RunResponse{Result: function.NewResultData(types.StringUnknown())}
	sendbird.Vendor.Functions[0]().Run(t.Context(), function.RunRequest{Arguments: arguments}, &resp)
	policy, _ := resp.Result.Value().(types.String)
	return policy.ValueString(), resp.Error
}

func TestUploadPolicyAllowsPutAndList(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		directory types.String
		objects   string
	}{
		"a directory":        {types.StringValue("recordings"), "my-bucket/recordings/*"},
		"a trailing slash":   {types.StringValue("recordings/"), "my-bucket/recordings/*"},
		"a path":             {types.StringValue("live/2*/"), "my-bucket/live/2${*}/*"},
		"null":               {types.StringNull(), "my-bucket/*"},
		"an empty directory": {types.StringValue(""), "my-bucket/*"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := callUploadPolicy(t, "my-bucket", test.directory)
			if err != nil {
				t.Fatal(err)
			}
			want := `{"Version":"2012-10-17","Statement":[` +
				`{"Sid":"PutRecordings","Effect":"Allow","Action":["s3:PutObject"],"Resource":["arn:aws:s3:::` + test.objects + `"]},` +
				`{"Sid":"ListBucket","Effect":"Allow","Action":["s3:ListBucket"],"Resource":["arn:aws:s3:::my-bucket"]}]}`
			var compact bytes.Buffer
			if err := json.Compact(&compact, []byte(got)); err != nil || compact.String() != want {
				t.Errorf("%s, error %v, want %s", got, err, want)
			}
		})
	}
}

func TestUploadPolicyRefusesAtTheArgument(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		bucket, directory string
		position          int64
		text              string
	}{
		{"My-Bucket", "a", 0, `"My-Bucket" is not a valid bucket name: it must be lower case: write "my-bucket"`},
		{"ap-abc-s3alias", "a", 0, `"ap-abc-s3alias" is the alias of an access point, which has no effect in a policy: write the name of the bucket`},
		{"my-bucket", "/a", 1, `the path must not begin with a slash: write "a"`},
		{"my-bucket", "a/../b", 1, `the path must not contain the segment "..": write the path that it leads to`},
		{"my-bucket", "a//", 1, `the path contains two slashes in a row: write one "/"`},
	} {
		t.Run(test.text, func(t *testing.T) {
			t.Parallel()
			_, err := callUploadPolicy(t, test.bucket, types.StringValue(test.directory))
			if !err.Equal(function.NewArgumentFuncError(test.position, test.text)) {
				t.Errorf("error %+v, want one at argument %d: %s", err, test.position, test.text)
			}
		})
	}
}

// An upload in parts to a bucket that encrypts with a KMS key needs the key too.
func TestUploadPolicyAllowsTheKeys(t *testing.T) {
	t.Parallel()
	const key = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	got, err := callUploadPolicy(t, "my-bucket", types.StringNull(), key)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"Sid":"UseKeys","Effect":"Allow","Action":["kms:GenerateDataKey","kms:Decrypt"],"Resource":["` + key + `"]}]}`
	var compact bytes.Buffer
	if err := json.Compact(&compact, []byte(got)); err != nil || !bytes.HasSuffix(compact.Bytes(), []byte(want)) {
		t.Errorf("%s, error %v, want %s at the end", got, err, want)
	}
	for refused, text := range map[string]string{
		"arn:aws:kms:eu-central-1:123456789012:alias/recordings": "kms_key_arns[0]: an alias in a policy does not refer to its key",
		"arn:aws-cn:kms:cn-north-1:123456789012:key/1234abcd":    "kms_key_arns[0]: the key is in the partition aws-cn",
	} {
		if _, err := callUploadPolicy(t, "my-bucket", types.StringNull(), refused); err == nil || *err.FunctionArgument != 2 || !strings.HasPrefix(err.Text, text) {
			t.Errorf("error %+v, want one at argument 2: %s", err, text)
		}
	}
}
