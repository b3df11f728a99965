package sendbird_test

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
)

func TestLifeOfACopy(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]sendbirdsandbox.Behaviour{"documented": {}, "created": {Created: true}, "literal": {LiteralDirectory: true}, "echo": {EchoSecrets: true}, "types": {TypedErrors: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, b)
			configure(s, w, map[string]string{"recording_file_directory": `"hearings"`})
			got, _ := w.Plan()
			got.Contains(t, "key = (known after apply)", "s3_uri = (known after apply)", "access_key = (sensitive value)")
			expectCopies(t, s, "planning", 0)
			w.Apply()
			all := s.Objects(s.Bucket.Name)
			if len(all) != 1 || !regexp.MustCompile(`^hearings/\d{6}_\d{6}_`+s.Recording.ID+`\.mp4$`).MatchString(all[0].Key) {
				t.Fatalf("the bucket has %+v", all)
			}
			state := w.State(address)
			if state["key"] != all[0].Key || state["s3_uri"] != "s3://"+s.Bucket.Name+"/"+all[0].Key {
				t.Errorf("the state has %v", state)
			}
			expectCopies(t, s, "applying", 1)
			w.PlansEmpty()
			expectCopies(t, s, "planning again", 0)

			w.Succeed("plan", "-destroy", "-no-color").Contains(t, "Warning: The copy stays in the bucket", "s3://"+s.Bucket.Name+"/"+all[0].Key, "no way to delete")
			w.Destroy()
			expectCopies(t, s, "destroying", 0)
			if left := s.Objects(s.Bucket.Name); len(left) != 1 {
				t.Errorf("the bucket has %+v", left)
			}
		})
	}
}

// What is copied, and where to, makes another copy when it changes.
func TestWhatMakesAnotherCopy(t *testing.T) {
	t.Parallel()
	s, w := start(t, sendbirdsandbox.Behaviour{})
	other := s.AddRecordings(s.Application.ID, sendbirdsandbox.Recording{})[0]
	bucket := sendbirdsandbox.NewBucket(s.Bucket.Region)
	bucket.AccessKey, bucket.SecretKey = s.Bucket.AccessKey, s.Bucket.SecretKey
	s.AddBuckets(bucket)
	changes := map[string]string{}
	configure(s, w, changes)
	w.Apply()
	expectCopies(t, s, "the first copy", 1)
	for _, change := range []struct{ name, value string }{
		{"recording_file_directory", `"a/b"`},
		{"recording_file_directory", ""},
		{"recording_id", fmt.Sprintf("%q", other.ID)},
		{"bucket", fmt.Sprintf("%q", bucket.Name)},
		{"triggers", `{ again = "1" }`},
		{"triggers", `{ again = "2" }`},
		{"triggers", ""},
	} {
		changes[change.name] = change.value
		before := w.State(address)["s3_uri"]
		configure(s, w, maps.Clone(changes))
		got, _ := w.Plan()
		got.Contains(t, change.name, "forces replacement", "1 to add, 0 to change, 1 to destroy", "Warning: The copy stays in the bucket", fmt.Sprint(before), "costs as much")
		w.Apply()
		expectCopies(t, s, change.name+" = "+change.value, 1)
		w.PlansEmpty()
	}
	configure(s, w, map[string]string{"region": `"us-west-2"`})
	got, _ := w.Plan()
	got.Contains(t, "region", "forces replacement")
}

