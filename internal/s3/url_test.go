package s3

import (
	"strings"
	"testing"
)

// parts are the results of a URL's methods.
type parts struct{ bucket, region, path, partition string }

func partsOf(u URL) parts { return parts{u.Bucket(), u.Region(), u.Path(), u.Partition()} }

// bucketURLs have the forms that AWS documents.
var bucketURLs = []struct {
	raw  string
	want parts
}{
	// The bucket in the host.
	{"https://my-bucket.s3.eu-central-1.amazonaws.com/my/path", parts{"my-bucket", "eu-central-1", "my/path", "aws"}},
	{"https://my-bucket.s3.eu-central-1.amazonaws.com/my/path/", parts{"my-bucket", "eu-central-1", "my/path/", "aws"}},
	{"https://my-bucket.s3-us-east-2.amazonaws.com", parts{"my-bucket", "us-east-2", "", "aws"}},
	{"https://my-bucket.s3-us-east-2.amazonaws.com/", parts{"my-bucket", "us-east-2", "", "aws"}},
	{"https://my-bucket.s3.amazonaws.com/recordings", parts{"my-bucket", "", "recordings", "aws"}},
	{"https://my-bucket.s3-external-1.amazonaws.com/a", parts{"my-bucket", "us-east-1", "a", "aws"}},
	{"https://my-bucket.s3-accelerate.amazonaws.com/a", parts{"my-bucket", "", "a", "aws"}},
	{"https://my-bucket.s3-accelerate.dualstack.amazonaws.com/a/", parts{"my-bucket", "", "a/", "aws"}},
	{"https://my-bucket.s3.dualstack.eu-west-1.amazonaws.com/a", parts{"my-bucket", "eu-west-1", "a", "aws"}},
	{"https://my-bucket.s3-fips.us-west-1.amazonaws.com/a", parts{"my-bucket", "us-west-1", "a", "aws"}},
	{"https://my-bucket.s3-fips.dualstack.us-east-1.amazonaws.com", parts{"my-bucket", "us-east-1", "", "aws"}},
	// The bucket in the path.
	{"https://s3.us-west-2.amazonaws.com/my-bucket", parts{"my-bucket", "us-west-2", "", "aws"}},
	{"https://s3.us-west-2.amazonaws.com/my-bucket/", parts{"my-bucket", "us-west-2", "", "aws"}},
	{"https://s3-eu-west-1.amazonaws.com/my-bucket/a/b/", parts{"my-bucket", "eu-west-1", "a/b/", "aws"}},
	{"https://s3.amazonaws.com/my-bucket/a", parts{"my-bucket", "", "a", "aws"}},
	{"https://s3-external-1.amazonaws.com/my-bucket/a", parts{"my-bucket", "us-east-1", "a", "aws"}},
	{"https://s3.dualstack.us-west-2.amazonaws.com/my-bucket/a", parts{"my-bucket", "us-west-2", "a", "aws"}},
	{"https://s3-fips.us-east-2.amazonaws.com/my-bucket/a", parts{"my-bucket", "us-east-2", "a", "aws"}},
	{"https://s3-fips.dualstack.us-east-2.amazonaws.com/my-bucket/a", parts{"my-bucket", "us-east-2", "a", "aws"}},
	// Other partitions.
	{"https://my-bucket.s3.cn-north-1.amazonaws.com.cn/a", parts{"my-bucket", "cn-north-1", "a", "aws-cn"}},
	{"https://s3.dualstack.cn-northwest-1.amazonaws.com.cn/my-bucket/a", parts{"my-bucket", "cn-northwest-1", "a", "aws-cn"}},
	{"https://my-bucket.s3.amazonaws.com.cn/a", parts{"my-bucket", "", "a", "aws-cn"}},
	{"https://my-bucket.s3.us-gov-west-1.amazonaws.com/a", parts{"my-bucket", "us-gov-west-1", "a", "aws-us-gov"}},
	{"https://my-bucket.s3-us-gov-west-1.amazonaws.com/a", parts{"my-bucket", "us-gov-west-1", "a", "aws-us-gov"}},
	{"https://my-bucket.s3-fips-us-gov-west-1.amazonaws.com/a", parts{"my-bucket", "us-gov-west-1", "a", "aws-us-gov"}},
	{"https://my-bucket.s3.eusc-de-east-1.amazonaws.eu/a", parts{"my-bucket", "eusc-de-east-1", "a", "aws-eusc"}},
	// Names of buckets that look like hosts.
	{"https://my.dotted.bucket.s3.us-east-1.amazonaws.com/a", parts{"my.dotted.bucket", "us-east-1", "a", "aws"}},
	{"https://my.s3.bucket.s3-us-west-2.amazonaws.com/a", parts{"my.s3.bucket", "us-west-2", "a", "aws"}},
	{"https://my.s3.s3.us-west-2.amazonaws.com", parts{"my.s3", "us-west-2", "", "aws"}},
	{"https://my.s3.eu-west-1.s3.us-west-2.amazonaws.com", parts{"my.s3.eu-west-1", "us-west-2", "", "aws"}},
	{"https://my.s3-accelerate.s3.amazonaws.com", parts{"my.s3-accelerate", "", "", "aws"}},
	{"https://s3.us-west-2.amazonaws.com/my.s3.eu-west-1/s3.a", parts{"my.s3.eu-west-1", "us-west-2", "s3.a", "aws"}},
	// Spellings.
	{"HTTPS://my-bucket.S3.US-EAST-1.AmazonAWS.com:443/A", parts{"my-bucket", "us-east-1", "A", "aws"}},
	{"https://my-bucket.s3.us-east-1.amazonaws.com:443", parts{"my-bucket", "us-east-1", "", "aws"}},
	{"https://my-bucket.s3.us-east-1.amazonaws.com/a%20b/%C3%BC%25+%2b", parts{"my-bucket", "us-east-1", "a b/ü%++", "aws"}},
}

