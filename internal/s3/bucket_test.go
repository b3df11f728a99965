package s3

import (
	"strings"
	"testing"
)

// wantErrors fails the test unless validate returns an error that contains the text,
// for each value. An empty text means no error.
func wantErrors(t *testing.T, validate func(string) error, texts map[string]string) {
	t.Helper()
	for value, want := range texts {
		switch err := validate(value); {
		case want == "" && err != nil:
			t.Errorf("%q: %s", value, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%q: error %v, want one with %q", value, err, want)
		}
	}
}

func TestValidateBucketNameAppliesTheRulesOfAWS(t *testing.T) {
	t.Parallel()
	wantErrors(t, ValidateBucketName, map[string]string{
		"my-bucket":              "",
		"my.dotted.bucket":       "",
		"123":                    "",
		"xn--reserved-s3alias":   "",
		strings.Repeat("b", 63):  "",
		"":                       "3 to 63 characters, not 0",
		"ab":                     `"ab" is not a valid bucket name: it must have 3 to 63 characters, not 2`,
		strings.Repeat("b", 64):  "3 to 63 characters, not 64",
		"My-Bucket":              `it must be lower case: write "my-bucket"`,
		"192.168.5.4":            "must not be an IP address",
		"arn:aws:s3:::my-bucket": `write "my-bucket"`,
		"my_bucket":              `"my_bucket" must consist of letters`,
		"-my-bucket":             `"-my-bucket" must consist of letters, digits and hyphens, without a hyphen at either end`,
		"my-.bucket":             `"my-" must consist of letters`,
		"my..bucket":             "two dots in a row",
		"bücket":                 `"bücket" must consist of letters`,
	})
}

func TestValidatePathAcceptsOnlyAPathThatReachesS3(t *testing.T) {
	t.Parallel()
	wantErrors(t, ValidatePath, map[string]string{
		"":       "",
		"a/b/":   "",
		"a\n/…/": "",
		"/a":     `must not begin with a slash: write "a"`,
		"//":     `must not begin with a slash: write ""`,
		"a//b":   `two slashes in a row: write one "/"`,
		"a/./b":  `must not contain the segment ".": write the path that it leads to`,
		"..":     `must not contain the segment ".."`,
		"../":    `must not contain the segment ".."`,
		"a\xff":  "is not in UTF-8, the encoding of S3 keys",
	})
}

// Many scripts need joiners, which are not control characters.
func TestValidateDirectoryAcceptsEveryScriptWithoutControlCharacters(t *testing.T) {
	t.Parallel()
	wantErrors(t, ValidateDirectory, map[string]string{
		"":                             "",
		"a b/c/":                       "",
		"❤\ufe0f/":                     "",
		"👩\u200d⚖\ufe0f/":              "",
		"क्\u200dष/":                   "",
		"می\u200cخواهم/":               "",
		"日本\u3000語/":                   "",
		"עברית\u200f/":                 "",
		strings.Repeat("ü", 512):       "",
		"a\nb":                         `"a\nb" contains a control character or a line break: remove it`,
		"a\x00":                        "control character",
		"\x1b[2J/":                     "control character",
		"\u0085/":                      "control character",
		"a\u2028b":                     "line break",
		"a\u2029b":                     "line break",
		"/a":                           "must not begin with a slash",
		strings.Repeat("ü", 512) + "/": "the path has 1025 bytes, but an S3 key has at most 1024: shorten it",
	})
}
