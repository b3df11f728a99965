package s3check_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/s3server"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func TestMain(m *testing.M) { acctest.Main(m) }

const (
	address = "videostorage_s3_upload_check.this"
	bucket  = "recordings"
	object  = "/recordings/video/.videostorage-upload-check"
	summary = "Could not upload to the bucket"
)

var key = s3server.Key{ID: "AKIAIOSFODNN7EXAMPLE", Secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}

// upload are the requests of a check.
var upload = []string{"POST " + object, "PUT " + object, "POST " + object}

// start serves S3 with an empty bucket, and returns an account without a vendor.
func start(t *testing.T) (*s3server.Server, *acctest.Account) {
	t.Helper()
	server := s3server.Start(t)
	server.CreateBucket(bucket)
	account := acctest.NewSandbox(t, twiliosandbox.Behaviour{}).Account
	account.Setenv("TWILIO_ACCOUNT_SID", "")
	account.Setenv("TWILIO_AUTH_TOKEN", "")
	account.Secret(key.Secret)
	return server, account
}

// newObject returns a check that was not made.
func newObject(t *testing.T, account *acctest.Account) *acctest.Object {
	t.Helper()
	return acctest.NewObject(t, account, "videostorage_s3_upload_check")
}

// config returns a check of the bucket, with more arguments.
func config(server *s3server.Server, arguments string) string {
	return fmt.Sprintf(`
resource "videostorage_s3_upload_check" "this" {
  url                          = "https://recordings.s3.us-east-1.amazonaws.com/video"
  endpoint                     = %q
  use_path_style               = true
  access_key_id                = %q
  secret_access_key_wo         = %q
  secret_access_key_wo_version = 1
  %s
}
`, server.Endpoint, key.ID, key.Secret, arguments)
}

const short = "timeouts {\n    create = \"3s\"\n    update = \"3s\"\n  }"

// expectRequests compares all requests since the last call.
func expectRequests(t *testing.T, server *s3server.Server, want ...string) {
	t.Helper()
	var got []string
	for _, r := range server.Log().All() {
		got = append(got, r.Method+" "+r.Path)
	}
	server.Log().Reset()
	if !slices.Equal(got, want) {
		t.Errorf("the requests are %q, want %q", got, want)
	}
}

// planUpdate plans an update in place.
func planUpdate(t *testing.T, o *acctest.Object, configuration string) *acctest.Planned {
	t.Helper()
	plan := o.Plan(configuration)
	plan.Expect(plancheck.ResourceActionUpdate)
	return plan
}

// Sendbird's uploader also lists the bucket. The state has the result of the last check that succeeded.
func TestSendbirdNeedsToListTheBucket(t *testing.T) {
	t.Parallel()
	server, account := start(t)
	server.AddUser(key)
	server.Allow(bucket, key, "s3:PutObject")
	server.Log().Reset()
	o := newObject(t, account)
	o.Apply(config(server, ""))
	o.PlansEmpty(config(server, ""))
	expectRequests(t, server, upload...)
	success := map[string]any{
		"object_url":    "https://recordings.s3.us-east-1.amazonaws.com/video/.videostorage-upload-check",
		"bucket_region": "us-east-1", "server_side_encryption": nil, "secret_access_key": nil, "access_key_id": key.ID,
	}
	o.Expect(success)
	planUpdate(t, o, config(server, "vendor = \"sendbird\"\n"+short)).
		Fails(summary, "ListObjectsV2", "S3 error AccessDenied", "Sendbird needs s3:ListBucket on arn:aws:s3:::recordings")
	o.Expect(success)
	server.Allow(bucket, key, "s3:PutObject", "s3:ListBucket")
	server.Log().Reset()
	o.Apply(config(server, "vendor = \"sendbird\""))
	expectRequests(t, server, append(slices.Clone(upload), "GET /recordings")...)
	o.Destroy()
	expectRequests(t, server)
}

// AWS needs some time to make a new policy known. The check waits for it.
func TestCheckWaitsForTheKey(t *testing.T) {
	t.Parallel()
	server, account := start(t)
	// The policy becomes known after the first refusal, and the user before it.
	server.Faults().Add(sandbox.Fault{Nth: 2, Hook: func() { server.Allow(bucket, key, "s3:PutObject") }})
	server.AddUser(key)
	w := acctest.NewWorkspace(t, account, nil)
	w.Config(config(server, ""))
	w.Apply()
	if got := len(server.Log().All()); got != 1+len(upload) {
		t.Errorf("%d requests, want one more than an upload", got)
	}
	if log := w.Log(); !strings.Contains(log, "The upload check is repeated") {
		t.Errorf("the log has no progress:\n%s", log)
	}
}