// Rotating a key is no reason to copy gigabytes again, and neither is a slash.
func TestWhatMakesNoOtherCopy(t *testing.T) {
	t.Parallel()
	s, w := start(t, sendbirdsandbox.Behaviour{})
	configure(s, w, map[string]string{"recording_file_directory": `"hearings"`})
	w.Apply()
	expectCopies(t, s, "the first copy", 1)
	const stored = "storedSecret/00000000000000000000000000+"
	s.StoredSecret(stored)
	for _, changes := range []map[string]string{
		{"recording_file_directory": `"hearings/"`},
		{"recording_file_directory": `"hearings/"`, "access_key": `"AKIAROTATEDROTATED00"`},
		{"recording_file_directory": `"hearings/"`, "access_key": `"AKIAROTATEDROTATED00"`, "secret_key_wo_version": "2"},
		{"recording_file_directory": `"hearings"`, "access_key": `"AKIAROTATEDROTATED00"`, "secret_key_wo_version": "", "secret_key_wo": "", "secret_key": `"` + stored + `"`},
		{"recording_file_directory": `"hearings"`, "access_key": `"AKIAROTATEDROTATED00"`, "timeouts": `{ create = "2m" }`},
	} {
		configure(s, w, changes)
		if strings.Contains(changes["secret_key"], stored) {
			// A literal would be in the plan's copy of the configuration.
			w.Write("stored.auto.tfvars", `stored = "`+stored+`"`)
			changes["secret_key"] = "var.stored"
			w.Config("variable \"stored\" {\n  type = string\n  sensitive = true\n}\n" + resource(s, changes))
		}
		got, _ := w.Plan()
		got.Lacks(t, "forces replacement", "stays in the bucket")
		w.Apply()
		w.PlansEmpty()
		expectCopies(t, s, fmt.Sprint(changes), 0)
	}
}

func TestInvalidArguments(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		changes map[string]string
		parts   []string
	}{
		"no recording":        {map[string]string{"recording_id": `""`}, []string{"Invalid recording_id", "ID of a cloud recording"}},
		"a path":              {map[string]string{"recording_id": `"../users"`}, []string{"Invalid recording_id", `recording_id = "../users"`}},
		"bucket in capitals":  {map[string]string{"bucket": `"My-Bucket"`}, []string{"Invalid bucket", "3 to 63 lower-case letters"}},
		"bucket with a slash": {map[string]string{"bucket": `"my-bucket/a"`}, []string{"Invalid bucket"}},
		"region":              {map[string]string{"region": `"eu-west-1"`}, []string{"Invalid region", "ap-northeast-1", "us-west-2"}},
		"leading slash":       {map[string]string{"recording_file_directory": `"/a"`}, []string{"Invalid recording_file_directory", "without a leading slash"}},
		"empty directory":     {map[string]string{"recording_file_directory": `""`}, []string{"Invalid recording_file_directory", "leave it out"}},
		"control character":   {map[string]string{"recording_file_directory": `"a\nb"`}, []string{"Invalid recording_file_directory", "control characters"}},
		"long directory":      {map[string]string{"recording_file_directory": `"` + strings.Repeat("x", 1025) + `"`}, []string{"Invalid recording_file_directory", "1024 bytes"}},
		"up":                  {map[string]string{"recording_file_directory": `"a/../b"`}, []string{"Invalid recording_file_directory"}},
		"access key":          {map[string]string{"access_key": `"AKIA with spaces"`}, []string{"Invalid access_key", "may hold a secret"}},
		"both secrets":        {map[string]string{"secret_key": `"0123456789abcdef"`}, []string{"Two forms of secret_key"}},
		"no secret":           {map[string]string{"secret_key_wo": "", "secret_key_wo_version": ""}, []string{"Missing secret_key_wo", "secret_key"}},
		"no version":          {map[string]string{"secret_key_wo_version": ""}, []string{"Missing secret_key_wo_version"}},
		"no time":             {map[string]string{"timeouts": `{ create = "0s" }`}, []string{"Invalid timeout"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, sendbirdsandbox.Behaviour{})
			configure(s, w, tt.changes)
			expectOneError(t, w.Fail("plan", "-no-color"), tt.parts...)
			expectCopies(t, s, "an invalid configuration", 0)
		})
	}
}

