package sendbird_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/hostile"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
)

func TestMain(m *testing.M) { acctest.Main(m) }

const (
	address  = "videostorage_sendbird_recording_copy.this"
	invoke   = "-invoke=action.videostorage_sendbird_recording_copy.this"
	id       = sendbirdsandbox.RecordingID
	bucket   = sendbirdsandbox.BucketName
	copyPath = sendbirdsandbox.Path + id + "/copy"
)

// recordingCopy is a copy with the stored form of its secret. Tests replace parts of it.
const recordingCopy = `
resource "videostorage_sendbird_recording_copy" "this" {
  recording_id             = "f56ee376-b6ee-4ea4-a523-f3ba87653a3e"
  bucket                   = "example-court-recordings"
  region                   = "eu-central-1"
  recording_file_directory = "hearings"
  access_key               = "AKIASANDBOXSANDBOX00"
  secret_key               = "9c1f/7a3e+5b2d8f4c6a0e1b3d5f7a9c2e4b6d8f"
}
`

// recordingCopyAction is the same copy as an action.
const recordingCopyAction = `
action "videostorage_sendbird_recording_copy" "this" {
  config {
    recording_id             = "f56ee376-b6ee-4ea4-a523-f3ba87653a3e"
    bucket                   = "example-court-recordings"
    region                   = "eu-central-1"
    recording_file_directory = "hearings"
    access_key               = sensitive("AKIASANDBOXSANDBOX00")
    secret_key               = sensitive("9c1f/7a3e+5b2d8f4c6a0e1b3d5f7a9c2e4b6d8f")
  }
}
`

// replace replaces a part of a configuration.
func replace(hcl, part, by string) string { return strings.Replace(hcl, part, by, 1) }

// add adds an argument to a copy.
func add(hcl, argument string) string { return replace(hcl, "access_key", argument+"\n  access_key") }

// standIn is Sendbird, and the account with which the provider reaches it and no other vendor.
type standIn struct {
	*acctest.Account
	*sendbirdsandbox.Server
}

func start(t *testing.T, b sendbirdsandbox.Behaviour) *standIn {
	t.Helper()
	server := sendbirdsandbox.New(b)
	s := &standIn{acctest.NewVendorAccount(t, server), server}
	s.StoredSecret(sendbirdsandbox.AccessKey, sendbirdsandbox.SecretKey)
	return s
}

// startWorkspace is start with a folder for own runs of the CLI.
func startWorkspace(t *testing.T, b sendbirdsandbox.Behaviour, hcl string) (*standIn, *acctest.Workspace) {
	t.Helper()
	s := start(t, b)
	w := acctest.NewWorkspace(t, s.Account, nil)
	w.Config(hcl)
	return s, w
}

// startObject is start with a resource that a test manages without the CLI.
func startObject(t *testing.T) (*standIn, *acctest.Object) {
	t.Helper()
	s := start(t, sendbirdsandbox.Behaviour{})
	return s, acctest.NewObject(t, s.Account, "videostorage_sendbird_recording_copy")
}

// expectRequests fails the test unless this number of requests arrived since the last call.
func (s *standIn) expectRequests(t *testing.T, event string, want int) {
	t.Helper()
	if got := len(s.Log().All()); got != want {
		t.Errorf("%s: %d requests, want %d", event, got, want)
	}
	s.Log().Reset()
}

// copied expects one copy since the last check.
func (s *standIn) copied() statecheck.StateCheck {
	return acctest.ExpectWrites(s.Log(), "POST "+copyPath)
}

// The write-only secret is in no state and no plan.
func TestCopyIsMadeOnceAndStaysInTheBucket(t *testing.T) {
	t.Parallel()
	server := sendbirdsandbox.New(sendbirdsandbox.Behaviour{Created: true})
	s := &standIn{acctest.NewVendorAccount(t, server), server}
	s.Secret(sendbirdsandbox.SecretKey)
	s.Test(t, resource.TestStep{
		Config: `
variable "secret_key" {
  type      = string
  ephemeral = true
}
` + replace(recordingCopy, `secret_key               = "`+sendbirdsandbox.SecretKey+`"`, "secret_key_wo = var.secret_key\n  secret_key_wo_version = 1") + `
output "uri" {
  value = videostorage_sendbird_recording_copy.this.s3_uri
}
`,
		ConfigVariables: config.Variables{"secret_key": config.StringVariable(sendbirdsandbox.SecretKey)},
		ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			acctest.ExpectWrites(s.Log()),
			plancheck.ExpectUnknownValue(address, tfjsonpath.New("key")), plancheck.ExpectUnknownValue(address, tfjsonpath.New("s3_uri")),
			plancheck.ExpectSensitiveValue(address, tfjsonpath.New("access_key")),
		}},
		ConfigStateChecks: []statecheck.StateCheck{
			s.copied(), statecheck.ExpectKnownOutputValue("uri", keyInBucket{s}),
		},
	})
	s.expectRequests(t, "planning and destroying", 0)
	if len(s.Objects(bucket)) != 1 {
		t.Errorf("the bucket has %+v", s.Objects(bucket))
	}
}

