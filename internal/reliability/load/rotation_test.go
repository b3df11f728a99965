package load_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// chain is a credential and the recording settings that it is in force in, as a writer
// who is named has them, with the access key of a number.
func chain(name string, key int) string {
	return fmt.Sprintf(`
variable "secret" {
  type      = string
  ephemeral = true
  sensitive = true
}

resource "videostorage_twilio_aws_credential" "this" {
  friendly_name                = "Key"
  access_key_id                = %q
  secret_access_key_wo         = var.secret
  secret_access_key_wo_version = 1
  lifecycle {
    create_before_destroy = true
  }
}

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = %q
  aws_storage_enabled = true
  aws_s3_url          = "https://consultations.s3.eu-central-1.amazonaws.com"
  aws_credentials_sid = videostorage_twilio_aws_credential.this.sid
}
`, accessKey(key), name)
}

func accessKey(number int) string { return fmt.Sprintf("AKIA%016d", number) }

// chained is what applying a chain has left, for two writers to begin from.
type chained struct {
	account    twiliosandbox.Account
	state      string
	credential twiliosandbox.Credential
	settings   twiliosandbox.Settings
}

func newChained(t *testing.T) chained {
	t.Helper()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{}, twiliosandbox.NewAccount())
	s.Secret(secret)
	w := acctest.NewWorkspace(t, s.Account, nil)
	configure(w, chain("Consultations", 0))
	w.Apply()
	settings, _ := s.Settings(s.SID, recording.kind)
	return chained{s.Running.Account, w.Read("terraform.tfstate"), s.Credentials(s.SID)[0], settings}
}

func configure(w *acctest.Workspace, hcl string) {
	w.Write("terraform.tfvars", fmt.Sprintf("secret = %q\n", secret))
	w.Config(hcl)
}

// meet has two writers with these configurations begin from the chain, each with a copy
// of the state.
func (c chained) meet(t *testing.T, b twiliosandbox.Behaviour, script string, scripted func(byte, *http.Request) bool, hcl ...string) (*stage, []*writer) {
	t.Helper()
	alongside(t)
	s := acctest.NewSandbox(t, b, c.account)
	s.Secret(secret)
	s.AddCredential(s.SID, c.credential)
	s.SetSettings(s.SID, recording.kind, c.settings)
	g := newStage(s, script, scripted)
	var writers []*writer
	for i, config := range hcl {
		w := &writer{Workspace: acctest.NewWorkspace(t, g.account(t, "AB"[i]), nil), letter: "AB"[i], verb: "apply"}
		w.Write("terraform.tfstate", c.state)
		configure(w.Workspace, config)
		writers = append(writers, w)
	}
	g.together(writers...)
	return g, writers
}

// inForce is the access key of the credential that the settings name, "" if there is
// no such credential.
func inForce(s *acctest.Sandbox) string {
	for _, c := range s.Credentials(s.SID) {
		if c.SID == recording.held(s).AWSCredentialsSID {
			return c.AccessKeyID
		}
	}
	return ""
}

// accessKeys are those that Twilio holds, in order.
func accessKeys(s *acctest.Sandbox) []string {
	var all []string
	for _, c := range s.Credentials(s.SID) {
		all = append(all, c.AccessKeyID)
	}
	slices.Sort(all)
	return all
}

// dangled lists after which requests settings in force named a credential that is gone.
func dangled(s *acctest.Sandbox) []string {
	var after []string
	for _, r := range s.Log().All() {
		if len(r.Dangling) > 0 {
			after = append(after, r.Method+" "+r.Path)
		}
	}
	return after
}

// steps are the requests of a rotation that make a difference to others: the read of
// the old credential, with which the plan begins; the write of the settings; if look is
// set, the read after it, of whether the settings use the old credential; and its
// deletion.
func steps(look bool) func(byte, *http.Request) bool {
	wrote := map[byte]bool{}
	return func(letter byte, r *http.Request) bool {
		switch {
		case strings.HasPrefix(r.URL.Path, "/v1/Credentials/AWS/"):
			return true
		case r.URL.Path != recording.path():
			return false
		case r.Method == http.MethodPost:
			wrote[letter] = true
			return true
		}
		return look && wrote[letter]
	}
}

