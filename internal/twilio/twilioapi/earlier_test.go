package twilioapi_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// An attempt that may have been carried out is not taken back by a later one that was
// certainly not.
func TestWhatAnEarlierAttemptMayHaveDone(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		first, last sandbox.Fault
		want        bool
	}{
		"gateway timeout, rate limit": {sandbox.Fault{Status: 504, After: true}, sandbox.Fault{Status: 429}, true},
		"answer lost, refusal":        {sandbox.Fault{Drop: true, After: true}, sandbox.Fault{Status: 400, Body: `{"code":20001,"message":"Bad","status":400}`}, true},
		"rate limit, refusal":         {sandbox.Fault{Status: 429}, sandbox.Fault{Status: 400, Body: `{"code":20001,"message":"Bad","status":400}`}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, c := start(t, twiliosandbox.Behaviour{}, retries(1))
			for _, fault := range []sandbox.Fault{test.first, test.last} {
				fault.Method, fault.Header = "POST", http.Header{"Retry-After": {"0"}}
				s.Faults().Add(fault)
			}
			_, err := twilioapi.RecordingSettings.Write(t.Context(), c, basic)
			var failed *twilioapi.Error
			if !errors.As(err, &failed) || failed.MaybeCarriedOut() != test.want {
				t.Errorf("%v: maybe carried out %t, want %t", err, !test.want, test.want)
			}
		})
	}
}
