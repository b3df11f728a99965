package load_test

import (
	"cmp"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/reliability/report"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

const secret = "load/test+secret/0123456789abcdefghijklm"

// many are so many credentials, no two of which are alike.
func many(n int) string {
	return fmt.Sprintf(`
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
`, n)
}

// credentialsAsked is how many the apply creates.
func credentialsAsked(t *testing.T) int {
	t.Helper()
	n := "40"
	if report.Full() {
		n = "500"
	}
	n = cmp.Or(os.Getenv("VIDEOSTORAGE_LOAD_CREDENTIALS"), n)
	asked, err := strconv.Atoi(n)
	if err != nil || asked < 1 {
		t.Fatalf("VIDEOSTORAGE_LOAD_CREDENTIALS is %q, want a number above 0", n)
	}
	return asked
}

// One apply creates all, as fast as Twilio's quota allows and never faster: the
// sandbox refuses what is too much in any one second. Nothing is asserted of the time,
// for machines are shared; it is reported.
func TestManyCredentialsKeepToTheQuota(t *testing.T) {
	t.Parallel()
	if report.Full() {
		alone(t)
	}
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{ReadsPerSecond: readsPerSecond, WritesPerSecond: writesPerSecond, RetryAfter: true})
	s.Secret(secret)
	// Logging at TRACE takes longer than all else. Of fewer, the logs are scanned.
	var env []string
	if report.Full() {
		env = []string{"TF_LOG=", "TF_LOG_PATH="}
	}
	w := acctest.NewInstalledWorkspace(t, s.Account, env...)
	n := credentialsAsked(t)
	w.Write("terraform.tfvars", fmt.Sprintf("secret = %q\n", secret))
	w.Config(many(n))
	w.Succeed("init")

	apply := watch(s, "apply", func() {
		w.Apply().Contains(t, fmt.Sprintf("%d added, 0 changed, 0 destroyed", n))
	})
	lost := expectEachOnce(t, s, n)
	plan := watch(s, "plan", w.PlansEmpty)
	destroy := watch(s, "destroy", func() {
		w.Destroy().Contains(t, fmt.Sprintf("%d destroyed", n))
	})
	if left := s.Credentials(s.SID); len(left) != 0 {
		t.Errorf("Twilio still holds %d credentials", len(left))
	}

	all := []traffic{apply, plan, destroy}
	for _, sent := range all {
		if sent.share() > 0.01 {
			t.Errorf("of %d requests of the %s, %d were answered with 429: more than 1 %%", sent.requests(), sent.command, sent.refused)
		}
	}
	expectCount(t, apply, "creations", apply.writes, n)
	expectCount(t, plan, "reads", plan.planned, n)
	expectCount(t, plan, "writes", plan.writes, 0)
	expectCount(t, destroy, "deletions", destroy.writes, n)
	if err := report.Write("3-load", table(n, lost, all)); err != nil {
		t.Error(err)
	}
}

// expectEachOnce fails the test unless the account has each credential, once. It
// returns of how many that is not so.
func expectEachOnce(t *testing.T, s *acctest.Sandbox, n int) (lost int) {
	t.Helper()
	seen := map[string]int{}
	for _, c := range s.Credentials(s.SID) {
		seen[c.AccessKeyID+" "+c.FriendlyName]++
	}
	for i := range n {
		if name := fmt.Sprintf("AKIA%016d Key %d", i, i); seen[name] != 1 {
			t.Errorf("Twilio holds %q %d times, want once", name, seen[name])
			lost++
		}
	}
	if len(seen) != n {
		t.Errorf("Twilio holds %d different credentials, want %d", len(seen), n)
	}
	for _, r := range s.Log().All() {
		if r.Method == http.MethodPost && r.Form.Get("Credentials") == "" {
			t.Errorf("a %s of %s created no credential", r.Method, r.Path)
		}
	}
	if created := sandbox.Count(s.Log().All(), http.MethodPost, "/v1/Credentials/AWS"); created < n {
		t.Errorf("%d creations were sent, want %d", created, n)
	}
	return lost
}

func expectCount(t *testing.T, sent traffic, what string, got, want int) {
	t.Helper()
	if got != want {
		t.Errorf("the %s had %d %s, want %d", sent.command, got, what, want)
	}
}

// table is the report.
func table(n, lost int, all []traffic) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%d credentials in one apply, at most %d reads and %d writes in any one second\n\n", n, readsPerSecond, writesPerSecond)
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(w, "command\trequests\treads\twrites\t429\tshare\tfloor\tsending\ttime\tratio\t")
	for _, sent := range all {
		_, _ = fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%.1f %%\t%.2f s\t%.2f s\t%.2f s\t%.3f\t\n", sent.command, sent.requests(), sent.planned+sent.reads, sent.writes,
			sent.refused, 100*sent.share(), sent.floor().Seconds(), sent.sending.Seconds(), sent.took.Seconds(), sent.ratio())
	}
	_ = w.Flush()
	requests, refused := 0, 0
	for _, sent := range all {
		requests, refused = requests+sent.requests(), refused+sent.refused
	}
	fmt.Fprintf(&text, "\nThe floor is what the quota alone takes; sending is from the first request to the last, time is the whole command, and ratio is time to floor.\n"+
		"The sandbox answers at once. %[4]d writes take a second and the time of one answer, so at Twilio a ratio of 1.15 holds for answers of up to\n"+
		"about 150 ms; slower ones cost more.\n"+
		"%[1]d requests, %[2]d of them answered with 429, losses: %[3]d\n", requests, refused, lost, writesPerSecond)
	return text.String()
}
