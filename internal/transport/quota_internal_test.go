package transport

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/time/rate"
)

// way is how long a request takes to the vendor, and its answer back. n counts the
// requests from 0.
type way func(n int) (there, back time.Duration)

// vendor notes when requests arrive. Its clock stands still but while it sleeps.
type vendor struct {
	way way

	mu      sync.Mutex
	sent    int
	arrived []time.Time
}

func (v *vendor) RoundTrip(*http.Request) (*http.Response, error) {
	v.mu.Lock()
	there, back := v.way(v.sent)
	v.sent++
	v.mu.Unlock()
	time.Sleep(there)
	v.mu.Lock()
	v.arrived = append(v.arrived, time.Now())
	v.mu.Unlock()
	time.Sleep(back)
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, nil
}

// ask sends n writes under a quota, by as many at a time as Terraform does, and
// returns when each arrived and how long all took.
func ask(t *testing.T, n int, perSecond rate.Limit, way way) (arrived []time.Time, took time.Duration) {
	t.Helper()
	v := &vendor{way: way}
	q := newQuota(v, 0, perSecond)
	start, next := time.Now(), make(chan struct{})
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			for range next {
				req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "/", http.NoBody)
				if err != nil {
					t.Error(err)
					continue
				}
				if _, err := q.RoundTrip(req); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range n {
		next <- struct{}{}
	}
	close(next)
	wg.Wait()
	return v.arrived, time.Since(start)
}

// most is how many arrived in the second that had the most, wherever it begins.
func most(arrived []time.Time) int {
	slices.SortFunc(arrived, time.Time.Compare)
	most, first := 0, 0
	for i, at := range arrived {
		for at.Sub(arrived[first]) >= time.Second {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}

// What takes long to arrive is caught up with by what follows it. That must not make
// any second hold more than the vendor grants.
func TestNoSecondHasMoreRequestsThanTheQuota(t *testing.T) {
	t.Parallel()
	const few, many = time.Millisecond, 300 * time.Millisecond
	upTo := func(longest time.Duration, n, stream int) time.Duration {
		random := rand.New(rand.NewPCG(uint64(n), uint64(stream))) //nolint:gosec // the same in each run
		return time.Duration(random.Int64N(int64(longest)))
	}
	for name, way := range map[string]way{
		"even":                    func(int) (time.Duration, time.Duration) { return few, few },
		"slow to begin with":      func(n int) (time.Duration, time.Duration) { return many * time.Duration(max(0, 10-n)) / 10, few },
		"slow every now and then": func(n int) (time.Duration, time.Duration) { return many * time.Duration(n%17/16), few },
		"answered slowly":         func(n int) (time.Duration, time.Duration) { return few, many * time.Duration(n%3) },
		"never the same":          func(n int) (time.Duration, time.Duration) { return upTo(many, n, 1), upTo(many, n, 2) },
	} {
		for _, perSecond := range []int{20, 80} {
			t.Run(fmt.Sprintf("%s, %d", name, perSecond), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					arrived, _ := ask(t, 10*perSecond, rate.Limit(perSecond), way)
					if got := most(arrived); len(arrived) != 10*perSecond || got > perSecond {
						t.Errorf("of %d requests %d arrived within a second, want %d at most", len(arrived), got, perSecond)
					}
				})
			})
		}
	}
}

// The quota is used up to the time that an answer takes.
func TestQuotaIsUsedUp(t *testing.T) {
	t.Parallel()
	for _, perSecond := range []int{20, 80} {
		synctest.Test(t, func(t *testing.T) {
			const n, answers = 500, 5 * time.Millisecond
			_, took := ask(t, n, rate.Limit(perSecond), func(int) (time.Duration, time.Duration) { return 0, answers })
			floor := n * time.Second / time.Duration(perSecond)
			if took > floor+floor/100 {
				t.Errorf("%d requests at %d a second took %s, want hardly more than %s", n, perSecond, took, floor)
			}
		})
	}
}

// Two processes in a row, the one that plans and the one that applies, know nothing of
// each other. That neither begins with a burst, and that the second takes a moment to
// start, is what keeps them within the quota together.
func TestQuotaOfTwoProcessesInARow(t *testing.T) {
	t.Parallel()
	for _, perSecond := range []int{20, 80} {
		synctest.Test(t, func(t *testing.T) {
			at := func(int) (time.Duration, time.Duration) { return time.Millisecond, time.Millisecond }
			planned, _ := ask(t, 2*perSecond, rate.Limit(perSecond), at)
			time.Sleep(150 * time.Millisecond)
			applied, _ := ask(t, 2*perSecond, rate.Limit(perSecond), at)
			if got := most(append(planned, applied...)); got > perSecond {
				t.Errorf("%d arrived within a second, want %d at most", got, perSecond)
			}
		})
	}
}
