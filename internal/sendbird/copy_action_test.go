package sendbird_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/examples"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
)

type sendbirdSandbox = acctest.SendbirdSandbox

// action is the action's block, with the secret from a sensitive variable.
func action(s *sendbirdSandbox, more string) string {
	return fmt.Sprintf(`
variable "secret_key" {
  type      = string
  sensitive = true
}
action "videostorage_sendbird_recording_copy" "this" {
  config {
    recording_id = %q
    bucket       = %q
    region       = %q
    access_key   = %q
    secret_key   = var.secret_key
    %s
  }
}
`, s.Recording.ID, s.Bucket.Name, s.Bucket.Region, s.Bucket.AccessKey, more)
}

func withAction(t *testing.T, b sendbirdsandbox.Behaviour, more string) (*sendbirdSandbox, *acctest.Workspace) {
	t.Helper()
	acctest.NeedActions(t)
	s, w := start(t, b)
	// Terraform stores it in saved plans.
	s.StoredSecret(s.Bucket.SecretKey)
	w.Write("terraform.tfvars", fmt.Sprintf("secret_key = %q\n", s.Bucket.SecretKey))
	w.Config(action(s, more))
	return s, w
}

const invoke = "-invoke=action.videostorage_sendbird_recording_copy.this"

func TestActionInvoked(t *testing.T) {
	t.Parallel()
	s, w := withAction(t, sendbirdsandbox.Behaviour{}, `recording_file_directory = "hearings/"`)
	got := w.Succeed("apply", "-auto-approve", "-no-color", invoke)
	all := s.Objects(s.Bucket.Name)
	if len(all) != 1 || !strings.HasPrefix(all[0].Key, "hearings/") {
		t.Fatalf("the bucket has %+v", all)
	}
	got.Contains(t, "Copying recording "+s.Recording.ID+" to bucket "+s.Bucket.Name, "Copied to s3://"+s.Bucket.Name+"/"+all[0].Key)
	expectCopies(t, s, "the action", 1)
	w.Apply()
	expectCopies(t, s, "an apply without it", 0)
}

func TestActionTriggered(t *testing.T) {
	t.Parallel()
	s, w := withAction(t, sendbirdsandbox.Behaviour{}, "")
	trigger := func(input string) string {
		return action(s, "") + `
resource "terraform_data" "this" {
  input = "` + input + `"
  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.videostorage_sendbird_recording_copy.this]
    }
  }
}`
	}
	for i, input := range []string{"first", "second"} {
		w.Config(trigger(input))
		w.Succeed("plan", "-out=saved", "-no-color")
		w.Succeed("apply", "-no-color", "saved").Contains(t, "Copied to s3://"+s.Bucket.Name)
		expectCopies(t, s, fmt.Sprintf("apply %d", i+1), 1)
		w.PlansEmpty()
		expectCopies(t, s, "planning", 0)
	}
}

func TestActionThatFails(t *testing.T) {
	t.Parallel()
	s, w := withAction(t, sendbirdsandbox.Behaviour{EchoSecrets: true}, "")
	b := s.Bucket
	b.ListBucket = false
	s.AddBuckets(b)
	expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color", invoke), "Could not copy the recording", "Sendbird error 400100", "s3:ListBucket is not allowed",
		"sendbird_upload_policy", `"s3:ListBucket"`)
	expectCopies(t, s, "the action", 1)
}

func TestInvalidActionArguments(t *testing.T) {
	t.Parallel()
	for more, parts := range map[string][]string{
		`recording_file_directory = "/a"`:    {"Invalid recording_file_directory", "without a leading slash"},
		"timeouts = {\n  invoke = \"0s\"\n}": {"Invalid timeout"},
	} {
		t.Run(more, func(t *testing.T) {
			t.Parallel()
			s, w := withAction(t, sendbirdsandbox.Behaviour{}, more)
			expectOneError(t, w.Fail("plan", "-no-color", invoke), parts...)
			expectCopies(t, s, "an invalid configuration", 0)
		})
	}
}

// Terraform takes an interrupted action for a success unless it says what came of it.
func TestActionThatIsInterrupted(t *testing.T) {
	t.Parallel()
	s, w := withAction(t, sendbirdsandbox.Behaviour{}, "")
	arrived := make(chan struct{})
	s.Faults().Add(sandbox.Fault{After: true, Hook: func() { close(arrived) }, Delay: time.Hour})
	got := w.InterruptOnceItSays("Copying recording", arrived, "apply", "-auto-approve", "-no-color", invoke)
	if got.Code == 0 {
		t.Error("exit status 0")
	}
	got.Contains(t, "Could not copy the recording", "Whether the recording was copied is not known", "look in bucket "+s.Bucket.Name)
}

func TestTimeoutOfAnAction(t *testing.T) {
	t.Parallel()
	s, w := withAction(t, sendbirdsandbox.Behaviour{}, "timeouts = {\n  invoke = \"1s\"\n}")
	s.Faults().Add(sandbox.Fault{After: true, Delay: time.Hour})
	expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color", invoke), "Whether the recording was copied is not known", "raise the timeouts")
}

func TestActionWithoutCredentials(t *testing.T) {
	t.Parallel()
	s, w := withAction(t, sendbirdsandbox.Behaviour{}, "")
	s.Setenv("SENDBIRD_APPLICATION_ID", "")
	s.Setenv("SENDBIRD_API_TOKEN", "")
	expectOneError(t, w.Fail("plan", "-no-color", invoke), "Sendbird is not configured")
}

// The examples of the documentation work as they are.
func TestCopyExamples(t *testing.T) {
	t.Parallel()
	for name, after := range map[string]func(*testing.T, *acctest.Workspace){
		"resources/videostorage_sendbird_recording_copy/resource.tf": func(t *testing.T, w *acctest.Workspace) {
			t.Helper()
			if got := fmt.Sprint(w.Output("copy")); !strings.HasPrefix(got, "s3://example-court-recordings/hearings/") {
				t.Errorf("copied to %s", got)
			}
		},
		"actions/videostorage_sendbird_recording_copy/action.tf": func(t *testing.T, w *acctest.Workspace) {
			t.Helper()
			w.Succeed("apply", "-auto-approve", "-invoke=action.videostorage_sendbird_recording_copy.hearing")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if strings.HasPrefix(name, "actions/") {
				acctest.NeedActions(t)
			}
			application := sendbirdsandbox.NewApplication()
			application.Region = "eu-central-1"
			s := acctest.NewSendbirdSandbox(t, sendbirdsandbox.Behaviour{}, application)
			bucket := s.Bucket
			bucket.Name = "example-court-recordings"
			s.AddBuckets(bucket)
			s.StoredSecret(bucket.SecretKey)
			w := acctest.NewWorkspace(t, s.Account, nil)
			content, err := examples.Files.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			w.Config(string(content))
			w.Write("terraform.tfvars", fmt.Sprintf("recording_id = %q\naccess_key = %q\nsecret_key = %q\n", s.Recording.ID, bucket.AccessKey, bucket.SecretKey))
			w.Apply()
			expectCopies(t, s, "applying", 1)
			w.PlansEmpty()
			after(t, w)
		})
	}
}
