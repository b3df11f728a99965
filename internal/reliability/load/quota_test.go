// Package load has many objects in one apply, and two applies at once on one account.
package load

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/reliability/report"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func TestMain(m *testing.M) { acctest.Main(m) }

const secret = "load/test+secret/0123456789abcdefghijklm"

// Twilio's quota of an account. Source: https://www.twilio.com/docs/video/api#rate-limits
const (
	readsPerSecond  = 80
	writesPerSecond = 20
)

// An apply of many credentials creates each of them once, and Twilio refuses at most one of a hundred requests: the processes of a
// plan and of its apply do not know each other's requests.
func TestManyCredentialsKeepToTheQuota(t *testing.T) {
	t.Parallel()
	n, env := 40, []string(nil)
	if report.Full() {
		// Terraform's log at TRACE would take longer than the requests.
		n, env = 500, []string{"TF_LOG=", "TF_LOG_PATH="}
	}
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{ReadsPerSecond: readsPerSecond, WritesPerSecond: writesPerSecond, RetryAfter: true})
	s.Secret(secret)
	w := acctest.NewInstalledWorkspace(t, s.Account, env...)
	w.Write("terraform.tfvars", fmt.Sprintf("secret = %q\n", secret))
	w.Config(fmt.Sprintf(`
variable "secret" {
  type      = string
  ephemeral = true
  sensitive = true
}

resource "videostorage_twilio_aws_credential" "each" {
  count                        = %d
  friendly_name                = "Key ${count.index}"
  access_key_id                = format("AKIA%%016d", count.index)
  secret_access_key_wo         = var.secret
  secret_access_key_wo_version = 1
}
`, n))

	section := report.NewSection(t, "3-load", fmt.Sprintf("Load: %d credentials, at most %d reads and %d writes a second", n, readsPerSecond, writesPerSecond))
	for _, command := range []struct {
		args          []string
		writes, exist int
	}{
		{[]string{"apply", "-auto-approve"}, n, n},
		{[]string{"plan", "-detailed-exitcode"}, 0, n},
		{[]string{"destroy", "-auto-approve"}, n, 0},
	} {
		s.Log().Reset()
		start := time.Now()
		w.Succeed(command.args...)
		took := time.Since(start).Seconds()

		requests, refused, writes := s.Log().All(), 0, 0
		for _, r := range requests {
			if r.Status == http.StatusTooManyRequests {
				refused++
			} else if r.Method != http.MethodGet {
				writes++
			}
		}
		if refused*100 > len(requests) {
			t.Errorf("%v: %d of %d requests were refused", command.args, refused, len(requests))
		}
		if writes != command.writes {
			t.Errorf("%v: %d writes, want %d", command.args, writes, command.writes)
		}
		names := map[string]bool{}
		for _, c := range s.Credentials(s.SID) {
			names[c.AccessKeyID+c.FriendlyName] = true
		}
		if len(names) != command.exist || len(s.Credentials(s.SID)) != command.exist {
			t.Errorf("%v: %d different credentials of %d, want %d", command.args, len(names), len(s.Credentials(s.SID)), command.exist)
		}
		reads := sandbox.Count(requests, http.MethodGet, "")
		least := max(float64(reads)/readsPerSecond, float64(writes)/writesPerSecond)
		section.Add("%-8s %4d reads, %4d writes, %d refused, %.1f s; the quota alone takes %.1f s", command.args[0], reads, writes, refused, took, least)
	}
}
