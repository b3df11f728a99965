package load_test

import (
	"fmt"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Without a script, and with both kinds of settings: each kind is whole. That both are
// of the same writer is nothing that two requests can promise; whoever lost one of them
// sees it in the next plan.
func TestTwoWritersOfBothKindsAtWill(t *testing.T) {
	t.Parallel()
	account := twiliosandbox.NewAccount()
	account.Credentials = []string{sid("a"), sid("b")}
	t.Cleanup(func() { tallied.report(t) })
	runs := 2
	if full() {
		runs = 20
	}
	for i := range runs {
		for _, b := range []twiliosandbox.Behaviour{{}, {Merge: true}} {
			t.Run(fmt.Sprintf("%d/merge %t", i, b.Merge), func(t *testing.T) {
				t.Parallel()
				writeBoth(t, b, account)
			})
		}
	}
}

func writeBoth(t *testing.T, b twiliosandbox.Behaviour, account twiliosandbox.Account) {
	t.Helper()
	alongside(t)
	const meeting = "both kinds, without a script"
	s := acctest.NewSandbox(t, b, account)
	g := newStage(s, "", recording.on)
	want := map[byte]settings{'A': storing("a"), 'B': encrypting("b")}
	var writers []*writer
	for letter, settings := range want {
		w := &writer{Workspace: acctest.NewWorkspace(t, g.account(t, letter), nil), letter: letter, verb: "apply"}
		w.Config(recording.resource(settings, "overwrite_existing = true") + composition.resource(settings, "overwrite_existing = true"))
		writers = append(writers, w)
	}
	g.together(writers...)
	tallied.run(meeting)
	lost := map[byte]bool{}
	for _, k := range []twin{recording, composition} {
		// Two writes that arrive together are carried out in an order that the log does
		// not tell. What is held does.
		now, whole := k.held(s), false
		for letter, settings := range want {
			if len(settings.blend(now, b)) == 0 {
				whole = true
			} else {
				lost[letter] = true
			}
		}
		if !whole {
			tallied.blend(meeting)
			t.Errorf("%s are neither %+v nor %+v: %+v", k.kind, want['A'], want['B'], now)
		}
	}
	shown := true
	for _, w := range writers {
		if w.got.Code != 0 {
			t.Errorf("%c failed:\n%s", w.letter, w.got.Text)
		}
		if got := w.plan(); lost[w.letter] != (got.Code == 2) {
			shown = false
			t.Errorf("%c lost something: %t, and its plan exits with %d:\n%s", w.letter, lost[w.letter], got.Code, got.Text)
		}
	}
	if shown {
		tallied.drift(meeting)
	}
}
