package s3url

import (
	"strings"
	"testing"
)

func TestIsS3TellsTheHostsOfS3(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]bool{
		// The forms in Twilio's guide and reference.
		"https://my-bucket.s3-us-east-2.amazonaws.com":                true,
		"https://my-bucket.s3.amazonaws.com/recordings":               true,
		"https://my-bucket.s3.us-east-1.amazonaws.com/my/path/":       true,
		"https://documentation-example-twilio-bucket/recordings":      false, // Twilio's OpenAPI document
		"https://my-bucket.s3.dualstack.eu-west-1.amazonaws.com/a":    true,
		"https://my-bucket.s3-fips.us-gov-west-1.amazonaws.com/":      true,
		"https://my-bucket.s3-fips-us-gov-west-1.amazonaws.com/":      true,
		"https://my-bucket.s3-fips.dualstack.us-east-1.amazonaws.com": true,
		"https://my-bucket.s3.cn-north-1.amazonaws.com.cn/a":          true,
		"https://my-bucket.s3.eusc-de-east-1.amazonaws.eu/a":          true,
		"https://my-bucket.s3-external-1.amazonaws.com":               true,
		"https://my-bucket.s3-accelerate.amazonaws.com/a":             true,
		"https://my-bucket.s3-accelerate.dualstack.amazonaws.com":     true,
		"https://my.dotted.bucket.s3.us-east-1.amazonaws.com":         true,
		"https://my.s3.bucket.s3-us-west-2.amazonaws.com":             true,
		"https://my.s3.s3.us-west-2.amazonaws.com":                    true,
		// Path style.
		"https://s3.us-west-2.amazonaws.com/bucket/prefix":     true,
		"https://s3.us-west-2.amazonaws.com/bucket/a/b/":       true,
		"https://s3.dualstack.us-west-2.amazonaws.com/bucket/": true,
		"https://s3-eu-west-1.amazonaws.com/my.bucket":         true,
		"https://s3.amazonaws.com/bucket":                      true,
		// Access points and directory buckets.
		"https://ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com/a":              true,
		"https://ap-123456789012.s3-accesspoint-fips.dualstack.us-west-2.amazonaws.com": true,
		"https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/a":              true,
		"https://b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/a":        true,
		"https://ap-abc-s3alias.s3.us-west-2.amazonaws.com/a":                           true,
		// Spellings.
		"HTTPS://my-bucket.S3.US-EAST-1.AmazonAWS.com:443/A":                true,
		"https://my-bucket.s3.amazonaws.com/a%20b/%C3%BC/!$&'()*+,;=:@-._~": true,
		"https://my-bucket.s3.amazonaws.com/...":                            true,
		"https://" + strings.Repeat("b", 63) + ".s3.amazonaws.com":          true,
		// Hosts that are not S3's.
		"https://storage.example.com/recordings":                                 false,
		"https://my-bucket.s3.example.com/recordings":                            false,
		"https://my-bucket.amazonaws.com/recordings":                             false,
		"https://my-bucket.s3.useast1.amazonaws.com/recordings":                  false,
		"https://s3.amazonaws.com.example.com/recordings":                        false,
		"https://my-bucket.nots3.amazonaws.com/recordings":                       false,
		"https://bucket.vpce-1a2b-5c.s3.us-east-1.vpce.amazonaws.com/recordings": false,
	} {
		t.Run(raw, func(t *testing.T) {
			t.Parallel()
			u, err := Parse(raw)
			if err != nil {
				t.Fatal(err)
			}
			if u.IsS3() != want {
				t.Errorf("IsS3 is %t, want %t", u.IsS3(), want)
			}
		})
	}
}

