package daily_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/daily/dailysandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

func TestMain(m *testing.M) { acctest.Main(m) }

const (
	typeName = "videostorage_daily_domain_storage"
	address  = "videostorage_daily_domain_storage.this"
	role     = "arn:aws:iam::123456789012:role/daily"

	recordings = `
recordings_bucket {
  bucket_name      = "example-recordings"
  bucket_region    = "eu-central-1"
  assume_role_arn  = "` + role + `"
  allow_api_access = true
}
`
	transcripts = `
transcription_bucket {
  bucket_name     = "example-transcripts"
  bucket_region   = "eu-west-1"
  assume_role_arn = "` + role + `"
}
`
	others = `
recordings_template          = "{room_name}/{epoch_time}.mp4"
enable_transcription_storage = true
`
)

// resource returns the resource with these lines.
func resource(lines ...string) string {
	return fmt.Sprintf("resource \"videostorage_daily_domain_storage\" \"this\" {\n%s\n}\n", strings.Join(lines, "\n"))
}

// The properties that the configuration above sets.
func recordingsBucket() map[string]any {
	return map[string]any{
		"bucket_name": "example-recordings", "bucket_region": "eu-central-1", "assume_role_arn": role, "allow_api_access": true,
		"allow_streaming_from_bucket": false, "storage_provider": "aws",
	}
}

func transcriptionBucket() map[string]any {
	return map[string]any{
		"bucket_name": "example-transcripts", "bucket_region": "eu-west-1", "assume_role_arn": role, "allow_api_access": false, "storage_provider": "aws",
	}
}

// start returns a domain and a workspace with a configuration, which is applied unless it is empty.
func start(t *testing.T, b dailysandbox.Behaviour, config string) (*dailysandbox.Server, *acctest.Workspace) {
	t.Helper()
	s := dailysandbox.New(b)
	w := acctest.NewWorkspace(t, acctest.NewVendorAccount(t, s), nil)
	w.Config(config)
	if config != "" {
		w.Apply()
		w.PlansEmpty()
		s.Log().Reset()
	}
	return s, w
}

// startObject returns a domain and the resource, to which a configuration is applied unless it is empty.
func startObject(t *testing.T, b dailysandbox.Behaviour, config string) (*dailysandbox.Server, *acctest.Object) {
	t.Helper()
	s := dailysandbox.New(b)
	o := acctest.NewObject(t, acctest.NewVendorAccount(t, s), typeName)
	if config != "" {
		o.Apply(config)
		o.PlansEmpty(config)
		s.Log().Reset()
	}
	return s, o
}

// expectProperties compares properties of the domain. nil is one that is not set.
func expectProperties(t *testing.T, s *dailysandbox.Server, want dailysandbox.Properties) {
	t.Helper()
	got := dailysandbox.Properties{}
	for name := range want {
		got[name] = s.Properties()[name]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the domain (-want +got):\n%s", diff)
	}
}