// What Sendbird refuses is an error with its code and its words, and what to do. There
// is no state, and nothing is sent twice.
func TestRefusedCopies(t *testing.T) {
	t.Parallel()
	const policy = `"s3:ListBucket"`
	for name, tt := range map[string]struct {
		behaviour sendbirdsandbox.Behaviour
		arrange   func(*sendbirdSandbox)
		changes   map[string]string
		parts     []string
	}{
		"not completed": {
			arrange: func(s *sendbirdSandbox) {
				s.AddRecordings(s.Application.ID, sendbirdsandbox.Recording{ID: s.Recording.ID, Status: sendbirdsandbox.Underway})
			},
			parts: []string{"Sendbird error 400100", "only completed ones", "not in status Completed yet"},
		},
		"another region": {
			changes: map[string]string{"region": `"us-west-2"`},
			parts:   []string{"Sendbird error 400100", "Region us-west-2 is not the application's own", "dashboard"},
		},
		"no PutObject": {
			arrange: func(s *sendbirdSandbox) { b := s.Bucket; b.PutObject = false; s.AddBuckets(b) },
			parts:   []string{"s3:PutObject is not allowed", `"s3:PutObject"`, policy, "sendbird_upload_policy"},
		},
		"no ListBucket": {
			arrange: func(s *sendbirdSandbox) { b := s.Bucket; b.ListBucket = false; s.AddBuckets(b) },
			parts:   []string{"s3:ListBucket is not allowed", policy, "sendbird_upload_policy"},
		},
		"with a code of its own": {
			behaviour: sendbirdsandbox.Behaviour{NotAllowed: true},
			arrange:   func(s *sendbirdSandbox) { b := s.Bucket; b.ListBucket = false; s.AddBuckets(b) },
			parts:     []string{"HTTP status 401, Sendbird error 401120", policy, "sendbird.api_token"},
		},
		"unknown recording": {
			changes: map[string]string{"recording_id": `"no-such"`},
			parts:   []string{"HTTP status 400, Sendbird error 400200", `recording_id = "no-such"`, "one of this application"},
		},
		"bad token with another code": {
			behaviour: sendbirdsandbox.Behaviour{TokenNotAllowed: true, TypedErrors: true},
			arrange:   func(s *sendbirdSandbox) { s.Setenv("SENDBIRD_API_TOKEN", "wrong-token") },
			parts:     []string{"HTTP status 401, Sendbird error 401120", "sendbird.api_token"},
		},
		"bad token": {
			arrange: func(s *sendbirdSandbox) { s.Setenv("SENDBIRD_API_TOKEN", "wrong-token") },
			parts:   []string{"HTTP status 401, Sendbird error 401121", "sendbird.api_token"},
		},
		"wrong secret, echoed": {
			behaviour: sendbirdsandbox.Behaviour{EchoSecrets: true},
			arrange:   func(s *sendbirdSandbox) { b := s.Bucket; b.SecretKey = "another"; s.AddBuckets(b) },
			parts:     []string{"SignatureDoesNotMatch", "The access key is wrong", "***"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, tt.behaviour)
			configure(s, w, tt.changes)
			if tt.arrange != nil {
				tt.arrange(s)
			}
			got := w.Fail("apply", "-auto-approve", "-no-color")
			expectOneError(t, got, append(tt.parts, "Could not copy the recording")...)
			got.Lacks(t, "is not known")
			expectCopies(t, s, "a refused copy", 1)
			if w.State(address) != nil || len(s.Objects(s.Bucket.Name)) != 0 {
				t.Errorf("the state has %v, the bucket %v", w.State(address), s.Objects(s.Bucket.Name))
			}
		})
	}
}

// A second copy costs money: what may have been carried out is not repeated, and the
// error says where to look.
func TestCopyWhoseFateIsUnknown(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]sandbox.Fault{
		"answer lost":  {Drop: true, After: true},
		"server error": sendbirdsandbox.Failure(500999, "oops"),
		"unavailable":  {Status: 503, After: true, Header: http.Header{"Retry-After": {"0"}}},
		"not JSON":     {Status: 200, After: true, ContentType: "text/html", Body: "<html>"},
		"too slow":     {After: true, Delay: time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, sendbirdsandbox.Behaviour{})
			s.Faults().Add(fault)
			configure(s, w, map[string]string{"recording_file_directory": `"hearings"`, "timeouts": `{ create = "2s" }`})
			expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), "Could not copy the recording", "Whether the recording was copied is not known",
				"look in bucket "+s.Bucket.Name, `begins with "hearings/" and ends in _`+s.Recording.ID+".mp4")
			expectCopies(t, s, "the copy", 1)
		})
	}
}

