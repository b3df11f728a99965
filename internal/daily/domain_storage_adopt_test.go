package daily_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
	"github.com/videostorage/terraform-provider-videostorage/internal/daily/dailysandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

const list = `
list "videostorage_daily_domain_storage" "all" {
  provider         = videostorage
  include_resource = true
}
`

func setAll(s *dailysandbox.Server) {
	s.Set(dailysandbox.Properties{
		"recordings_bucket": recordingsBucket(), "transcription_bucket": transcriptionBucket(),
		"recordings_template": "{room_name}/{epoch_time}.mp4", "enable_transcription_storage": true,
	})
}

// An import reads all properties, so that an equal configuration plans empty.
func TestImport(t *testing.T) {
	t.Parallel()
	arguments := map[string]string{"ID": `id = "example-clinic"`}
	if acctest.HasIdentity(t) {
		arguments["identity"] = `identity = { domain_name = "example-clinic" }`
	}
	for name, argument := range arguments {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, dailysandbox.Behaviour{ReturnsNull: true}, "")
			setAll(s)
			w.Config(resource(recordings, transcripts, others) + "import {\n to = " + address + "\n" + argument + "\n}\n")
			w.Apply().Contains(t, "1 imported, 0 added, 0 changed, 0 destroyed")
			w.PlansEmpty()
			expectWrites(t, s)
			w.Succeed("state", "rm", address)
			s.Rename("another")
			w.Fail("plan", "-no-color").Contains(t, "The credentials belong to another domain")
		})
	}
}

// Values that Daily does not return are in the plan of the import, and are written once.
func TestImportOfADomainThatReturnsLittle(t *testing.T) {
	t.Parallel()
	s, w := start(t, dailysandbox.Behaviour{ReturnsLittle: true}, "")
	setAll(s)
	w.Config(resource(recordings))
	w.Succeed("import", address, "example-clinic")
	got, _ := w.Plan()
	got.Contains(t, `+ assume_role_arn = "`+role+`"`, "0 to add, 1 to change, 0 to destroy")
	w.Apply()
	w.PlansEmpty()
	expectWrites(t, s, map[string]any{"recordings_bucket": recordingsBucket()})
	expectProperties(t, s, dailysandbox.Properties{"transcription_bucket": transcriptionBucket()})
}

func TestImportOfADomainWithoutStorage(t *testing.T) {
	t.Parallel()
	_, w := start(t, dailysandbox.Behaviour{ReturnsNull: true}, "")
	w.Config(resource(recordings))
	w.Fail("import", "-no-color", address, "example-clinic").Contains(t, "Cannot import non-existent remote object")
}

// Generated configuration imports the settings without a change.
func TestQuery(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	s, w := start(t, dailysandbox.Behaviour{}, "")
	w.Write("list.tfquery.hcl", list)
	setAll(s)
	found, warnings := w.Query()
	if len(found) != 1 || len(warnings) > 0 || found[0].Identity["domain_name"] != "example-clinic" ||
		found[0].DisplayName != "example-clinic, recordings in example-recordings, transcripts in example-transcripts" {
		t.Fatalf("the query found %+v with the warnings %+v", found, warnings)
	}
	w.Succeed("query", "-generate-config-out=generated.tf").Lacks(t, "Warning")
	w.Apply().Contains(t, "1 imported, 0 added, 0 changed, 0 destroyed")
	w.PlansEmpty()
	expectWrites(t, s)
	if diff := cmp.Diff(w.State("videostorage_daily_domain_storage.all_0"), found[0].Resource); diff != "" {
		t.Errorf("an import (-) and a query (+) find:\n%s", diff)
	}
}

func TestQueryFindsNothing(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	s, w := start(t, dailysandbox.Behaviour{}, "")
	w.Write("list.tfquery.hcl", list)
	for _, tt := range []struct {
		properties dailysandbox.Properties
		want       string
	}{
		{dailysandbox.Properties{"enable_transcription_storage": true}, "There are no storage settings to adopt"},
		{dailysandbox.Properties{"recordings_bucket": with(recordingsBucket(), "storage_provider", "oci")}, "The storage settings cannot be adopted"},
	} {
		s.Set(tt.properties)
		if found, warnings := w.Query(); len(found) > 0 || len(warnings) != 1 || warnings[0].Summary != tt.want {
			t.Errorf("the query found %+v with the warnings %+v", found, warnings)
		}
	}
}

// Without the role, generated configuration comes with a warning that describes the correction.
func TestQueryOfADomainThatReturnsLittle(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	s, w := start(t, dailysandbox.Behaviour{ReturnsLittle: true}, "")
	w.Write("list.tfquery.hcl", list)
	setAll(s)
	w.Succeed("query", "-no-color", "-generate-config-out=generated.tf").Contains(t, "Set assume_role_arn")
	w.Fail("plan", "-no-color").Contains(t, `"recordings_bucket.assume_role_arn" must be specified`)
	generated := regexp.MustCompile(`(?m)^ *(assume_role_arn|allow_api_access) *= null\n`).ReplaceAllString(w.Read("generated.tf"), "")
	w.Write("generated.tf", strings.Replace(generated, "recordings_bucket {", "recordings_bucket {\nassume_role_arn = \""+role+"\"\nallow_api_access = true", 1))
	w.Apply().Contains(t, "1 imported, 0 added, 1 changed, 0 destroyed")
	w.PlansEmpty()
	expectProperties(t, s, dailysandbox.Properties{"recordings_bucket": recordingsBucket(), "transcription_bucket": transcriptionBucket()})
}

