package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// awsKey is an access key ID and its secret.
const awsKey = "AKIA0123456789ABCDEF:0123456789012345678901234567890123456789"

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
	if r.env["TWILIO_ACCOUNT_SID"] == "" || !strings.HasPrefix(r.env["VIDEOSTORAGE_TWILIO_BASE_URL"], "http://127.0.0.1:") {
		t.Errorf("printed %v", r.env)
	}
	r.status(t, "GET", "/v1/RecordingSettings/Default", "")
	r.status(t, "POST", "/v1/CompositionSettings/Default", "FriendlyName=n")
	r.status(t, "GET", "/a%0Ab?secret=1", "")
	r.status(t, "POST", "/v1/Credentials/AWS", "Credentials="+awsKey)
	if err := r.stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
	want := "GET /v1/RecordingSettings/Default 200\nPOST /v1/CompositionSettings/Default 200\nGET /a%0Ab 404\nPOST /v1/Credentials/AWS 201\n"
	if got := r.stderr.String(); got != want {
		t.Errorf("narrated %q, want %q", got, want)
	}
}

func TestFlagsReachTheSandbox(t *testing.T) {
	t.Parallel()
	const (
		sid = "CR0123456789abcdef0123456789abcdef"
		sub = "AC0123456789abcdef0123456789abcdef"
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
		"accept-any-credential":      {[]string{"-accept-any-credential"}, set + "&AwsCredentialsSid=" + sid, 200},
		"creating a credential":      {nil, "POST /v1/Credentials/AWS Credentials=" + awsKey, 201},
		"subaccount":                 {[]string{"-subaccount", sub}, "POST /v1/Credentials/AWS AccountSid=" + sub + "&Credentials=" + awsKey, 201},
		"no subaccount":              {nil, "POST /v1/Credentials/AWS AccountSid=" + sub + "&Credentials=" + awsKey, 400},
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

func TestQuotaFlagsReachTheSandbox(t *testing.T) {
	t.Parallel()
	got, err := parse([]string{"-reads-per-second", "80", "-writes-per-second", "20"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if b := got.behaviour; b.ReadsPerSecond != 80 || b.WritesPerSecond != 20 {
		t.Errorf("they set %+v", b)
	}
}

// TestEachSwitchHasAFlag wants one of the switch's own name that sets nothing
// else.
func TestEachSwitchHasAFlag(t *testing.T) {
	t.Parallel()
	words := regexp.MustCompile(`([a-z])([A-Z0-9])|([A-Z])([A-Z][a-z])`)
	for _, field := range reflect.VisibleFields(reflect.TypeOf(options{}.behaviour)) {
		if field.Type.Kind() != reflect.Bool {
			continue
		}
		flag := "-" + strings.ToLower(words.ReplaceAllString(field.Name, "$1$3-$2$4"))
		got, err := parse([]string{flag}, io.Discard)
		if err != nil {
			t.Error(err)
			continue
		}
		want, err := parse(nil, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		reflect.ValueOf(&want.behaviour).Elem().FieldByIndex(field.Index).SetBool(true)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s sets %+v", flag, got)
		}
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
		"a bad subaccount":    {[]string{"-subaccount", "AC1"}, "account SID"},
		"itself below itself": {[]string{"-subaccount", "AC" + strings.Repeat("a", 32)}, "parent SID"},
		"a bad credential":    {[]string{"-credential", "x"}, "credential SID"},
		"a negative quota":    {[]string{"-writes-per-second", "-1"}, "-1 writes"},
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
