package s3url

import "testing"

func TestSameIgnoresOnlyTheSpelling(t *testing.T) {
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
			if got := Same(test.a, test.b); got != test.want {
				t.Errorf("Same(%q, %q) = %t", test.a, test.b, got)
			}
			if got := Same(test.b, test.a); got != test.want {
				t.Errorf("is not symmetric: Same(%q, %q) = %t", test.b, test.a, got)
			}
		})
	}
}

func FuzzSame(f *testing.F) {
	f.Add("https://my-bucket.s3.amazonaws.com/a", "https://MY-BUCKET.s3.amazonaws.com:443/%61/")
	f.Add("https://example.com/a//", "https://example.com/a")
	f.Fuzz(func(t *testing.T, a, b string) {
		if Same(a, b) != Same(b, a) {
			t.Error("is not symmetric")
		}
		u, errA := Parse(a)
		v, errB := Parse(b)
		if errA == nil && errB == nil && Same(a, b) && u.IsS3() != v.IsS3() {
			t.Errorf("the same, but %+v and %+v", u, v)
		}
	})
}
