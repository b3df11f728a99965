package s3url

import (
	"strings"
	"testing"
)

// said is what a URL says.
type said struct{ bucket, region, path, partition string }

func parts(u URL) said { return said{u.Bucket(), u.Region(), u.Path(), u.Partition()} }

// documented are the forms that AWS documents, and what they say.
var documented = []struct {
	raw  string
	want said
}{
	// The bucket in the host.
	{"https://my-bucket.s3.eu-central-1.amazonaws.com/my/path", said{"my-bucket", "eu-central-1", "my/path", "aws"}},
	{"https://my-bucket.s3.eu-central-1.amazonaws.com/my/path/", said{"my-bucket", "eu-central-1", "my/path/", "aws"}},
	{"https://my-bucket.s3-us-east-2.amazonaws.com", said{"my-bucket", "us-east-2", "", "aws"}},
	{"https://my-bucket.s3-us-east-2.amazonaws.com/", said{"my-bucket", "us-east-2", "", "aws"}},
	{"https://my-bucket.s3.amazonaws.com/recordings", said{"my-bucket", "", "recordings", "aws"}},
	{"https://my-bucket.s3-external-1.amazonaws.com/a", said{"my-bucket", "us-east-1", "a", "aws"}},
	{"https://my-bucket.s3-accelerate.amazonaws.com/a", said{"my-bucket", "", "a", "aws"}},
	{"https://my-bucket.s3-accelerate.dualstack.amazonaws.com/a/", said{"my-bucket", "", "a/", "aws"}},
	{"https://my-bucket.s3.dualstack.eu-west-1.amazonaws.com/a", said{"my-bucket", "eu-west-1", "a", "aws"}},
	{"https://my-bucket.s3-fips.us-west-1.amazonaws.com/a", said{"my-bucket", "us-west-1", "a", "aws"}},
	{"https://my-bucket.s3-fips.dualstack.us-east-1.amazonaws.com", said{"my-bucket", "us-east-1", "", "aws"}},
	// The bucket in the path.
	{"https://s3.us-west-2.amazonaws.com/my-bucket", said{"my-bucket", "us-west-2", "", "aws"}},
	{"https://s3.us-west-2.amazonaws.com/my-bucket/", said{"my-bucket", "us-west-2", "", "aws"}},
	{"https://s3-eu-west-1.amazonaws.com/my-bucket/a/b/", said{"my-bucket", "eu-west-1", "a/b/", "aws"}},
	{"https://s3.amazonaws.com/my-bucket/a", said{"my-bucket", "", "a", "aws"}},
	{"https://s3-external-1.amazonaws.com/my-bucket/a", said{"my-bucket", "us-east-1", "a", "aws"}},
	{"https://s3.dualstack.us-west-2.amazonaws.com/my-bucket/a", said{"my-bucket", "us-west-2", "a", "aws"}},
	{"https://s3-fips.us-east-2.amazonaws.com/my-bucket/a", said{"my-bucket", "us-east-2", "a", "aws"}},
	{"https://s3-fips.dualstack.us-east-2.amazonaws.com/my-bucket/a", said{"my-bucket", "us-east-2", "a", "aws"}},
	// Other partitions.
	{"https://my-bucket.s3.cn-north-1.amazonaws.com.cn/a", said{"my-bucket", "cn-north-1", "a", "aws-cn"}},
	{"https://s3.dualstack.cn-northwest-1.amazonaws.com.cn/my-bucket/a", said{"my-bucket", "cn-northwest-1", "a", "aws-cn"}},
	{"https://my-bucket.s3.amazonaws.com.cn/a", said{"my-bucket", "", "a", "aws-cn"}},
	{"https://my-bucket.s3.us-gov-west-1.amazonaws.com/a", said{"my-bucket", "us-gov-west-1", "a", "aws-us-gov"}},
	{"https://my-bucket.s3-us-gov-west-1.amazonaws.com/a", said{"my-bucket", "us-gov-west-1", "a", "aws-us-gov"}},
	{"https://my-bucket.s3-fips-us-gov-west-1.amazonaws.com/a", said{"my-bucket", "us-gov-west-1", "a", "aws-us-gov"}},
	{"https://my-bucket.s3.eusc-de-east-1.amazonaws.eu/a", said{"my-bucket", "eusc-de-east-1", "a", "aws-eusc"}},
	// Names of buckets that look like hosts.
	{"https://my.dotted.bucket.s3.us-east-1.amazonaws.com/a", said{"my.dotted.bucket", "us-east-1", "a", "aws"}},
	{"https://my.s3.bucket.s3-us-west-2.amazonaws.com/a", said{"my.s3.bucket", "us-west-2", "a", "aws"}},
	{"https://my.s3.s3.us-west-2.amazonaws.com", said{"my.s3", "us-west-2", "", "aws"}},
	{"https://my.s3.eu-west-1.s3.us-west-2.amazonaws.com", said{"my.s3.eu-west-1", "us-west-2", "", "aws"}},
	{"https://my.s3-accelerate.s3.amazonaws.com", said{"my.s3-accelerate", "", "", "aws"}},
	{"https://s3.us-west-2.amazonaws.com/my.s3.eu-west-1/s3.a", said{"my.s3.eu-west-1", "us-west-2", "s3.a", "aws"}},
	// Spellings.
	{"HTTPS://my-bucket.S3.US-EAST-1.AmazonAWS.com:443/A", said{"my-bucket", "us-east-1", "A", "aws"}},
	{"https://my-bucket.s3.us-east-1.amazonaws.com:443", said{"my-bucket", "us-east-1", "", "aws"}},
	{"https://my-bucket.s3.us-east-1.amazonaws.com/a%20b/%C3%BC%25+%2b", said{"my-bucket", "us-east-1", "a b/ü%++", "aws"}},
}

