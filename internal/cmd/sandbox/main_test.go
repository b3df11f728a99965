package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/s3server"
	"github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

// A shell can source the output, and the variables and arguments in it work. A call puts real objects into the bucket, where the summary of
// the recordings finds them.
func TestPrintedVariablesWork(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	var stderr bytes.Buffer
	ended := make(chan error, 1)
	server := s3server.Start(t)
	server.CreateBucket("recordings")
	go func() {
		ended <- run(ctx, []string{"-behaviour", `{"Created":true}`, "-s3", server.Endpoint}, writer, &stderr)
	}()
	buffer := make([]byte, 4096)
	n, err := reader.Read(buffer)
	if err != nil {
		t.Fatal(err)
	}
	printed := map[string]string{}
	for line := range strings.Lines(string(buffer[:n])) {
		if !strings.HasPrefix(line, "export ") && !strings.HasPrefix(line, "# ") && !strings.HasPrefix(line, "#   ") {
			t.Errorf("%q is neither an export nor a comment", line)
		}
	}
	for _, found := range regexp.MustCompile(`(\w+) ?= ?"?([^"\s,]*)`).FindAllStringSubmatch(string(buffer[:n]), -1) {
		printed[found[1]] = found[2]
	}

	send := func(user, password, method, path, contentType, body string) string {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, printed["VIDEOSTORAGE_TWILIO_BASE_URL"]+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Close = true
		req.SetBasicAuth(user, password)
		req.Header.Set("Api-Token", printed["SENDBIRD_API_TOKEN"])
		req.Header.Set("Content-Type", contentType)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(resp.Body)
		if err != nil || resp.Body.Close() != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(resp.StatusCode, " ", string(text))
	}
	key := s3server.Key{ID: "AKIAIOSFODNN7EXAMPLE", Secret: "secret-of-the-sandbox"}
	t.Setenv("AWS_ACCESS_KEY_ID", key.ID)
	t.Setenv("AWS_SECRET_ACCESS_KEY", key.Secret)
	t.Setenv("AWS_CONFIG_FILE", os.DevNull)
	server.AddUser(key)
	const form = "application/x-www-form-urlencoded"
	sid, token := printed["TWILIO_ACCOUNT_SID"], printed["TWILIO_AUTH_TOKEN"]
	copied := fmt.Sprintf(`{"bucket":%q,"region":%q,"access_key":%q,"secret_key":%q}`,
		printed["bucket"], printed["region"], printed["access_key"], printed["secret_key"])
	for _, exchange := range []struct{ got, want string }{
		{send(sid, token, "GET", "/v1/Compositions", "", ""), "200 {"},
		{send(printed["TWILIO_API_KEY"], printed["TWILIO_API_SECRET"], "GET", "/v1/Recordings", "", ""), "200 {"},
		{send(sid, token, "POST", "/v1/RecordingSettings/Default", form, "FriendlyName=n&AwsStorageEnabled=true&AwsS3Url=https://b/p"), "201 {"},
		{send("", "", "POST", "/sandbox/calls", "", ""), "went to https://b/p/RT"},
		{send(sid, token, "POST", "/v1/RecordingSettings/Default", form,
			"FriendlyName=n&AwsStorageEnabled=true&AwsS3Url=https://recordings.s3.us-east-1.amazonaws.com/video"), "201 {"},
		{send("", "", "POST", "/sandbox/calls", "", ""), "could not go to https://recordings.s3.us-east-1.amazonaws.com/video/RT"},
	} {
		if !strings.Contains(exchange.got, exchange.want) {
			t.Errorf("the response is %s, want %s", exchange.got, exchange.want)
		}
	}
	server.Allow("recordings", key, "s3:PutObject", "s3:ListBucket")
	for _, exchange := range []struct{ got, want string }{
		{send("", "", "POST", "/sandbox/calls", "", ""), "went to https://recordings.s3.us-east-1.amazonaws.com/video/RT"},
		{send("", "", "POST", "/v1/cloud-recordings/"+printed["recording_id"]+"/copy", "application/json", copied), `"key":"`},
		{send("", "", "GET", "/v1/", "", ""), `401 {"error":"authentication-error"`},
		{send(sid, token, "GET", "/a%0Ab?secret=1", "", ""), "404 {"},
	} {
		if !strings.Contains(exchange.got, exchange.want) {
			t.Errorf("the response is %s, want %s", exchange.got, exchange.want)
		}
	}
	// Of the three calls, one went to another host, and one was refused by the bucket.
	figures := summarize(t, map[string]any{"account_sid": sid, "auth_token": token, "base_url": printed["VIDEOSTORAGE_TWILIO_BASE_URL"]}, map[string]any{
		"expected_s3_url":  "https://recordings.s3.us-east-1.amazonaws.com/video",
		"verify_in_bucket": map[string]any{"endpoint": server.Endpoint, "use_path_style": true},
	})
	got := map[string]any{}
	for _, name := range []string{"total", "in_expected_location", "objects"} {
		got[name] = figures[name]
	}
	for _, item := range figures["findings"].([]any) { //nolint:forcetypeassert // the schema says so
		problem := fmt.Sprint(item.(map[string]any)["problem"]) //nolint:forcetypeassert // the schema says so
		count, _ := got[problem].(int)
		got[problem] = count + 1
	}
	want := map[string]any{"total": int64(6), "in_expected_location": int64(4), "objects": int64(2), "wrong_location": 2, "missing_in_bucket": 4}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the summary has %v, want %v", got, want)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("stopped with %v", err)
	}
	if log := stderr.String(); !strings.Contains(log, "POST /v1/cloud-recordings/"+printed["recording_id"]+"/copy 200\nGET /v1/ 401\nGET /a%0Ab 404\n") {
		t.Errorf("the log is %s", log)
	}
}

// summarize reads the summary of the recordings with the provider.
func summarize(t *testing.T, account, arguments map[string]any) map[string]any {
	t.Helper()
	const typeName = "videostorage_twilio_recordings_summary"
	p, err := protocol.Configure(t.Context(), provider.NewServer("test", func(string) string { return "" }), map[string]any{"twilio": account})
	if err != nil {
		t.Fatal(err)
	}
	state, diags, err := p.ReadData(t.Context(), typeName, arguments)
	if err := errors.Join(err, protocol.Failure(diags)); err != nil {
		t.Fatal(err)
	}
	figures, err := p.Decode(typeName, state)
	if err != nil {
		t.Fatal(err)
	}
	return figures
}

func TestWrongCommandLinesAreRefused(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		"loopback":                {"-addr", "0.0.0.0:0"},
		`unknown field "Nothing"`: {"-behaviour", `{"Nothing":true}`},
	} {
		var stdout bytes.Buffer
		if err := run(t.Context(), args, &stdout, io.Discard); err == nil || !strings.Contains(err.Error(), want) || stdout.Len() > 0 {
			t.Errorf("%v: error %v, want %q, and printed %q", args, err, want, stdout.String())
		}
	}
}