func TestParseSaysWhatIsWrongAndWhatToWrite(t *testing.T) {
	t.Parallel()
	const bucket = "https://my-bucket.s3.amazonaws.com"
	for _, test := range []struct{ raw, want string }{
		{"", "the URL is empty: write https://"},
		{"my-bucket", "must begin with https://"},
		{"https:/my-bucket", "must begin with https://"},
		{"http://my-bucket.s3.amazonaws.com", `the scheme must be https, not "http"`},
		{"s3://my-bucket/recordings", `the scheme must be https, not "s3"`},
		{"https://", "the host is missing"},
		{"https:///recordings", "the host is missing"},
		{"https://:443/recordings", "the host is missing"},

		{" " + bucket, `character 1 is " ", which a URL cannot hold: remove it, or write %20`},
		{bucket + "/a\tb", `character 37 is "\t"`},
		{bucket + "/ü", `character 36 is "ü", which a URL cannot hold: remove it, or write %C3%BC`},
		{bucket + "/\xff", `character 36 is "\xff"`},
		{"https://bücket.s3.amazonaws.com/", `character 10 is "ü"`},
		{bucket + "/a|b", `character 37 is "|"`},
		{bucket + "/a[b]", `character 37 is "["`},
		{bucket + "/100%", `character 39 is a "%" without two hexadecimal digits: write %25`},
		{bucket + "/%2", `character 36 is a "%"`},
		{bucket + "/%g0", `character 36 is a "%"`},
		{bucket + "/%ff", "does not decode to UTF-8"},

		{"https://key@my-bucket.s3.amazonaws.com", "must not hold a user name or password"},
		{bucket + "?versioning", `must not have a query: remove the "?"`},
		{bucket + "/?", "must not have a query"},
		{bucket + "/a#b", `must not have a fragment: remove the "#"`},
		{bucket + ":8443/", "the port must be 443"},
		{bucket + ":/", "the port must be 443"},

		{"https://192.168.5.4/a", `not the IP address "192.168.5.4"`},
		{"https://127.1/a", "not the IP address"},
		{"https://[::1]:443/a", "not an IP address"},
		{"https://my_bucket.s3.amazonaws.com", `"my_bucket" holds "_", but only letters, digits and hyphens`},
		{"https://-bucket.s3.amazonaws.com", `"-bucket" must begin and end with a letter or a digit`},
		{"https://bucket-.s3.amazonaws.com", `"bucket-" must begin and end`},
		{"https://my..bucket.s3.amazonaws.com", "nor have two dots in a row"},
		{"https://my-bucket.s3.amazonaws.com./", "must not begin or end with a dot"},
		{"https://my%20bucket.s3.amazonaws.com/", `holds "%"`},
		{"https://" + strings.Repeat("b", 64) + ".s3.amazonaws.com", "at most 63 characters"},
		{"https://" + strings.Repeat("b.", 126) + "com", "the host has 255 characters; DNS allows 253"},

		{"https://ab.s3.amazonaws.com", `"ab" cannot be the name of a bucket: it must have 3 to 63 characters, not 2`},
		{"https://" + strings.Repeat("b.", 32) + "b.s3.amazonaws.com", "3 to 63 characters, not 65"},
		{"https://My-Bucket.s3.amazonaws.com", `it has capital letters: write "my-bucket"`},
		{"https://My-Bucket.s3-external-1.amazonaws.com", `write "my-bucket"`},
		{"https://My-Bucket.s3-accelerate.amazonaws.com", `write "my-bucket"`},
		{"https://my.S3.bucket.s3-us-west-2.amazonaws.com", `write "my.s3.bucket"`},
		{"https://192.168.5.4.s3.amazonaws.com", "must not have the form of an IP address"},
		{"https://s3.us-west-2.amazonaws.com/", "names no bucket: write https://BUCKET.s3.us-west-2.amazonaws.com"},
		{"https://s3.us-west-2.amazonaws.com/My-Bucket/a", `write "my-bucket"`},
		{"https://s3.us-west-2.amazonaws.com/my_bucket/a", `"my_bucket" cannot be the name of a bucket`},
		{"https://s3.us-west-2.amazonaws.com/my%2Dbucket/a", `holds "%"`},
		{"https://my-bucket.s3-website-us-east-1.amazonaws.com", "takes no uploads"},
		{"https://my-bucket.s3-website.us-east-2.amazonaws.com", "takes no uploads"},
		{"https://123456789012.s3-control.us-east-2.amazonaws.com", "takes no uploads"},

		{"https://my-bucket.s3.cn-north-1.amazonaws.com", "the region cn-north-1 is not at amazonaws.com: write amazonaws.com.cn at the end of the host, or another region"},
		{"https://my-bucket.s3.dualstack.eu-west-1.amazonaws.com.cn/a", "the region eu-west-1 is not at amazonaws.com.cn: write amazonaws.com at"},
		{"https://s3-us-gov-west-1.amazonaws.eu/my-bucket", "write amazonaws.com at"},
		{"https://my-bucket.s3-external-1.amazonaws.com.cn", "the region us-east-1 is not at amazonaws.com.cn"},
		{"https://my-bucket.s3.us-iso-east-1.amazonaws.com", "apart from the Internet"},

		{bucket + "//recordings", "two slashes in a row"},
		{bucket + "//", "two slashes in a row"},
		{bucket + "/a//b", "two slashes in a row"},
		{bucket + "/a//", "two slashes in a row"},
		{bucket + "/a/../b", `must not have the segment ".."`},
		{bucket + "/.", `must not have the segment "."`},
		{bucket + "/a/%2e%2E", `must not have the segment "%2e%2E"`},
		{bucket + "/a%2Fb", `write "/" instead of %2F`},
	} {
		t.Run(test.raw, func(t *testing.T) {
			t.Parallel()
			u, err := Parse(test.raw)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
			if u != (URL{}) {
				t.Errorf("a URL beside the error: %+v", u)
			}
		})
	}
}

func TestParseDoesNotEchoAPassword(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{"https://key:hunter2@example.com/", "https://key:hunter2/x@example.com/"} {
		if _, err := Parse(raw); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("error %v", err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, form := range documented {
		f.Add(form.raw)
	}
	f.Add("https://my-bucket.s3.amazonaws.com//%")
	f.Add("HTTPS://Documentation-Example-Twilio-Bucket/recordings")
	f.Add("https://s3-eu-west-1.amazonaws.com/my.bucket/a%7E%3d%25%C3%BC+b/")
	f.Fuzz(func(t *testing.T, raw string) {
		if !Same(raw, raw) || !Same(raw, raw+"/") {
			t.Error("is not the same as itself")
		}
		u, err := Parse(raw)
		if err != nil {
			return
		}
		normal := placeOf(raw)
		if !Same(raw, normal) {
			t.Errorf("is not the same as its normal form %q", normal)
		}
		if v, err := Parse(normal); err != nil || v.IsS3() != u.IsS3() {
			t.Errorf("the normal form %q is %+v, error %v, want %+v", normal, v, err, u)
		}
		if v, err := Parse(u.String()); err != nil || v != u {
			t.Errorf("%q is %+v, error %v, want %+v", u, v, err, u)
		}
		if u.Bucket() == "" || u.Region() == "" {
			return
		}
		rebuilt, err := New(u.Bucket(), u.Region(), u.Path())
		if err != nil {
			t.Fatalf("cannot be built again: %s", err)
		}
		if v, err := ParseBucket(rebuilt.String()); err != nil || v != rebuilt || parts(v) != parts(u) {
			t.Errorf("built again it is %q, which is %+v, error %v, want the parts of %+v", rebuilt, v, err, u)
		}
	})
}
