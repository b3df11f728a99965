package faults_test

import (
	"context"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
)

const maxRetries = 2

// large is how many large answers there may be at a time.
var large = make(chan struct{}, 1)

// limitsFor are those of a cell. What only a limit on the time ends gets a short one,
// and fewer attempts.
func limitsFor(o operation, f *fault) limits {
	switch {
	case !f.slow:
		return limits{maxRetries: maxRetries, requestTimeout: "30s"}
	case o.vendor == sendbird:
		// Copies have no limit on an attempt.
		return limits{maxRetries: 1, requestTimeout: "30s", timeouts: map[string]any{o.timeouts: "8s"}}
	}
	return limits{maxRetries: 1, requestTimeout: "8s"}
}

// normal runs an operation without a fault.
func (o operation) normal(t *testing.T) normal {
	t.Helper()
	c := newCell(t, o.vendor, limitsFor(o, refused))
	ctx := c.context(t.Context())
	if err := o.prepare(ctx, c); err != nil {
		t.Fatal(err)
	}
	s := c.start(o, nil, 0, 0)
	told, err := o.run(ctx, c)
	s.finish(t, told, err)
	if want := o.outcome(done); s.outcome != want {
		t.Fatalf("outcome %s, want %s:\n%s", s.outcome, want, told)
	}
	n := normal{attempts: len(s.logged)}
	nth := 0
	for i, a := range s.logged {
		if o.isAbout(a) {
			if nth == o.nth {
				n.target = i + 1
			}
			nth++
		}
	}
	if n.target == 0 {
		t.Fatalf("its own request is not among %v", s.logged)
	}
	s.converges(t)
	return n
}

// judge runs an operation with a fault, and holds what comes of it to the table.
func (t *trial) judge(o operation, usual normal, r row, staying bool) line {
	t.Helper()
	l := limitsFor(o, r.fault)
	c := newCell(t.T, o.vendor, l)
	t.log = &c.log
	ctx, cancel := context.WithTimeout(c.context(t.Context()), longest)
	defer cancel()
	if err := o.prepare(ctx, c); err != nil {
		t.Errorf("before the fault: %v", err)
		return line{}
	}
	v := o.verdict(r)
	attempts, want := 1, v.end
	if v.repeated && staying {
		attempts = 1 + int(l.maxRetries)
	} else if v.repeated {
		attempts, want = 2, done
	}
	want = o.outcome(want)
	to := usual.target
	switch {
	case staying && (want == done || want == warned):
		// The operation goes on, and what follows is not its target.
		to += attempts - 1
	case staying:
		to = forever
	}
	if r.fault.large {
		large <- struct{}{}
		defer func() { <-large }()
	}
	s := c.start(o, r.fault, usual.target, to)
	told, err := o.run(ctx, c)
	s.finish(t, told, err)
	t.injected = s.injected
	if s.outcome != want {
		t.Errorf("outcome %q, want %q:\n%s", s.outcome, want, told)
	}
	if s.attempts != attempts {
		t.Errorf("%d attempts, want %d: %v", s.attempts, attempts, s.logged)
	}
	s.checkRequests(t, usual)
	s.checkState(t)
	s.checkWords(t, r)
	line := s.line(r, staying)
	s.converges(t)
	return line
}

// start arms a fault, and notes what there is before the operation.
func (c *cell) start(o operation, f *fault, from, to int) *subject {
	c.log.reset()
	c.before = c.now
	c.loses = o.loses
	s := &subject{cell: c, operation: o, fault: f, heldBefore: c.held(), createdBefore: c.created(), from: from}
	c.arm(f, from, to)
	return s
}

// subject is an operation that has ended.
type subject struct {
	*cell
	operation
	fault         *fault
	heldBefore    string
	createdBefore int
	from          int

	told    protocol.Diagnostics
	logged  []attempt
	outcome outcome
	// attempts are those of the operation's own request.
	attempts, injected int
	created            int
}

// finish takes down what came of the operation.
func (s *subject) finish(t testing.TB, told protocol.Diagnostics, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%v:\n%s", err, told)
	}
	s.told = told
	if s.logged, err = s.cell.logged(); err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	began := len(s.front.attempts)
	s.injected = s.front.injected
	s.mu.Unlock()
	if began != len(s.logged) {
		t.Errorf("%d attempts began and %d are logged: %v", began, len(s.logged), s.logged)
	}
	for i := s.from - 1; i >= 0 && i < len(s.logged) && s.logged[i] == s.logged[s.from-1]; i++ {
		s.attempts++
	}
	s.created = s.cell.created() - s.createdBefore
	s.outcome = s.found()
}

// admitsUncertainty reports whether an error says that the vendor may have processed the request.
func admitsUncertainty(text string) bool {
	return strings.Contains(text, "may have been processed") || strings.Contains(text, "may have processed") || strings.Contains(text, "not known whether")
}

// found is the outcome, as Terraform and its user see it.
func (s *subject) found() outcome {
	switch errors := s.told.Errors(); {
	case len(errors) > 0 && admitsUncertainty(errors.String()):
		return unknown
	case len(errors) > 0:
		return failed
	case s.before.Exists() && !s.now.Exists() && s.held() == s.heldBefore:
		return gone
	case s.as[failed] == warned && len(s.told.Warnings()) > 0:
		return warned
	}
	return done
}
