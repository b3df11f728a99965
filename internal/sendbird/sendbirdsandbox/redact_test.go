package sendbirdsandbox_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/reachtest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
)

func TestTheLogHasWhatIsNoSecret(t *testing.T) {
	t.Parallel()
	s := start(t, sendbirdsandbox.Behaviour{})
	ask(t, s, fields(s).with("recording_file_directory", "test/"))
	got := s.Log().All()[0]
	want := map[string]any{
		"access_key": s.Bucket.AccessKey, "secret_key": sandbox.Hashed(s.Bucket.SecretKey),
		"bucket": s.Bucket.Name, "region": s.Bucket.Region, "recording_file_directory": "test/",
	}
	if !reflect.DeepEqual(got.JSON, want) {
		t.Errorf("logged %v, want %v", got.JSON, want)
	}
	if got.Path != path(s.Recording.ID) || got.Method != http.MethodPost || got.Status != 200 || got.Account != s.Application.ID || got.Header.Get("Content-Type") == "" {
		t.Errorf("logged %+v", got)
	}
	if _, kept := got.Header["Api-Token"]; kept {
		t.Error("the token was kept")
	}
}

// TestNothingKeepsASecret sends one wherever a client may put it, and looks for it in
// everything that the server can reach.
func TestNothingKeepsASecret(t *testing.T) {
	t.Parallel()
	// Letters alone look the same in a form, in a query and in JSON.
	const secret = "sEcReTsEcReTsEcReTsEcReTsEcReTsEcReTsEcR"
	s := start(t, sendbirdsandbox.Behaviour{EchoSecrets: true})
	bucket := s.Bucket
	bucket.SecretKey = secret
	s.AddBuckets(bucket)
	s.Bucket = bucket
	post := func(contentType, query, body string) int {
		req := request(t, s, http.MethodPost, path(s.Recording.ID)+query, body)
		req.Header.Set("Content-Type", contentType)
		status, _ := exchange(t, req)
		return status
	}
	right := encode(t, fields(s))
	if status := post("application/json", "", right); status != 200 {
		t.Fatalf("answer %d", status)
	}
	for _, body := range []object{
		fields(s).with("access_key", secret),
		fields(s).with("access_key", secret[:20]),
		fields(s).with("secret_key", []string{secret}),
		fields(s).with("secret_key", object{"value": secret}),
		fields(s).with("secretKey", secret),
		fields(s).with("bucket", object{secret: secret}),
		fields(s).with("region", []string{secret}),
		fields(s).with("recording_file_directory", []any{nil, secret}),
	} {
		if status := post("application/json", "", encode(t, body)); status != 400 {
			t.Errorf("%v: answer %d, want 400", body, status)
		}
	}
	post("application/json", "", `{"secret_key":"`+secret)
	post("application/json", "", `"`+secret+`"`)
	post("application/x-www-form-urlencoded", "", right)
	post("application/x-www-form-urlencoded", "", "secret_key="+secret)
	post("text/plain", "", right)
	post("application/json", "?secret_key="+secret+"&"+secret, right)
	unknown := request(t, s, http.MethodPost, path(s.Recording.ID), right)
	unknown.Header.Set("Api-Token", secret)
	exchange(t, unknown)

	found := false
	reachtest.Texts(s.Server, func(text string) {
		if strings.Contains(text, secret[:20]) {
			t.Errorf("the server keeps %q", text)
		}
		found = found || text == bucket.AccessKey
	})
	if !found {
		t.Error("the search finds nothing at all")
	}
}