func TestParseBucketURLReturnsThePartsOfEveryForm(t *testing.T) {
	t.Parallel()
	for _, test := range bucketURLs {
		t.Run(test.raw, func(t *testing.T) {
			t.Parallel()
			u, err := ParseBucketURL(test.raw)
			if err != nil {
				t.Fatal(err)
			}
			if got := partsOf(u); got != test.want || !u.IsS3() {
				t.Errorf("got %+v, IsS3 %t, want %+v", got, u.IsS3(), test.want)
			}
		})
	}
}

// Another host may be right, and an access point too, but no policy can name them.
func TestOnlyParseBucketURLRejectsAHostWithoutABucket(t *testing.T) {
	t.Parallel()
	for raw, isS3 := range map[string]bool{
		"https://ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com/a":              true,
		"https://ap-123456789012.s3-accesspoint-fips.dualstack.us-west-2.amazonaws.com": true,
		"https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/a":              true,
		"https://b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/a":        true,
		"https://documentation-example-twilio-bucket/recordings":                        false, // Twilio's OpenAPI document
		"https://storage.example.com/recordings":                                        false,
		"https://my-bucket.s3.example.com/recordings":                                   false,
		"https://my-bucket.amazonaws.com/recordings":                                    false,
		"https://my-bucket.s3.useast1.amazonaws.com/recordings":                         false,
		"https://s3.amazonaws.com.example.com/recordings":                               false,
		"https://my-bucket.nots3.amazonaws.com/recordings":                              false,
		"https://bucket.vpce-1a2b-5c.s3.us-east-1.vpce.amazonaws.com/recordings":        false,
	} {
		t.Run(raw, func(t *testing.T) {
			t.Parallel()
			u, err := ParseURL(raw)
			if err != nil {
				t.Fatal(err)
			}
			if got := partsOf(u); u.IsS3() != isS3 || got != (parts{path: got.path}) {
				t.Errorf("got %+v, want IsS3 %t", u, isS3)
			}
			const want = "does not belong to a general purpose bucket in S3: write https://BUCKET.s3.REGION.amazonaws.com/PATH"
			if u, err := ParseBucketURL(raw); err == nil || !strings.Contains(err.Error(), want) || u != (URL{}) {
				t.Errorf("got %+v, error %v, want one with %q", u, err, want)
			}
		})
	}
}

