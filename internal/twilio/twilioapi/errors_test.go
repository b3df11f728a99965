package twilioapi_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

func TestTwiliosErrorsAreKept(t *testing.T) {
	t.Parallel()
	for do, call := range calls {
		t.Run(do, func(t *testing.T) {
			t.Parallel()
			client := answering(t, 400, "application/json",
				`{"code":20001,"message":"Missing required parameter","more_info":"https://www.twilio.com/docs/errors/20001","status":400,"details":{"a":1}}`)
			err := call(t.Context(), client)
			failed := failure(t, err)
			if failed.Status != 400 || failed.Code != 20001 || failed.Message != "Missing required parameter" ||
				failed.MoreInfo != "https://www.twilio.com/docs/errors/20001" || failed.Foreign || failed.Null {
				t.Errorf("error %+v, want what Twilio said", failed)
			}
			for _, part := range []string{failed.Method, "Settings/Default", "HTTP status 400", "Twilio error 20001", "Missing required parameter"} {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q lacks %q", err, part)
				}
			}
		})
	}
}

// TestOtherErrorBodies are those of edges and proxies.
func TestOtherErrorBodies(t *testing.T) {
	t.Parallel()
	long := "<html>\r\n\t<h1>Service  Unavailable</h1>\x00\x1b[31m" + strings.Repeat("é", 5000)
	tests := map[string]struct {
		status            int
		contentType, body string
		foreign           bool
		says              string
	}{
		"nothing":         {503, "text/plain", "", false, "HTTP status 503"},
		"blanks":          {503, "text/plain", "\n", false, "HTTP status 503"},
		"HTML":            {503, "text/html", "<html>\n<h1>Unavailable</h1>", true, "HTTP status 503: the answer is not the JSON that Twilio sends; it begins: <html> <h1>Unavailable</h1>"},
		"a lot of it":     {502, "text/html", long, true, "it begins: <html> <h1>Service Unavailable</h1> [31m" + strings.Repeat("é", 50)},
		"text":            {500, "text/plain", "oops", true, "it begins: oops"},
		"no UTF-8":        {500, "text/plain", "a\xff\xfeb", true, "it begins: a\uFFFD\uFFFDb"},
		"half of it":      {500, "application/json", `{"code":2000`, true, `it begins: {"code":2000`},
		"a list":          {400, "application/json", `["no"]`, true, `it begins: ["no"]`},
		"another object":  {403, "application/json", `{"error":{"reason":"no"}}`, true, `not the error that Twilio sends; it begins: {"error":{"reason":"no"}}`},
		"an empty object": {400, "application/json", `{}`, true, "not the error that Twilio sends; it begins: {}"},
		"null":            {400, "application/json", `null`, true, "not the error that Twilio sends; it begins: null"},
		"another type":    {400, "application/json", `{"code":"20001","message":"m"}`, true, `it begins: {"code":"20001"`},
		"a message alone": {400, "application/json", `{"message":"no"}`, true, `it begins: {"message":"no"}`},
		"Twilio's newer":  {400, "application/json", `{"code":20001,"message":"no","httpStatusCode":400,"userError":true}`, false, "Twilio error 20001: no"},
	}
	for name, tt := range tests {
		for do, call := range allCalls {
			t.Run(name+"/"+do, func(t *testing.T) {
				t.Parallel()
				err := call(t.Context(), answering(t, tt.status, tt.contentType, tt.body))
				failed := failure(t, err)
				if failed.Status != tt.status || failed.Foreign != tt.foreign {
					t.Errorf("error %+v, want status %d, foreign: %v", failed, tt.status, tt.foreign)
				}
				if !strings.Contains(err.Error(), tt.says) {
					t.Errorf("%q does not say %q", err, tt.says)
				}
				if strings.ContainsAny(err.Error(), "\r\n\t\x00\x1b") {
					t.Errorf("%q is not one line of text", err)
				}
				if len([]rune(err.Error())) > 350 {
					t.Errorf("%q is not short", err)
				}
				if errors.Is(err, twilioapi.ErrNotFound) {
					t.Errorf("%v is ErrNotFound", err)
				}
			})
		}
	}
}

// TestNotFound: a 404 of Twilio's own means that the object is gone. One from
// some web server at a wrong base URL must not.
func TestNotFound(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		status            int
		contentType, body string
		want, foreign     bool
	}{
		"Twilio's":      {404, "application/json", `{"code":20404,"message":"The requested resource was not found","status":404}`, true, false},
		"nothing":       {404, "application/json", "", true, false},
		"HTML":          {404, "text/html", "<html>404 page not found</html>", false, true},
		"text":          {404, "text/plain", "404 page not found\n", false, true},
		"a gateway's":   {404, "application/json", `{"message":"no Route matched with those values"}`, false, true},
		"other JSON":    {404, "application/json", `{"detail":"Not Found"}`, false, true},
		"gone":          {410, "application/json", `{"code":20404,"message":"m"}`, false, false},
		"only the code": {400, "application/json", `{"code":20404,"message":"m","status":404}`, false, false},
	}
	for name, tt := range tests {
		for do, call := range allCalls {
			t.Run(name+"/"+do, func(t *testing.T) {
				t.Parallel()
				err := call(t.Context(), answering(t, tt.status, tt.contentType, tt.body))
				if strings.HasPrefix(do, "delete") && tt.want {
					if err != nil {
						t.Errorf("error %v, want none: what is not there needs no deleting", err)
					}
					return
				}
				failed := failure(t, err)
				if got := errors.Is(err, twilioapi.ErrNotFound); got != tt.want || failed.Foreign != tt.foreign {
					t.Errorf("error %+v is ErrNotFound: %v; want %v, foreign: %v", failed, got, tt.want, tt.foreign)
				}
			})
		}
	}
}
