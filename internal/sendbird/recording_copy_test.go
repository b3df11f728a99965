package sendbird_test

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/hostile"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
)

func TestMain(m *testing.M) { acctest.Main(m) }

const (
	address = "videostorage_sendbird_recording_copy.this"
	invoke  = "-invoke=action.videostorage_sendbird_recording_copy.this"
	id      = sendbirdsandbox.RecordingID
	bucket  = sendbirdsandbox.BucketName
)

type m = map[string]string

// standIn is Sendbird, and the account with which the provider reaches it and no other vendor.
type standIn struct {
	*acctest.Account
	*sendbirdsandbox.Server
}

// start returns a stand-in, and a workspace with variables for its secret.
func start(t *testing.T, b sendbirdsandbox.Behaviour) (*standIn, *acctest.Workspace) {
	t.Helper()
	server := sendbirdsandbox.New(b)
	s := &standIn{acctest.NewVendorAccount(t, server), server}
	w := acctest.NewWorkspace(t, s.Account, nil)
	w.Write("terraform.tfvars", fmt.Sprintf("secret_key = %q\n", sendbirdsandbox.SecretKey))
	return s, w
}

// arguments returns the lines of a block. changes replace arguments by name, or remove them with "".
func arguments(defaults, changes m) string {
	all := maps.Clone(defaults)
	maps.Copy(all, m{"recording_id": `"` + id + `"`, "bucket": `"` + bucket + `"`, "region": `"eu-central-1"`, "access_key": `"` + sendbirdsandbox.AccessKey + `"`})
	maps.Copy(all, changes)
	var lines strings.Builder
	for _, name := range slices.Sorted(maps.Keys(all)) {
		switch {
		case name == "timeouts": // a block
			fmt.Fprintf(&lines, "  timeouts {\n    %s\n  }\n", all[name])
		case all[name] != "":
			fmt.Fprintf(&lines, "  %s = %s\n", name, all[name])
		}
	}
	return lines.String()
}

// resource returns a resource with the write-only form of its secret.
func resource(changes m) string {
	return "variable \"secret_key\" {\n  type = string\n  ephemeral = true\n}\nresource \"videostorage_sendbird_recording_copy\" \"this\" {\n" +
		arguments(m{"secret_key_wo": "var.secret_key", "secret_key_wo_version": "1"}, changes) + "}\n"
}

// startResource is start with a resource. Its secret must be nowhere.
func startResource(t *testing.T, b sendbirdsandbox.Behaviour, changes m) (*standIn, *acctest.Workspace) {
	t.Helper()
	s, w := start(t, b)
	s.Secret(sendbirdsandbox.SecretKey)
	s.StoredSecret(sendbirdsandbox.AccessKey)
	w.Config(resource(changes))
	return s, w
}

// action returns an action. Terraform stores its secret in saved plans.
func action(changes m) string {
	return "variable \"secret_key\" {\n  type = string\n  sensitive = true\n}\naction \"videostorage_sendbird_recording_copy\" \"this\" {\n  config {\n" +
		arguments(m{"secret_key": "var.secret_key"}, changes) + "  }\n}\n"
}

// startAction is start with an action.
func startAction(t *testing.T, b sendbirdsandbox.Behaviour, changes m) (*standIn, *acctest.Workspace) {
	t.Helper()
	acctest.NeedActions(t)
	s, w := start(t, b)
	s.StoredSecret(sendbirdsandbox.SecretKey)
	w.Config(action(changes))
	return s, w
}

// expectRequests fails the test unless this number of requests arrived since the last call.
func (s *standIn) expectRequests(t *testing.T, event string, want int) {
	t.Helper()
	if got := len(s.Log().All()); got != want {
		t.Errorf("%s: %d requests, want %d", event, got, want)
	}
	s.Log().Reset()
}

// expectOneError fails the test unless the output has one error with these parts.
func expectOneError(t *testing.T, got acctest.Result, parts ...string) {
	t.Helper()
	if n := strings.Count(got.Text, "Error: "); n != 1 {
		t.Errorf("%d errors, want one:\n%s", n, got.Text)
	}
	got.Contains(t, parts...)
}