func TestParseURLRejectsAURLThatTakesNoUploads(t *testing.T) {
	t.Parallel()
	const bucket = "https://my-bucket.s3.amazonaws.com"
	for _, test := range []struct{ raw, want string }{
		{"", "must begin with https://: write https://BUCKET.s3.REGION.amazonaws.com/PATH"},
		{"my-bucket", "must begin with https://"},
		{"https:/my-bucket", "must begin with https://"},
		{"http://my-bucket.s3.amazonaws.com", `the scheme must be https, not "http"`},
		{"s3://my-bucket/recordings", `the scheme must be https, not "s3"`},
		{"https://", "the host is missing"},
		{"https://:443/recordings", "the host is missing"},

		{" " + bucket, `character 1 is " ", which is not allowed there: remove it, or write %20 if it is part of the path`},
		{bucket + "/a\tb", `character 37 is "\t"`},
		{bucket + "/ü", `character 36 is "ü", which is not allowed there: remove it, or write %C3%BC`},
		{bucket + "/\xff", `character 36 is "\xff"`},
		{"https://bücket.s3.amazonaws.com/", `character 10 is "ü"`},
		{bucket + "/a[b]", `character 37 is "["`},
		{bucket + "/100%", `character 39 is "%", which is not allowed there: remove it, or write %25`},
		{bucket + "/%g0", `character 36 is "%"`},
		{bucket + "?versioning", `character 35 is "?"`},
		{bucket + "/a#b", `character 37 is "#"`},

		{"https://key@my-bucket.s3.amazonaws.com", "must not contain a user name or password"},
		{bucket + ":8443/", "the port must be 443"},
		{bucket + ":/", "the port must be 443"},
		{"https://192.168.5.4/a", "not an IP address"},
		{"https://127.1/a", "not an IP address"},
		{"https://[::1]:443/a", "not an IP address"},
		{"https://my_bucket.s3.amazonaws.com", `the host "my_bucket.s3.amazonaws.com" is not a DNS name: "my_bucket" must consist of`},
		{"https://my%20bucket.s3.amazonaws.com/", `"my%20bucket" must consist of`},
		{"https://" + strings.Repeat("b", 64) + ".s3.amazonaws.com", "has 64 characters, but a part between dots has at most 63"},
		{"https://" + strings.Repeat("b.", 126) + "com", "the host has 255 characters, but DNS allows at most 253"},

		{"https://ab.s3.amazonaws.com", `"ab" is not a valid bucket name`},
		{"https://My-Bucket.s3.amazonaws.com", `it must be lower case: write "my-bucket"`},
		{"https://My-Bucket.s3-external-1.amazonaws.com", `write "my-bucket"`},
		{"https://My-Bucket.s3-accelerate.amazonaws.com", `write "my-bucket"`},
		{"https://my.S3.bucket.s3-us-west-2.amazonaws.com", `write "my.s3.bucket"`},
		{"https://s3.us-west-2.amazonaws.com/", "names no bucket: write https://BUCKET.s3.us-west-2.amazonaws.com with the name of the bucket"},
		{"https://s3.us-west-2.amazonaws.com/My-Bucket/a", `write "my-bucket"`},
		{"https://s3.us-west-2.amazonaws.com/my%2Dbucket/a", `"my%2Dbucket" is not a valid bucket name`},
		{"https://my-bucket.s3-website-us-east-1.amazonaws.com", "accepts no uploads"},
		{"https://my-bucket.s3-website.us-east-2.amazonaws.com", "accepts no uploads"},
		{"https://123456789012.s3-control.us-east-2.amazonaws.com", "accepts no uploads"},

		{"https://my-bucket.s3.cn-north-1.amazonaws.com", "the region cn-north-1 has no hosts at amazonaws.com: write amazonaws.com.cn at the end of the host, or another region"},
		{"https://my-bucket.s3.dualstack.eu-west-1.amazonaws.com.cn/a", "the region eu-west-1 has no hosts at amazonaws.com.cn: write amazonaws.com at"},
		{"https://s3-us-gov-west-1.amazonaws.eu/my-bucket", "write amazonaws.com at"},
		{"https://my-bucket.s3-external-1.amazonaws.com.cn", "the region us-east-1 has no hosts at amazonaws.com.cn"},
		{"https://my-bucket.s3.us-iso-east-1.amazonaws.com", "isolated from the Internet"},

		{bucket + "/%ff", "is not in UTF-8"},
		{bucket + "//recordings", "two slashes in a row"},
		{bucket + "/a//b", "two slashes in a row"},
		{bucket + "/a/../b", `must not contain the segment ".."`},
		{bucket + "/a/%2e%2E", `must not contain the segment ".."`},
		{bucket + "/a%2Fb", `contains %2F, which S3 reads as a slash: write "/" instead`},
	} {
		t.Run(test.raw, func(t *testing.T) {
			t.Parallel()
			for name, parse := range map[string]func(string) (URL, error){"ParseURL": ParseURL, "ParseBucketURL": ParseBucketURL} {
				if u, err := parse(test.raw); err == nil || !strings.Contains(err.Error(), test.want) || u != (URL{}) {
					t.Errorf("%s: got %+v, error %v, want one with %q", name, u, err, test.want)
				}
			}
		})
	}
}