// keyInBucket expects the URI of the only object in the bucket.
type keyInBucket struct{ s *standIn }

// CheckValue compares the URI.
func (k keyInBucket) CheckValue(value any) error {
	objects := k.s.Objects(bucket)
	if len(objects) != 1 || value != "s3://"+bucket+"/"+objects[0].Key || !regexp.MustCompile(`^hearings/\d{6}_\d{6}_`+id+`\.mp4$`).MatchString(objects[0].Key) {
		return fmt.Errorf("the URI is %v, and the bucket has %+v", value, objects)
	}
	return nil
}

// String describes the value.
func (k keyInBucket) String() string { return "the URI of the only object in the bucket" }

// Sendbird documents neither the key of a second copy nor the effect on an existing object.
func TestChangesThatMakeAnotherCopy(t *testing.T) {
	t.Parallel()
	s, w := startWorkspace(t, sendbirdsandbox.Behaviour{RecordingTime: true}, recordingCopy)
	o := acctest.NewObject(t, s.Account, "videostorage_sendbird_recording_copy")
	o.Apply(recordingCopy)
	object := s.Objects(bucket)[0]
	again := add(recordingCopy, `triggers = { again = "1" }`)
	for _, change := range []string{
		replace(recordingCopy, id, "another"), replace(recordingCopy, bucket, "another-bucket"), replace(recordingCopy, "eu-central-1", "us-west-2"),
		replace(recordingCopy, "hearings", "a/b"), replace(recordingCopy, `recording_file_directory = "hearings"`, ""), again,
	} {
		got := o.Plan(change)
		got.Expect(plancheck.ResourceActionReplace)
		got.Contains(t, "Warning: The copy stays in the bucket", object.Key, "costs as much")
	}
	o.PlanDestroy().Contains(t, "Warning: The copy stays in the bucket", "Destroying this resource leaves", object.Key)
	s.expectRequests(t, "applying once", 1)
	w.Apply()
	s.expectRequests(t, "applying with the CLI", 1)
	w.Config(again)
	w.Apply().Contains(t, "1 added, 0 changed, 1 destroyed")
	w.PlansEmpty()
	s.expectRequests(t, "applying again", 1)
	if objects := s.Objects(bucket); len(objects) != 1 || objects[0].Copies != 3 {
		t.Errorf("the bucket has %+v", objects)
	}
}

// The rotation of a key is no reason to copy gigabytes again.
func TestChangesThatMakeNoOtherCopy(t *testing.T) {
	t.Parallel()
	const otherSecret = "storedSecret/00000000000000000000000000+"
	s, o := startObject(t)
	s.StoredSecret(otherSecret)
	slash := replace(recordingCopy, "hearings", "hearings/")
	rotated := replace(replace(slash, sendbirdsandbox.AccessKey, "AKIAROTATEDROTATED00"), sendbirdsandbox.SecretKey, otherSecret)
	o.Apply(recordingCopy)
	s.expectRequests(t, "applying", 1)
	o.PlansEmpty(recordingCopy)
	o.PlansEmpty(slash)
	rotated = replace(add(rotated, "timeouts {\n    create = \"2m\"\n  }"), "secret_key ", "secret_key_wo_version = 2\n  secret_key_wo ")
	plan := o.Plan(rotated)
	plan.Expect(plancheck.ResourceActionUpdate)
	plan.Apply()
	o.PlansEmpty(rotated)
	o.Destroy()
	s.expectRequests(t, "rotating the key and destroying", 0)
	if objects := s.Objects(bucket); len(objects) != 1 || objects[0].Copies != 1 {
		t.Errorf("the bucket has %+v", objects)
	}
}