func TestDataSource(t *testing.T) {
	t.Parallel()
	s, w := start(t, dailysandbox.Behaviour{}, "")
	w.Config("data \"videostorage_daily_domain_storage\" \"this\" {}\noutput \"all\" { value = data.videostorage_daily_domain_storage.this }\n")
	read := func() any {
		w.Apply()
		return w.Output("all")
	}
	want := map[string]any{
		"domain_name": "example-clinic", "domain_id": "30f866c3-9123-452a-8723-ff58322d09c5", "recordings_bucket": nil, "transcription_bucket": nil,
		"recordings_template": nil, "enable_transcription_storage": nil,
	}
	if diff := cmp.Diff(any(want), read()); diff != "" {
		t.Errorf("without storage (-want +got):\n%s", diff)
	}
	s.Set(dailysandbox.Properties{
		"recordings_bucket": with(recordingsBucket(), "storage_provider", "oci"), "recordings_template": "{domain_name}/{room_name}/{epoch_time}",
		"enable_transcription_storage": false,
	})
	want["recordings_bucket"], want["enable_transcription_storage"] = with(recordingsBucket(), "storage_provider", "oci"), false
	want["recordings_template"] = "{domain_name}/{room_name}/{epoch_time}"
	if diff := cmp.Diff(any(want), read()); diff != "" {
		t.Errorf("with storage (-want +got):\n%s", diff)
	}
}

func TestPolicyFunctions(t *testing.T) {
	t.Parallel()
	_, w := start(t, dailysandbox.Behaviour{}, "")
	w.Config(`
output "trust" { value = jsondecode(provider::videostorage::daily_assume_role_policy("example-clinic")) }
output "bucket" { value = jsondecode(provider::videostorage::daily_bucket_policy("example-recordings")) }
`)
	w.Apply()
	for name, want := range map[string]string{
		"trust": `{"Version": "2012-10-17", "Statement": [{"Sid": "AssumeRole", "Effect": "Allow", "Action": "sts:AssumeRole",
			"Principal": {"AWS": "arn:aws:iam::291871421005:root"}, "Condition": {"StringEquals": {"sts:ExternalId": "example-clinic"}}}]}`,
		"bucket": `{"Version": "2012-10-17", "Statement": [
			{"Sid": "StoreRecordings", "Effect": "Allow", "Resource": ["arn:aws:s3:::example-recordings/*"],
			 "Action": ["s3:PutObject", "s3:GetObject", "s3:GetObjectVersion", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]},
			{"Sid": "ListRecordings", "Effect": "Allow", "Resource": ["arn:aws:s3:::example-recordings"],
			 "Action": ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"]}]}`,
	} {
		var policy any
		if err := json.Unmarshal([]byte(want), &policy); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(policy, w.Output(name)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	for call, want := range map[string]string{
		`daily_assume_role_policy("https://example-clinic.daily.co/room")`: `is an address of the domain and not its name: write "example-clinic"`,
		`daily_assume_role_policy("example clinic")`:                       "write the name before .daily.co",
		`daily_bucket_policy("Example")`:                                   "is not a valid bucket name",
		`daily_bucket_policy("arn:aws:s3:::example")`:                      `write "example"`,
		`daily_bucket_policy("example-s3alias")`:                           "is the alias of an access point",
	} {
		w.Config("output \"wrong\" { value = provider::videostorage::" + call + " }")
		w.Fail("validate", "-no-color").Contains(t, "Invalid function argument", want)
	}
}

// The key of the configuration wins. A malformed key of the environment is an error.
func TestAPIKey(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ configured, env, want string }{
		"none": {"", "", "Daily is not configured"}, "configuration": {"a", "b", "Bearer a"}, "environment": {"", "b", "Bearer b"},
		"malformed": {"", "b b", "Invalid api_key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			vendor := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.Header.Get("Authorization") }))
			defer vendor.Close()
			env := map[string]string{"VIDEOSTORAGE_DAILY_BASE_URL": vendor.URL, "DAILY_API_KEY": tt.env}
			newServer, config := provider.NewServer("test", func(name string) string { return env[name] }), map[string]any{}
			if tt.configured != "" {
				config["daily"] = map[string]any{"api_key": tt.configured}
			}
			if p, err := protocol.Configure(t.Context(), newServer, config); err != nil {
				got = err.Error()
			} else if _, diags, err := p.ReadData(t.Context(), "videostorage_daily_domain_storage", map[string]any{}); err != nil {
				t.Fatal(err)
			} else if got == "" {
				got = diags.String()
			}
			if !strings.Contains(got, tt.want) {
				t.Errorf("the result is %q, want %q", got, tt.want)
			}
		})
	}
}
