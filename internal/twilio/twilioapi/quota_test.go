package twilioapi_test

import (
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Twilio grants an account 80 reads and 20 writes a second. They are spread evenly from
// the first on.
func TestTwiliosQuotaIsKept(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		do        func(*testing.T, *twilioapi.Client) error
		perSecond int
	}{
		"reads": {func(t *testing.T, c *twilioapi.Client) error {
			t.Helper()
			_, err := twilioapi.RecordingSettings.Fetch(t.Context(), c)
			return err
		}, 80},
		"writes": {func(t *testing.T, c *twilioapi.Client) error {
			t.Helper()
			_, err := twilioapi.RecordingSettings.Write(t.Context(), c, twilioapi.SettingsParams{FriendlyName: "Name"})
			return err
		}, 20},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := start(t, twiliosandbox.Behaviour{})
			n := 1 + test.perSecond/2
			begin := time.Now()
			for range n {
				if err := test.do(t, c); err != nil {
					t.Fatal(err)
				}
			}
			least := time.Duration(n-1) * time.Second / time.Duration(test.perSecond)
			if took := time.Since(begin); took < least-10*time.Millisecond {
				t.Errorf("%d took %s, which is more than %d a second allow: at least %s", n, took, test.perSecond, least)
			}
		})
	}
}
