package framework

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// laggingKind is a singleton with the values "new", which this run has written. Its first reads lag behind the write.
type laggingKind struct {
	SingletonKind[*struct{}, *SingletonArguments, *string]
	run   *SingletonRun[*string]
	stale []*string
	reads int
}

func (k *laggingKind) Singleton(*SingletonArguments) Singleton { return Singleton{} }

func (k *laggingKind) Run(*struct{}, *SingletonArguments) *SingletonRun[*string] { return k.run }

func (k *laggingKind) Describe(current *string) string { return *current }

func (k *laggingKind) Fetch(context.Context, *struct{}, *SingletonArguments, *diag.Diagnostics) *string {
	current := new("new")
	if k.reads < len(k.stale) {
		current = k.stale[k.reads]
	}
	k.reads++
	return current
}

// A read that contradicts the latest write is repeated. So is one that finds nothing, which would drop the resource from the state. After
// the last repetition, the response counts.
func TestStaleReadOfASingletonIsRepeated(t *testing.T) {
	t.Parallel()
	old := new("old")
	for name, tt := range map[string]struct {
		stale []*string
		reads int
		found bool
	}{
		"fresh":          {nil, 1, true},
		"old values":     {[]*string{old, old}, 3, true},
		"not found":      {[]*string{nil, nil, nil}, 4, true},
		"gone in effect": {[]*string{nil, nil, nil, nil, nil}, 4, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				kind := &laggingKind{run: new(Singletons[*string]).Run("any"), stale: tt.stale}
				kind.run.Written.Store(new(new("new")))
				var diags diag.Diagnostics
				current := FetchSingleton(t.Context(), kind, nil, &SingletonArguments{}, &diags)
				if kind.reads != tt.reads || (current != nil) != tt.found || tt.found && *current != "new" {
					t.Errorf("%d reads found %v, want %d reads", kind.reads, current, tt.reads)
				}
			})
		})
	}
}
