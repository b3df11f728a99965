//go:build linux

package crashes_test

import (
	"fmt"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/reliability/report"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// Whatever is killed, and whenever, also twice: one command converges, no credential is
// left that nothing has named, and the settings never refer to one that is gone.
func TestCrashes(t *testing.T) {
	t.Parallel()
	needChildren(t)
	p := prepare(t)
	results := &table{}
	t.Cleanup(func() {
		t.Logf("\n%s", results)
		for _, what := range results.missing() {
			t.Errorf("The kills do not prove anything: %s.", what)
		}
		if err := report.Write("2-crashes", results.String()); err != nil {
			t.Error(err)
		}
	})
	for _, seed := range seeds(t) {
		c := choose(seed)
		t.Run(fmt.Sprintf("%s, killing %s, then %s, seed %d", c.scenario, c.victim, c.sequel, seed), func(t *testing.T) {
			t.Parallel()
			r := p.begin(t, c)
			// Also of a run that ends early.
			defer func() { results.add(r.outcome) }()
			r.crash()
			if !r.hopeless {
				r.converge()
				r.expectOrphansAreFound()
			}
			r.expectNoneLost()
		})
	}
}