func TestCopyIsMadeOnceAndStaysInTheBucket(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]sendbirdsandbox.Behaviour{"200": {}, "201": {Created: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := startResource(t, b, m{"recording_file_directory": `"hearings"`})
			got, _ := w.Plan()
			got.Contains(t, "key = (known after apply)", "s3_uri = (known after apply)", "access_key = (sensitive value)")
			s.expectRequests(t, "planning", 0)
			w.Apply()
			s.expectRequests(t, "applying", 1)
			objects := s.Objects(bucket)
			if len(objects) != 1 || !regexp.MustCompile(`^hearings/\d{6}_\d{6}_`+id+`\.mp4$`).MatchString(objects[0].Key) {
				t.Fatalf("the bucket has %+v", objects)
			}
			uri := "s3://" + bucket + "/" + objects[0].Key
			if state := w.State(address); state["key"] != objects[0].Key || state["s3_uri"] != uri {
				t.Errorf("the state has %v", state)
			}
			w.PlansEmpty()
			w.Succeed("plan", "-destroy", "-no-color").Contains(t, "Warning: The copy stays in the bucket", "Destroying this resource leaves", uri)
			w.Destroy()
			s.expectRequests(t, "planning and destroying", 0)
			if len(s.Objects(bucket)) != 1 {
				t.Errorf("the bucket has %+v", s.Objects(bucket))
			}
		})
	}
}

func TestChangesThatMakeAnotherCopy(t *testing.T) {
	t.Parallel()
	s, w := startResource(t, sendbirdsandbox.Behaviour{}, nil)
	s.SetRecording("another", sendbirdsandbox.Completed)
	s.SetBucket("another-bucket", sendbirdsandbox.Bucket{})
	w.Apply()
	s.expectRequests(t, "the first copy", 1)
	changes := m{}
	for _, change := range []struct{ name, value string }{
		{"recording_file_directory", `"a/b"`},
		{"recording_file_directory", ""},
		{"recording_id", `"another"`},
		{"bucket", `"another-bucket"`},
		{"triggers", `{ again = "1" }`},
		{"triggers", `{ again = "2" }`},
		{"triggers", ""},
	} {
		changes[change.name] = change.value
		before := w.State(address)["s3_uri"]
		w.Config(resource(changes))
		got, _ := w.Plan()
		got.Contains(t, change.name, "forces replacement", "1 to add, 0 to change, 1 to destroy", "Warning: The copy stays in the bucket", fmt.Sprint(before), "costs as much")
		w.Apply()
		s.expectRequests(t, change.name+" = "+change.value, 1)
		w.PlansEmpty()
	}
	w.Config(resource(m{"region": `"us-west-2"`}))
	got, _ := w.Plan()
	got.Contains(t, "region", "forces replacement")
}

// The rotation of a key is no reason to copy gigabytes again.
func TestChangesThatMakeNoOtherCopy(t *testing.T) {
	t.Parallel()
	s, w := startResource(t, sendbirdsandbox.Behaviour{}, m{"recording_file_directory": `"hearings"`})
	w.Apply()
	s.expectRequests(t, "the first copy", 1)
	const stored = "storedSecret/00000000000000000000000000+"
	s.StoredSecret(stored)
	w.Write("stored.auto.tfvars", `stored = "`+stored+`"`)
	w.Write("stored.tf", "variable \"stored\" {\n  type = string\n  sensitive = true\n}\n")
	for _, tt := range []struct {
		changes m
		empty   bool
	}{
		{m{"recording_file_directory": `"hearings/"`}, true},
		{m{"recording_file_directory": `"hearings/"`, "access_key": `"AKIAROTATEDROTATED00"`}, false},
		{m{"recording_file_directory": `"hearings/"`, "secret_key_wo_version": "2"}, false},
		{m{"recording_file_directory": `"hearings"`, "secret_key_wo_version": "", "secret_key_wo": "", "secret_key": "var.stored"}, false},
		{m{"recording_file_directory": `"hearings"`, "timeouts": `create = "2m"`}, false},
	} {
		w.Config(resource(tt.changes))
		got, planned := w.Plan()
		got.Lacks(t, "forces replacement", "stays in the bucket")
		if planned == tt.empty {
			t.Errorf("%v: the plan has changes: %t", tt.changes, planned)
		}
		w.Apply()
		w.PlansEmpty()
		s.expectRequests(t, fmt.Sprint(tt.changes), 0)
	}
}

