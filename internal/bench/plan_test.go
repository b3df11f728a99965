package bench_test

import (
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

const credentials = `
resource "videostorage_twilio_aws_credential" "this" {
  count             = 200
  friendly_name     = "Credential ${count.index}"
  access_key_id     = format("AKIA%016d", count.index)
  secret_access_key = format("%040d", count.index)
}
`

const data = `
resource "terraform_data" "this" {
  count = 200
  input = {
    friendly_name     = "Credential ${count.index}"
    access_key_id     = format("AKIA%016d", count.index)
    secret_access_key = format("%040d", count.index)
  }
}
`

// BenchmarkPlan plans 200 credentials, and in turn as much in terraform_data, which is
// built into Terraform: nothing is started for it, and nothing asked. Each is planned
// before it is made ("create"), and then again ("refresh"), when each credential is
// read from the sandbox. It reports
//
//	x-data           the median time of the plan, as a multiple of the other's
//	ms, ms-data      the two medians
func BenchmarkPlan(b *testing.B) {
	s := acctest.NewSandbox(b, twiliosandbox.Behaviour{})
	// What Terraform logs at TRACE takes longer than the plan.
	quiet := []string{"TF_LOG=", "TF_LOG_PATH="}
	ours, theirs := acctest.NewInstalledWorkspace(b, s.Account, quiet...), acctest.NewInstalledWorkspace(b, s.Account, quiet...)
	ours.Config(credentials)
	theirs.Write("main.tf", data)
	ours.Succeed("init")
	theirs.Succeed("init")

	b.Run("create", func(b *testing.B) { plan(b, ours, theirs, true) })
	ours.Apply()
	theirs.Apply()
	b.Run("refresh", func(b *testing.B) { plan(b, ours, theirs, false) })
}

func plan(b *testing.B, ours, theirs *acctest.Workspace, changes bool) {
	b.Helper()
	timed := func(w *acctest.Workspace) float64 {
		start := time.Now()
		if got, changed := w.Plan(); changed != changes {
			b.Fatalf("changes: %v\n%s", changed, got.Text)
		}
		return time.Since(start).Seconds()
	}
	var times, bare []float64
	for b.Loop() {
		times, bare = append(times, timed(ours)), append(bare, timed(theirs))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(quantile(times, 0.5)*1e3, "ms")
	b.ReportMetric(quantile(bare, 0.5)*1e3, "ms-data")
	b.ReportMetric(quantile(times, 0.5)/quantile(bare, 0.5), "x-data")
}
