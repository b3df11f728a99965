package s3

import (
	"strings"
	"testing"
)

func TestWarningsAboutBucketURLs(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string][]string{
		"https://my-bucket.s3.us-east-2.amazonaws.com/rec":             nil,
		"https://my-bucket.s3.eu-south-1.amazonaws.com/rec":            nil,
		"https://my-bucket.s3.dualstack.eu-south-1.amazonaws.com/rec":  nil,
		"https://my-bucket.s3-us-west-2.amazonaws.com/rec":             nil,
		"https://my-bucket.s3-us-gov-west-1.amazonaws.com/rec":         nil,
		"https://my-bucket.s3-fips.us-east-2.amazonaws.com/rec":        nil,
		"https://my-bucket.s3-external-1.amazonaws.com/rec":            nil,
		"https://my-bucket.s3-accelerate.amazonaws.com/rec":            nil,
		"https://s3.us-west-2.amazonaws.com/my.bucket/rec":             nil,
		"https://my-bucket.s3-eu-south-1.amazonaws.com/rec":            {"Write https://my-bucket.s3.eu-south-1.amazonaws.com/rec."},
		"https://s3-me-central-1.amazonaws.com/my-bucket/rec":          {"Write https://my-bucket.s3.me-central-1.amazonaws.com/rec."},
		"https://my-bucket.s3-cn-north-1.amazonaws.com.cn/rec":         {"Write https://my-bucket.s3.cn-north-1.amazonaws.com.cn/rec."},
		"https://my-bucket.s3.amazonaws.com/rec":                       {"Write https://my-bucket.s3.REGION.amazonaws.com/rec "},
		"https://s3.amazonaws.com/my-bucket":                           {"Write https://my-bucket.s3.REGION.amazonaws.com "},
		"https://my.bucket.s3.us-east-2.amazonaws.com/rec":             {"one label"},
		"https://my.bucket.s3.amazonaws.com/rec":                       {"names no region", "one label"},
		"https://my.bucket.s3-af-south-1.amazonaws.com/rec":            {"Write https://my.bucket.s3.af-south-1.amazonaws.com/rec.", "one label"},
		"https://storage.example.com/rec":                              {"not on amazonaws.com"},
		"https://point-1.s3-accesspoint.eu-central-1.amazonaws.com/re": nil,
	} {
		u, err := ParseURL(raw)
		if err != nil {
			t.Fatal(err)
		}
		got := u.Warnings()
		if len(got) != len(want) {
			t.Errorf("%s: warnings %q, want %d", raw, got, len(want))
			continue
		}
		for i, part := range want {
			if !strings.Contains(got[i].Summary+" "+got[i].Detail, part) {
				t.Errorf("%s: warning %q, want %q in it", raw, got[i], part)
			}
		}
	}
}

func TestAddressInPlaceOfABucketName(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"my-bucket.s3.eu-central-1.amazonaws.com", "my-bucket.s3.amazonaws.com", "my-bucket.s3-eu-west-1.amazonaws.com", "MY-BUCKET.s3.amazonaws.com",
		"my-bucket.s3.dualstack.eu-central-1.amazonaws.com", "my-bucket.s3-accelerate.amazonaws.com", "my-bucket.s3.cn-north-1.amazonaws.com.cn",
		"my-bucket.s3-website-us-east-1.amazonaws.com", "my-bucket.s3-website.eu-central-1.amazonaws.com", "https://my-bucket.s3.amazonaws.com",
		"https://my-bucket.s3.eu-central-1.amazonaws.com/rec", "s3://my-bucket", "s3://my-bucket/rec", "arn:aws:s3:::my-bucket", "arn:aws-cn:s3:::my-bucket/*",
		"s3.eu-central-1.amazonaws.com/my-bucket",
	} {
		if err := ValidateBucketName(address); err == nil || !strings.HasSuffix(err.Error(), `write "my-bucket"`) {
			t.Errorf("%s: error %v, want the name of the bucket", address, err)
		}
	}
	for _, name := range []string{"my-bucket", "my.bucket", "s3.bucket", "a.s3.b", "amazonaws.com"} {
		if err := ValidateBucketName(name); err != nil {
			t.Error(err)
		}
	}
	if _, err := ParseURL("https://my-bucket.s3.us-east-2.amazonaws.com.s3.us-east-2.amazonaws.com/rec"); err == nil || !strings.Contains(err.Error(), `"my-bucket"`) {
		t.Errorf("a host that contains a host: %v", err)
	}
}
