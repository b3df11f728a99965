package load_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// meeting is a way in which two writers come to write the same settings.
type meeting struct {
	name string
	// before are the settings that both have in their state; off is none.
	before settings
	// verbs are what A and B do.
	verbs [2]string
	// requests are how many on the settings each sends if nobody stands in its way.
	requests [2]int
	// overwrite is whether they take over what exists.
	overwrite bool
	// shared is whether they have one state file rather than a copy each.
	shared bool
	// fault is something that goes wrong meanwhile.
	fault *sandbox.Fault
	// scripts are the orders of the requests, by default [orders].
	scripts []string
}

var meetings = []meeting{
	{name: "creation × creation", verbs: [2]string{"apply", "apply"}, requests: [2]int{4, 4}},
	{name: "creation × creation, overwriting", verbs: [2]string{"apply", "apply"}, requests: [2]int{4, 4}, overwrite: true},
	{name: "update × update", before: both("c"), verbs: [2]string{"apply", "apply"}, requests: [2]int{3, 3}},
	{name: "update × update, one state file", before: both("c"), verbs: [2]string{"apply", "apply"}, requests: [2]int{3, 3}, shared: true},
	{
		// A's first write is carried out, and A does not get to know: it writes again.
		name: "update × update, an answer is lost", before: both("c"), verbs: [2]string{"apply", "apply"}, requests: [2]int{4, 3},
		fault:   &sandbox.Fault{Method: http.MethodPost, After: true, Drop: true},
		scripts: []string{"AAABBBA", "AAABBAB", "AAABABB", "AAAABBB", "BAAABBA", "BBAAABA"},
	},
	{name: "update × destroy", before: both("c"), verbs: [2]string{"apply", "destroy"}, requests: [2]int{3, 3}},
}

func (m meeting) orders() []string {
	if m.scripts != nil {
		return m.scripts
	}
	return orders(m.requests[0], m.requests[1])
}

// on are the requests on the settings, whoever sends them.
func (k twin) on(_ byte, r *http.Request) bool { return r.URL.Path == k.path() }

// Whoever writes last has written all: no two applies at once leave settings of which
// a part is the one's and a part the other's. The other learns of it from the next
// plan, if not from an error, and can have it the other way with the next apply.
func TestTwoWritersLeaveTheSettingsOfOne(t *testing.T) {
	t.Parallel()
	account := twiliosandbox.NewAccount()
	account.Credentials = []string{sid("a"), sid("b"), sid("c")}
	t.Cleanup(func() { tallied.report(t) })
	before := stateOf(t, account, both("c"))
	for i, m := range meetings {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			for j, script := range m.orders() {
				for k, pair := range slices.Sorted(maps.Keys(pairs)) {
					for l, merge := range []bool{false, true} {
						if !full() && (i+j+k+l)%4 != 0 {
							continue
						}
						t.Run(fmt.Sprintf("%s/%s/merge %t", script, pair, merge), func(t *testing.T) {
							t.Parallel()
							e := newEncounter(t, m, pairs[pair], twiliosandbox.Behaviour{Merge: merge}, script, account, before)
							e.expectOneWinner(t)
						})
					}
				}
			}
		})
	}
}

// stateOf is a state file of settings that were applied.
func stateOf(t *testing.T, account twiliosandbox.Account, want settings) string {
	t.Helper()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{}, account)
	w := acctest.NewWorkspace(t, s.Account, nil)
	w.Config(recording.resource(want, ""))
	w.Apply()
	return w.Read("terraform.tfstate")
}

// encounter is one meeting of two writers.
type encounter struct {
	meeting
	*stage
	behaviour twiliosandbox.Behaviour
	// state is what the writers begin with.
	state   string
	writers [2]*writer
	want    [2]settings
	// late is the writer whose last request comes last, and looked is whether it had
	// only that left when the other was through.
	late   byte
	looked bool
}

func newEncounter(t *testing.T, m meeting, want [2]settings, b twiliosandbox.Behaviour, script string, account twiliosandbox.Account, before string) *encounter {
	t.Helper()
	alongside(t)
	s := acctest.NewSandbox(t, b, account)
	e := &encounter{meeting: m, stage: newStage(s, script, recording.on), behaviour: b, state: before, want: want}
	e.late, e.looked = lateIn(script)
	if m.before != off {
		s.SetSettings(s.SID, recording.kind, twiliosandbox.Settings(m.before))
	}
	if m.fault != nil {
		s.Faults().Add(*m.fault)
	}
	for i := range e.writers {
		letter := "AB"[i]
		w := &writer{Workspace: acctest.NewWorkspace(t, e.account(t, letter), nil), letter: letter, verb: m.verbs[i]}
		if m.before != off {
			w.Write("terraform.tfstate", before)
		}
		if w.verb == "destroy" {
			e.want[i] = off
			w.Config(recording.resource(m.before, ""))
		} else {
			w.Config(recording.resource(want[i], fmt.Sprintf("overwrite_existing = %t", m.overwrite)))
		}
		e.writers[i] = w
		if m.shared {
			w.state = filepath.Join(e.writers[0].Dir, "terraform.tfstate")
		}
	}
	return e
}

