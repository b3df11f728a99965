//go:build linux

package crashes_test

import (
	"fmt"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/reliability/report"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// Whatever is killed, and whenever: one command converges, no credential is left that
// nothing has named, and the settings never refer to one that is gone.
func TestCrashes(t *testing.T) {
	t.Parallel()
	p := prepare(t)
	results := &table{}
	t.Cleanup(func() {
		t.Logf("\n%s", results)
		if err := report.Write("2-crashes", results.String()); err != nil {
			t.Error(err)
		}
	})
	for _, seed := range seeds(t) {
		c := choose(seed)
		t.Run(fmt.Sprintf("%s, killing %s, seed %d", c.scenario, c.victim, seed), func(t *testing.T) {
			t.Parallel()
			r := p.begin(t, c)
			// Also of a run that ends early.
			defer func() { results.add(r.outcome) }()
			r.crash()
			if !r.hopeless {
				r.converge()
				r.expectNoneForgotten()
			}
			r.expectNoneLost()
		})
	}
}
