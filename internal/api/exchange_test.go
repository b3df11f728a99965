package api

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A repeated POST that is not idempotent would create an object twice. So it is repeated only if the vendor certainly did not process it.
// A redirect is never followed: the credentials would go to its target.
func TestFailedRequestIsRepeatedOnlyIfThatIsSafe(t *testing.T) {
	t.Parallel()
	const (
		always, idempotent, never = "always", "idempotent", "never" // repeated
		elsewhere                 = "Another server than Example's API seems to have answered."
		outage                    = "The fault is at Example or on the way there. Look at https://status.example.com"
		redirect                  = ", which is never followed"
	)
	for name, tt := range map[string]struct {
		step            http.HandlerFunc
		repeated        string
		maybe           bool // MaybeProcessed of a POST
		foreign         bool
		message, advice string // after the URL and the number of attempts, and its beginning
	}{
		"429":             {busy, always, false, false, "HTTP status 429", "The rate limit of the account is exceeded."},
		"429, web page":   {respond(429, "<html>", "Retry-After", "0"), always, false, true, "it begins: <html>", elsewhere},
		"503":             {respond(503, "", "Retry-After", "0"), idempotent, true, false, "HTTP status 503", outage},
		"500":             {respond(500, `{"code":5,"message":"m"}`), idempotent, true, false, "HTTP status 500, Example error 5", outage},
		"502":             {respond(502, "<html>"), idempotent, true, true, ": the response is not from Example; it begins: <html>", outage},
		"504":             {respond(504, ""), idempotent, true, false, "HTTP status 504", outage},
		"no response":     {drop, idempotent, true, false, ": EOF", "Check that this machine can reach Example."},
		"half a response": {breakOff, idempotent, true, false, ": reading the response: unexpected EOF", "Check that this machine can reach Example."},
		"501":             {respond(501, ""), never, true, false, ": HTTP status 501", outage},
		"408":             {respond(408, `{"code":8,"message":"slow"}`), never, true, false, ": HTTP status 408, Example error 8: slow", outage},
		"400":             {refuse, never, false, false, ": HTTP status 400, Example error 7: The name is taken.", "Correct the values that Example refuses"},
		"401":             {respond(401, `{"code":42}`), never, false, false, ": HTTP status 401, Example error 42", "Ask Example."},
		"404":             {respond(404, " \n"), never, false, false, ": HTTP status 404", elsewhere},
		"404, other JSON": {respond(404, `{"detail":"no"}`), never, true, true, `it begins: {"detail":"no"}`, elsewhere},
		"403, web page":   {respond(403, "<html>\n<h1>No</h1>"), never, true, true, ": HTTP status 403: the response is not from Example; it begins: <html> <h1>No</h1>", elsewhere},
		"301":             {respond(301, `{"code":7}`, "Location", "http://u:p@other.example/x?t=t"), never, true, false, ": HTTP status 301: it redirects to http://other.example" + redirect, elsewhere},
		"302":             {respond(302, "", "Location", "/x"), never, true, false, ": HTTP status 302: it redirects to http://127.0.0.1:", elsewhere},
		"303":             {respond(303, "<html>"), never, true, false, ": HTTP status 303: it redirects" + redirect, elsewhere},
		"307":             {respond(307, "", "Location", "http://%zz"), never, true, false, ": HTTP status 307: it redirects" + redirect, elsewhere},
		"308":             {respond(308, "", "Location", "/x"), never, true, false, ": HTTP status 308: it redirects to http://127.0.0.1:", elsewhere},
	} {
		forEachKind(t, name, func(t *testing.T, kind string, r Request) {
			s, attempts, counted := newServer(t, tt.step), 1, ""
			if tt.repeated == always || (tt.repeated == idempotent && kind != "POST") {
				attempts, counted = 2, "2 attempts"
			}
			_, err := newTestClient(1).Do(t.Context(), r.to(s.URL+"/v1/names"))
			failed := failure(t, err)
			s.expectRequests(t, attempts)
			if want := tt.maybe && kind != "GET"; failed.MaybeProcessed != want || failed.Foreign != tt.foreign || failed.Attempts != attempts {
				t.Errorf("error %+v, want maybe processed %t, foreign %t, %d attempts", failed, want, tt.foreign, attempts)
			}
			if strings.Contains(err.Error(), "attempt") != (attempts > 1) || !strings.HasPrefix(err.Error(), r.Method+" "+s.URL+"/v1/names: ") ||
				!strings.Contains(err.Error(), tt.message) || !strings.Contains(err.Error(), counted) {
				t.Errorf("error %q, want it to contain %q and %q", err, tt.message, counted)
			}
			if !strings.HasPrefix(failed.Advice(), tt.advice) {
				t.Errorf("advice %q, want %q", failed.Advice(), tt.advice)
			}
		})
	}
}

