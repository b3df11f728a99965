package s3functions_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"

	"github.com/videostorage/terraform-provider-videostorage/internal/functiontest"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3functions"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3url"
)

func s3URL(t functiontest.T, bucket, region, path string) (attr.Value, *function.FuncError) {
	t.Helper()
	return functiontest.Call(t, s3functions.Functions(), "s3_url", types.StringValue(bucket), types.StringValue(region), types.StringValue(path))
}

func parseS3URL(t functiontest.T, url attr.Value) (attr.Value, *function.FuncError) {
	t.Helper()
	return functiontest.Call(t, s3functions.Functions(), "parse_s3_url", url)
}

func object(bucket string, region types.String, path string) attr.Value {
	return types.ObjectValueMust(
		map[string]attr.Type{"bucket": types.StringType, "region": types.StringType, "path": types.StringType},
		map[string]attr.Value{"bucket": types.StringValue(bucket), "region": region, "path": types.StringValue(path)})
}

func TestS3URLMakesAURL(t *testing.T) {
	t.Parallel()
	got, err := s3URL(t, "my-bucket", "cn-north-1", "100% ü/")
	if err != nil {
		t.Fatal(err)
	}
	if want := types.StringValue("https://my-bucket.s3.cn-north-1.amazonaws.com.cn/100%25%20%C3%BC/"); !got.Equal(want) {
		t.Errorf("is %s, want %s", got, want)
	}
}

func TestS3URLRefusesAtTheArgument(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		bucket, region, path string
		position             int64
		text                 string
	}{
		{"ab", "eu-central-1", "a", 0, `"ab" cannot be the name of a bucket: it must have 3 to 63 characters, not 2`},
		{"my-bucket", "EU-central-1", "a", 1, `the region "EU-central-1" has capital letters: write "eu-central-1"`},
		{"my-bucket", "eu-central-1", "/a", 2, `the path must not begin with a slash: write "a"`},
		// The first that is wrong.
		{"ab", "eu", "/a", 0, `"ab" cannot be the name of a bucket: it must have 3 to 63 characters, not 2`},
	} {
		t.Run(test.text, func(t *testing.T) {
			t.Parallel()
			_, err := s3URL(t, test.bucket, test.region, test.path)
			functiontest.WantError(t, err, test.position, test.text)
		})
	}
}

func TestParseS3URLTakesAURLApart(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]attr.Value{
		"https://s3-eu-west-1.amazonaws.com/my-bucket/a%20b/": object("my-bucket", types.StringValue("eu-west-1"), "a b/"),
		"https://my-bucket.s3.amazonaws.com":                  object("my-bucket", types.StringNull(), ""),
		"https://my-bucket.s3-accelerate.amazonaws.com/a":     object("my-bucket", types.StringNull(), "a"),
	} {
		t.Run(raw, func(t *testing.T) {
			t.Parallel()
			got, err := parseS3URL(t, types.StringValue(raw))
			if err != nil {
				t.Fatal(err)
			}
			if !got.Equal(want) {
				t.Errorf("is %s, want %s", got, want)
			}
		})
	}
}

func TestParseS3URLRefusesWhatIsNoBucket(t *testing.T) {
	t.Parallel()
	_, err := parseS3URL(t, types.StringValue("https://storage.example.com/a"))
	functiontest.WantError(t, err, 0, `the host "storage.example.com" is not one of S3's: write https://BUCKET.s3.REGION.amazonaws.com/PATH`)
}

// All that s3_url accepts comes back, exactly.
func TestWhatS3URLMakesParseS3URLTakesApart(t *testing.T) {
	t.Parallel()
	label := rapid.OneOf(rapid.StringMatching(`[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?`),
		rapid.SampledFrom([]string{"s3", "s3-accelerate", "s3-eu-west-1", "eu-west-1", "dualstack", "amazonaws", "s3-website", "s3alias"}))
	buckets := rapid.Custom(func(r *rapid.T) string {
		return strings.Join(rapid.SliceOfN(label, 1, 4).Draw(r, "labels"), ".")
	}).Filter(func(name string) bool { return s3url.CheckBucket(name) == nil })
	regions := rapid.OneOf(
		rapid.SampledFrom([]string{"eu-central-1", "cn-north-1", "us-gov-west-1", "eusc-de-east-1", "fips-us-gov-west-1"}),
		rapid.StringMatching(`[a-z]{2,4}(-[a-hj-z][a-z]{0,8}){1,3}-[0-9]{1,3}`))
	character := rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("%+ .~:?#&=*$ü\u0308/\x00\\")))
	segment := rapid.OneOf(
		rapid.StringOfN(character, 1, 12, -1),
		rapid.SampledFrom([]string{"...", "%2F", "%2e%2E", "a+b", "100%", " ", ".a", "ä"}))
	paths := rapid.Custom(func(r *rapid.T) string {
		path := strings.Join(rapid.SliceOfN(segment, 0, 4).Draw(r, "segments"), "/")
		if path != "" && rapid.Bool().Draw(r, "slash at the end") {
			path += "/"
		}
		return path
	}).Filter(func(path string) bool { return s3url.CheckPath(path) == nil })

	rapid.Check(t, func(r *rapid.T) {
		bucket, region, path := buckets.Draw(r, "bucket"), regions.Draw(r, "region"), paths.Draw(r, "path")
		url, err := s3URL(r, bucket, region, path)
		if err != nil {
			r.Fatalf("s3_url(%q, %q, %q): %s", bucket, region, path, err)
		}
		got, err := parseS3URL(r, url)
		if err != nil {
			r.Fatalf("parse_s3_url(%s): %s", url, err)
		}
		if want := object(bucket, types.StringValue(region), path); !got.Equal(want) {
			r.Fatalf("%s is %s, want %s", url, got, want)
		}
	})
}
