package transport

import (
	"context"
	"math/big"
	"net/http"
	"regexp"
	"testing"
	"testing/synctest"
	"time"
)

// asking stands where the quota would be: it answers each attempt alike, and notes
// when it came.
type asking struct {
	status     int
	retryAfter string
	at         []time.Time
}

func (a *asking) RoundTrip(req *http.Request) (*http.Response, error) {
	a.at = append(a.at, time.Now())
	return &http.Response{
		StatusCode: a.status, Header: http.Header{"Retry-After": {a.retryAfter}}, Body: http.NoBody, Request: req,
	}, nil
}

var delaySeconds = regexp.MustCompile(`^[0-9]+$`)

// wait is how long Retry-After asks to wait after an answer: RFC 9110, section 10.2.3.
// It is computed with numbers of any size.
func wait(retryAfter string, answered time.Time) *big.Int {
	if delaySeconds.MatchString(retryAfter) {
		seconds, ok := new(big.Int).SetString(retryAfter, 10)
		if !ok {
			panic(retryAfter + " is no number") // never: it has digits only
		}
		return seconds.Mul(seconds, big.NewInt(int64(time.Second)))
	}
	if at, err := http.ParseTime(retryAfter); err == nil {
		return big.NewInt(int64(max(0, at.Sub(answered))))
	}
	return new(big.Int)
}

// Whatever a server asks for, a request is repeated no sooner than that, never after
// its deadline, and at once given up where the wait would outlast it. The bubble's
// clock makes the times exact.
func FuzzRetryAfter(f *testing.F) {
	for _, retryAfter := range []string{
		"", "0", "1", "60", "-1", "+5", "1.5", "soon", "9223372036", "9223372037", "18446744074", "9223372036854775807", "18446744073709551616",
		"Sat, 01 Jan 2000 00:00:30 GMT", "Fri, 31 Dec 1999 23:59:59 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT",
	} {
		f.Add(uint16(http.StatusTooManyRequests), retryAfter, uint16(120))
		f.Add(uint16(http.StatusServiceUnavailable), retryAfter, uint16(1))
	}
	f.Fuzz(func(t *testing.T, status uint16, retryAfter string, within uint16) {
		synctest.Test(t, func(t *testing.T) {
			const maxRetries = 3
			ctx, cancel := context.WithTimeout(WithIdempotent(t.Context()), time.Duration(within)*time.Second)
			defer cancel()
			req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://video.example", http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			server, deadline := &asking{status: 200 + (int(status)+200)%400, retryAfter: retryAfter}, time.Now().Add(time.Duration(within)*time.Second)
			resp, err := newRetry(server, maxRetries).RoundTrip(req)
			if err == nil {
				err = resp.Body.Close()
			}
			ended := time.Now()

			asks := server.status == http.StatusTooManyRequests || server.status == http.StatusServiceUnavailable
			switch {
			case len(server.at) == 0 || len(server.at) > maxRetries+1:
				t.Fatalf("%d attempts", len(server.at))
			case ended.After(deadline):
				t.Errorf("ended %v after the deadline", ended.Sub(deadline))
			case server.status < 500 && !asks && len(server.at) > 1:
				t.Errorf("%d was repeated", server.status)
			}
			for i, at := range server.at {
				next := ended
				if i+1 < len(server.at) {
					next = server.at[i+1]
				}
				least := wait(retryAfter, at)
				waited, left := big.NewInt(int64(next.Sub(at))), big.NewInt(int64(deadline.Sub(at)))
				switch last := i+1 == len(server.at); {
				case !asks:
				case !last && waited.Cmp(least) < 0:
					t.Errorf("waited %v of %v ns", next.Sub(at), least)
				case least.Cmp(left) > 0 && (!last || waited.Sign() != 0 || err != nil):
					t.Errorf("%v ns would outlast the %v that are left, but attempt %d of %d was followed by %v (error %v)",
						least, deadline.Sub(at), i+1, len(server.at), next.Sub(at), err)
				}
			}
		})
	})
}
