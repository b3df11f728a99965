package sendbirdapi

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/videostorage/terraform-provider-videostorage/internal/s3url"
)

const (
	fuzzedToken, fuzzedKey, fuzzedSecret = "2d9b1f0c5e7a", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKE="
	// echo stands in an answer for what no error and no state may show, within in a
	// string of it for the directory that was asked for.
	echo, within = "{secret}", "{directory}"
)

var fuzzedCopy = Copy{
	RecordingID: "f56ee376-b6ee-4ea4-a523-f3ba87653a3e", AccessKey: fuzzedKey, SecretKey: fuzzedSecret,
	Bucket: "my-bucket", Region: "eu-central-1",
}

// canned answers with what was made up, without a network.
type canned struct {
	status int
	header http.Header
	body   string
	asked  []*url.URL
}

func (c *canned) RoundTrip(req *http.Request) (*http.Response, error) {
	c.asked = append(c.asked, req.URL)
	return &http.Response{
		StatusCode: c.status, Header: c.header, Body: io.NopCloser(strings.NewReader(c.body)), ContentLength: int64(len(c.body)), Request: req,
	}, nil
}

// copy asks for a copy, and gets this answer. Beside an error, there is no copy.
func (c *canned) copy(t *testing.T, asked Copy) (Copied, error) {
	t.Helper()
	client, err := New(Config{ApplicationID: "application", APIToken: fuzzedToken})
	if err != nil {
		t.Fatal(err)
	}
	client.http.Transport = c
	copied, err := client.Copy(t.Context(), asked)
	if err != nil && copied != (Copied{}) {
		t.Errorf("%+v beside the error %v", copied, err)
	}
	return copied, err
}

// FuzzCopyAnswer: what is taken for a copy is the one that was asked for, at a key of
// S3's without control characters beyond the directory; all else is an error that can be
// shown. Whatever the directory, what Sendbird documents is a copy at the key that it names.
func FuzzCopyAnswer(f *testing.F) {
	for _, seed := range []struct {
		status                    uint16
		location, body, directory string
	}{
		{200, "", `{"recording_id":"f56ee376-b6ee-4ea4-a523-f3ba87653a3e","bucket":"my-bucket","key":"test/260201_041500_f56ee376-b6ee-4ea4-a523-f3ba87653a3e.mp4"}`, "test/"},
		{201, "", `{"recording_id":"F56EE376-B6EE-4EA4-A523-F3BA87653A3E","bucket":"my-bucket","key":"a.mp4","size":1}`, "test/"},
		{200, "", `{"recording_id":"f56ee376-b6ee-4ea4-a523-f3ba87653a3e","bucket":"my-bucket","key":"\u001b[31mtest\u202e.mp4"}`, "test/"},
		{200, "", `{"recording_id":"f56ee376-b6ee-4ea4-a523-f3ba87653a3e","bucket":"my-bucket","key":"{secret}.mp4"}`, "test/"},
		{200, "", `{"recording_id":"another","bucket":"{secret}","key":"\u0007"}`, "test/"},
		{200, "", `{"error":true,"code":400200,"message":"Recording not found"}`, "test/"},
		{400, "", `{"error":true,"code":400111,"message":"Missing parameters: {secret}"}`, "test/"},
		{401, "", `{"error":true,"code":"401121","message":"\u001b]0;title\u0007"}`, "test/"},
		{429, "", `{"error":true,"code":429100}`, "test/"},
		{500, "", `{"error":true,"code":500999,"message":""}`, "test/"},
		{503, "", "<html>\r\n\x9b31m{secret}", "test/"},
		{400, "", `{"code":1e999,"message":"x"}`, "test/"},
		{400, "", `{"code":null,"message":null}`, "test/"},
		{400, "", `{"code":{}}`, "test/"},
		{404, "", "", "test/"},
		{408, "", "{}", "test/"},
		{302, "https://%E2%80%AE.example/", "", "test/"},
		{200, "", "null", "test/"},
		{200, "", `{}`, "test/"},
		{200, "", `{"key":1}`, "test/"},
		{204, "", "", "test/"},
		{200, "", `{"recording_id":"f56ee376-b6ee-4ea4-a523-f3ba87653a3e","bucket":"my-bucket","key":"` + strings.Repeat("long/", 300) + `"}`, "test/"},
		{200, "", `{"recording_id":"` + strings.Repeat("long", 5000) + `","bucket":"my-bucket","key":"a"}`, "test/"},
		{200, "", strings.Repeat(`{"key":`, 20000), "test/"},
		{400, "", `{"message":"` + strings.Repeat("long ", 10000) + `"}`, "test/"},
		{200, "", `{"recording_id":"f56ee376-b6ee-4ea4-a523-f3ba87653a3e","bucket":"my-bucket","key":"{directory}260201_041500.mp4"}`, "two  spaces"},
		{200, "", `{"recording_id":"f56ee376-b6ee-4ea4-a523-f3ba87653a3e","bucket":"my-bucket","key":"{directory}\u200d\ufe0f\u202e.mp4"}`, "❤\ufe0f/"},
		{200, "", `{"recording_id":"f56ee376-b6ee-4ea4-a523-f3ba87653a3e","bucket":"my-bucket","key":"{directory}\ufffd"}`, "می\u200cخواهم"},
		{200, "", `{"recording_id":"f56ee376-b6ee-4ea4-a523-f3ba87653a3e","bucket":"my-bucket","key":"{directory}\n"}`, "日本\u3000語/"},
		{200, "", `{"recording_id":"f56ee376-b6ee-4ea4-a523-f3ba87653a3e","bucket":"my-bucket","key":"{directory}"}`, ""},
		{200, "", `{"recording_id":"f56ee376-b6ee-4ea4-a523-f3ba87653a3e","bucket":"my-bucket","key":"{directory}{secret}"}`, "%2F&#47;"},
	} {
		f.Add(seed.status, seed.location, seed.body, seed.directory)
	}
	f.Fuzz(func(t *testing.T, status uint16, location, body, directory string) {
		if len(body) > 64<<10 || len(location) > 64<<10 || s3url.CheckDirectory(directory) != nil || holdsSecret(directory) {
			t.Skip()
		}
		asked := fuzzedCopy
		asked.Directory = directory
		server := &canned{
			// 200 to 599; what is asked for stays what it is.
			status: 200 + (int(status)+200)%400, header: http.Header{"Location": {location}},
			body: strings.NewReplacer(
				echo, fuzzedToken+"-"+strings.ReplaceAll(fuzzedSecret, "/", `\/`)+"-"+fuzzedKey,
				within, strings.Trim(inJSON(t, asked.Prefix()), `"`),
			).Replace(body),
		}
		copied, err := server.copy(t, asked)
		if len(server.asked) != 1 || server.asked[0].String() != "https://api-application.calls.sendbird.com/v1/cloud-recordings/"+asked.RecordingID+"/copy" {
			t.Errorf("requests for %v", server.asked)
		}
		if err == nil {
			if server.status > 299 || !strings.EqualFold(copied.RecordingID, asked.RecordingID) || copied.Bucket != asked.Bucket {
				t.Errorf("%d %q is taken for the copy %+v", server.status, body, copied)
			}
			wantKept(t, copied.Key, asked.Prefix())
		} else {
			wantFailed(t, server, err)
		}
		wantDocumented(t, asked)
	})
}