// expectWrites compares the properties in each write since the last call.
func expectWrites(t *testing.T, s *dailysandbox.Server, want ...map[string]any) {
	t.Helper()
	var got []map[string]any
	for _, r := range s.Log().All() {
		if r.Method != http.MethodGet {
			properties, _ := r.JSON["properties"].(map[string]any)
			got = append(got, properties)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the writes (-want +got):\n%s", diff)
	}
	s.Log().Reset()
}

// Properties that the configuration omits are never sent, under each undocumented behaviour of Daily with which a write has its effect.
func TestLifeOfTheStorageOfADomain(t *testing.T) {
	t.Parallel()
	for _, b := range []dailysandbox.Behaviour{{}, {ReturnsLittle: true}, {EmptyAnswer: true}, {ReturnsNull: true}, {MergesBuckets: true}} {
		t.Run(fmt.Sprintf("%+v", b), func(t *testing.T) {
			t.Parallel()
			s, o := startObject(t, b, "")
			byHand := map[string]any{"bucket_name": "by-hand", "bucket_region": "us-east-1"}
			s.Set(dailysandbox.Properties{"transcription_bucket": byHand, "lang": "de"})
			apply := func(config string, properties map[string]any) {
				t.Helper()
				o.Apply(config)
				o.PlansEmpty(config)
				expectWrites(t, s, properties)
			}
			apply(resource(recordings), map[string]any{"recordings_bucket": recordingsBucket()})
			apply(resource(recordings, others), map[string]any{
				"recordings_bucket": recordingsBucket(), "recordings_template": "{room_name}/{epoch_time}.mp4", "enable_transcription_storage": true,
			})
			expectProperties(t, s, dailysandbox.Properties{"transcription_bucket": byHand, "lang": "de"})
			apply(resource(recordings, `on_destroy = "unset"`, "overwrite_existing = true"), map[string]any{
				"recordings_bucket": recordingsBucket(), "recordings_template": nil, "enable_transcription_storage": false,
			})
			o.Destroy().Contains(t, "New recordings will be stored in Daily's cloud", "The storage settings were unset", `"example-recordings"`)
			expectWrites(t, s, map[string]any{"recordings_bucket": nil})
			expectProperties(t, s, dailysandbox.Properties{"recordings_bucket": nil, "transcription_bucket": byHand, "lang": "de"})
		})
	}
}

// A creation that would replace a value of another administrator fails while planning, and shows the values and the import block.
func TestCreateRefusesToReplaceValues(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		existing dailysandbox.Properties
		change   string
	}{
		"bucket":      {dailysandbox.Properties{"recordings_bucket": map[string]any{"bucket_name": "by-hand", "bucket_region": "eu-central-1"}}, `"by-hand" -> "example-recordings"`},
		"access":      {dailysandbox.Properties{"transcription_bucket": with(transcriptionBucket(), "allow_api_access", true)}, "allow_api_access = true -> false"},
		"template":    {dailysandbox.Properties{"recordings_template": "{epoch_time}"}, `"{epoch_time}" -> "{room_name}/{epoch_time}.mp4"`},
		"Oracle":      {dailysandbox.Properties{"recordings_bucket": with(recordingsBucket(), "storage_provider", "oci")}, `storage_provider = "oci" -> "aws"`},
		"other role":  {dailysandbox.Properties{"recordings_bucket": with(recordingsBucket(), "assume_role_arn", role+"2")}, `2" -> "` + role + `"`},
		"two at once": {dailysandbox.Properties{"recordings_bucket": recordingsBucket(), "transcription_bucket": with(transcriptionBucket(), "bucket_region", "eu-west-2")}, `"eu-west-2" -> "eu-west-1"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, o := startObject(t, dailysandbox.Behaviour{}, "")
			s.Set(tt.existing)
			o.Fails(resource(recordings, transcripts, others), "Storage settings exist already", "Domain example-clinic has storage settings", tt.change,
				`import { to = videostorage_daily_domain_storage.NAME id = "example-clinic" }`, "overwrite_existing = true")
			expectWrites(t, s)
			overwriting := resource(recordings, transcripts, others, "overwrite_existing = true")
			o.Apply(overwriting).Contains(t, "Warning: Existing storage settings will be replaced", tt.change)
			o.PlansEmpty(overwriting)
			expectProperties(t, s, dailysandbox.Properties{
				"recordings_bucket": recordingsBucket(), "transcription_bucket": transcriptionBucket(), "recordings_template": "{room_name}/{epoch_time}.mp4",
			})
		})
	}
}

// A block that is added to the resource is a creation too.
func TestUpdateRefusesToReplaceValuesThatItDidNotManage(t *testing.T) {
	t.Parallel()
	s, o := startObject(t, dailysandbox.Behaviour{}, resource(recordings))
	byHand := map[string]any{"bucket_name": "by-hand", "bucket_region": "us-east-1"}
	both := resource(recordings, transcripts)
	plan := o.Plan(both)
	s.Set(dailysandbox.Properties{"transcription_bucket": byHand})
	for _, refused := range []*acctest.Planned{o.Plan(both), plan} {
		refused.Fails("Storage settings exist already", "values that the resource did not manage before",
			`"by-hand" -> "example-transcripts"`, "overwrite_existing = true")
	}
	expectWrites(t, s)
	expectProperties(t, s, dailysandbox.Properties{"transcription_bucket": byHand})
	overwriting := resource(recordings, transcripts, "overwrite_existing = true")
	o.Apply(overwriting).Contains(t, "Warning: Existing storage settings will be replaced", `"by-hand" -> "example-transcripts"`)
	o.PlansEmpty(overwriting)
	expectProperties(t, s, dailysandbox.Properties{"recordings_bucket": recordingsBucket(), "transcription_bucket": transcriptionBucket()})
	// Equal values are adopted.
	o.Apply(resource(recordings, "overwrite_existing = true"))
	s.Set(dailysandbox.Properties{"transcription_bucket": transcriptionBucket()})
	o.Apply(both).Lacks(t, "Warning")
}

// with returns a copy of a bucket with another field.
func with(bucket map[string]any, name string, value any) map[string]any {
	bucket[name] = value
	return bucket
}

// A property that is not set, or has Daily's default, is no value of another administrator. Neither is one that the configuration omits.
func TestCreateKeepsOtherProperties(t *testing.T) {
	t.Parallel()
	s, o := startObject(t, dailysandbox.Behaviour{ReturnsNull: true}, "")
	s.Set(dailysandbox.Properties{"recordings_template": "{domain_name}/{room_name}/{epoch_time}", "enable_transcription_storage": false, "transcription_bucket": map[string]any{"bucket_name": "by-hand"}})
	config := resource(recordings, others)
	o.Apply(config).Lacks(t, "Warning")
	o.PlansEmpty(config)
	second := acctest.NewObject(t, acctest.NewVendorAccount(t, s), typeName)
	second.Plan(resource(recordings)).Contains(t, "Equal storage settings are in force already", "another configuration may manage them")
}

// Another administrator may set a bucket between the plan and the apply.
func TestBucketMadeAfterThePlanIsNotReplaced(t *testing.T) {
	t.Parallel()
	s, o := startObject(t, dailysandbox.Behaviour{}, "")
	byHand := map[string]any{"bucket_name": "by-hand", "bucket_region": "us-east-1"}
	plan := o.Plan(resource(recordings))
	s.Set(dailysandbox.Properties{"recordings_bucket": byHand})
	plan.Fails("Storage settings exist already", "by-hand")
	expectProperties(t, s, dailysandbox.Properties{"recordings_bucket": byHand})
}

// Each value that Daily returns is read. A bucket for recordings that is not returned is gone.
func TestDrift(t *testing.T) {
	t.Parallel()
	config := resource(recordings, transcripts, others)
	s, o := startObject(t, dailysandbox.Behaviour{}, config)
	for change, drift := range map[string]dailysandbox.Properties{
		`"elsewhere" -> "example-recordings"`:                   {"recordings_bucket": with(recordingsBucket(), "bucket_name", "elsewhere")},
		`"us-east-1" -> "eu-central-1"`:                         {"recordings_bucket": with(recordingsBucket(), "bucket_region", "us-east-1")},
		`"` + role + `2" -> "` + role + `"`:                     {"transcription_bucket": with(transcriptionBucket(), "assume_role_arn", role+"2")},
		`allow_api_access = false -> true`:                      {"recordings_bucket": with(recordingsBucket(), "allow_api_access", false)},
		`allow_streaming_from_bucket = true -> false`:           {"recordings_bucket": with(recordingsBucket(), "allow_streaming_from_bucket", true)},
		`storage_provider = "oci" -> "aws"`:                     {"recordings_bucket": with(recordingsBucket(), "storage_provider", "oci")},
		`"{epoch_time}" -> "{room_name}/{epoch_time}.mp4"`:      {"recordings_template": "{epoch_time}"},
		`enable_transcription_storage = false -> true`:          {"enable_transcription_storage": false},
		`recordings_bucket.bucket_name = "example-recordings"`:  {"recordings_bucket": nil},
		`recordings_bucket.allow_streaming_from_bucket = false`: {"recordings_bucket": map[string]any{}},
	} {
		s.Set(drift)
		plan := o.Plan(config)
		plan.Expect(plancheck.ResourceActionUpdate)
		plan.Contains(t, change)
		plan.Apply()
		expectProperties(t, s, dailysandbox.Properties{"recordings_bucket": recordingsBucket(), "transcription_bucket": transcriptionBucket()})
	}
}

// Daily need not return more than the name and the region of the bucket for recordings. The state keeps the other values.
func TestValuesThatDailyDoesNotReturnAreKept(t *testing.T) {
	t.Parallel()
	config := resource(recordings, transcripts, others)
	s, o := startObject(t, dailysandbox.Behaviour{ReturnsLittle: true}, config)
	s.Set(dailysandbox.Properties{"recordings_bucket": with(recordingsBucket(), "assume_role_arn", role+"2"), "transcription_bucket": nil})
	o.PlansEmpty(config)
	o.Expect(map[string]any{
		"recordings_bucket.assume_role_arn": role, "recordings_bucket.allow_api_access": true, "transcription_bucket.bucket_name": "example-transcripts",
		"enable_transcription_storage": true,
	})
	s.Set(dailysandbox.Properties{"recordings_bucket": map[string]any{"bucket_name": "elsewhere", "bucket_region": "eu-central-1"}})
	got := o.Plan(config)
	got.Contains(t, `bucket_name = "elsewhere" -> "example-recordings"`)
	got.Lacks(t, "assume_role_arn")
	s.Set(dailysandbox.Properties{"recordings_bucket": nil})
	got = o.Plan(config)
	got.Contains(t, `recordings_bucket.bucket_name = "example-recordings"`)
	got.Apply()
	expectProperties(t, s, dailysandbox.Properties{"recordings_bucket": recordingsBucket(), "transcription_bucket": transcriptionBucket()})
}

// Daily does not document that null unsets a property of the domain. If it does not, the state keeps the resource.
func TestUnsettingIsVerified(t *testing.T) {
	t.Parallel()
	both := resource(recordings, transcripts)
	s, o := startObject(t, dailysandbox.Behaviour{KeepsNull: true}, both)
	o.Fails(resource(transcripts), "The configuration no longer has the block", "Daily did not set recordings_bucket.bucket_name",
		`returned recordings_bucket.bucket_name = "example-recordings" instead of null`)
	o.PlansEmpty(both)
	o.PlanDestroy().Fails("Daily did not set transcription_bucket.bucket_name")
	expectProperties(t, s, dailysandbox.Properties{"recordings_bucket": recordingsBucket()})
	o.PlansEmpty(both)
}

func TestDestroyThatRetains(t *testing.T) {
	t.Parallel()
	s, o := startObject(t, dailysandbox.Behaviour{}, resource(recordings, `on_destroy = "retain"`))
	o.Destroy().Contains(t, "Storage settings will stay unchanged", "The role and the bucket must outlive this resource")
	expectWrites(t, s)
	expectProperties(t, s, dailysandbox.Properties{"recordings_bucket": recordingsBucket()})
}

func TestDestroyRefusesValuesThatItsPlanDidNotShow(t *testing.T) {
	t.Parallel()
	s, o := startObject(t, dailysandbox.Behaviour{}, resource(recordings, transcripts))
	plan := o.PlanDestroy()
	s.Set(dailysandbox.Properties{"recordings_bucket": with(recordingsBucket(), "bucket_name", "elsewhere")})
	plan.Fails("The storage settings have changed since the plan", `"elsewhere" -> "example-recordings"`)
	expectWrites(t, s)
	o.Destroy().Contains(t, `"elsewhere"`)
	expectProperties(t, s, dailysandbox.Properties{"recordings_bucket": nil, "transcription_bucket": nil})
	// A destroy of a domain without the bucket sends nothing.
	o.Apply(resource(recordings))
	s.Set(dailysandbox.Properties{"recordings_bucket": nil})
	s.Log().Reset()
	o.SkipRefresh = true
	o.Destroy()
	expectWrites(t, s)
}

// Terraform holds two objects for the domain during a replacement, in either order, and after a change of the address.
func TestReplacementKeepsTheBucket(t *testing.T) {
	t.Parallel()
	s, w := start(t, dailysandbox.Behaviour{}, resource(recordings, "lifecycle { create_before_destroy = true }"))
	replace := []string{"apply", "-auto-approve", "-no-color", "-replace=" + address}
	w.Succeed(replace...).Contains(t, "The storage settings were not unset", "the destroy sent no request", `"example-recordings"`)
	expectWrites(t, s, map[string]any{"recordings_bucket": recordingsBucket()})
	w.Config(resource(recordings))
	w.Apply()
	w.Succeed(replace...).Contains(t, "The storage settings were unset")
	expectWrites(t, s, map[string]any{"recordings_bucket": nil}, map[string]any{"recordings_bucket": recordingsBucket()})
	w.Config(strings.Replace(resource(recordings), `"this"`, `"renamed"`, 1))
	w.Succeed("apply", "-auto-approve", "-no-color").Contains(t, "1 added", "1 destroyed")
	expectProperties(t, s, dailysandbox.Properties{"recordings_bucket": recordingsBucket()})
}

// The API key decides the domain. A plan and a state of one domain are never applied to another.
func TestOtherDomainIsRefused(t *testing.T) {
	t.Parallel()
	s, w := start(t, dailysandbox.Behaviour{}, "")
	w.Config(resource(recordings))
	w.Succeed("plan", "-out=plan")
	s.Rename("another")
	w.Fail("apply", "-no-color", "plan").Contains(t, `new value for .domain_name: was cty.StringVal("example-clinic")`)
	expectWrites(t, s)
	s.Rename(dailysandbox.DomainName)
	w.Apply()
	s.Rename("another")
	s.Log().Reset()
	for _, args := range [][]string{{"plan"}, {"apply", "-auto-approve", "-refresh=false", "-destroy"}} {
		w.Fail(append(args, "-no-color")...).Contains(t, "The credentials belong to another domain", "those of domain example-clinic", "configured for domain another",
			"Nothing was written")
	}
	expectWrites(t, s)
}

// A read after a write may be stale, or fail.
func TestReadAfterAWrite(t *testing.T) {
	t.Parallel()
	s, o := startObject(t, dailysandbox.Behaviour{}, "")
	config := resource(recordings)
	stale := `{"domain_name":"example-clinic","config":{}}`
	// Terraform plans twice, and the creation reads once before the write.
	s.Faults().Add(sandbox.Fault{Method: http.MethodGet, Nth: 4, Status: http.StatusOK, Body: stale})
	o.Apply(config)
	o.PlansEmpty(config)
	o.Destroy()
	s.Faults().Add(sandbox.Fault{Method: http.MethodGet, Nth: 4, Status: http.StatusForbidden, Body: `{"error":"forbidden-error"}`})
	o.Fails(config, "Could not read the storage settings after the write", "It is not known whether it has its effect")
	if o.State.Exists() {
		t.Error("the state has the resource")
	}
	o.Apply(config).Contains(t, "Equal storage settings are in force already")
}

func TestErrorsNameTheNextStep(t *testing.T) {
	t.Parallel()
	s, o := startObject(t, dailysandbox.Behaviour{}, "")
	for _, tt := range []struct {
		fault sandbox.Fault
		want  []string
	}{
		{sandbox.Fault{Status: 401, Body: `{"error":"authentication-error"}`}, []string{"Could not read the storage settings", "HTTP status 401: authentication-error", "Daily does not accept the API key"}},
		{sandbox.Fault{Status: 400, Body: `{"error":"authorization-header-error","info":"malformed"}`}, []string{"authorization-header-error: malformed", "Daily does not accept the API key"}},
		{sandbox.Fault{Method: "POST", Status: 403, Body: `{"error":"forbidden-error","info":"no"}`}, []string{"Could not write the storage settings", "Domain example-clinic", "the plan of the domain"}},
		{sandbox.Fault{Method: "POST", Status: 400, Body: `{"error":"invalid-request-error","info":"unable to assume role"}`}, []string{"daily_assume_role_policy", "max_session_duration = 43200"}},
		{sandbox.Fault{Method: "POST", Status: 400, Body: `{"error":"invalid-request-error","info":"invalid property name 'x'"}`}, []string{"invalid property name 'x'", "Correct the values that Daily refuses"}},
		{sandbox.Fault{Method: "POST", Status: 200, Body: `{"status":"ok"}`}, []string{"the response is not from Daily", "may have been processed"}},
		{sandbox.Fault{Status: 200, Body: `{"domain_name":"a\u001b[2J","config":{"recordings_bucket":{"bucket_name":"b\u001b[2J"}}}`}, []string{"Storage settings exist already"}},
	} {
		s.Faults().Add(tt.fault)
		got := o.Fails(resource(recordings), tt.want...)
		s.Faults().Clear()
		if strings.Contains(got.Text, "\x1b[2J") {
			t.Error("the output has an escape of the terminal")
		}
	}
	expectProperties(t, s, dailysandbox.Properties{"recordings_bucket": nil})
}

// A certain mistake is an error, and a likely one is a warning.
func TestInvalidArguments(t *testing.T) {
	t.Parallel()
	_, o := startObject(t, dailysandbox.Behaviour{}, "")
	for config, want := range map[string]string{
		strings.Replace(recordings, role, "role/daily", 1):                       "the value is not the ARN of an IAM role",
		strings.Replace(recordings, role, "arn:aws:iam::123456789012:user/d", 1): "the value is not the ARN of an IAM role",
		strings.Replace(recordings, "example-recordings", "Example", 1):          "recordings_bucket.bucket_name must be the name of an S3 bucket",
		strings.Replace(recordings, "eu-central-1", "Frankfurt", 1):              "recordings_bucket.bucket_region must be the code of an AWS region",
		"recordings_bucket {\nbucket_name = \"example\"\n}":                      `"recordings_bucket.assume_role_arn" must be specified`,
		"transcription_bucket {}":                                                `"transcription_bucket.bucket_name" must be specified`,
		`recordings_template = "{room_name}.mp4"`:                                "contain {epoch_time}",
		`recordings_template = "{epoch_time}/{user}"`:                            "the variables {domain_name}",
		`recordings_template = "{epoch_time}.webm"`:                              "without another extension than .mp4",
		`recordings_template = "{epoch_time} "`:                                  "letters, digits",
		`recordings_template = "{epoch_time}` + strings.Repeat("x", 1013) + `"`:  "at most 1024 characters",
		`on_destroy = "delete"`:                                                  `"unset"`,
	} {
		o.Fails(resource(config), want)
	}
	for _, arn := range []string{"arn:aws:iam::1234:role/daily", "arn:aws:iam::123456789012:role/d#ily"} {
		o.Plan(resource(strings.Replace(recordings, role, arn, 1))).Contains(t, "Warning: Malformed ARN of a role", "account ID of 12 digits")
	}
	o.Plan(resource(strings.Replace(recordings, role, "arn:aws:iam::123456789012:role/path/to/daily@1,2", 1))).Lacks(t, "Warning")
}