func TestAURLSaysItsParts(t *testing.T) {
	t.Parallel()
	for _, test := range documented {
		t.Run(test.raw, func(t *testing.T) {
			t.Parallel()
			u, err := ParseBucket(test.raw)
			if err != nil {
				t.Fatal(err)
			}
			if got := parts(u); got != test.want {
				t.Errorf("says %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestParseBucketWantsABucket(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"https://storage.example.com/recordings":                                 `the host "storage.example.com" is not one of S3's: write https://BUCKET.s3.REGION.`,
		"https://ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com/a":       "an access point or a directory bucket: write the URL of a general purpose bucket, https://BUCKET",
		"https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/a":       "an access point or a directory bucket",
		"https://b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/a": "an access point or a directory bucket",
		"https://my-bucket.s3-website-us-east-1.amazonaws.com":                   "takes no uploads",
		"https://s3.us-west-2.amazonaws.com":                                     "names no bucket: write https://BUCKET.s3.us-west-2.amazonaws.com",
		"http://my-bucket.s3.eu-central-1.amazonaws.com":                         "the scheme must be https",
		"s3://my-bucket/recordings":                                              "the scheme must be https",
		"https://bucket.vpce-1a2b-5c.s3.us-east-1.vpce.amazonaws.com/recordings": "is not one of S3's",
		"https://my-bucket.s3.eu-central-1.amazonaws.com.example.com/recordings": "is not one of S3's",
	} {
		t.Run(raw, func(t *testing.T) {
			t.Parallel()
			u, err := ParseBucket(raw)
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("error %v, want one with %q", err, want)
			}
			if u != (URL{}) {
				t.Errorf("a URL beside the error: %+v", u)
			}
		})
	}
}

func TestNewWritesOneFormForEveryPartition(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ bucket, region, path, want string }{
		{"my-bucket", "eu-central-1", "", "https://my-bucket.s3.eu-central-1.amazonaws.com"},
		{"my-bucket", "eu-central-1", "recordings", "https://my-bucket.s3.eu-central-1.amazonaws.com/recordings"},
		{"my-bucket", "eu-central-1", "my/path/", "https://my-bucket.s3.eu-central-1.amazonaws.com/my/path/"},
		{"my-bucket", "cn-north-1", "a", "https://my-bucket.s3.cn-north-1.amazonaws.com.cn/a"},
		{"my-bucket", "us-gov-east-1", "a", "https://my-bucket.s3.us-gov-east-1.amazonaws.com/a"},
		{"my-bucket", "eusc-de-east-1", "a", "https://my-bucket.s3.eusc-de-east-1.amazonaws.eu/a"},
		{"my.s3.bucket", "us-east-1", "", "https://my.s3.bucket.s3.us-east-1.amazonaws.com"},
		// Everything that a path can hold as it is, then what it cannot.
		{"my-bucket", "us-east-1", "aZ0-._~!$&'()*,;=:@/...", "https://my-bucket.s3.us-east-1.amazonaws.com/aZ0-._~!$&'()*,;=:@/..."},
		{"my-bucket", "us-east-1", "100% a+b?#[]ü\x00", "https://my-bucket.s3.us-east-1.amazonaws.com/100%25%20a%2Bb%3F%23%5B%5D%C3%BC%00"},
		{"my-bucket", "us-east-1", "%2e%2E/%2F", "https://my-bucket.s3.us-east-1.amazonaws.com/%252e%252E/%252F"},
	} {
		t.Run(test.want, func(t *testing.T) {
			t.Parallel()
			u, err := New(test.bucket, test.region, test.path)
			if err != nil {
				t.Fatal(err)
			}
			if u.String() != test.want {
				t.Errorf("is %s", u)
			}
			if got, want := parts(u), (said{test.bucket, test.region, test.path, u.Partition()}); got != want {
				t.Errorf("says %+v, want %+v", got, want)
			}
		})
	}
}

func TestNewSaysWhichPartIsWrong(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ bucket, region, path, want string }{
		{"My-Bucket", "eu-central-1", "a", `"My-Bucket" cannot be the name of a bucket: it has capital letters: write "my-bucket"`},
		{"", "eu-central-1", "a", "3 to 63 characters, not 0"},
		{"arn:aws:s3:::my-bucket", "eu-central-1", "a", "only letters, digits and hyphens"},
		{"my-bucket", "Frankfurt", "a", `"Frankfurt" does not have the form of a region's code: write it as eu-central-1`},
		{"my-bucket", "eu-central-1", "/a", `must not begin with a slash: write "a"`},
		{"my-bucket", "eu-central-1", "//", `must not begin with a slash: write ""`},
		{"my-bucket", "eu-central-1", "a//b", `two slashes in a row: write one "/"`},
		{"my-bucket", "eu-central-1", "a//", "two slashes in a row"},
		{"my-bucket", "eu-central-1", "a/./b", `must not have the segment ".": write the path that it leads to`},
		{"my-bucket", "eu-central-1", "..", `must not have the segment ".."`},
		{"my-bucket", "eu-central-1", "../", `must not have the segment ".."`},
		{"my-bucket", "eu-central-1", "a\xff", "is not valid UTF-8, which S3's keys are written in: write it in UTF-8"},
	} {
		t.Run(test.want, func(t *testing.T) {
			t.Parallel()
			u, err := New(test.bucket, test.region, test.path)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
			if u != (URL{}) {
				t.Errorf("a URL beside the error: %+v", u)
			}
		})
	}
}

func FuzzNew(f *testing.F) {
	f.Add("my-bucket", "eu-central-1", "my/path/")
	f.Add("my.s3.bucket", "cn-north-1", "100% ü+/%2F")
	f.Add("s3.eu-west-1", "us-gov-west-1", "...")
	f.Fuzz(func(t *testing.T, bucket, region, path string) {
		u, err := New(bucket, region, path)
		if err != nil {
			return
		}
		v, err := ParseBucket(u.String())
		if err != nil {
			t.Fatalf("%q is refused: %s", u, err)
		}
		if got, want := parts(v), (said{bucket, region, path, v.Partition()}); got != want {
			t.Errorf("%q says %+v, want %+v", u, got, want)
		}
	})
}