// An attempt that may have been processed is not undone by a later one that certainly was not.
func TestMaybeProcessedConsidersEveryAttempt(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		steps      []http.HandlerFunc
		idempotent bool
		want       bool
	}{
		"rate limit, refusal":          {[]http.HandlerFunc{busy, refuse}, false, false},
		"rate limit, no response":      {[]http.HandlerFunc{busy, drop}, false, true},
		"no response, refusal":         {[]http.HandlerFunc{drop, refuse}, true, true},
		"outage, rate limit":           {[]http.HandlerFunc{respond(504, ""), busy}, true, true},
		"rate limit, end of time":      {[]http.HandlerFunc{busy, respond(429, "", "Retry-After", "600")}, true, false},
		"rate limit, nothing sent":     {[]http.HandlerFunc{busy}, false, false},
		"no response, nothing sent":    {[]http.HandlerFunc{drop}, true, true},
		"outage, rate limit, end of t": {[]http.HandlerFunc{respond(504, ""), respond(429, "", "Retry-After", "600")}, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, tt.steps...)
			c, n := newTestClient(1), 0
			c.vendor.Authorize = func(context.Context, *http.Request) error {
				if n++; n > len(tt.steps) {
					return errNoKey
				}
				return nil
			}
			_, err := c.Do(t.Context(), Request{Method: http.MethodPost, URL: s.URL, Idempotent: tt.idempotent})
			if failed := failure(t, err); failed.MaybeProcessed != tt.want || failed.Attempts != 2 {
				t.Errorf("error %+v, want maybe processed: %t", failed, tt.want)
			}
			s.expectRequests(t, len(tt.steps))
		})
	}
}

// Otherwise the error would send the user to look for an object that was never created.
func TestErrorBeforeSendingIsNotMaybeProcessed(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		url      string
		canceled bool
		change   func(*Client)
		says     string
		attempts int
	}{
		"authorization fails": {change: func(c *Client) {
			c.vendor.Authorize = func(context.Context, *http.Request) error { return fmt.Errorf("%w in %s", errNoKey, password) }
		}, says: "nothing was sent: the request could not be prepared: there is no private key in ***", attempts: 1},
		"no turn": {change: func(c *Client) {
			for _, l := range []*limiter{c.reads, c.writes} {
				l.pace.SetLimit(1.0 / 3600)
				l.pace.SetBurst(1)
				l.pace.Allow()
			}
		}, says: ": waiting for a turn under the rate limit: context deadline exceeded", attempts: 0},
		"invalid header": {change: func(c *Client) { c.options.UserAgent = "a\nb" }, says: "nothing was sent: net/http: invalid header field value", attempts: 1},
		"invalid URL":    {url: noHost + ":port/" + password, says: `invalid port ":port" after host`, attempts: 0},
		"other scheme":   {url: "ftp://api.example.com", says: "nothing was sent: unsupported protocol scheme", attempts: 1},
		"no connection":  {url: "http://127.0.0.1:0", says: ": 2 attempts: nothing was sent: dial tcp 127.0.0.1:0", attempts: 2},
		"interrupt":      {canceled: true, says: ": context canceled", attempts: 0},
	} {
		forEachKind(t, name, func(t *testing.T, _ string, r Request) {
			s, c := newServer(t, succeed), newTestClient(1)
			if r = r.to(s.URL); tt.url != "" {
				r.URL = tt.url
			}
			if tt.change != nil {
				tt.change(c)
			}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if tt.canceled {
				cancel()
			}
			_, err := c.Do(ctx, r)
			if failed := failure(t, err); failed.MaybeProcessed || failed.Status != 0 || failed.Attempts != tt.attempts || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %+v, want %d attempts and %q", failed, tt.attempts, tt.says)
			}
			if advice := failure(t, err).Advice(); errors.Is(err, errNoKey) != (advice == "Ask Example.") {
				t.Errorf("advice %q for %v", advice, err)
			}
			if strings.Contains(err.Error(), password) || strings.Count(err.Error(), r.URL) > 1 {
				t.Errorf("error %q shows the password, or the URL twice", err)
			}
			s.expectRequests(t, 0)
		})
	}
}

