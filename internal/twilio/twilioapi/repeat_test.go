package twilioapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// TestPassingFailuresAreRepeated also where the first write was carried out:
// writing the same settings twice does no harm.
func TestPassingFailuresAreRepeated(t *testing.T) {
	t.Parallel()
	faults := map[string]sandbox.Fault{
		"429":               {Status: 429, Header: http.Header{"Retry-After": {"0"}}},
		"500 after the act": {Status: 500, After: true},
		"answer got lost":   {Drop: true, After: true},
	}
	for name, fault := range faults {
		for do, call := range calls {
			t.Run(name+"/"+do, func(t *testing.T) {
				t.Parallel()
				s, client := start(t, twiliosandbox.Behaviour{}, retries(1))
				s.Faults().Add(fault)
				if err := call(t.Context(), client); err != nil {
					t.Error(err)
				}
				if n := len(s.Log().All()); n != 2 {
					t.Errorf("%d requests, want 2", n)
				}
			})
		}
	}
}

func TestLastingFailureIsTheLastAnswersError(t *testing.T) {
	t.Parallel()
	for do, call := range calls {
		t.Run(do, func(t *testing.T) {
			t.Parallel()
			s, client := start(t, twiliosandbox.Behaviour{}, retries(3))
			s.Faults().Add(sandbox.Fault{
				Every: 1, Status: 429, Header: http.Header{"Retry-After": {"0"}},
				Body: `{"code":20429,"message":"Too Many Requests","status":429}`,
			})
			failed := failure(t, call(t.Context(), client))
			if failed.Status != 429 || failed.Code != 20429 || failed.Message != "Too Many Requests" {
				t.Errorf("error %+v, want Twilio's 20429", failed)
			}
			if n := len(s.Log().All()); n != 4 {
				t.Errorf("%d requests, want 4", n)
			}
		})
	}
}

func TestNoAnswerAtAll(t *testing.T) {
	t.Parallel()
	for do, call := range calls {
		t.Run(do, func(t *testing.T) {
			t.Parallel()
			s, client := start(t, twiliosandbox.Behaviour{}, retries(1))
			s.Faults().Add(sandbox.Fault{Every: 1, Drop: true})
			err := call(t.Context(), client)
			failed := failure(t, err)
			if failed.Status != 0 || failed.Err == nil || !strings.Contains(err.Error(), "gave up after 2 attempts") {
				t.Errorf("error %+v, want one without status that counts the attempts", failed)
			}
			if n := strings.Count(err.Error(), s.BaseURL); n != 1 {
				t.Errorf("%q names the URL %d times, want once", err, n)
			}
		})
	}
}