// An interrupt during the wait ends the run. The state has no check that did not succeed, and keeps the last one that did.
func TestInterruptDuringTheWaitStoresNothing(t *testing.T) {
	t.Parallel()
	server, account := start(t)
	server.AddUser(key)
	w := acctest.NewWorkspace(t, account, nil)
	interrupt := func(configuration string) {
		t.Helper()
		arrived, at := make(chan struct{}), make(chan time.Time, 1)
		server.Faults().Add(sandbox.Fault{Nth: 2, Hook: func() { at <- time.Now(); close(arrived) }}) // the second attempt
		w.Config(configuration)
		got := w.Interrupt(arrived, "apply", "-auto-approve", "-no-color")
		got.Contains(t, summary, "S3 error AccessDenied", "The run was interrupted. Run it again.")
		if took := time.Since(<-at); got.Code != 1 || took > 20*time.Second {
			t.Errorf("exit status %d, %s after the interrupt", got.Code, took)
		}
	}
	interrupt(config(server, ""))
	w.Succeed("state", "list").Lacks(t, address)
	server.Allow(bucket, key, "s3:PutObject")
	w.Apply()
	before := fmt.Sprint(w.State(address))
	server.Allow(bucket, key)
	interrupt(config(server, `triggers = { policy = "2" }`))
	if after := fmt.Sprint(w.State(address)); after != before {
		t.Errorf("the state is %s, was %s", after, before)
	}
	server.Allow(bucket, key, "s3:PutObject")
	w.Apply().Contains(t, "1 changed")
}

// Each change checks again in place. Otherwise, and while reading and destroying, nothing is sent.
func TestChangesCheckAgainInPlace(t *testing.T) {
	t.Parallel()
	server, account := start(t)
	server.AddUser(key)
	server.Allow(bucket, key, "s3:PutObject")
	other := s3server.Key{ID: "AKIAIOSFODNN7EXAMPL2", Secret: key.Secret}
	server.AddUser(other)
	base := config(server, "")
	server.Log().Reset()
	o := newObject(t, account)
	o.Apply(base)
	expectRequests(t, server, upload...)
	o.PlansEmpty(base)
	expectRequests(t, server)
	for change, want := range map[string][]string{
		config(server, `triggers = { policy = "2" }`):            upload,
		strings.Replace(base, "_version = 1", "_version = 2", 1): upload,
		strings.Replace(base, "/video", "", 1): {
			"POST /recordings/.videostorage-upload-check", "PUT /recordings/.videostorage-upload-check", "POST /recordings/.videostorage-upload-check",
		},
	} {
		plan := planUpdate(t, o, change)
		expectRequests(t, server)
		plan.Apply()
		o.PlansEmpty(change)
		expectRequests(t, server, want...)
	}
	// The state keeps the last success, so the next plan checks again.
	changed := strings.Replace(config(server, short), key.ID, other.ID, 1)
	before := o.State
	for range 2 {
		planUpdate(t, o, changed).Fails(summary, "AccessDenied")
		if !o.State.Equal(before) {
			t.Errorf("the state is %v, was %v", o.State.Attributes(), before.Attributes())
		}
	}
	server.Allow(bucket, other, "s3:PutObject")
	server.Log().Reset()
	planUpdate(t, o, changed).Apply()
	expectRequests(t, server, upload...)
	o.Destroy()
	expectRequests(t, server)
}

// All arguments may come from resources of the same run, and each form of the key works.
func TestUnknownArgumentsAndFormsOfTheKey(t *testing.T) {
	t.Parallel()
	server, account := start(t)
	stored := s3server.Key{ID: "AKIAIOSFODNN7STORED0", Secret: "stored-secret-of-the-test-0123456789abcd"}
	account.StoredSecret(stored.Secret)
	for used, form := range map[s3server.Key]string{
		stored: fmt.Sprintf("access_key_id = %q\n  secret_access_key = %q", stored.ID, stored.Secret),
		key:    fmt.Sprintf("access_key_id_wo = %q\n  secret_access_key_wo = %q\n  secret_access_key_wo_version = 1", key.ID, key.Secret),
	} {
		server.AddUser(used)
		server.Allow(bucket, used, "s3:PutObject")
		check := `
resource "videostorage_s3_upload_check" "this" {
  url            = %s
  endpoint       = %s
  vendor         = %s
  use_path_style = true
  %s
}`
		known := fmt.Sprintf(check, `"https://recordings.s3.us-east-1.amazonaws.com"`, strconv.Quote(server.Endpoint), `"twilio"`, form)
		o := newObject(t, account)
		o.Plan(fmt.Sprintf(check, "unknown", "unknown", "unknown", strings.Replace(form, strconv.Quote(stored.ID), "unknown", 1))).With(known).Apply()
		o.PlansEmpty(known)
		o.Destroy()
	}
}

func TestUnknownEndpointIsValidatedBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	server, account := start(t)
	server.Log().Reset()
	endpoint := strconv.Quote(server.Endpoint)
	newObject(t, account).Plan(strings.Replace(config(server, ""), endpoint, "unknown", 1)).
		With(strings.Replace(config(server, ""), endpoint, `"http://s3.example.com"`, 1)).
		Fails("Invalid endpoint", "http on a loopback address")
	expectRequests(t, server)
}

func TestInvalidArguments(t *testing.T) {
	t.Parallel()
	server, account := start(t)
	server.Log().Reset()
	refuse := func(configuration, want string) {
		t.Helper()
		plan := newObject(t, account).Plan(configuration)
		plan.Contains(t, want)
		if plan.Code == 0 {
			t.Errorf("the plan is no error: %s", plan.Text)
		}
	}
	for _, test := range []struct{ old, replacement, want string }{
		{"https://recordings.s3.us-east-1.amazonaws.com/video", "http://recordings.s3.us-east-1.amazonaws.com", "the scheme must be https"},
		{"https://recordings.s3.us-east-1.amazonaws.com/video", "https://minio.example.com", `"" is not a valid bucket name`},
		{server.Endpoint, "http://s3.example.com", "Invalid endpoint"},
		{server.Endpoint, "https://s3.example.com/path", "Invalid endpoint"},
		{key.ID, "ASIAIOSFODNN7EXAMPLE", "it is a temporary key"},
		{"use_path_style ", "vendor = \"zoom\"\nuse_path_style", `must be one of: ["twilio" "sendbird" "getstream"]`},
		{"use_path_style ", "timeouts {\ncreate = \"0s\"\n}\nuse_path_style", "timeouts.create must be positive"},
		{"access_key_id   ", "access_key_id_wo = \"AKIAIOSFODNN7EXAMPLE\"\naccess_key_id", "Two forms of access_key_id"},
		{"secret_access_key_wo_version = 1", "", "Missing secret_access_key_wo_version"},
	} {
		refuse(strings.Replace(config(server, ""), test.old, test.replacement, 1), test.want)
	}
	refuse(strings.NewReplacer(fmt.Sprintf("endpoint                     = %q", server.Endpoint), "",
		"recordings.s3.us-east-1.amazonaws.com", "s3.example.com").Replace(config(server, "")), "set endpoint")
	expectRequests(t, server)
}

func TestActionChecksOnDemand(t *testing.T) {
	t.Parallel()
	acctest.NeedActions(t)
	server, account := start(t)
	account.StoredSecret(key.Secret)
	w := acctest.NewWorkspace(t, account, nil)
	w.Write("terraform.tfvars.json", fmt.Sprintf(`{"secret":%q}`, key.Secret))
	w.Config(fmt.Sprintf(`
variable "secret" {
  type      = string
  sensitive = true
}
action "videostorage_s3_upload_check" "now" {
  config {
    url               = "https://recordings.s3.us-east-1.amazonaws.com/video"
    endpoint          = %q
    use_path_style    = true
    vendor            = "twilio"
    access_key_id     = %q
    secret_access_key = var.secret
    timeouts {
      invoke = "3s"
    }
  }
}
`, server.Endpoint, key.ID))
	invoke := []string{"apply", "-auto-approve", "-no-color", "-invoke=action.videostorage_s3_upload_check.now"}
	w.Fail(invoke...).Contains(t, "Uploading s3://recordings/video/.videostorage-upload-check", "Trying again in 1s", summary, "InvalidAccessKeyId")
	server.AddUser(key)
	server.Allow(bucket, key, "s3:PutObject")
	server.Log().Reset()
	w.Succeed(invoke...).Contains(t, "Uploaded https://recordings.s3.us-east-1.amazonaws.com/video/.videostorage-upload-check, in region us-east-1")
	if got := sandbox.Count(server.Log().All(), http.MethodPut, object); got != 1 {
		t.Errorf("%d parts were uploaded, want 1", got)
	}
}

// The environment of AWS's tools must not change which key is checked, and where.
func TestEnvironmentOfAWSChangesNothing(t *testing.T) { //nolint:paralleltest // it sets the environment
	server, account := start(t)
	server.AddUser(key)
	server.Allow(bucket, key, "s3:PutObject")
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "AKIAOTHER", "AWS_SECRET_ACCESS_KEY": "other-secret", "AWS_SESSION_TOKEN": "session", "AWS_REGION": "eu-north-1",
		"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:1", "AWS_PROFILE": "missing", "AWS_USE_FIPS_ENDPOINT": "true",
		"AWS_REQUEST_CHECKSUM_CALCULATION": "when_supported", "AWS_CONFIG_FILE": "/missing",
	} {
		t.Setenv(name, value)
	}
	server.Log().Reset()
	newObject(t, account).Apply(config(server, ""))
	expectRequests(t, server, upload...)
}
