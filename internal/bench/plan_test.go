package bench

import (
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// BenchmarkPlan plans 200 credentials, and in turn as many terraform_data, for which Terraform starts no provider: before their creation
// ("create"), and after it ("refresh"), when the provider reads each credential. It reports the medians in milliseconds and their ratio.
func BenchmarkPlan(b *testing.B) {
	s := acctest.NewSandbox(b, twiliosandbox.Behaviour{})
	// Terraform's log at TRACE would take longer than the plan.
	quiet := []string{"TF_LOG=", "TF_LOG_PATH="}
	ours, theirs := acctest.NewInstalledWorkspace(b, s.Account, quiet...), acctest.NewInstalledWorkspace(b, s.Account, quiet...)
	ours.Config(`
resource "videostorage_twilio_aws_credential" "this" {
  count             = 200
  friendly_name     = "Credential ${count.index}"
  access_key_id     = format("AKIA%016d", count.index)
  secret_access_key = format("%040d", count.index)
}
`)
	theirs.Write("main.tf", `
resource "terraform_data" "this" {
  count = 200
  input = {
    friendly_name     = "Credential ${count.index}"
    access_key_id     = format("AKIA%016d", count.index)
    secret_access_key = format("%040d", count.index)
  }
}
`)
	ours.Succeed("init")
	theirs.Succeed("init")
	benchmark := func(b *testing.B) {
		b.Helper()
		compare(b, "data", func(w *acctest.Workspace) float64 {
			start := time.Now()
			w.Succeed("plan")
			return time.Since(start).Seconds()
		}, ours, theirs)
	}
	b.Run("create", benchmark)
	ours.Apply()
	theirs.Apply()
	b.Run("refresh", benchmark)
}
