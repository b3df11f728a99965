package sendbirdsandbox_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
)

func TestCreated(t *testing.T) {
	t.Parallel()
	s := start(t, sendbirdsandbox.Behaviour{Created: true})
	if status, body := ask(t, s, fields(s)); status != http.StatusCreated || len(keys(s)) != 1 {
		t.Errorf("answer %d %v, copied %v; want 201", status, body, keys(s))
	}
	if status, _ := ask(t, s, fields(s).with("bucket", absent)); status != http.StatusBadRequest {
		t.Errorf("an error: %d", status)
	}
}

func TestLiteralDirectory(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string]string{"test": "test", "test/": "test/", "": ""} {
		t.Run(sent, func(t *testing.T) {
			t.Parallel()
			s := start(t, sendbirdsandbox.Behaviour{LiteralDirectory: true})
			ask(t, s, fields(s).with("recording_file_directory", sent))
			if got := keys(s); len(got) != 1 || got[0] != want+"230209_041500_"+s.Recording.ID+".mp4" {
				t.Errorf("copied %v", got)
			}
		})
	}
}

// TestNotAllowed has the errors that the documentation mentions without a code; what
// S3 refuses is in TestS3MustLetTheCopyIn.
func TestNotAllowed(t *testing.T) {
	t.Parallel()
	s := start(t, sendbirdsandbox.Behaviour{NotAllowed: true})
	status, body := ask(t, s, fields(s).with("region", "us-west-2"))
	wantError(t, s, status, body, notAllowed, "not that of the application")
	status, body = ask(t, s, fields(s).with("region", "nowhere"))
	wantError(t, s, status, body, invalidParams, "region must be")
	s.AddRecordings(s.Application.ID, sendbirdsandbox.Recording{ID: s.Recording.ID, Status: sendbirdsandbox.Uploading})
	status, body = ask(t, s, fields(s))
	wantError(t, s, status, body, notAllowed, "uploading")
	s.Recording.ID = "none"
	status, body = ask(t, s, fields(s))
	wantError(t, s, status, body, notFound, "none")
}

func TestTypedErrors(t *testing.T) {
	t.Parallel()
	s := start(t, sendbirdsandbox.Behaviour{TypedErrors: true, NotAllowed: true, RefuseExisting: true})
	right := encode(t, fields(s))
	if status, body := ask(t, s, fields(s)); status != http.StatusOK || body["type"] != nil {
		t.Errorf("answer %d %v", status, body)
	}
	for name, req := range map[string]*http.Request{
		"INVALID_PARAMS":    request(t, s, http.MethodPost, path(s.Recording.ID), ""),
		"MISSING_PARAMS":    request(t, s, http.MethodPost, path(s.Recording.ID), "{}"),
		"NOT_FOUND":         request(t, s, http.MethodPost, path("none"), right),
		"UNIQUE_CONSTRAINT": request(t, s, http.MethodPost, path(s.Recording.ID), right),
		"NOT_ALLOWED":       request(t, s, http.MethodPost, path(s.Recording.ID), encode(t, fields(s).with("region", "us-west-2"))),
	} {
		if _, body := exchange(t, req); body["type"] != name {
			t.Errorf("answer %v, want the type %s", body, name)
		}
	}
	s.Application.APIToken = "wrong"
	if _, body := ask(t, s, fields(s)); body["type"] != "NOT_AUTHORIZED" {
		t.Errorf("answer %v to a wrong token", body)
	}
}

// TestEchoSecrets wants what was sent in every answer, or in none.
func TestEchoSecrets(t *testing.T) {
	t.Parallel()
	const wrong = "hunter2/hunter+2"
	for name, echo := range map[string]bool{"quoted": true, "kept": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, sendbirdsandbox.Behaviour{EchoSecrets: echo})
			holds := func(what, field string, req *http.Request, secrets ...string) {
				t.Helper()
				_, body := exchange(t, req)
				text, isText := body[field].(string)
				if isText != (echo || field == "message") {
					t.Errorf("%s: the answer is %v", what, body)
				}
				for _, secret := range secrets {
					if got := strings.Contains(text, secret); got != echo {
						t.Errorf("%s: the answer %v has %q: %v, want %v", what, body, secret, got, echo)
					}
				}
			}
			post := func(body string) *http.Request { return request(t, s, http.MethodPost, path(s.Recording.ID), body) }
			token := s.Application.APIToken
			holds("a copy", "received", post(encode(t, fields(s))), s.Bucket.SecretKey, s.Bucket.AccessKey, token)
			holds("a wrong secret", "message", post(encode(t, fields(s).with("secret_key", wrong))), wrong, s.Bucket.AccessKey, token)
			holds("a wrong key", "message", post(encode(t, fields(s).with("access_key", wrong))), wrong, s.Bucket.SecretKey, token)
			holds("a missing field", "message", post(encode(t, fields(s).with("bucket", absent))), s.Bucket.SecretKey, token)
			holds("a wrong type", "message", post(encode(t, fields(s).with("secret_key", []string{wrong}))), wrong, token)
			holds("a secret as a region", "message", post(encode(t, fields(s).with("region", wrong))), wrong, token)
			holds("a secret as a directory", "message", post(encode(t, fields(s).with("recording_file_directory", "/"+wrong))), wrong, token)
			holds("what is not JSON", "message", post(wrong), wrong, token)
			unknown := post(encode(t, fields(s)))
			unknown.Header.Set("Api-Token", wrong)
			holds("a wrong token", "message", unknown, wrong, s.Bucket.SecretKey)
		})
	}
}

func TestSetBehaviour(t *testing.T) {
	t.Parallel()
	s := start(t, sendbirdsandbox.Behaviour{})
	s.SetBehaviour(sendbirdsandbox.Behaviour{Created: true})
	if status, _ := ask(t, s, fields(s)); status != http.StatusCreated {
		t.Errorf("answer %d, want 201", status)
	}
}
