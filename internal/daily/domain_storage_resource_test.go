package daily_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/daily/dailysandbox"
)

func TestMain(m *testing.M) { acctest.Main(m) }

const (
	address = "videostorage_daily_domain_storage.this"
	role    = "arn:aws:iam::123456789012:role/daily"

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

// forEachVariant runs a test with each undocumented behaviour of Daily under which a write has its effect.
func forEachVariant(t *testing.T, test func(t *testing.T, b dailysandbox.Behaviour)) {
	t.Helper()
	for name, b := range map[string]dailysandbox.Behaviour{
		"likely": {}, "returns little": {ReturnsLittle: true}, "empty answer": {EmptyAnswer: true}, "returns null": {ReturnsNull: true},
		"merges buckets": {MergesBuckets: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, b)
		})
	}
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
		if r.Method != "GET" {
			properties, _ := r.JSON["properties"].(map[string]any)
			got = append(got, properties)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the writes (-want +got):\n%s", diff)
	}
	s.Log().Reset()
}

// Properties that the configuration omits are never sent.
func TestLifeOfTheStorageOfADomain(t *testing.T) {
	t.Parallel()
	forEachVariant(t, func(t *testing.T, b dailysandbox.Behaviour) {
		s, w := start(t, b, "")
		byHand := map[string]any{"bucket_name": "by-hand", "bucket_region": "us-east-1"}
		s.Set(dailysandbox.Properties{"transcription_bucket": byHand, "lang": "de"})
		w.Config(resource(recordings))
		w.Apply()
		w.PlansEmpty()
		expectWrites(t, s, map[string]any{"recordings_bucket": recordingsBucket()})
		w.Config(resource(recordings, others))
		w.Apply().Contains(t, "1 changed")
		w.PlansEmpty()
		others := map[string]any{"recordings_bucket": recordingsBucket(), "recordings_template": "{room_name}/{epoch_time}.mp4", "enable_transcription_storage": true}
		expectWrites(t, s, others)
		expectProperties(t, s, dailysandbox.Properties{"transcription_bucket": byHand, "lang": "de"})
		w.Config(resource(recordings, `on_destroy = "unset"`, "overwrite_existing = true"))
		w.Apply()
		w.PlansEmpty()
		expectWrites(t, s, map[string]any{"recordings_bucket": recordingsBucket(), "recordings_template": nil, "enable_transcription_storage": false})
		w.Destroy().Contains(t, "New recordings will be stored in Daily's cloud", "The storage settings were unset", `"example-recordings"`)
		expectWrites(t, s, map[string]any{"recordings_bucket": nil})
		expectProperties(t, s, dailysandbox.Properties{"recordings_bucket": nil, "transcription_bucket": byHand, "lang": "de"})
	})
}
