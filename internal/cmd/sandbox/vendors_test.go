package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

// The arguments in the comments make a copy with the exported credentials.
func TestPrintedSendbirdArgumentsMakeACopy(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, nil, writer, io.Discard) }()
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
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.Body.Close() != nil || resp.StatusCode != http.StatusOK || !strings.Contains(string(body), `"key":"`) {
		t.Errorf("answer %d %s, error %v", resp.StatusCode, body, err)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("stopped with %v", err)
	}
}

func TestOneAddressServesAllVendors(t *testing.T) {
	t.Parallel()
	twilio := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	server := serveVendors(twilio, standIns())
	for path, want := range map[string]int{
		"/v1/cloud-recordings/x/copy": 401, "/v1/cloud-recordings/": 400, "/v1/cloud-recordings": 418, "/v1/RecordingSettings/Default": 418,
	} {
		w := httptest.NewRecorder()
		server.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, nil))
		if w.Code != want {
			t.Errorf("%s answers %d, want %d", path, w.Code, want)
		}
	}
}
