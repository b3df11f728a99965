package sendbirdsandbox_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
)

// TestConcurrentUse is for the race detector: requests and every method that changes
// the server at once.
func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	application := sendbirdsandbox.NewApplication()
	bucket := sendbirdsandbox.NewBucket(application.Region)
	s := sendbirdsandbox.New(sendbirdsandbox.Behaviour{}, application)
	s.AddBuckets(bucket)
	s.AddRecordings(application.ID, sendbirdsandbox.Recording{ID: "r"})
	body := encode(t, object{"access_key": bucket.AccessKey, "secret_key": bucket.SecretKey, "bucket": bucket.Name, "region": bucket.Region})
	ask := func() {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path("r"), strings.NewReader(body))
		r.Header.Set("Api-Token", application.APIToken)
		r.Header.Set("Content-Type", sandbox.JSONType)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
	const times = 50
	var wg sync.WaitGroup
	for _, act := range []func(){
		ask, ask,
		func() { s.SetBehaviour(sendbirdsandbox.Behaviour{RecordingTime: true}) },
		func() { s.SetClock(func() time.Time { return noon }) },
		func() { s.AddApplication(application) },
		func() { s.AddRecordings(application.ID, sendbirdsandbox.Recording{}) },
		func() { s.AddBuckets(bucket) },
		func() { s.Objects(bucket.Name) },
		func() { s.Faults().Add(sandbox.Fault{}) },
		func() { s.Log().All() },
	} {
		wg.Go(func() {
			for range times {
				act()
			}
		})
	}
	wg.Wait()
	copies := 0
	for _, o := range s.Objects(bucket.Name) {
		copies += o.Copies
	}
	if logged := len(s.Log().All()); copies != 2*times || logged != 2*times {
		t.Errorf("%d copies and %d requests, want %d", copies, logged, 2*times)
	}
}
