package transport_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

func loggedFields(names ...string) func(*transport.Config) {
	return func(c *transport.Config) { c.LoggedFields = names }
}

// entries are the log's entries with this message, "" being any. They are
// decoded, for JSON has its own spelling of & and the like.
func entries(t *testing.T, out *bytes.Buffer, message string) []map[string]any {
	t.Helper()
	all, err := tflogtest.MultilineJSONDecode(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	var matching []map[string]any
	for _, e := range all {
		if message == "" || e["@message"] == message {
			matching = append(matching, e)
		}
	}
	return matching
}

// spellings are the forms in which the credentials travel.
var spellings = map[string]string{
	"raw":                 password,
	"query-escaped":       url.QueryEscape(password),
	"base64":              base64.StdEncoding.EncodeToString([]byte(password)),
	"basic authorization": base64.StdEncoding.EncodeToString([]byte(username + ":" + password)),
}

func wantNoSecret(t *testing.T, out *bytes.Buffer) {
	t.Helper()
	if out.Len() == 0 {
		t.Fatal("nothing was logged")
	}
	logged := fmt.Sprint(entries(t, out, ""))
	for name, s := range spellings {
		if strings.Contains(logged, s) {
			t.Errorf("the log holds the password, %s: %s", name, logged)
		}
	}
	for _, header := range []string{"Authorization", "Basic "} {
		if strings.Contains(logged, header) {
			t.Errorf("the log holds %q: %s", header, logged)
		}
	}
}

// TestSecretsAreNotLogged has them turn up in every place that is logged.
func TestSecretsAreNotLogged(t *testing.T) {
	t.Parallel()
	var everything []string
	for _, s := range spellings {
		everything = append(everything, s)
	}
	echo := strings.Join(everything, " | ")
	query := "?" + url.Values{"q": {password}}.Encode()
	tests := map[string]struct {
		step        http.HandlerFunc
		path        string
		form        url.Values
		contentType string
	}{
		"the credentials alone": {ok, "", form, ""},
		"the answer's body":     {answer(400, echo), "", form, ""},
		"the request's ID":      {answer(200, "", "Twilio-Request-Id", echo), "", form, ""},
		"a redirect":            {answer(302, "", "Location", "/"+query), "", form, ""},
		"the URL":               {ok, query, form, ""},
		"the error":             {drop, query, form, ""},
		"a field that is not logged": {
			ok, "", url.Values{"Credentials": {echo}}, "",
		},
		"a field that is logged": {
			ok, "", url.Values{"FriendlyName": {echo, password}}, "",
		},
		"the end of what is logged of the body": {
			answer(200, strings.Repeat("x", 4<<10-len(password)/2)+password), "", form, "",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, tt.step)
			var out bytes.Buffer
			ctx := tflogtest.RootLogger(t.Context(), &out)
			client := s.client(loggedFields("FriendlyName"), retries(0))
			if _, err := post(ctx, t, client, s.URL+"/"+tt.path, tt.form); (err != nil) != (name == "the error") {
				t.Fatal(err)
			}
			wantNoSecret(t, &out)
			if half := password[:len(password)/2]; strings.Contains(fmt.Sprint(entries(t, &out, "")), half) {
				t.Errorf("the log holds half of the password: %s", out.String())
			}
		})
	}
}

func TestOnlyLoggedFieldsShowTheirValues(t *testing.T) {
	t.Parallel()
	s := serve(t, ok)
	var out bytes.Buffer
	fields := url.Values{"FriendlyName": {"shown"}, "AwsS3Url": {"https://shown.example/?a=b&c"}, "Credentials": {"hidden"}, "New": {"hidden", "hidden"}}
	got, err := post(tflogtest.RootLogger(t.Context(), &out), t, s.client(loggedFields("FriendlyName", "AwsS3Url")), s.URL, fields)
	wantStatus(t, got, err, 200)

	sent := entries(t, &out, "Sending a request")
	if len(sent) != 1 {
		t.Fatalf("%d entries for one request: %s", len(sent), out.String())
	}
	want := fmt.Sprint(map[string][]string{
		"FriendlyName": {"shown"}, "AwsS3Url": {"https://shown.example/?a=b&c"}, "Credentials": {"***"}, "New": {"***"},
	})
	if got := fmt.Sprint(sent[0]["form"]); got != want {
		t.Errorf("form %s, want %s", got, want)
	}
	if strings.Contains(out.String(), "hidden") {
		t.Errorf("the log holds a field that is not to be logged: %s", out.String())
	}
	if got, want := s.seen()[0].body, fields.Encode(); got != want {
		t.Errorf("sent %q, want %q", got, want)
	}
}

// TestOtherBodiesAreNotLogged: nobody can tell which part of them is private.
func TestOtherBodiesAreNotLogged(t *testing.T) {
	t.Parallel()
	s := serve(t, ok)
	var out bytes.Buffer
	ctx := tflogtest.RootLogger(t.Context(), &out)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL, strings.NewReader(`{"FriendlyName":"hidden"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	got, err := exchange(t, s.client(loggedFields("FriendlyName")), req)
	wantStatus(t, got, err, 200)
	if strings.Contains(out.String(), "hidden") {
		t.Errorf("the log holds the body: %s", out.String())
	}
}

func TestLoggedBodyIsCutShort(t *testing.T) {
	t.Parallel()
	want := strings.Repeat("0123456789abcdef", 1<<10)
	s := serve(t, answer(200, want))
	var out bytes.Buffer
	got, err := get(tflogtest.RootLogger(t.Context(), &out), t, s.client(), s.URL)
	wantStatus(t, got, err, 200)
	if got.body != want {
		t.Errorf("the caller got %d bytes of %d", len(got.body), len(want))
	}
	bodies := entries(t, &out, "The answer's body")
	if len(bodies) != 1 || bodies[0]["body"] != want[:4<<10] {
		t.Errorf("entries %v, want one with the first 4 KiB", bodies)
	}
}

func TestEveryAttemptIsLogged(t *testing.T) {
	t.Parallel()
	s := serve(t, drop, answer(429, "busy", "Retry-After", "0", "Twilio-Request-Id", "RQ1"), ok)
	var out bytes.Buffer
	ctx := transport.WithIdempotent(tflogtest.RootLogger(t.Context(), &out))
	// Go's own transport repeats a dropped GET, but no POST.
	got, err := post(ctx, t, s.client(retries(2)), s.URL+"/v1", form)
	wantStatus(t, got, err, 200)

	outcomes := append(entries(t, &out, "Got an answer"), entries(t, &out, "A request failed")...)
	if len(outcomes) != 3 {
		t.Fatalf("%d outcomes for 3 attempts: %s", len(outcomes), out.String())
	}
	for i, want := range []map[string]any{
		{"attempt": 2.0, "http_status": 429.0, "request_id": "RQ1"},
		{"attempt": 3.0, "http_status": 200.0, "request_id": ""},
		{"attempt": 1.0, "error": "EOF"},
	} {
		want["http_method"], want["http_url"], want["@level"] = "POST", s.URL+"/v1", "debug"
		for field, value := range want {
			if got := outcomes[i][field]; got != value {
				t.Errorf("outcome %d: %s is %v, want %v", i, field, got, value)
			}
		}
		if _, ok := outcomes[i]["duration_ms"].(float64); !ok {
			t.Errorf("outcome %d has no duration", i)
		}
	}
}