func TestInvalidArgumentsAreRefusedInThePlan(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		changes m
		parts   []string
	}{
		"no recording":          {m{"recording_id": `""`}, []string{"Invalid recording_id", "ID of a cloud recording"}},
		"bucket in capitals":    {m{"bucket": `"My-Bucket"`}, []string{"Invalid bucket", "3 to 63 lower-case letters"}},
		"region":                {m{"region": `"eu-west-1"`}, []string{"Invalid region", "ap-northeast-1", "us-west-2"}},
		"leading slash":         {m{"recording_file_directory": `"/a"`}, []string{"Invalid recording_file_directory", "without a leading slash"}},
		"empty directory":       {m{"recording_file_directory": `""`}, []string{"Invalid recording_file_directory", "omit it"}},
		"access key":            {m{"access_key": `"AKIA with spaces"`}, []string{"Invalid access_key", "may be a secret"}},
		"both secrets":          {m{"secret_key": `"0123456789abcdef"`}, []string{"Two forms of secret_key"}},
		"no secret":             {m{"secret_key_wo": "", "secret_key_wo_version": ""}, []string{"Missing secret_key_wo", "secret_key"}},
		"no version":            {m{"secret_key_wo_version": ""}, []string{"Missing secret_key_wo_version"}},
		"version 0":             {m{"secret_key_wo_version": "0"}, []string{"secret_key_wo_version", "at least 1"}},
		"timeout of zero":       {m{"timeouts": `create = "0s"`}, []string{"Invalid timeout"}},
		"misspelt timeout":      {m{"timeouts": `creat = "2s"`}, []string{"Unsupported argument"}},
		"action: leading slash": {m{"recording_file_directory": `"/a"`}, []string{"Invalid recording_file_directory", "without a leading slash"}},
		"action: zero timeout":  {m{"timeouts": `invoke = "0s"`}, []string{"Invalid timeout"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if strings.HasPrefix(name, "action: ") {
				s, w := startAction(t, sendbirdsandbox.Behaviour{}, tt.changes)
				expectOneError(t, w.Fail("plan", "-no-color", invoke), tt.parts...)
				s.expectRequests(t, "planning", 0)
				return
			}
			s, w := startResource(t, sendbirdsandbox.Behaviour{}, tt.changes)
			expectOneError(t, w.Fail("plan", "-no-color"), tt.parts...)
			s.expectRequests(t, "planning", 0)
		})
	}
}

// A refusal is an error with Sendbird's code and message and the next step. The request is not repeated, and nothing is stored.
func TestRefusedCopies(t *testing.T) {
	t.Parallel()
	const policy = `"s3:ListBucket"`
	for name, tt := range map[string]struct {
		behaviour sendbirdsandbox.Behaviour
		arrange   func(*standIn)
		changes   m
		parts     []string
	}{
		"not completed": {
			arrange: func(s *standIn) { s.SetRecording(id, "recording") },
			parts:   []string{"Sendbird error 400100", "only completed ones", "not Completed yet"},
		},
		"another region": {
			changes: m{"region": `"us-west-2"`},
			parts:   []string{"Sendbird error 400100", "Region us-west-2 is not the application's own", "dashboard"},
		},
		"no PutObject": {
			arrange: func(s *standIn) { s.SetBucket(bucket, sendbirdsandbox.Bucket{NoPutObject: true}) },
			parts:   []string{"s3:PutObject is not allowed", `"s3:PutObject"`, policy, "sendbird_upload_policy"},
		},
		"no ListBucket, with another code": {
			behaviour: sendbirdsandbox.Behaviour{NotAllowed: true},
			arrange:   func(s *standIn) { s.SetBucket(bucket, sendbirdsandbox.Bucket{NoListBucket: true}) },
			parts:     []string{"HTTP status 401, Sendbird error 401120", "s3:ListBucket is not allowed", policy, "sendbird.api_token"},
		},
		"unknown recording": {
			changes: m{"recording_id": `"no-such"`},
			parts:   []string{"HTTP status 400, Sendbird error 400200", `recording_id = "no-such"`, "must belong to this application"},
		},
		"wrong token": {
			arrange: func(s *standIn) { s.Setenv("SENDBIRD_API_TOKEN", "wrong-token") },
			parts:   []string{"HTTP status 401, Sendbird error 401121", "sendbird.api_token"},
		},
		"wrong token, with another code": {
			behaviour: sendbirdsandbox.Behaviour{NotAllowed: true},
			arrange:   func(s *standIn) { s.Setenv("SENDBIRD_API_TOKEN", "wrong-token") },
			parts:     []string{"HTTP status 401, Sendbird error 401120", "sendbird.api_token"},
		},
		"wrong secret, quoted in the response": {
			behaviour: sendbirdsandbox.Behaviour{EchoSecrets: true},
			arrange:   func(s *standIn) { s.SetBucket(bucket, sendbirdsandbox.Bucket{SecretKey: "another"}) },
			parts:     []string{"SignatureDoesNotMatch", "The access key is wrong", "***"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := startResource(t, tt.behaviour, tt.changes)
			if tt.arrange != nil {
				tt.arrange(s)
			}
			got := w.Fail("apply", "-auto-approve", "-no-color")
			expectOneError(t, got, append(tt.parts, "Could not copy the recording", "Application "+sendbirdsandbox.ApplicationID)...)
			got.Lacks(t, "not known", "look in bucket")
			s.expectRequests(t, "applying", 1)
			if w.State(address) != nil || len(s.Objects(bucket)) != 0 {
				t.Errorf("the state has %v, the bucket %v", w.State(address), s.Objects(bucket))
			}
		})
	}
}

