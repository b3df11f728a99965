//go:build linux

package crashes_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
)

// mostTries bounds how often a command is tried that should converge at once.
const mostTries = 3

// outcome is what came of a run.
type outcome struct {
	choice
	// hit says that there was something left to kill, and place where that was.
	hit   bool
	place place
	// requests are all that Twilio got, and tries the commands that it took to
	// converge, 0 if it did not.
	requests, tries int
	// orphans are credentials that no state knows, and unnamed those of them that no
	// command has named.
	orphans, unnamed int
	// dangling counts the moments at which settings referred to a credential that was
	// gone, and losses these and all others at which a recording would have gone
	// elsewhere than it should.
	dangling, losses int
	// damaged says that the CLI lost its state, and hopeless that no command can then
	// converge by itself.
	damaged, hopeless bool
}

// run is one command that is killed, and what follows.
type run struct {
	*testing.T
	*prepared
	outcome
	s     *acctest.Sandbox
	front *front
	w     *acctest.Workspace
	// said is all that the commands have printed, and known has every credential that
	// a state ever had.
	said  []string
	known map[string]bool
}

// begin is an account and a workspace as the scenario begins.
func (p *prepared) begin(t *testing.T, c choice) *run {
	t.Helper()
	// Registered first, it comes last: also after the scan for secrets.
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("To repeat this run, set VIDEOSTORAGE_CRASH_SEED=%d. It is %s", c.seed, c)
		}
	})
	s := acctest.NewSandbox(t, c.behaviour, p.account)
	s.Secret(p.first.secret, p.next.secret)
	r := &run{T: t, prepared: p, outcome: outcome{choice: c}, s: s, front: newFront(t, s), known: map[string]bool{}}
	r.w = p.program.NewWorkspace(t, s.Account, "TMPDIR="+shortFolder(t))
	r.w.InitializeAs(p.initialized)
	r.w.Config(chain)
	r.w.Write("terraform.tfvars", r.material().variables())
	if c.scenario == create {
		return r
	}
	if err := os.WriteFile(filepath.Join(r.w.Dir, stateFile), []byte(p.state), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range p.credentials {
		s.AddCredential(s.SID, c)
	}
	for kind, settings := range p.settings {
		s.SetSettings(s.SID, kind, settings)
	}
	r.look()
	return r
}

// material is what is configured.
func (r *run) material() material {
	if r.scenario == rotate {
		return r.next
	}
	return r.first
}

// shortFolder is for the sockets of the dead, which stay where they are, and whose paths
// must be short.
func shortFolder(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "crash")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	return folder
}

// crash has the command killed.
func (r *run) crash() {
	r.Helper()
	k := &killer{choice: r.choice, usual: r.courses[r.scenario], log: r.s.Log()}
	got := k.run(r.T, r.s, r.w)
	r.hit, r.place = k.hit, k.place
	r.front.settle(r.T)
	r.said = append(r.said, got.Text)
	if r.isDamaged() {
		r.damaged, r.hopeless = true, !r.recover()
		r.Logf("the kill cost the CLI its state, and nothing can make up for it: %t", r.hopeless)
	}
	r.look()
}

// converge runs the command that has to put everything right.
func (r *run) converge() {
	r.Helper()
	follows := r.scenario
	if r.scenario == destroy && r.restore {
		follows = create
	}
	for try := range mostTries {
		got := r.w.Run(follows.command()...)
		r.front.settle(r.T)
		r.said = append(r.said, got.Text)
		r.look()
		if got.Code == 0 {
			r.tries = try + 1
			break
		}
		r.Errorf("try %d to converge failed:\n%s", try+1, got.Text)
	}
	switch {
	case r.tries == 0:
	case follows == destroy:
		r.expectNothingLeft()
	default:
		r.w.PlansEmpty()
		r.expectConfigured()
	}
}