// A secret is not shown, nor its line.
func TestInvalidArgumentsAreRefusedInThePlan(t *testing.T) {
	t.Parallel()
	s, o := startObject(t)
	const secret = `secret_key               = "` + sendbirdsandbox.SecretKey + `"`
	for _, test := range []struct {
		part, by string
		parts    []string
	}{
		{id, "", []string{"Invalid recording_id", "ID of a cloud recording"}},
		{bucket, "My-Bucket", []string{"Invalid bucket", "3 to 63 lower-case letters"}},
		{"eu-central-1", "eu-west-1", []string{"Invalid region", "ap-northeast-1", "us-west-2"}},
		{"hearings", "/a", []string{"Invalid recording_file_directory", "without a leading slash"}},
		{secret, "", []string{"Missing secret_key_wo", "secret_key"}},
	} {
		o.Plan(replace(recordingCopy, test.part, test.by)).ExpectOneError(t, test.parts...)
	}
	w := acctest.NewWorkspace(t, s.Account, nil)
	w.Config(replace(recordingCopy, sendbirdsandbox.AccessKey, "AKIA with spaces"))
	got := w.Fail("plan", "-no-color")
	got.ExpectOneError(t, "Invalid access_key", "may be a secret")
	got.Lacks(t, "AKIA with spaces")
	s.expectRequests(t, "planning", 0)
}

// respondWithKey makes Sendbird copy, and respond with another recording or key.
func respondWithKey(recordingID, key string) sandbox.Fault {
	return sandbox.Fault{After: true, Status: 200, Body: fmt.Sprintf(`{"recording_id":%s,"bucket":%q,"key":%s}`,
		hostile.InJSON(recordingID), bucket, hostile.InJSON(key))}
}

// A second copy costs money, so the error tells where to look. TestEveryResponseHasItsOutcome has the other results that are not known.
func TestCopyWithAnInvalidKeyIsNotRepeated(t *testing.T) {
	t.Parallel()
	s, o := startObject(t)
	s.Faults().Add(respondWithKey(id, "hearings/a\n\nb"))
	o.Fails(recordingCopy, "Could not copy the recording", "According to this response the recording was copied, but the state cannot hold such a key.",
		"look in bucket "+bucket+` for an object with a key that begins with "hearings/" and ends in _`+id+".mp4")
	s.expectRequests(t, "applying", 1)
}

// Nothing is sent without credentials. A 429 was not processed, so the request is repeated.
func TestCopyThatWasNotProcessed(t *testing.T) {
	t.Parallel()
	s, o := startObject(t)
	s.Setenv("SENDBIRD_API_TOKEN", "")
	s.Setenv("SENDBIRD_APPLICATION_ID", "")
	o.Fails(recordingCopy, "Sendbird is not configured", "SENDBIRD_APPLICATION_ID")
	s.expectRequests(t, "running without credentials", 0)
	s.Setenv("SENDBIRD_APPLICATION_ID", sendbirdsandbox.ApplicationID)
	s.Setenv("SENDBIRD_API_TOKEN", sendbirdsandbox.APIToken)
	limit := sendbirdsandbox.Failure(429100, "slow down")
	limit.Header = http.Header{"Retry-After": {"0"}}
	s.Faults().Add(limit)
	o.Apply(recordingCopy)
	o.PlansEmpty(recordingCopy)
	o.Destroy()
	s.expectRequests(t, "applying", 2)
	if objects := s.Objects(bucket); len(objects) != 1 || objects[0].Copies != 1 {
		t.Errorf("the bucket has %+v", objects)
	}
}

func TestImportIsNotOffered(t *testing.T) {
	t.Parallel()
	s, w := startWorkspace(t, sendbirdsandbox.Behaviour{}, recordingCopy)
	w.Fail("import", "-no-color", address, id).Contains(t, "Error: Resource Import Not Implemented")
	s.expectRequests(t, "importing", 0)
}

func TestInterruptedCopyTellsWhereToLook(t *testing.T) {
	t.Parallel()
	parts := []string{"Could not copy the recording", "It is not known whether the recording was copied", "look in bucket " + bucket, "The run was interrupted."}
	t.Run("resource", func(t *testing.T) {
		t.Parallel()
		s, w := startWorkspace(t, sendbirdsandbox.Behaviour{}, recordingCopy)
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
		acctest.NeedActions(t)
		s, w := startWorkspace(t, sendbirdsandbox.Behaviour{}, recordingCopyAction)
		arrived := make(chan struct{})
		s.Faults().Add(sandbox.Fault{After: true, Hook: func() { close(arrived) }, Delay: time.Hour})
		got := w.InterruptOnceItSays("Copying recording", arrived, "apply", "-auto-approve", "-no-color", invoke)
		if got.Code == 0 {
			t.Error("exit status 0")
		}
		got.Contains(t, parts...)
	})
}