// Whether a second copy has the key of the first is not documented, and neither is
// what becomes of it then.
func TestSecondCopyToTheSameKey(t *testing.T) {
	t.Parallel()
	for name, refuse := range map[string]bool{"overwritten": false, "refused": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, sendbirdsandbox.Behaviour{RecordingTime: true, RefuseExisting: refuse})
			configure(s, w, nil)
			w.Apply()
			configure(s, w, map[string]string{"triggers": `{ again = "1" }`})
			if refuse {
				expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), "Sendbird error 400201", "There is such a copy already")
			} else {
				w.Apply()
				w.PlansEmpty()
			}
			if all := s.Objects(s.Bucket.Name); len(all) != 1 || (all[0].Copies == 2) == refuse {
				t.Errorf("the bucket has %+v", all)
			}
		})
	}
}

// Somebody who interrupts gets to know where the copy may be.
func TestCopyThatIsInterrupted(t *testing.T) {
	t.Parallel()
	s, w := start(t, sendbirdsandbox.Behaviour{})
	arrived := make(chan struct{})
	s.Faults().Add(sandbox.Fault{After: true, Hook: func() { close(arrived) }, Delay: time.Hour})
	configure(s, w, nil)
	got := w.Interrupt(arrived, "apply", "-auto-approve", "-no-color")
	if got.Code != 1 {
		t.Errorf("exit status %d", got.Code)
	}
	got.Contains(t, "Whether the recording was copied is not known", "look in bucket "+s.Bucket.Name, "The run was interrupted.")
}

func TestRateLimitThatStays(t *testing.T) {
	t.Parallel()
	s, w := start(t, sendbirdsandbox.Behaviour{})
	s.ProviderConfig = "provider \"videostorage\" {\n  max_retries = 1\n}\n"
	busy := sendbirdsandbox.Failure(429100, "slow down")
	busy.Header, busy.Every = http.Header{"Retry-After": {"0"}}, 1
	s.Faults().Add(busy)
	configure(s, w, nil)
	got := w.Fail("apply", "-auto-approve", "-no-color")
	expectOneError(t, got, "Sendbird error 429100", "slow down", "max_retries")
	got.Lacks(t, "is not known")
	for _, r := range s.Log().All() {
		if !strings.Contains(r.Header.Get("User-Agent"), "terraform-provider-videostorage/") {
			t.Errorf("user agent %q", r.Header.Get("User-Agent"))
		}
	}
	expectCopies(t, s, "the copy", 2)
}

func TestRateLimitOfCopies(t *testing.T) {
	t.Parallel()
	s, w := start(t, sendbirdsandbox.Behaviour{})
	busy := sendbirdsandbox.Failure(429100, "slow down")
	busy.Header, busy.Times = http.Header{"Retry-After": {"0"}}, 2
	s.Faults().Add(busy)
	configure(s, w, nil)
	w.Apply()
	expectCopies(t, s, "the copy", 3)
}

// Vendors are independent: the Sendbird objects need Sendbird's credentials alone.
func TestWithoutCredentials(t *testing.T) {
	t.Parallel()
	s, w := start(t, sendbirdsandbox.Behaviour{})
	configure(s, w, nil)
	s.Setenv("SENDBIRD_APPLICATION_ID", "")
	s.Setenv("SENDBIRD_API_TOKEN", "")
	expectOneError(t, w.Fail("plan", "-no-color"), "Sendbird is not configured", "SENDBIRD_APPLICATION_ID")
}

// There is no endpoint to read a copy by.
func TestImportIsNotOffered(t *testing.T) {
	t.Parallel()
	s, w := start(t, sendbirdsandbox.Behaviour{})
	configure(s, w, nil)
	w.Fail("import", "-input=false", "-no-color", address, "x").Contains(t, "Import")
	expectCopies(t, s, "an import", 0)
}
