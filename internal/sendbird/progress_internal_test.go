package sendbird

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdapi"
)

// TestProgressOfACopy runs on the bubble's own clock, so the times are exact and
// nobody waits for them.
func TestProgressOfACopy(t *testing.T) {
	t.Parallel()
	ask := sendbirdapi.Copy{RecordingID: "r1", Bucket: "b1"}
	for name, tt := range map[string]struct {
		takes time.Duration
		want  []string
	}{
		"at once":    {0, []string{"Copying recording r1 to bucket b1"}},
		"9 seconds":  {9 * time.Second, []string{"Copying recording r1 to bucket b1"}},
		"25 seconds": {25 * time.Second, []string{"Copying recording r1 to bucket b1", "Still copying recording r1 after 10s", "Still copying recording r1 after 20s"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				failed := errors.New("failed")
				var got []string
				copied, err := whileReporting(func() (sendbirdapi.Copied, error) {
					time.Sleep(tt.takes)
					return sendbirdapi.Copied{Key: "k"}, failed
				}, ask, func(message string) { got = append(got, message) })
				if copied.Key != "k" || !errors.Is(err, failed) || !slices.Equal(got, tt.want) {
					t.Errorf("%+v, %v, reported %q; want %q", copied, err, got, tt.want)
				}
			})
		})
	}
}