func TestParseURLDoesNotShowAPassword(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{"https://key:hunter2@example.com/", "https://key:hunter2/x@example.com/", "https://key:hunter2?x@example.com/", "key:hunter2@x://example.com/"} {
		if _, err := ParseURL(raw); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("error %v", err)
		}
	}
}

func TestNewURLReturnsOneFormInEveryPartition(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ bucket, region, path, want string }{
		{"my-bucket", "eu-central-1", "", "https://my-bucket.s3.eu-central-1.amazonaws.com"},
		{"my-bucket", "eu-central-1", "recordings", "https://my-bucket.s3.eu-central-1.amazonaws.com/recordings"},
		{"my-bucket", "eu-central-1", "my/path/", "https://my-bucket.s3.eu-central-1.amazonaws.com/my/path/"},
		{"my-bucket", "cn-north-1", "a", "https://my-bucket.s3.cn-north-1.amazonaws.com.cn/a"},
		{"my-bucket", "us-gov-east-1", "a", "https://my-bucket.s3.us-gov-east-1.amazonaws.com/a"},
		{"my-bucket", "eusc-de-east-1", "a", "https://my-bucket.s3.eusc-de-east-1.amazonaws.eu/a"},
		{"my.s3.bucket", "us-east-1", "", "https://my.s3.bucket.s3.us-east-1.amazonaws.com"},
		// Characters that stay, then characters that need escapes.
		{"my-bucket", "us-east-1", "aZ0-._~!$&'()*,;=:@/...", "https://my-bucket.s3.us-east-1.amazonaws.com/aZ0-._~!$&'()*,;=:@/..."},
		{"my-bucket", "us-east-1", "100% a+b?#[]ü\x00", "https://my-bucket.s3.us-east-1.amazonaws.com/100%25%20a%2Bb%3F%23%5B%5D%C3%BC%00"},
		{"my-bucket", "us-east-1", "%2e%2E/%2F", "https://my-bucket.s3.us-east-1.amazonaws.com/%252e%252E/%252F"},
	} {
		t.Run(test.want, func(t *testing.T) {
			t.Parallel()
			u, err := NewURL(test.bucket, test.region, test.path)
			if err != nil {
				t.Fatal(err)
			}
			if want := (parts{test.bucket, test.region, test.path, u.Partition()}); u.String() != test.want || partsOf(u) != want {
				t.Errorf("got %s with %+v, want %+v", u, partsOf(u), want)
			}
		})
	}
}

