//go:build linux

package crashes_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// A connection that stays open fails the run that waits for it, by name.
func TestSettlingIsBounded(t *testing.T) {
	t.Parallel()
	f := newFront(t, acctest.NewSandbox(t, twiliosandbox.Behaviour{}))
	arrived, end := make(chan string), make(chan struct{})
	f.Config.Handler = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		arrived <- r.RemoteAddr
		<-end
	})
	defer close(end)
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", f.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil).Write(conn); err != nil {
		t.Fatal(err)
	}
	open := <-arrived
	if err := f.await("127.0.0.1:1", time.Millisecond); err == nil || !strings.Contains(err.Error(), open) {
		t.Errorf("%v, want an error with %s", err, open)
	}
}

// Kills that come too late prove nothing, and no report says that they do.
func TestRunsWithoutHitsFail(t *testing.T) {
	t.Parallel()
	runs := func(n int, change func(*outcome)) *table {
		all := &table{}
		for seed := range n {
			o := outcome{choice: choose(uint64(seed)), strike: strike{hit: true}, secondStrike: strike{hit: true}, orphans: 1}
			change(&o)
			all.add(o)
		}
		return all
	}
	for name, test := range map[string]struct {
		of   *table
		want []string
	}{
		"all hit":                   {runs(fullRuns, func(*outcome) {}), nil},
		"a few that are repeated":   {runs(1, func(o *outcome) { o.hit = false }), nil},
		"bounded, and none hit":     {runs(boundedRuns, func(o *outcome) { o.hit = false }), []string{"none hit"}},
		"bounded, and one hit":      {runs(boundedRuns, func(o *outcome) { o.hit = o.seed == 3 }), nil},
		"none of a pair":            {runs(fullRuns, func(o *outcome) { o.hit = o.scenario != rotate || o.victim != cli }), []string{`kills of "Terraform" in "rotation", 0 hit`}},
		"no second":                 {runs(fullRuns, func(o *outcome) { o.secondStrike.hit = false }), []string{"second kills, 0 hit"}},
		"nothing was left behind":   {runs(fullRuns, func(o *outcome) { o.orphans = 0 }), []string{"no kill left a credential"}},
		"all of them came too late": {runs(fullRuns, func(o *outcome) { *o = outcome{choice: o.choice} }), slices.Concat([]string{"none hit"}, slices.Repeat([]string{"0 hit"}, 10), []string{"no kill left"})},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := test.of.missing()
			if !slices.EqualFunc(got, test.want, strings.Contains) {
				t.Errorf("%q is missing, want %q", got, test.want)
			}
		})
	}
}
