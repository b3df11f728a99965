package sendbird

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdapi"
)

// Each cause has advice of its own, and only what Sendbird refuses for reasons that it
// does not document gets the list of likely ones.
func TestAdvice(t *testing.T) {
	t.Parallel()
	ask := sendbirdapi.Copy{RecordingID: "r1", Bucket: "my-bucket", Region: "us-east-1"}
	for name, tt := range map[string]struct {
		failed *sendbirdapi.Error
		says   string
		likely bool
	}{
		"interrupted":      {&sendbirdapi.Error{Err: context.Canceled}, "The run was interrupted.", false},
		"too slow":         {&sendbirdapi.Error{Err: context.DeadlineExceeded}, "raise the timeouts", false},
		"unreachable":      {&sendbirdapi.Error{Err: errors.New("refused")}, "sendbird.base_url", false},
		"a proxy":          {&sendbirdapi.Error{Status: 403, Foreign: true}, "Something other than Sendbird's API", false},
		"rate limit":       {&sendbirdapi.Error{Status: 429, Code: 429100}, "max_retries", false},
		"its fault":        {&sendbirdapi.Error{Status: 500, Code: 500999}, "https://status.sendbird.com", true},
		"bad token":        {&sendbirdapi.Error{Status: 401, Code: 401121}, "does not accept the API token", false},
		"bad token in 200": {&sendbirdapi.Error{Status: 200, Code: 401121}, "does not accept the API token", false},
		"not allowed":      {&sendbirdapi.Error{Status: 401, Code: 401120}, "sendbird.api_token", true},
		"exists":           {&sendbirdapi.Error{Status: 400, Code: 400201}, "There is such a copy already", false},
		"not found":        {&sendbirdapi.Error{Status: 400, Code: 400200}, "Check recording_id", false},
		"invalid":          {&sendbirdapi.Error{Status: 400, Code: 400100}, "Region us-east-1 is not the application's own", true},
		"without a code":   {&sendbirdapi.Error{Status: 400, Message: "m"}, "not in status Completed", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := advice(tt.failed, ask)
			if !strings.Contains(got, tt.says) || strings.Contains(got, `"s3:ListBucket"`) != tt.likely {
				t.Errorf("advice %q, want %q, likely causes: %t", got, tt.says, tt.likely)
			}
		})
	}
}
