//go:build linux

package crashes

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/daily/dailysandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

const dailyConfig = `
resource "videostorage_daily_domain_storage" "this" {
  recordings_bucket {
    bucket_name     = "example-recordings"
    bucket_region   = "eu-central-1"
    assume_role_arn = "arn:aws:iam::123456789012:role/daily"
  }
}
`

// An apply is killed before Daily processes the write, and another one before its response. Then one apply makes everything as configured,
// and so does a destroy.
func TestCrashesWithDaily(t *testing.T) {
	t.Parallel()
	for _, v := range []victim{provider, everything} {
		t.Run(string(v), func(t *testing.T) {
			t.Parallel()
			s := dailysandbox.New(dailysandbox.Behaviour{})
			w := newWorkspace(t, acctest.NewVendorAccount(t, s))
			expect := func(bucket any) {
				t.Helper()
				if diff := cmp.Diff(bucket, s.Properties()["recordings_bucket"]); diff != "" {
					t.Errorf("the domain (-want +got):\n%s", diff)
				}
			}
			bucket := map[string]any{
				"bucket_name": "example-recordings", "bucket_region": "eu-central-1", "assume_role_arn": "arn:aws:iam::123456789012:role/daily",
				"allow_api_access": false, "allow_streaming_from_bucket": false, "storage_provider": "aws",
			}
			lostRequest := sandbox.Fault{Method: http.MethodPost, Drop: true}
			lostResponse := sandbox.Fault{Method: http.MethodPost, Drop: true, After: true}
			w.Config(dailyConfig)
			killApply(t, w, v, lostRequest, s.Faults())
			expect(nil)
			killApply(t, w, v, lostResponse, s.Faults())
			expect(bucket)
			w.Apply()
			w.PlansEmpty()
			expect(bucket)
			w.Config("")
			killApply(t, w, v, lostRequest, s.Faults())
			expect(bucket)
			killApply(t, w, v, lostResponse, s.Faults())
			w.Apply()
			w.PlansEmpty()
			expect(nil)
		})
	}
}