// A second copy costs money, so a request that may have been processed is not repeated, and the error tells where to look.
func TestCopyWithAnUnknownResultIsNotRepeated(t *testing.T) {
	t.Parallel()
	const unknown = "It is not known whether the recording was copied"
	for name, tt := range map[string]struct {
		fault  sandbox.Fault
		result string
	}{
		"response lost": {sandbox.Fault{Drop: true, After: true}, unknown},
		"server error":  {sendbirdsandbox.Failure(500999, "oops"), unknown},
		"unavailable":   {sandbox.Fault{Status: 503, After: true, Header: http.Header{"Retry-After": {"0"}}}, unknown},
		"not JSON":      {sandbox.Fault{Status: 200, After: true, ContentType: "text/html", Body: "<html>"}, unknown},
		"too slow":      {sandbox.Fault{After: true, Delay: time.Hour}, unknown},
		"another copy":  {respondWithKey("another", "hearings/x.mp4"), unknown},
		"invalid key":   {respondWithKey(id, "hearings/a\n\nb"), "According to this response the recording was copied, but the state cannot hold such a key."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := startResource(t, sendbirdsandbox.Behaviour{}, m{"recording_file_directory": `"hearings"`, "timeouts": `create = "2s"`})
			s.Faults().Add(tt.fault)
			expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), "Could not copy the recording", tt.result,
				"look in bucket "+bucket+` for an object whose key begins with "hearings/" and ends in _`+id+".mp4")
			s.expectRequests(t, "applying", 1)
			if w.State(address) != nil {
				t.Errorf("the state has %v", w.State(address))
			}
		})
	}
}

func TestCopyThatWasNotSentIsNotReportedAsPossiblyMade(t *testing.T) {
	t.Parallel()
	s, w := startResource(t, sendbirdsandbox.Behaviour{}, nil)
	s.ProviderConfig = "provider \"videostorage\" {\n  max_retries = 0\n}\n"
	w.Config(resource(nil))
	s.Setenv("VIDEOSTORAGE_SENDBIRD_BASE_URL", "http://127.0.0.1:1")
	got := w.Fail("apply", "-auto-approve", "-no-color")
	expectOneError(t, got, "Could not copy the recording", "connection refused", "sendbird.base_url")
	got.Lacks(t, "not known", "look in bucket")
}

// Sendbird documents neither the key of a second copy nor the effect on an existing object.
func TestSecondCopyToTheSameKey(t *testing.T) {
	t.Parallel()
	for name, refuse := range map[string]bool{"overwrites": false, "is refused": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := startResource(t, sendbirdsandbox.Behaviour{RecordingTime: true, RefuseExisting: refuse}, nil)
			w.Apply()
			w.Config(resource(m{"triggers": `{ again = "1" }`}))
			if refuse {
				expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), "Sendbird error 400201", "Such a copy exists already")
			} else {
				w.Apply()
				w.PlansEmpty()
			}
			if objects := s.Objects(bucket); len(objects) != 1 || (objects[0].Copies == 2) == refuse {
				t.Errorf("the bucket has %+v", objects)
			}
		})
	}
}

func TestRateLimitIsRetried(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ times, requests int }{"passes": {1, 2}, "stays": {2, 2}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := startResource(t, sendbirdsandbox.Behaviour{}, nil)
			s.ProviderConfig = "provider \"videostorage\" {\n  max_retries = 1\n}\n"
			w.Config(resource(nil))
			limit := sendbirdsandbox.Failure(429100, "slow down")
			limit.Header, limit.Times = http.Header{"Retry-After": {"0"}}, tt.times
			s.Faults().Add(limit)
			if tt.times < tt.requests {
				w.Apply()
			} else {
				got := w.Fail("apply", "-auto-approve", "-no-color")
				expectOneError(t, got, "Sendbird error 429100", "2 attempts", "slow down", "max_retries")
				got.Lacks(t, "not known")
			}
			s.expectRequests(t, "applying", tt.requests)
		})
	}
}