func TestNewURLRejectsAWrongPart(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ bucket, region, path, want string }{
		{"My-Bucket", "Frankfurt", "/a", "is not a valid bucket name"},
		{"my-bucket", "Frankfurt", "/a", "is not a region code"},
		{"my-bucket", "eu-central-1", "/a", "must not begin with a slash"},
	} {
		if u, err := NewURL(test.bucket, test.region, test.path); err == nil || !strings.Contains(err.Error(), test.want) || u != (URL{}) {
			t.Errorf("got %+v, error %v, want one with %q", u, err, test.want)
		}
	}
}

func TestSameURLIgnoresOnlyTheSpelling(t *testing.T) {
	t.Parallel()
	const url = "https://my-bucket.s3.amazonaws.com/a"
	for _, test := range []struct {
		name, a, b string
		want       bool
	}{
		{"itself", url, url, true},
		{"slash at the end", url, url + "/", true},
		{"slashes at the end", url, url + "//", true},
		{"slash after the host", "https://example.com", "https://example.com/", true},
		{"case of the scheme", url, "HTTPS://my-bucket.s3.amazonaws.com/a", true},
		{"case of the host", url, "https://My-Bucket.S3.AmazonAWS.com/a", true},
		{"default port", url, "https://my-bucket.s3.amazonaws.com:443/a", true},
		{"encoded unreserved character", url + "~-", url + "%7E%2d", true},
		{"case of hexadecimal digits", url + "%3d", url + "%3D", true},

		{"case of the path", url, "https://my-bucket.s3.amazonaws.com/A", false},
		{"encoded reserved character", url + "=", url + "%3D", false},
		{"encoded percent sign", url + "%257E", url + "%7E", false},
		{"another path", url, url + "b", false},
		{"another bucket", url, "https://my-bucket2.s3.amazonaws.com/a", false},
		{"path style", url, "https://s3.amazonaws.com/my-bucket/a", false},

		{"unset on both sides", "", "", true},
		{"unset on one side", "", url, false},
		{"refused but equal", "http://example.com/a b", "http://example.com/a b/", true},
		{"refused, in another case", "http://example.com/", "HTTP://example.com/", false},
		{"refused on one side", url, url + "?", false},
		{"another scheme", "http://example.com", "https://example.com", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if ab, ba := SameURL(test.a, test.b), SameURL(test.b, test.a); ab != test.want || ba != test.want {
				t.Errorf("got %t, the other way round %t, want %t", ab, ba, test.want)
			}
		})
	}
}

