package daily_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/daily/dailysandbox"
)

// documented is the body of the documented example, with each property of the guides that the example lacks. Daily publishes no OpenAPI file.
// Sources: https://docs.daily.co/reference/rest-api/domain/set-domain-config,
// https://docs.daily.co/docs/guides/features/recording/custom-s3-storage and https://docs.daily.co/docs/guides/features/recording/custom-oci-storage
const documented = `{
  "recordings_template": "{domain_name}/{room_name}/{epoch_time}",
  "transcription_template": "{domain_name}/{room_name}/{epoch_time}.vtt",
  "enable_transcription_storage": false,
  "transcription_bucket": {
    "bucket_name": "my-daily-recording", "bucket_region": "ap-south-1", "assume_role_arn": "arn:aws:iam::555555555555:role/DailyS3AccessRole",
    "allow_api_access": true, "storage_provider": "aws", "namespace": "example"
  },
  "recordings_bucket": {
    "bucket_name": "my-daily-recording", "bucket_region": "ap-south-1", "assume_role_arn": "arn:aws:iam::555555555555:role/DailyS3AccessRole",
    "allow_api_access": true, "allow_streaming_from_bucket": false, "storage_provider": "aws", "namespace": "example"
  }
}`

// write sends properties to the stand-in and returns the status and the body of the response.
func write(t *testing.T, s *dailysandbox.Server, properties any) (int, string) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"properties": properties})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/v1/", strings.NewReader(string(body)))
	r.Header.Set("Authorization", "Bearer "+dailysandbox.APIKey)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// The stand-in accepts each documented property with its type, and nothing else. So the acceptance tests fail if the provider sends a
// property that Daily does not document, which fails the whole call.
func TestStandInAcceptsDocumentedProperties(t *testing.T) {
	t.Parallel()
	s := dailysandbox.New(dailysandbox.Behaviour{})
	var properties map[string]any
	if err := json.Unmarshal([]byte(documented), &properties); err != nil {
		t.Fatal(err)
	}
	accepts := func(want bool, name string, value any) {
		t.Helper()
		property := any(map[string]any{name: value})
		if bucket, field, ok := strings.Cut(name, "."); ok {
			property = map[string]any{bucket: map[string]any{field: value}}
		}
		if status, body := write(t, s, property); (status == http.StatusOK) != want || !want && !strings.Contains(body, fmt.Sprintf("invalid property name '%s'", name)) {
			t.Errorf("%s = %v: status %d, %s", name, value, status, body)
		}
	}
	wrongType := map[string]any{"string": true, "bool": "true"}
	check := func(name string, value any) {
		accepts(true, name, value)
		accepts(true, name, nil)
		accepts(false, name, wrongType[fmt.Sprintf("%T", value)])
	}
	for name, value := range properties {
		bucket, isBucket := value.(map[string]any)
		if !isBucket {
			check(name, value)
			continue
		}
		accepts(true, name, bucket)
		accepts(false, name, "a string")
		accepts(false, name+".prefix", "any")
		for field, value := range bucket {
			check(name+"."+field, value)
		}
	}
	accepts(false, "transcription_bucket.allow_streaming_from_bucket", true)
	accepts(false, "recording_bucket", map[string]any{})
}