func TestInterruptedCopyTellsWhereToLook(t *testing.T) {
	t.Parallel()
	parts := []string{"Could not copy the recording", "It is not known whether the recording was copied", "look in bucket " + bucket, "The run was interrupted."}
	t.Run("resource", func(t *testing.T) {
		t.Parallel()
		s, w := startResource(t, sendbirdsandbox.Behaviour{}, nil)
		arrived := make(chan struct{})
		s.Faults().Add(sandbox.Fault{After: true, Hook: func() { close(arrived) }, Delay: time.Hour})
		got := w.Interrupt(arrived, "apply", "-auto-approve", "-no-color")
		if got.Code != 1 {
			t.Errorf("exit status %d", got.Code)
		}
		got.Contains(t, parts...)
	})
	// Terraform takes an interrupted action for a success unless the provider sends an error.
	t.Run("action", func(t *testing.T) {
		t.Parallel()
		s, w := startAction(t, sendbirdsandbox.Behaviour{}, nil)
		arrived := make(chan struct{})
		s.Faults().Add(sandbox.Fault{After: true, Hook: func() { close(arrived) }, Delay: time.Hour})
		got := w.InterruptOnceItSays("Copying recording", arrived, "apply", "-auto-approve", "-no-color", invoke)
		if got.Code == 0 {
			t.Error("exit status 0")
		}
		got.Contains(t, parts...)
	})
}

// The vendors are independent, and each needs its own credentials only.
func TestPlanReportsMissingCredentials(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		start func(*testing.T, sendbirdsandbox.Behaviour, m) (*standIn, *acctest.Workspace)
		args  []string
	}{"resource": {startResource, []string{"plan", "-no-color"}}, "action": {startAction, []string{"plan", "-no-color", invoke}}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := tt.start(t, sendbirdsandbox.Behaviour{}, nil)
			s.Setenv("SENDBIRD_APPLICATION_ID", "")
			s.Setenv("SENDBIRD_API_TOKEN", "")
			expectOneError(t, w.Fail(tt.args...), "Sendbird is not configured", "SENDBIRD_APPLICATION_ID")
		})
	}
}

func TestImportIsNotOffered(t *testing.T) {
	t.Parallel()
	s, w := startResource(t, sendbirdsandbox.Behaviour{}, nil)
	w.Fail("import", "-input=false", "-no-color", address, "x").Contains(t, "Import")
	s.expectRequests(t, "importing", 0)
}

func TestActionMakesACopyEachTimeItIsInvoked(t *testing.T) {
	t.Parallel()
	s, w := startAction(t, sendbirdsandbox.Behaviour{}, m{"recording_file_directory": `"hearings/"`})
	got := w.Succeed("apply", "-auto-approve", "-no-color", invoke)
	objects := s.Objects(bucket)
	if len(objects) != 1 || !strings.HasPrefix(objects[0].Key, "hearings/") {
		t.Fatalf("the bucket has %+v", objects)
	}
	got.Contains(t, "Copying recording "+id+" to bucket "+bucket, `Copied to "s3://`+bucket+"/"+objects[0].Key+`"`)
	s.expectRequests(t, "invoking", 1)
	w.Apply()
	s.expectRequests(t, "applying without invoking", 0)
	for i, input := range []string{"first", "second"} {
		w.Config(action(nil) + `
resource "terraform_data" "this" {
  input = "` + input + `"
  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.videostorage_sendbird_recording_copy.this]
    }
  }
}`)
		w.Succeed("plan", "-out=saved", "-no-color")
		w.Succeed("apply", "-no-color", "saved").Contains(t, `Copied to "s3://`+bucket)
		s.expectRequests(t, fmt.Sprintf("trigger %d", i+1), 1)
		w.PlansEmpty()
		s.expectRequests(t, "planning", 0)
	}
}

func TestActionReportsErrors(t *testing.T) {
	t.Parallel()
	s, w := startAction(t, sendbirdsandbox.Behaviour{EchoSecrets: true}, m{"timeouts": `invoke = "1s"`})
	s.SetBucket(bucket, sendbirdsandbox.Bucket{NoListBucket: true})
	expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color", invoke), "Could not copy the recording", "Sendbird error 400100",
		"s3:ListBucket is not allowed", "sendbird_upload_policy", `"s3:ListBucket"`)
	s.expectRequests(t, "invoking", 1)
	s.Faults().Add(sandbox.Fault{After: true, Delay: time.Hour})
	expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color", invoke), "It is not known whether the recording was copied", "raise the timeouts of this object")
}

