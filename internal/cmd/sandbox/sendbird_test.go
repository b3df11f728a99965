package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// copyAsPrinted runs the command, makes the copy that it prints, and returns the
// status and the body.
func copyAsPrinted(t *testing.T, args ...string) (status int, body map[string]any) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, args, writer, io.Discard) }()
	buffer := make([]byte, 4096)
	n, err := reader.Read(buffer)
	if err != nil {
		t.Fatal(err)
	}
	printed := map[string]string{}
	for _, found := range regexp.MustCompile(`(?m)^(?:export |#   )(\w+) *= *"?([^"\n]*)"?$`).FindAllStringSubmatch(string(buffer[:n]), -1) {
		printed[found[1]] = found[2]
	}

	sent := map[string]string{}
	for _, name := range []string{"bucket", "region", "access_key", "secret_key"} {
		sent[name] = printed[name]
	}
	text, err := json.Marshal(sent)
	if err != nil {
		t.Fatal(err)
	}
	url := printed["VIDEOSTORAGE_SENDBIRD_BASE_URL"] + "/v1/cloud-recordings/" + printed["recording_id"] + "/copy"
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	req.Close = true
	req.Header.Set("Api-Token", printed["SENDBIRD_API_TOKEN"])
	req.Header.Set("Content-Type", "application/json; charset=utf8")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.NewDecoder(resp.Body).Decode(&body); err != nil {
		t.Error(err)
	}
	if err := resp.Body.Close(); err != nil {
		t.Error(err)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("stopped with %v", err)
	}
	return resp.StatusCode, body
}

func TestTheCopyThatIsPrintedWorks(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		flags []string
		want  int
	}{
		"by default":          {nil, 200},
		"in another region":   {[]string{"-sendbird-region", "ap-northeast-2"}, 200},
		"another application": {[]string{"-sendbird-application-id", "APP", "-sendbird-api-token", "token"}, 200},
		"as created":          {[]string{"-sendbird-created"}, 201},
		"not at once":         {[]string{"-sendbird-copy-time", "1ms"}, 200},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, body := copyAsPrinted(t, tt.flags...)
			if status != tt.want || body["recording_id"] != recordingID || body["bucket"] != "sandbox-recordings" {
				t.Errorf("answer %d %v, want %d", status, body, tt.want)
			}
		})
	}
}

func TestCopyTime(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{"0": 0, "1m30s": 90 * time.Second} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			o, err := parse([]string{"-sendbird-copy-time", text}, io.Discard)
			if err != nil {
				t.Fatal(err)
			}
			faults := o.sendbird.server().Faults()
			for range 3 {
				got, due := faults.Take("POST", "/v1/cloud-recordings/x/copy")
				if due != (want > 0) || got.Delay != want || got.After != due || got.Status != 0 {
					t.Errorf("arranged: %v, %+v", due, got)
				}
			}
		})
	}
}

func TestOneOriginServesBothVendors(t *testing.T) {
	t.Parallel()
	o, err := parse(nil, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	sendbird := o.sendbird.server()
	served := ""
	twilio := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { served += r.URL.Path + " " })
	baseURL, _, err := sandbox.Serve(t.Context(), "127.0.0.1:0", vendors(twilio, sendbird))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/v1/cloud-recordings/x/copy", "/v1/RecordingSettings/Default", "/v1/cloud-recordings", "/v1/cloud-recordings/"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, baseURL+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		if err := resp.Body.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if want := "/v1/RecordingSettings/Default /v1/cloud-recordings "; served != want {
		t.Errorf("Twilio got %q, want %q", served, want)
	}
	if got := sandbox.Count(sendbird.Log().All(), "POST", "/v1/cloud-recordings/"); got != 2 {
		t.Errorf("Sendbird got %d, want 2", got)
	}
}
