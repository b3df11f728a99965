package sendbirdsandbox_test

import (
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
)

func TestCopy(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		directory any
		prefix    string
	}{
		"to a directory":         {"test/", "test/"},
		"without a slash":        {"test", "test/"},
		"to a path":              {"a b/2*", "a b/2*/"},
		"to no directory":        {absent, ""},
		"to an empty one":        {"", ""},
		"to one with dots in it": {".a/..b/c..", ".a/..b/c../"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, sendbirdsandbox.Behaviour{})
			status, body := ask(t, s, fields(s).with("recording_file_directory", tt.directory))
			key := tt.prefix + "230209_041500_" + s.Recording.ID + ".mp4"
			if want := (object{"recording_id": s.Recording.ID, "bucket": s.Bucket.Name, "key": key}); status != http.StatusOK || !reflect.DeepEqual(body, want) {
				t.Errorf("answer %d %v, want 200 %v", status, body, want)
			}
			want := []sendbirdsandbox.Object{{Key: key, RecordingID: s.Recording.ID, Copied: noon, Copies: 1}}
			if got := s.Objects(s.Bucket.Name); !reflect.DeepEqual(got, want) {
				t.Errorf("the bucket has %+v, want %+v", got, want)
			}
		})
	}
}

func TestRecordingIDIsDecoded(t *testing.T) {
	t.Parallel()
	s := start(t, sendbirdsandbox.Behaviour{})
	s.AddRecordings(s.Application.ID, sendbirdsandbox.Recording{ID: "a/copy b"})
	status, body := exchange(t, request(t, s, http.MethodPost, path("a%2Fcopy%20b"), encode(t, fields(s))))
	if status != http.StatusOK || body["recording_id"] != "a/copy b" {
		t.Errorf("answer %d %v", status, body)
	}
}

func TestOnlyCompletedRecordingsAreCopied(t *testing.T) {
	t.Parallel()
	for status, copied := range map[sendbirdsandbox.Status]bool{
		"ready": false, "recording": false, "paused": false, "uploading": false, "failed": false, "completed": true,
	} {
		t.Run(string(status), func(t *testing.T) {
			t.Parallel()
			s := start(t, sendbirdsandbox.Behaviour{})
			s.AddRecordings(s.Application.ID, sendbirdsandbox.Recording{ID: s.Recording.ID, Status: status})
			code, body := ask(t, s, fields(s))
			if !copied {
				wantError(t, s, code, body, invalidParams, "is "+string(status))
			} else if code != http.StatusOK {
				t.Errorf("answer %d %v", code, body)
			}
		})
	}
}

func TestRecordingsOfOthersAreNotFound(t *testing.T) {
	t.Parallel()
	s := start(t, sendbirdsandbox.Behaviour{})
	other := sendbirdsandbox.NewApplication()
	s.AddApplication(other)
	foreign := s.AddRecordings(other.ID, sendbirdsandbox.Recording{})[0]
	for what, id := range map[string]string{"another application's": foreign.ID, "nobody's": "none"} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			status, body := exchange(t, request(t, s, http.MethodPost, path(id), encode(t, fields(s))))
			wantError(t, s, status, body, notFound, id)
		})
	}
}

func TestRegionMustBeTheApplicationsOwn(t *testing.T) {
	t.Parallel()
	for _, region := range []string{"ap-northeast-1", "ap-northeast-2", "ap-southeast-1", "eu-central-1", "us-west-2", "us-east-1"} {
		t.Run(region, func(t *testing.T) {
			t.Parallel()
			s := start(t, sendbirdsandbox.Behaviour{})
			// The bucket is where the request says.
			bucket := s.Bucket
			bucket.Region = region
			s.AddBuckets(bucket)
			moved := s.Application
			if region == moved.Region {
				moved.Region = "eu-central-1"
				s.AddApplication(moved)
			}
			status, body := ask(t, s, fields(s).with("region", region))
			wantError(t, s, status, body, invalidParams, "not that of the application, "+moved.Region)

			moved.Region = region
			s.AddApplication(moved)
			if status, body := ask(t, s, fields(s).with("region", region)); status != http.StatusOK {
				t.Errorf("in the application's own: %d %v", status, body)
			}
		})
	}
}

func TestAddRecordingsFillsInAndReplaces(t *testing.T) {
	t.Parallel()
	s := start(t, sendbirdsandbox.Behaviour{})
	added := s.AddRecordings(s.Application.ID, sendbirdsandbox.Recording{}, sendbirdsandbox.Recording{ID: "x", Status: "failed", Started: noon.Add(-time.Hour)})
	if one := added[0]; one.ID == "" || one.ID == s.Recording.ID || one.Status != "completed" || !one.Started.Equal(noon) {
		t.Errorf("added %+v", one)
	}
	if want := (sendbirdsandbox.Recording{ID: "x", Status: "failed", Started: noon.Add(-time.Hour)}); added[1] != want {
		t.Errorf("added %+v, want %+v", added[1], want)
	}
	s.Recording.ID = "x"
	if status, _ := ask(t, s, fields(s)); status != http.StatusBadRequest {
		t.Errorf("a failed one: %d", status)
	}
	s.AddRecordings(s.Application.ID, sendbirdsandbox.Recording{ID: "x"})
	if status, _ := ask(t, s, fields(s)); status != http.StatusOK {
		t.Errorf("the completed one in its place: %d", status)
	}
}