// Each of the two makes a new credential, moves the settings to it, and deletes the old
// one. In whatever order they come to that, the settings never name a credential that is
// gone, and both new ones are there: each in the state of the one who made it.
func TestTwoRotationsAtOnceNeverDangle(t *testing.T) {
	t.Parallel()
	const meeting = "rotation × rotation"
	before := newChained(t)
	t.Cleanup(func() { tallied.report(t) })
	for i, script := range interleavings(3) {
		for j, b := range []twiliosandbox.Behaviour{{}, {Merge: true, RefuseDeleteInUse: true, RefuseUnknownCredentials: true}} {
			if !full() && (i+j)%2 != 0 {
				continue
			}
			t.Run(fmt.Sprintf("%s/%d", script, j), func(t *testing.T) {
				t.Parallel()
				g, writers := before.meet(t, b, script, steps(false), chain("Consultations", 1), chain("Consultations", 2))
				s := g.sandbox
				tallied.run(meeting)
				for _, w := range writers {
					if w.got.Code != 0 {
						t.Errorf("%c failed:\n%s", w.letter, w.got.Text)
					}
				}
				if want := []string{accessKey(1), accessKey(2)}; !slices.Equal(accessKeys(s), want) {
					t.Errorf("Twilio holds %q, want %q", accessKeys(s), want)
				}
				winner, loser := writers[0], writers[1]
				if inForce(s) == accessKey(2) {
					winner, loser = loser, winner
				}
				if got := loser.plan(); got.Code != 2 {
					t.Errorf("the loser's plan exits with %d:\n%s", got.Code, got.Text)
				} else {
					got.Contains(t, "~ aws_credentials_sid = \""+recording.held(s).AWSCredentialsSID+"\" -> ")
					tallied.drift(meeting)
				}
				if got := winner.plan(); got.Code != 0 {
					t.Errorf("the winner's plan exits with %d:\n%s", got.Code, got.Text)
				}
				if got := loser.act("apply"); got.Code != 0 {
					t.Errorf("the loser's next apply failed:\n%s", got.Text)
				}
				if want := map[byte]string{'A': accessKey(1), 'B': accessKey(2)}[loser.letter]; inForce(s) != want {
					t.Errorf("after the loser's next apply %q is in force, want %q", inForce(s), want)
				}
				if after := dangled(s); len(after) > 0 {
					tallied.dangle(meeting)
					t.Errorf("the settings named a credential that is gone after %q", after)
				}
			})
		}
	}
}

// What no provider can rule out, and Terraform's lock is for: A rotates, and B writes
// what it had planned before, which names the old credential. Twilio has no request that
// deletes a credential only while nothing uses it. Until A has looked whether settings
// use it, nothing is lost; afterwards, the settings name a credential that is gone until
// the next apply, which the next plan of both asks for.
func TestAWriteOfBeforeARotation(t *testing.T) {
	t.Parallel()
	const meeting = "rotation × write of before it"
	before := newChained(t)
	t.Cleanup(func() { tallied.report(t) })
	for name, test := range map[string]struct {
		// script has the reads of both, and then A's write, look and deletion with B's
		// write among them.
		script  string
		strict  bool
		dangles bool
		// exits are those of the two applies, and plans those of the plans after them.
		exits, plans [2]int
	}{
		"before A's write":               {script: "BA" + "BAAA", plans: [2]int{0, 2}},
		"before A looks":                 {script: "BA" + "ABAA", exits: [2]int{1, 0}, plans: [2]int{2, 0}},
		"after A has looked":             {script: "BA" + "AABA", dangles: true, plans: [2]int{2, 2}},
		"after A has looked, strict":     {script: "BA" + "AABA", strict: true, exits: [2]int{1, 0}, plans: [2]int{2, 0}},
		"after A has deleted it":         {script: "BA" + "AAAB", dangles: true, plans: [2]int{2, 2}},
		"after A has deleted it, strict": {script: "BA" + "AAAB", strict: true, exits: [2]int{0, 1}, plans: [2]int{0, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := twiliosandbox.Behaviour{RefuseDeleteInUse: test.strict, RefuseUnknownCredentials: test.strict}
			g, writers := before.meet(t, b, test.script, steps(true), chain("Consultations", 1), chain("Renamed", 0))
			s := g.sandbox
			tallied.run(meeting)
			for i, w := range writers {
				if w.got.Code != test.exits[i] {
					t.Errorf("%c exits with %d, want %d:\n%s", w.letter, w.got.Code, test.exits[i], w.got.Text)
				}
				if w.got.Code == 1 {
					tallied.refused(meeting)
				}
			}
			if after := dangled(s); test.dangles != (len(after) > 0) {
				t.Errorf("the settings named a credential that is gone after %q, expected: %t", after, test.dangles)
			}
			if test.dangles {
				tallied.dangle(meeting)
			}
			shown := true
			for i, w := range writers {
				if got := w.plan(); got.Code != test.plans[i] {
					shown = false
					t.Errorf("the next plan of %c exits with %d, want %d:\n%s", w.letter, got.Code, test.plans[i], got.Text)
				}
			}
			if shown {
				tallied.drift(meeting)
			}
			if got := writers[0].act("apply"); got.Code != 0 {
				t.Errorf("A's next apply failed:\n%s", got.Text)
			}
			if inForce(s) != accessKey(1) {
				t.Errorf("after A's next apply %q is in force", inForce(s))
			}
		})
	}
}