// expectOneWinner runs the meeting.
func (e *encounter) expectOneWinner(t *testing.T) {
	t.Helper()
	tallied.run(e.name)
	e.together(e.writers[0], e.writers[1])
	e.mend(t)
	for i, w := range e.writers {
		if sent := e.sentBy(w.letter); w.got.Code == 0 && sent != e.requests[i] {
			t.Errorf("%c sent %d requests on the settings where the script has %d", w.letter, sent, e.requests[i])
		}
		// All that may go wrong is that the other was there first.
		refused := e.before == off && !e.overwrite && w.letter == e.late && !e.looked
		if refused != (w.got.Code == 1) {
			t.Errorf("%c exits with %d:\n%s", w.letter, w.got.Code, w.got.Text)
		}
		if refused {
			expectOneError(t, w.got, "settings exist already", "overwrite_existing = true")
			tallied.refused(e.name)
		}
	}
	last := recording.lastWritten(t, e.sandbox, e.want[0], e.want[1])
	now := recording.held(e.sandbox)
	if blend := last.blend(now, e.behaviour); len(blend) > 0 {
		tallied.blend(e.name)
		t.Errorf("the last to write wants %+v, but Twilio holds %+v: %v", last, now, blend)
	}
	winner, loser := 0, 1
	if last != e.want[0] {
		winner, loser = 1, 0
	}
	e.expectDrift(t, loser, now)
	if e.verbs[loser] == "apply" && e.writers[loser].got.Code == 0 {
		e.expectRevenge(t, loser, winner)
	}
}

// mend puts the state file back that both writers have written at the same time, which
// they do if no lock keeps them from it: Terraform rewrites it in place, and it can end
// up as parts of both. That is Terraform's to prevent, and the user's to mend.
func (e *encounter) mend(t *testing.T) {
	t.Helper()
	if w := e.writers[0]; e.shared && !json.Valid([]byte(w.Read("terraform.tfstate"))) {
		t.Log("Terraform has written parts of both states to the one file")
		w.Write("terraform.tfstate", e.state)
	}
}

// expectDrift fails the test unless the writer's next plan shows in what the settings
// are not as it wants them.
func (e *encounter) expectDrift(t *testing.T, loser int, now settings) {
	t.Helper()
	got := e.writers[loser].plan()
	if e.writers[loser].got.Code != 0 || e.verbs[loser] == "destroy" {
		// It has no settings in its state, and its plan is to create them.
		if got.Code == 1 {
			tallied.drift(e.name)
		} else {
			t.Errorf("the plan of the one that was refused exits with %d:\n%s", got.Code, got.Text)
		}
		got.Contains(t, "settings exist already", fmt.Sprintf("friendly_name = %q", now.FriendlyName))
		return
	}
	if got.Code == 2 {
		tallied.drift(e.name)
	} else {
		t.Errorf("the loser's plan exits with %d, want 2 for the drift:\n%s", got.Code, got.Text)
	}
	want := e.want[loser]
	shown := map[string][2]string{}
	add := func(name string, now, want any) {
		if now != want {
			shown[name] = [2]string{fmt.Sprintf("%#v", now), fmt.Sprintf("%#v", want)}
		}
	}
	if now.FriendlyName != "" {
		add("friendly_name", now.FriendlyName, want.FriendlyName)
	}
	add("aws_storage_enabled", now.AWSStorageEnabled, want.AWSStorageEnabled)
	add("encryption_enabled", now.EncryptionEnabled, want.EncryptionEnabled)
	has := now.references()
	for name, value := range want.references() {
		if *value != "" && *has[name] != "" {
			add(name, *has[name], *value)
		} else if *value != "" {
			got.Contains(t, fmt.Sprintf("+ %s = %q", name, *value))
		}
	}
	for name, values := range shown {
		got.Contains(t, fmt.Sprintf("~ %s = %s -> %s", name, values[0], values[1]))
	}
}

// expectRevenge has the loser apply again, and the winner look.
func (e *encounter) expectRevenge(t *testing.T, loser, winner int) {
	t.Helper()
	if got := e.writers[loser].act("apply"); got.Code != 0 {
		t.Errorf("the loser's next apply failed:\n%s", got.Text)
	}
	if blend := e.want[loser].blend(recording.held(e.sandbox), e.behaviour); len(blend) > 0 {
		t.Errorf("after the loser's next apply: %v", blend)
	}
	if got := e.writers[winner].plan(); e.verbs[winner] == "apply" && got.Code != 2 {
		t.Errorf("the plan of the one that won before exits with %d, want 2:\n%s", got.Code, got.Text)
	}
}

func expectOneError(t *testing.T, got acctest.Result, parts ...string) {
	t.Helper()
	if n := strings.Count(got.Text, "Error: "); n != 1 {
		t.Errorf("%d errors, want one:\n%s", n, got.Text)
	}
	got.Contains(t, parts...)
}