// wantDocumented wants that what Sendbird documents is a copy.
func wantDocumented(t *testing.T, asked Copy) {
	t.Helper()
	key := asked.Prefix() + "260201_041500_" + asked.RecordingID + ".mp4"
	if len(key) > 1024 {
		return
	}
	want := Copied{RecordingID: asked.RecordingID, Bucket: asked.Bucket, Key: key}
	copied, err := (&canned{status: http.StatusOK, body: inJSON(t, want)}).copy(t, asked)
	if err != nil || copied != want {
		t.Errorf("%+v and error %v, want %+v", copied, err, want)
	}
}

// wantKept wants a key that the state may have.
func wantKept(t *testing.T, key, prefix string) {
	t.Helper()
	rest := strings.TrimPrefix(key, prefix)
	if rest == "" || len(key) > 1024 || !utf8.ValidString(key) || holdsSecret(key) || strings.ContainsFunc(rest, func(r rune) bool {
		return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == '\ufffd'
	}) {
		t.Errorf("the key is %.1100q", key)
	}
}

// wantFailed wants an [*Error] about the answer that can be shown.
func wantFailed(t *testing.T, server *canned, err error) {
	t.Helper()
	var failed *Error
	if !errors.As(err, &failed) {
		t.Fatalf("error %v (%T), want an *Error", err, err)
	}
	wantShowable(t, "the error", err.Error(), 8<<10)
	wantShowable(t, "its message", failed.Message, 8<<10)
	if failed.Err != nil {
		return
	}
	if failed.Status != server.status {
		t.Errorf("the error says %d, the answer %d", failed.Status, server.status)
	}
	refused := server.status >= 400 && server.status < 500 && server.status != http.StatusRequestTimeout && !failed.Foreign
	if want := !refused && server.status != http.StatusTooManyRequests; failed.MaybeCarriedOut() != want {
		t.Errorf("MaybeCarriedOut() is %t for %d %q, want %t", !want, server.status, server.body, want)
	}
}

func inJSON(t *testing.T, value any) string {
	t.Helper()
	raw, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func holdsSecret(text string) bool {
	return slices.ContainsFunc([]string{fuzzedToken, fuzzedKey, fuzzedSecret}, func(secret string) bool { return strings.Contains(text, secret) })
}

func wantShowable(t *testing.T, what, text string, most int) {
	t.Helper()
	if !utf8.ValidString(text) || len(text) > most {
		t.Errorf("%s has %d bytes: %.300q", what, len(text), text)
	}
	if at := strings.IndexFunc(text, func(r rune) bool {
		return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029'
	}); at >= 0 {
		t.Errorf("%s has a control character: %.300q", what, text[at:])
	}
	if holdsSecret(text) {
		t.Errorf("%s has a secret: %q", what, text)
	}
}