func TestActionMakesACopyEachTimeItIsInvoked(t *testing.T) {
	t.Parallel()
	acctest.NeedActions(t)
	s, w := startWorkspace(t, sendbirdsandbox.Behaviour{}, recordingCopyAction)
	got := w.Succeed("apply", "-auto-approve", "-no-color", invoke)
	objects := s.Objects(bucket)
	if len(objects) != 1 || !strings.HasPrefix(objects[0].Key, "hearings/") {
		t.Fatalf("the bucket has %+v", objects)
	}
	got.Contains(t, "Copying recording "+id+" to bucket "+bucket, `Copied to "s3://`+bucket+"/"+objects[0].Key+`"`)
	s.expectRequests(t, "invoking", 1)
	w.Apply()
	s.expectRequests(t, "applying without invoking", 0)

	triggered := func(input string) string {
		return recordingCopyAction + `
resource "terraform_data" "this" {
  input = "` + input + `"
  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.videostorage_sendbird_recording_copy.this]
    }
  }
}
`
	}
	for _, input := range []string{"first", "second"} {
		w.Config(triggered(input))
		w.Apply()
		s.expectRequests(t, "applying with a trigger", 1)
	}
	w.PlansEmpty()
	w.Destroy()
	s.expectRequests(t, "planning and destroying", 0)
	copies := 0
	for _, object := range s.Objects(bucket) {
		copies += object.Copies
	}
	if copies != 3 {
		t.Errorf("%d copies were made, want 3", copies)
	}
}

func TestActionReportsErrors(t *testing.T) {
	t.Parallel()
	acctest.NeedActions(t)
	s, w := startWorkspace(t, sendbirdsandbox.Behaviour{EchoSecrets: true}, add(recordingCopyAction, "timeouts {\n  invoke = \"3s\"\n}"))
	s.SetBucket(bucket, sendbirdsandbox.Bucket{NoListBucket: true})
	w.Fail("apply", "-auto-approve", "-no-color", invoke).ExpectOneError(t, "Could not copy the recording", "Sendbird error 400100",
		"s3:ListBucket is not allowed", "Region eu-central-1 is not the application's own", "sendbird_upload_policy", `"s3:ListBucket"`)
	s.expectRequests(t, "invoking", 1)
	s.Faults().Add(sandbox.Fault{After: true, Delay: time.Hour})
	w.Fail("apply", "-auto-approve", "-no-color", invoke).ExpectOneError(t, "It is not known whether the recording was copied", "raise the timeouts of this object")

	s.Log().Reset()
	w.Config(replace(recordingCopyAction, "hearings", "/a"))
	w.Fail("plan", "-no-color", invoke).ExpectOneError(t, "Invalid recording_file_directory", "without a leading slash")
	w.Config(add(recordingCopyAction, "timeouts {\n  invoke = \"0s\"\n}"))
	w.Fail("plan", "-no-color", invoke).ExpectOneError(t, "Invalid timeout")
	s.expectRequests(t, "planning", 0)
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
	if len(printed) > 64<<10 {
		t.Errorf("%d bytes were printed", len(printed))
	}
}

// A key is data: it is stored as it is and cannot control a terminal.
func TestHostileKeyIsStored(t *testing.T) {
	t.Parallel()
	const key = "hearings/evil\u202e4pm.\u2066\u200b\ufeff\u00ad ${path.cwd} %{ if true } \" \\ \u2800"
	s, w := startWorkspace(t, sendbirdsandbox.Behaviour{}, recordingCopy+"output \"copy\" {\n  value = videostorage_sendbird_recording_copy.this.s3_uri\n}\n")
	s.Faults().Add(respondWithKey(id, key))
	w.Apply()
	s.expectRequests(t, "applying", 1)
	w.PlansEmpty()
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
	s, w := startWorkspace(t, sendbirdsandbox.Behaviour{}, recordingCopy)
	for _, fault := range []sandbox.Fault{
		{Status: 400, Body: `{"error":true,"code":400100,"message":` + hostile.InJSON(text) + `}`},
		{Status: 400, Body: `{"error":true,"code":400100,"message":"` + strings.Repeat("evil ", 1<<18) + `"}`},
		respondWithKey(text, "k"),
		{Status: 502, ContentType: "text/html", Body: "<html>" + text},
	} {
		s.Faults().Add(fault)
		w.Fail("apply", "-auto-approve", "-no-color").Contains(t, "Could not copy the recording", "evil")
		expectPrintable(t, w)
	}
	if got := w.State(address); got != nil {
		t.Errorf("the state has %v", got)
	}
}