func TestContainsEndsAtASegment(t *testing.T) {
	t.Parallel()
	const style, path = "https://my-bucket.s3.eu-west-1.amazonaws.com/", "https://my-bucket.s3.eu-west-1.amazonaws.com/rec"
	for _, test := range []struct {
		name, url, of string
		want          bool
	}{
		{"object", path, path + "/RT1.mkv", true},
		{"object in a directory", path, path + "/2026/RT1.mkv", true},
		{"slash at the end", path + "/", path + "/RT1.mkv", true},
		{"itself", path, path, true},
		{"itself with a slash", path, path + "/", true},
		{"itself without a slash", path + "/", path, true},
		{"empty segments", path, style + "/rec///RT1.mkv", true},
		{"whole bucket", style, path + "/RT1.mkv", true},
		{"host of another style", path, "https://s3-eu-west-1.amazonaws.com/my-bucket/rec/RT1.mkv", true},
		{"host without a region", path, "https://my-bucket.s3.amazonaws.com/rec/RT1.mkv", true},
		{"path style", "https://s3.amazonaws.com/my-bucket/rec", path + "/RT1.mkv", true},
		{"encoded path", style + "%C3%BC%20", style + "%c3%bc%20/RT1.mkv", true},
		{"outside S3", "https://Example.com/rec", "https://example.com:443/rec/RT1.mkv", true},

		{"longer segment", path, style + "recordings/RT1.mkv", false},
		{"directory above", path, style + "RT1.mkv", false},
		{"case of the path", path, style + "Rec/RT1.mkv", false},
		{"another bucket", path, "https://my-bucket2.s3.eu-west-1.amazonaws.com/rec/RT1.mkv", false},
		{"another partition", path, "https://my-bucket.s3.cn-north-1.amazonaws.com.cn/rec/RT1.mkv", false},
		{"longer segment outside S3", "https://example.com/rec", "https://example.com/recordings/RT1.mkv", false},
		{"bucket and no bucket", "https://example.com/rec", path + "/RT1.mkv", false},
		{"no URL", path, "rec/RT1.mkv", false},
		{"empty", path, "", false},
	} {
		u, err := ParseURL(test.url)
		if got := u.Contains(test.of); err != nil || got != test.want {
			t.Errorf("%s: got %t, error %v, want %t", test.name, got, err, test.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, test := range bucketURLs {
		f.Add(test.raw)
	}
	f.Add("https://my-bucket.s3.amazonaws.com//%")
	f.Add("HTTPS://Documentation-Example-Twilio-Bucket/recordings")
	f.Add("https://s3-eu-west-1.amazonaws.com/my.bucket/a%7E%3d%25%C3%BC+b/")
	f.Fuzz(func(t *testing.T, raw string) {
		if !SameURL(raw, raw) || !SameURL(raw, raw+"/") {
			t.Error("differs from itself")
		}
		u, err := ParseURL(raw)
		if err != nil {
			return
		}
		if !u.Contains(raw) {
			t.Errorf("%+v does not contain itself", u)
		}
		normal := normalizeURL(raw)
		if !SameURL(raw, normal) {
			t.Errorf("differs from its normal form %q", normal)
		}
		if v, err := ParseURL(normal); err != nil || v.IsS3() != u.IsS3() {
			t.Errorf("the normal form %q is %+v, error %v, want %+v", normal, v, err, u)
		}
		if v, err := ParseURL(u.String()); err != nil || v != u {
			t.Errorf("%q is %+v, error %v, want %+v", u, v, err, u)
		}
		if u.Bucket() == "" || u.Region() == "" {
			return
		}
		rebuilt, err := NewURL(u.Bucket(), u.Region(), u.Path())
		if err != nil {
			t.Fatalf("NewURL rejects the parts: %s", err)
		}
		if v, err := ParseBucketURL(rebuilt.String()); err != nil || v != rebuilt || partsOf(v) != partsOf(u) {
			t.Errorf("NewURL returns %q, which is %+v, error %v, want the parts of %+v", rebuilt, v, err, u)
		}
	})
}

func FuzzNew(f *testing.F) {
	f.Add("my-bucket", "eu-central-1", "my/path/")
	f.Add("my.s3.bucket", "cn-north-1", "100% ü+/%2F")
	f.Add("s3.eu-west-1", "us-gov-west-1", "...")
	f.Fuzz(func(t *testing.T, bucket, region, path string) {
		u, err := NewURL(bucket, region, path)
		if err != nil {
			return
		}
		v, err := ParseBucketURL(u.String())
		if err != nil {
			t.Fatalf("ParseBucketURL rejects %q: %s", u, err)
		}
		if got, want := partsOf(v), (parts{bucket, region, path, v.Partition()}); got != want {
			t.Errorf("%q has %+v, want %+v", u, got, want)
		}
	})
}

func FuzzSame(f *testing.F) {
	f.Add("https://my-bucket.s3.amazonaws.com/a", "https://MY-BUCKET.s3.amazonaws.com:443/%61/")
	f.Add("https://example.com/a//", "https://example.com/a")
	f.Fuzz(func(t *testing.T, a, b string) {
		if SameURL(a, b) != SameURL(b, a) {
			t.Error("is not symmetric")
		}
		u, errA := ParseURL(a)
		v, errB := ParseURL(b)
		if errA == nil && errB == nil && SameURL(a, b) && u.IsS3() != v.IsS3() {
			t.Errorf("the same, but %+v and %+v", u, v)
		}
	})
}
