package api

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// latency returns the time that request n, counted from 0, takes to the vendor, and its response back.
type latency func(n int) (there, back time.Duration)

// newLimitedClient returns a client with a quota, and a network with a latency. arrived gets the time of each arrival.
func newLimitedClient(reads, writes int, latency latency, arrived *[]time.Time) *Client {
	vendor := newVendor()
	vendor.ReadsPerSecond, vendor.WritesPerSecond = reads, writes
	c := NewClient(vendor, Options{})
	var mu sync.Mutex
	sent := 0
	c.network = network(func(req *http.Request) (*http.Response, error) {
		mu.Lock()
		there, back := latency(sent)
		sent++
		mu.Unlock()
		time.Sleep(there)
		mu.Lock()
		*arrived = append(*arrived, time.Now())
		mu.Unlock()
		time.Sleep(back)
		return always(succeed).RoundTrip(req)
	})
	return c
}

// sendWrites sends n writes, 10 at a time as Terraform does. It returns when each write arrived.
func sendWrites(t *testing.T, n, perSecond int, latency latency) (arrived []time.Time) {
	t.Helper()
	c, next := newLimitedClient(0, perSecond, latency, &arrived), make(chan struct{})
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			for range next {
				if _, err := c.Do(t.Context(), requests["POST"].to(noHost)); err != nil {
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
	return arrived
}

// busiestSecond returns the number of arrivals in the second that has most of them.
func busiestSecond(arrived []time.Time) int {
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

// Later requests catch up with one that takes long to arrive.
func TestNoSecondHasMoreRequestsThanTheQuota(t *testing.T) {
	t.Parallel()
	const short, long = time.Millisecond, 300 * time.Millisecond
	random := func(n, stream int) time.Duration {
		return time.Duration(rand.New(rand.NewPCG(uint64(n), uint64(stream))).Int64N(int64(long))) //nolint:gosec // the same in each run
	}
	for name, latency := range map[string]latency{
		"even":              func(int) (time.Duration, time.Duration) { return short, short },
		"slow at first":     func(n int) (time.Duration, time.Duration) { return long * time.Duration(max(0, 10-n)) / 10, short },
		"slow now and then": func(n int) (time.Duration, time.Duration) { return long * time.Duration(n%17/16), short },
		"slow responses":    func(n int) (time.Duration, time.Duration) { return short, long * time.Duration(n%3) },
		"random":            func(n int) (time.Duration, time.Duration) { return random(n, 1), random(n, 2) },
	} {
		for _, perSecond := range []int{20, 80} {
			t.Run(fmt.Sprint(name, perSecond), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					start, n := time.Now(), 10*perSecond
					arrived := sendWrites(t, n, perSecond, latency)
					if got := busiestSecond(arrived); len(arrived) != n || got > perSecond {
						t.Errorf("%d of %d requests arrived within a second, want %d at most", got, len(arrived), perSecond)
					}
					// The quota is used up.
					if took := time.Since(start); name == "even" && took > 10*time.Second+100*time.Millisecond {
						t.Errorf("the requests took %v, want about 10 s", took)
					}
					// The process that applies begins soon after the one that plans, and does not know of it. Neither begins with a burst.
					time.Sleep(150 * time.Millisecond)
					if got := busiestSecond(append(arrived, sendWrites(t, n, perSecond, latency)...)); name == "even" && got > perSecond {
						t.Errorf("%d requests of two processes arrived within a second, want %d at most", got, perSecond)
					}
				})
			})
		}
	}
}

func TestReadsAndWritesHaveTheirOwnQuotas(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		reads, writes int
		methods       []string // of requests that are sent at once
		waits         string   // the method of one that waits
	}{
		"reads are used up":   {1, 0, []string{"GET", "POST", "POST", "DELETE"}, "GET"},
		"writes are used up":  {0, 1, []string{"POST", "GET", "GET"}, "POST"},
		"a DELETE is a write": {1, 1, []string{"DELETE", "GET"}, "POST"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var arrived []time.Time
				c := newLimitedClient(tt.reads, tt.writes, func(int) (there, back time.Duration) { return 0, 0 }, &arrived)
				for _, method := range append(tt.methods, tt.waits) {
					if _, err := c.Do(t.Context(), Request{Method: method, URL: noHost}); err != nil {
						t.Error(err)
					}
				}
				last := len(tt.methods)
				if arrived[last-1] != arrived[0] || arrived[last].Sub(arrived[0]) != time.Second {
					t.Errorf("the requests arrived at %v, want only the last one a second later", arrived)
				}
			})
		})
	}
}

// The vendor counts each attempt. The wait for a turn is no part of an attempt's timeout.
func TestAttemptsCountAgainstTheQuota(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		vendor := newVendor()
		vendor.WritesPerSecond = 1
		c, start := NewClient(vendor, Options{MaxRetries: 5, AttemptTimeout: 100 * time.Millisecond}), time.Now()
		c.network = always(busy)
		ctx, cancel := context.WithTimeout(t.Context(), 2500*time.Millisecond)
		defer cancel()
		_, err := c.Do(ctx, requests["POST"].to(noHost))
		failed := failure(t, err)
		if failed.Attempts != 3 || failed.MaybeProcessed || !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "waiting for a turn under the rate limit") {
			t.Errorf("error %v, want no turn for a fourth attempt", err)
		}
		// The turn is certain to come too late.
		if took := time.Since(start); took != 2*time.Second {
			t.Errorf("it took %v, want 2s", took)
		}
	})
}