func TestRetriesBackOffOrFollowRetryAfter(t *testing.T) {
	t.Parallel()
	for retryAfter, want := range map[string][]time.Duration{ // seconds
		"":                              {1, 2, 4, 8, 16, 30, 30},
		"no number":                     {1, 2, 4, 8, 16, 30, 30},
		"0":                             {0, 0, 0, 0, 0, 0, 0},
		"3":                             {3, 3, 3, 3, 3, 3, 3},
		"Sat, 01 Jan 2000 00:00:20 GMT": {20, 0, 0, 0, 0, 0, 0},
		"Fri, 31 Dec 1999 00:00:00 GMT": {0, 0, 0, 0, 0, 0, 0},
	} {
		for _, status := range []int{429, 503} {
			t.Run(fmt.Sprint(retryAfter, status), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					var waits []time.Duration
					c, last := newTestClient(7), time.Now()
					c.network = network(func(req *http.Request) (*http.Response, error) {
						waits, last = append(waits, time.Since(last)/time.Second), time.Now()
						return always(respond(status, "", "Retry-After", retryAfter)).RoundTrip(req)
					})
					_, err := c.Do(t.Context(), requests["GET"].to(noHost))
					if waits = waits[1:]; failure(t, err).Attempts != 8 || !slices.Equal(waits, want) {
						t.Errorf("error %v after waits of %d seconds, want %d", err, waits, want)
					}
				})
			})
		}
	}
}

// The default deadline bounds requests of terraform query, which has no timeouts of its own.
func TestRetryAfterBeyondTheDeadlineFailsAtOnce(t *testing.T) {
	t.Parallel()
	for retryAfter, wait := range map[string]string{
		"7200": "2h0m0s", "301": "5m1s", "300": "5m0s", "Sat, 01 Jan 2000 00:30:00 GMT": "30m0s", "99999999999999999999": "2562047h47m16s",
	} {
		for _, status := range []int{429, 503} {
			synctest.Test(t, func(t *testing.T) {
				c, start := newTestClient(5), time.Now()
				c.network = always(respond(status, `{"code":7,"message":"m"}`, "Retry-After", retryAfter))
				_, err := c.Do(t.Context(), requests["idempotent POST"].to(noHost))
				failed := failure(t, err)
				if time.Since(start) != 0 || failed.Attempts != 1 || failed.Status != status || failed.Advice() != "Try again after "+wait+"." {
					t.Errorf("error %+v with advice %q after %v, want one attempt at once", failed, failed.Advice(), time.Since(start))
				}
				if says := "m: the response asks to wait " + wait + ", longer than this operation may take"; !strings.HasSuffix(err.Error(), says) {
					t.Errorf("error %q, want it to end %q", err, says)
				}
			})
		}
	}
}

func TestRequestsEndInTime(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		deadline, attempt, interrupt time.Duration
		took                         time.Duration
		attempts                     int
		err                          error
	}{
		"default deadline":           {0, 0, 0, 5 * time.Minute, 1, context.DeadlineExceeded},
		"shorter deadline":           {time.Second, 0, 0, time.Second, 1, context.DeadlineExceeded},
		"timeout of each attempt":    {0, 10 * time.Second, 0, 33 * time.Second, 3, context.DeadlineExceeded},
		"deadline within an attempt": {15 * time.Second, 10 * time.Second, 0, 15 * time.Second, 2, context.DeadlineExceeded},
		"interrupt in an attempt":    {0, 0, time.Minute, time.Minute, 1, context.Canceled},
		"interrupt between attempts": {0, 10 * time.Second, 10*time.Second + 1, 10*time.Second + 1, 1, context.Canceled},
	} {
		forEachKind(t, name, func(t *testing.T, kind string, r Request) {
			want, attempts, cause := tt.took, tt.attempts, tt.err
			if kind == "POST" && tt.attempt > 0 {
				want, attempts, cause = tt.attempt, 1, context.DeadlineExceeded
			}
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if tt.interrupt > 0 {
					time.AfterFunc(tt.interrupt, cancel)
				}
				if tt.deadline > 0 {
					ctx, cancel = context.WithTimeout(ctx, tt.deadline)
					defer cancel()
				}
				c, start := newTestClient(2), time.Now()
				c.options.AttemptTimeout = tt.attempt
				c.network = network(func(req *http.Request) (*http.Response, error) {
					return &http.Response{StatusCode: http.StatusOK, Body: endlessBody{req.Context()}, Request: req}, nil
				})
				_, err := c.Do(ctx, r.to(noHost))
				failed, took := failure(t, err), time.Since(start)
				if took != want || failed.Attempts != attempts || !errors.Is(err, cause) || failed.MaybeProcessed != (kind != "GET") {
					t.Errorf("error %+v after %v, want %v of %d attempts after %v", failed, took, cause, attempts, want)
				}
			})
		})
	}
}

