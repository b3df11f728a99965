package sendbirdapi

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

const (
	fuzzedToken, fuzzedKey, fuzzedSecret = "2d9b1f0c5e7a", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKE="
	// echo stands in an answer for what no error and no state may show.
	echo = "{secret}"
)

var fuzzedCopy = Copy{
	RecordingID: "f56ee376-b6ee-4ea4-a523-f3ba87653a3e", AccessKey: fuzzedKey, SecretKey: fuzzedSecret,
	Bucket: "my-bucket", Region: "eu-central-1", Directory: "test/",
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

// FuzzCopyAnswer: what is taken for a copy is the one that was asked for, at a key that
// can be shown; all else is an error that can be.
func FuzzCopyAnswer(f *testing.F) {
	for _, seed := range []struct {
		status         uint16
		location, body string
	}{
		{200, "", `{"recording_id":"f56ee376-b6ee-4ea4-a523-f3ba87653a3e","bucket":"my-bucket","key":"test/260201_041500_f56ee376-b6ee-4ea4-a523-f3ba87653a3e.mp4"}`},
		{201, "", `{"recording_id":"F56EE376-B6EE-4EA4-A523-F3BA87653A3E","bucket":"my-bucket","key":"a.mp4","size":1}`},
		{200, "", `{"recording_id":"f56ee376-b6ee-4ea4-a523-f3ba87653a3e","bucket":"my-bucket","key":"\u001b[31mtest\u202e.mp4"}`},
		{200, "", `{"recording_id":"f56ee376-b6ee-4ea4-a523-f3ba87653a3e","bucket":"my-bucket","key":"{secret}.mp4"}`},
		{200, "", `{"recording_id":"another","bucket":"{secret}","key":"\u0007"}`},
		{200, "", `{"error":true,"code":400200,"message":"Recording not found"}`},
		{400, "", `{"error":true,"code":400111,"message":"Missing parameters: {secret}"}`},
		{401, "", `{"error":true,"code":"401121","message":"\u001b]0;title\u0007"}`},
		{429, "", `{"error":true,"code":429100}`},
		{500, "", `{"error":true,"code":500999,"message":""}`},
		{503, "", "<html>\r\n\x9b31m{secret}"},
		{400, "", `{"code":1e999,"message":"x"}`},
		{400, "", `{"code":null,"message":null}`},
		{400, "", `{"code":{}}`},
		{404, "", ""},
		{408, "", "{}"},
		{302, "https://%E2%80%AE.example/", ""},
		{200, "", "null"},
		{200, "", `{}`},
		{200, "", `{"key":1}`},
		{204, "", ""},
		{200, "", `{"recording_id":"f56ee376-b6ee-4ea4-a523-f3ba87653a3e","bucket":"my-bucket","key":"` + strings.Repeat("long/", 300) + `"}`},
		{200, "", `{"recording_id":"` + strings.Repeat("long", 5000) + `","bucket":"my-bucket","key":"a"}`},
		{200, "", strings.Repeat(`{"key":`, 20000)},
		{400, "", `{"message":"` + strings.Repeat("long ", 10000) + `"}`},
	} {
		f.Add(seed.status, seed.location, seed.body)
	}
	f.Fuzz(func(t *testing.T, status uint16, location, body string) {
		if len(body) > 64<<10 || len(location) > 64<<10 {
			t.Skip()
		}
		client, err := New(Config{ApplicationID: "application", APIToken: fuzzedToken})
		if err != nil {
			t.Fatal(err)
		}
		server := &canned{
			// 200 to 599; what is asked for stays what it is.
			status: 200 + (int(status)+200)%400, header: http.Header{"Location": {location}},
			body: strings.ReplaceAll(body, echo, fuzzedToken+"-"+strings.ReplaceAll(fuzzedSecret, "/", `\/`)+"-"+fuzzedKey),
		}
		client.http.Transport = server
		copied, err := client.Copy(t.Context(), fuzzedCopy)
		if len(server.asked) != 1 || server.asked[0].String() != "https://api-application.calls.sendbird.com/v1/cloud-recordings/"+fuzzedCopy.RecordingID+"/copy" {
			t.Errorf("requests for %v", server.asked)
		}
		if err == nil {
			if server.status > 299 || !strings.EqualFold(copied.RecordingID, fuzzedCopy.RecordingID) || copied.Bucket != fuzzedCopy.Bucket || copied.Key == "" {
				t.Errorf("%d %q is taken for the copy %+v", server.status, body, copied)
			}
			wantShowable(t, "the key", copied.Key, 1024)
			return
		}
		var failed *Error
		if !errors.As(err, &failed) || copied != (Copied{}) {
			t.Fatalf("%+v and error %v (%T), want an *Error alone", copied, err, err)
		}
		wantShowable(t, "the error", err.Error(), 8<<10)
		wantShowable(t, "its message", failed.Message, 8<<10)
		if failed.Err == nil && failed.Status != server.status {
			t.Errorf("the error says %d, the answer %d", failed.Status, server.status)
		}
		refused := server.status >= 400 && server.status < 500 && server.status != http.StatusRequestTimeout && !failed.Foreign
		if want := !refused && server.status != http.StatusTooManyRequests; failed.Err == nil && failed.MaybeCarriedOut() != want {
			t.Errorf("MaybeCarriedOut() is %t for %d %q, want %t", !want, server.status, body, want)
		}
	})
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
	for _, secret := range []string{fuzzedToken, fuzzedKey, fuzzedSecret} {
		if strings.Contains(text, secret) {
			t.Errorf("%s has a secret: %q", what, text)
		}
	}
}
