package sendbirdsandbox_test

import (
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
)

func TestS3MustLetTheCopyIn(t *testing.T) {
	t.Parallel()
	const stranger = "AKIASTRANGERSTRANGER"
	tests := map[string]struct {
		// change is made to the bucket, and name and value to the request.
		change func(*sendbirdsandbox.Bucket)
		name   string
		value  any
		part   string
	}{
		"an unknown key":      {nil, "access_key", "AKIANOBODYNOBODYNOBO", "InvalidAccessKeyId"},
		"a wrong secret":      {nil, "secret_key", "wrong", "SignatureDoesNotMatch"},
		"another's secret":    {nil, "secret_key", "stranger", "SignatureDoesNotMatch"},
		"an unknown bucket":   {nil, "bucket", "no-bucket", "NoSuchBucket"},
		"another's bucket":    {nil, "bucket", "strangers", "AccessDenied: bucket strangers"},
		"another region":      {func(b *sendbirdsandbox.Bucket) { b.Region = "us-west-2" }, "", nil, "PermanentRedirect"},
		"it may not put":      {func(b *sendbirdsandbox.Bucket) { b.PutObject = false }, "", nil, "AccessDenied: s3:PutObject"},
		"it may not list":     {func(b *sendbirdsandbox.Bucket) { b.ListBucket = false }, "", nil, "AccessDenied: s3:ListBucket"},
		"the key was changed": {func(b *sendbirdsandbox.Bucket) { b.AccessKey = stranger }, "", nil, "InvalidAccessKeyId"},
	}
	for name, tt := range tests {
		for allowed, code := range map[bool]int{true: invalidParams, false: notAllowed} {
			t.Run(name+map[bool]string{true: "", false: ", not allowed"}[allowed], func(t *testing.T) {
				t.Parallel()
				s := start(t, sendbirdsandbox.Behaviour{NotAllowed: !allowed})
				s.AddBuckets(sendbirdsandbox.Bucket{
					Name: "strangers", Region: s.Bucket.Region, AccessKey: stranger, SecretKey: "stranger", PutObject: true, ListBucket: true,
				})
				asked := fields(s)
				if tt.name != "" {
					asked = asked.with(tt.name, tt.value)
				}
				if tt.change != nil {
					bucket := s.Bucket
					tt.change(&bucket)
					s.AddBuckets(bucket)
				}
				status, body := ask(t, s, asked)
				wantError(t, s, status, body, code, tt.part)
				if got := s.Objects("strangers"); len(got) > 0 {
					t.Errorf("copied %v", got)
				}
			})
		}
	}
}

// TestOneKeyOpensAllItsBuckets has the key under two secrets, as AWS never has: both
// are its own.
func TestOneKeyOpensAllItsBuckets(t *testing.T) {
	t.Parallel()
	s := start(t, sendbirdsandbox.Behaviour{})
	names := []string{"one", "two", "three", "four", "five", "six"}
	for _, name := range names {
		bucket := s.Bucket
		bucket.Name, bucket.SecretKey = name, "other"
		s.AddBuckets(bucket)
	}
	for _, name := range names {
		for i, secret := range []string{"other", s.Bucket.SecretKey} {
			status, body := ask(t, s, fields(s).with("bucket", name).with("secret_key", secret))
			if objects := s.Objects(name); status != http.StatusOK || len(objects) != 1 || objects[0].Copies != i+1 {
				t.Errorf("%s: answer %d %v, objects %v", name, status, body, objects)
			}
		}
	}
}

func TestObjectsAreInTheOrderOfTheirKeys(t *testing.T) {
	t.Parallel()
	s := start(t, sendbirdsandbox.Behaviour{})
	for _, directory := range []string{"b", "a", "c"} {
		ask(t, s, fields(s).with("recording_file_directory", directory))
	}
	name := "/230209_041500_" + s.Recording.ID + ".mp4"
	if got, want := keys(s), []string{"a" + name, "b" + name, "c" + name}; !reflect.DeepEqual(got, want) {
		t.Errorf("the bucket has %v, want %v", got, want)
	}
	if got := s.Objects("none"); got == nil || len(got) > 0 {
		t.Errorf("no bucket has %v", got)
	}
	s.AddBuckets(s.Bucket)
	if got := keys(s); len(got) != 3 {
		t.Errorf("the bucket has %v once it was replaced, want the same", got)
	}
}

func TestASecondCopy(t *testing.T) {
	t.Parallel()
	const first, second = "230209_041500_", "230209_041501_"
	tests := map[string]struct {
		behaviour sendbirdsandbox.Behaviour
		after     time.Duration
		status    int
		keys      []string
		copies    int // of the last object
	}{
		"has a key of its own":                   {sendbirdsandbox.Behaviour{}, time.Second, 200, []string{first, second}, 1},
		"overwrites in the same second":          {sendbirdsandbox.Behaviour{}, 0, 200, []string{first}, 2},
		"is refused in the same second":          {sendbirdsandbox.Behaviour{RefuseExisting: true}, 0, 400, []string{first}, 1},
		"is not refused under another key":       {sendbirdsandbox.Behaviour{RefuseExisting: true}, time.Second, 200, []string{first, second}, 1},
		"overwrites by the recording's time":     {sendbirdsandbox.Behaviour{RecordingTime: true}, time.Hour, 200, []string{"200101_000000_"}, 2},
		"is refused by the time and what exists": {sendbirdsandbox.Behaviour{RecordingTime: true, RefuseExisting: true}, time.Hour, 400, []string{"200101_000000_"}, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, tt.behaviour)
			s.AddRecordings(s.Application.ID, sendbirdsandbox.Recording{ID: s.Recording.ID, Started: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)})
			if status, body := ask(t, s, fields(s)); status != http.StatusOK {
				t.Fatalf("the first: %d %v", status, body)
			}
			s.SetClock(func() time.Time { return noon.Add(tt.after) })
			status, body := ask(t, s, fields(s))
			if status != tt.status || (status != 200 && body["code"] != float64(unique)) {
				t.Errorf("answer %d %v, want %d", status, body, tt.status)
			}
			want := []string{}
			for _, at := range tt.keys {
				want = append(want, at+s.Recording.ID+".mp4")
			}
			if got := keys(s); !reflect.DeepEqual(got, want) {
				t.Errorf("the bucket has %v, want %v", got, want)
			}
			all := s.Objects(s.Bucket.Name)
			copied := noon.Add(tt.after)
			if tt.status != 200 {
				copied = noon
			}
			if last := all[len(all)-1]; last.Copies != tt.copies || !last.Copied.Equal(copied) {
				t.Errorf("the last object is %+v, want %d copies, the last at %v", last, tt.copies, copied)
			}
		})
	}
}