// endlessBody is a body without content that ends with the context of its request.
type endlessBody struct{ context.Context }

func (b endlessBody) Read([]byte) (int, error) {
	<-b.Done()
	return 0, b.Err()
}

func (endlessBody) Close() error { return nil }

// A response says what the vendor did. An error about the context would hide that.
func TestResponseCountsAfterTheContextHasEnded(t *testing.T) {
	t.Parallel()
	for status, step := range map[int]http.HandlerFunc{200: succeed, 400: refuse} {
		ctx, cancel := context.WithCancel(t.Context())
		c := newTestClient(1)
		c.network = always(func(w http.ResponseWriter, r *http.Request) { cancel(); step(w, r) })
		_, err := c.Do(ctx, requests["POST"].to(noHost))
		if (err == nil) != (status == 200) || (err != nil && failure(t, err).Status != status) {
			t.Errorf("error %v, want status %d", err, status)
		}
	}
}

var delaySeconds = regexp.MustCompile(`^[0-9]+$`)

// requestedWait returns the wait that a Retry-After asks for (RFC 9110, section 10.2.3). Its numbers cannot overflow.
func requestedWait(retryAfter string, now time.Time) *big.Int {
	if delaySeconds.MatchString(retryAfter) {
		seconds, _ := new(big.Int).SetString(retryAfter, 10) // It consists of digits.
		return seconds.Mul(seconds, big.NewInt(int64(time.Second)))
	}
	if at, err := http.ParseTime(retryAfter); err == nil {
		return big.NewInt(int64(max(0, at.Sub(now))))
	}
	return new(big.Int)
}

// FuzzRetryAfter checks that a request is repeated no sooner than the server asks, never after its deadline, and that it fails at once
// if the wait would reach the deadline.
func FuzzRetryAfter(f *testing.F) {
	for _, retryAfter := range []string{
		"", "0", "1", "60", "-1", "+5", "1.5", "soon", "9223372036", "9223372037", "18446744074", "9223372036854775807", "18446744073709551616",
		"Sat, 01 Jan 2000 00:00:30 GMT", "Fri, 31 Dec 1999 23:59:59 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT",
	} {
		f.Add(uint16(http.StatusTooManyRequests), retryAfter, uint16(120))
		f.Add(uint16(http.StatusServiceUnavailable), retryAfter, uint16(1))
	}
	f.Fuzz(func(t *testing.T, code uint16, retryAfter string, within uint16) {
		synctest.Test(t, func(t *testing.T) {
			status, deadline := 200+(int(code)+200)%400, time.Now().Add(time.Duration(max(1, within))*time.Second)
			ctx, cancel := context.WithDeadline(t.Context(), deadline)
			defer cancel()
			c := newTestClient(3)
			var attempts []time.Time
			c.network = network(func(req *http.Request) (*http.Response, error) {
				attempts = append(attempts, time.Now())
				return &http.Response{StatusCode: status, Header: http.Header{"Retry-After": {retryAfter}}, Body: http.NoBody, Request: req}, nil
			})
			_, err := c.Do(ctx, requests["idempotent POST"].to(noHost))
			if n := len(attempts); n == 0 || n > 4 || time.Now().After(deadline) || (n > 1 && status != http.StatusTooManyRequests && status < 500) {
				t.Errorf("%d attempts for status %d until %v after the deadline", n, status, time.Since(deadline))
			}
			if status != http.StatusTooManyRequests && status != http.StatusServiceUnavailable {
				return
			}
			for i, at := range attempts {
				least, left := requestedWait(retryAfter, at), big.NewInt(int64(deadline.Sub(at)))
				isLast := i+1 == len(attempts)
				if !isLast && big.NewInt(int64(attempts[i+1].Sub(at))).Cmp(least) < 0 {
					t.Errorf("attempt %d came after %v of %v ns", i+2, attempts[i+1].Sub(at), least)
				}
				if left.Sign() > 0 && least.Cmp(left) >= 0 && (!isLast || time.Since(at) != 0 || failure(t, err).Status != status) {
					t.Errorf("%v ns reach the deadline, but attempt %d of %d ended %v ago with %v", least, i+1, len(attempts), time.Since(at), err)
				}
			}
		})
	})
}
