package transport

import (
	"context"
	"errors"
	"net"
	"net/http"
	"testing"
)

// ending ends the request's context during its last attempt, and then lets that come
// to what it comes to.
type ending struct {
	cancel  context.CancelFunc
	answers []int // 0 is a connection that was refused, -1 one that broke
}

func (e *ending) RoundTrip(req *http.Request) (*http.Response, error) {
	status, wait := e.answers[0], "0"
	if e.answers = e.answers[1:]; len(e.answers) == 0 {
		e.cancel()
		wait = "60"
	}
	switch status {
	case 0:
		return nil, errNoConnection
	case -1:
		return nil, &net.OpError{Op: "read", Err: errors.New("connection reset")}
	}
	return &http.Response{StatusCode: status, Header: http.Header{"Retry-After": {wait}}, Body: http.NoBody, Request: req}, nil
}

// What was turned away each time was certainly not processed, also if there was no time
// for another attempt. What broke may have been, whatever became of it afterwards.
func TestWhoIsTurnedAwayWasNeverSent(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		answers          []int
		idempotent, want bool
	}{
		"429":                 {[]int{429}, false, true},
		"429 twice":           {[]int{429, 429}, false, true},
		"refused":             {[]int{0}, false, true},
		"refused, 429":        {[]int{0, 429}, false, true},
		"broken":              {[]int{-1}, false, false},
		"429, broken":         {[]int{429, -1}, false, false},
		"refused, reset":      {[]int{0, -1}, false, false},
		"broken, refused":     {[]int{-1, 0}, true, false},
		"504, 429":            {[]int{504, 429}, true, false},
		"504, 429, refused":   {[]int{504, 429, 0}, true, false},
		"refused, 429 for it": {[]int{0, 429}, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://video.example", http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			if tt.idempotent {
				req = req.WithContext(WithIdempotent(ctx))
			}
			resp, err := newRetry(&ending{cancel, tt.answers}, 5).RoundTrip(req)
			if err == nil {
				t.Fatalf("answer %d, want an error", resp.StatusCode)
			}
			if got := NeverSent(err); got != tt.want {
				t.Errorf("%v: never sent %t, want %t", err, got, tt.want)
			}
		})
	}
}