// Messages name the exact object, with escapes for characters that are not visible.
func TestMessagesNameTheExactObject(t *testing.T) {
	t.Parallel()
	for directory, named := range map[string]string{"❤\ufe0f/": `\u2764\ufe0f/`, "日本\u3000語": `日本\u3000語/`, "क्\u200dष": `क्\u200dष/`, "été": "été/"} {
		t.Run(directory, func(t *testing.T) {
			t.Parallel()
			s, w := startResource(t, sendbirdsandbox.Behaviour{}, m{"recording_file_directory": `"` + directory + `"`})
			s.Faults().Add(sandbox.Fault{Drop: true, After: true})
			expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), "look in bucket "+bucket+` for an object whose key begins with "`+named+`" and ends in _`)
			w.Apply()
			objects := s.Objects(bucket)
			if key := w.State(address)["key"]; key != objects[len(objects)-1].Key || !strings.HasPrefix(fmt.Sprint(key), strings.TrimSuffix(directory, "/")+"/") {
				t.Errorf("the state has %q, the bucket %+v", key, objects)
			}
			w.PlansEmpty()
			w.Succeed("plan", "-destroy", "-no-color").Contains(t, "leaves", `"s3://`+bucket+"/"+named)
		})
	}
}

// respondWithKey makes Sendbird copy, and respond with another recording or key.
func respondWithKey(recordingID, key string) sandbox.Fault {
	return sandbox.Fault{After: true, Status: 200, Body: fmt.Sprintf(`{"recording_id":%s,"bucket":%q,"key":%s}`,
		hostile.InJSON(recordingID), bucket, hostile.InJSON(key))}
}

// expectPrintable fails the test if the CLI printed a character that a terminal does not show.
func expectPrintable(t *testing.T, w *acctest.Workspace) {
	t.Helper()
	printed := w.Printed()
	for _, r := range string(printed) {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Fatalf("%U was printed: %q", r, printed)
		}
	}
	if len(printed) > 32<<10 {
		t.Errorf("%d bytes were printed", len(printed))
	}
}

// A key is data: it is stored as it is and cannot control a terminal.
func TestHostileKeyIsStored(t *testing.T) {
	t.Parallel()
	const key = "hearings/evil\u202e4pm.\u2066\u200b\ufeff\u00ad ${path.cwd} %{ if true } \" \\ \u2800"
	s, w := startResource(t, sendbirdsandbox.Behaviour{}, nil)
	s.Faults().Add(respondWithKey(id, key))
	w.Config(resource(m{"recording_file_directory": `"hearings"`}) + "output \"copy\" {\n  value = videostorage_sendbird_recording_copy.this.s3_uri\n}\n")
	w.Apply()
	s.expectRequests(t, "applying", 1)
	w.PlansEmpty()
	w.Succeed("output", "-no-color").Contains(t, "evil")
	w.Succeed("state", "show", "-no-color", address).Contains(t, "evil")
	w.Succeed("plan", "-destroy", "-no-color").Contains(t, "Warning: The copy stays in the bucket", "evil")
	expectPrintable(t, w)
	if got := w.State(address)["key"]; got != key {
		t.Errorf("the state has %q", got)
	}
}

func TestHostileSendbirdCannotControlTheTerminal(t *testing.T) {
	t.Parallel()
	const text = "evil\x1b[2J\x1b]8;;https://evil.example\x1b\\\a\u009b2J\u202e\u200b\ufeff\r"
	for name, fault := range map[string]sandbox.Fault{
		"message":               {Status: 400, Body: `{"error":true,"code":400100,"message":` + hostile.InJSON(text) + `}`},
		"message of a megabyte": {Status: 400, Body: `{"error":true,"code":400100,"message":"` + strings.Repeat("evil ", 1<<18) + `"}`},
		"another copy":          respondWithKey(text, "k"),
		"a page":                {Status: 502, ContentType: "text/html", Body: "<html>" + text},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := startResource(t, sendbirdsandbox.Behaviour{}, nil)
			s.Faults().Add(fault)
			w.Fail("apply", "-auto-approve", "-no-color").Contains(t, "Could not copy the recording", "evil")
			expectPrintable(t, w)
		})
	}
}
