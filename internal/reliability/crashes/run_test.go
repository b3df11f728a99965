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
	// strike is what became of the kill, and secondStrike of the second one.
	strike
	secondStrike strike
	// requests are all that Twilio got, and tries the commands that it took to
	// converge, 0 if it did not.
	requests, tries int
	// orphans counts the credentials that are in no state.
	orphans int
	// refused says that a destroy was, for settings that the killed apply had made and
	// not noted.
	refused bool
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
	// known holds every credential that a state ever had.
	known map[string]bool
	// purposes has for each request the command that it is of.
	purposes []scenario
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

// crash has the commands killed that are to be.
func (r *run) crash() {
	r.Helper()
	usual := r.courses[r.scenario]
	r.strike = r.kills(r.scenario, r.kill, usual)
	if r.sequel != twice || r.hopeless {
		return
	}
	done := writesDone(r.s.Log().All())
	left := len(usual.writes()) - done
	if r.scenario == destroy {
		// It is what was destroyed that has to be made again.
		left = done
	}
	r.secondStrike = r.kills(r.follows(), r.second, r.courses[r.follows()].after(left))
}

// kills runs a command of this course and has it killed.
func (r *run) kills(what scenario, how kill, usual course) strike {
	r.Helper()
	before, logged := r.readFile(stateFile), len(r.w.Log())
	k := &killer{kill: how.within(usual), command: what.command(), usual: usual, log: r.s.Log()}
	k.run(r.T, r.s, r.w)
	r.note(what)
	if r.isDamaged(before, r.w.Log()[logged:]) {
		r.damaged, r.hopeless = true, !r.recover()
		r.Logf("the kill cost the CLI its state, and nothing can make up for it: %t", r.hopeless)
	}
	r.look()
	return k.strike
}

// note assigns the requests since the last command to one.
func (r *run) note(what scenario) {
	r.Helper()
	r.front.settle(r.T)
	for len(r.purposes) < len(r.s.Log().All()) {
		r.purposes = append(r.purposes, what)
	}
}

// execute runs a command that nobody kills.
func (r *run) execute(what scenario) acctest.Result {
	r.Helper()
	got := r.w.Run(what.command()...)
	r.note(what)
	r.look()
	return got
}

// converge runs the command that has to put everything right.
func (r *run) converge() {
	r.Helper()
	follows := r.follows()
	for try := range mostTries {
		unnoted := r.endsInDestroy() && r.hasUnnotedSettings()
		got := r.execute(follows)
		if got.Code == 0 {
			r.tries = try + 1
			break
		}
		if unnoted && !r.refused {
			r.refused = true
			got.Contains(r.T, "is in use")
			if applied := r.execute(r.scenario); applied.Code != 0 {
				r.Errorf("the apply after the destroy that was refused failed:\n%s", applied.Text)
			}
			continue
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
