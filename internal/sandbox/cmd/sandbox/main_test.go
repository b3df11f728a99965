package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"net/http"
	"strings"
	"testing"
)

// running is the command at work in this process.
type running struct {
	env    map[string]string
	stderr *bytes.Buffer
	stop   func() error
}

// start runs the command and reads what it prints up to the comment. stderr
// may be read after stop.
func start(t *testing.T, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	reader, writer := io.Pipe()
	r := &running{env: map[string]string{}, stderr: &bytes.Buffer{}}
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, args, writer, r.stderr)
		ended <- errors.Join(err, writer.CloseWithError(err))
	}()
	r.stop = func() error {
		cancel()
		return <-ended
	}

	lines := bufio.NewScanner(reader)
	for lines.Scan() {
		line := lines.Text()
		if strings.HasPrefix(line, "# ") {
			return r
		}
		name, value, ok := strings.Cut(strings.TrimPrefix(line, "export "), "=")
		if !ok || !strings.HasPrefix(line, "export ") {
			t.Fatalf("%q is not an export", line)
		}
		r.env[name] = value
	}
	t.Fatalf("it ended early: %v", lines.Err())
	return nil
}

func (r *running) status(t *testing.T, method, path, form string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, r.env["VIDEOSTORAGE_TWILIO_BASE_URL"]+path, strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	req.Close = true
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth(r.env["TWILIO_ACCOUNT_SID"], r.env["TWILIO_AUTH_TOKEN"])
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if err := resp.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode
}

func TestServesAndNarratesUntilStopped(t *testing.T) {
	t.Parallel()
	r := start(t)
	if len(r.env) != 3 || !strings.HasPrefix(r.env["VIDEOSTORAGE_TWILIO_BASE_URL"], "http://127.0.0.1:") {
		t.Errorf("printed %v", r.env)
	}
	r.status(t, "GET", "/v1/RecordingSettings/Default", "")
	r.status(t, "POST", "/v1/CompositionSettings/Default", "FriendlyName=n")
	r.status(t, "GET", "/a%0Ab?secret=1", "")
	if err := r.stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
	want := "GET /v1/RecordingSettings/Default 200\nPOST /v1/CompositionSettings/Default 200\nGET /a%0Ab 404\n"
	if got := r.stderr.String(); got != want {
		t.Errorf("narrated %q, want %q", got, want)
	}
}

func TestFlagsReachTheSandbox(t *testing.T) {
	t.Parallel()
	const (
		sid = "CR0123456789abcdef0123456789abcdef"
		get = "GET /v1/RecordingSettings/Default "
		set = "POST /v1/RecordingSettings/Default FriendlyName=n"
	)
	tests := map[string]struct {
		flags   []string
		request string
		want    int
	}{
		"created":                    {[]string{"-created"}, set, 201},
		"never-configured-404":       {[]string{"-never-configured-404"}, get, 404},
		"null-object":                {[]string{"-null-object"}, get, 200},
		"refuse-empty":               {[]string{"-refuse-empty"}, set + "&AwsS3Url=", 400},
		"refuse-unknown-credentials": {[]string{"-refuse-unknown-credentials"}, set + "&AwsCredentialsSid=" + sid, 400},
		"credential":                 {[]string{"-refuse-unknown-credentials", "-credential", sid}, set + "&AwsCredentialsSid=" + sid, 200},
		"refuse-encryption":          {[]string{"-refuse-encryption", "-enterprise=false"}, set + "&EncryptionEnabled=true", 400},
		"enterprise":                 {[]string{"-refuse-encryption"}, set + "&EncryptionEnabled=true", 200},
		"account":                    {[]string{"-account-sid", "AC0123456789abcdef0123456789abcdef", "-auth-token", "token"}, get, 200},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := start(t, tt.flags...)
			part := strings.SplitN(tt.request, " ", 3)
			if got := r.status(t, part[0], part[1], part[2]); got != tt.want {
				t.Errorf("answer %d, want %d", got, tt.want)
			}
			if err := r.stop(); err != nil {
				t.Errorf("stopped with %v", err)
			}
		})
	}
}

func TestParseSetsEachBehaviour(t *testing.T) {
	t.Parallel()
	o, err := parse([]string{"-merge", "-trim-slash", "-null-object"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if b := o.behaviour; !b.Merge || !b.TrimSlash || !b.NullObject || b.Created {
		t.Errorf("behaviour %+v", b)
	}
}

func TestWrongCommandLines(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		args []string
		want string
	}{
		"an unknown flag":     {[]string{"-nothing"}, "-nothing"},
		"an argument":         {[]string{"serve"}, `unexpected argument "serve"`},
		"a bad account":       {[]string{"-account-sid", "AC1; id"}, "account SID"},
		"a bad credential":    {[]string{"-credential", "x"}, "credential SID"},
		"an address for all":  {[]string{"-addr", "0.0.0.0:0"}, "loopback"},
		"a taken or bad port": {[]string{"-addr", "127.0.0.1:99999"}, "port"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stdout bytes.Buffer
			err := run(t.Context(), tt.args, &stdout, io.Discard)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
			if stdout.Len() > 0 {
				t.Errorf("printed %q before it failed", stdout.String())
			}
		})
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	var usage bytes.Buffer
	if err := run(t.Context(), []string{"-h"}, io.Discard, &usage); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("error %v, want flag.ErrHelp", err)
	}
	if !strings.Contains(usage.String(), "-never-configured-404") {
		t.Errorf("the usage is %q", usage.String())
	}
}
