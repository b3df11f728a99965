package faults

import (
	"cmp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/daily/dailysandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/getstream/getstreamsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/reliability/report"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
)

const (
	maxRetries     = 2
	attemptTimeout = 30 * time.Second
)

// Each fault hits the request of each operation once, and then every attempt of it.
func TestMatrix(t *testing.T) {
	t.Parallel()
	section := report.NewSection(t, "1-faults", "Faults, and the requests and the outcome of each operation")
	for _, o := range operations() {
		t.Run(o.name+"/no fault", func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { testSuccess(t, o) })
		})
		for _, f := range faults {
			t.Run(o.name+"/"+f.name, func(t *testing.T) {
				t.Parallel()
				var stays, once result
				synctest.Test(t, func(t *testing.T) { stays = testFault(t, o, f, true) })
				if once = stays; f.isRepeated(o) {
					synctest.Test(t, func(t *testing.T) { once = testFault(t, o, f, false) })
				}
				section.Add("%-55s %-25s it stays: %d, %-8s once: %d, %s", o.name, f.name, stays.requests, stays.outcome, once.requests, once.outcome)
			})
		}
	}
}

// isRepeated reports whether the request of an operation is repeated after the fault.
func (f *fault) isRepeated(o operation) bool {
	return f.class == temporary || f.class == ambiguous && o.effect != create
}

// isUnclear reports whether the vendor may have processed a request with the fault.
func (f *fault) isUnclear() bool { return f.class == ambiguous || f.class == foreign }

// expect returns the result of an operation with a fault that hits every attempt, or only one.
func expect(o operation, f *fault, stays bool) result {
	want := result{1, o.failure}
	if f.isRepeated(o) {
		want.requests = 1 + maxRetries
	}
	switch {
	case f.isRepeated(o) && !stays:
		return result{2 + o.later, o.success}
	case f == notFound:
		want = result{max(o.notFoundRequests, 1), cmp.Or(o.notFound, o.failure)}
	case f.isUnclear() && o.effect != read:
		want.outcome = unknown
	}
	return want
}

func testSuccess(t *testing.T, o operation) {
	c := newCell(t, o, api.Options{})
	c.setFault(nil, o.request, 0, 0)
	before, vendorBefore := c.state, c.vendorState()
	diags := c.run(t)
	if got := c.outcome(before, vendorBefore, diags); got != o.success || c.attempts == 0 {
		t.Errorf("outcome %s after %d requests, want %s: %s", got, c.attempts, o.success, diags)
	}
}

// result is how often the request was sent, and the outcome of the operation.
type result struct {
	requests int
	outcome  string
}

func testFault(t *testing.T, o operation, f *fault, stays bool) result {
	c := newCell(t, o, api.Options{MaxRetries: maxRetries, AttemptTimeout: attemptTimeout})
	before, vendorBefore, copies := c.state, c.vendorState(), c.copies()
	first := max(o.nth, 1)
	last := first
	if stays {
		last = forever
	}
	c.setFault(f, o.request, first, last)
	diags := c.run(t)
	got := result{c.attempts - first + 1, c.outcome(before, vendorBefore, diags)}
	want := expect(o, f, stays)
	if o.recovers && f.processed && want.outcome == unknown {
		want.outcome = done
	}
	if got != want {
		t.Errorf("requests and outcome are %v, want %v: %s", got, want, diags)
	}
	if diags.HasError() && !c.state.Equal(before) {
		t.Error("the operation failed and the state changed")
	}
	changed := c.vendorState() != vendorBefore
	if got.outcome == failed && changed || got.outcome == unknown && !o.losesCreations && changed != f.processed {
		t.Errorf("outcome %s, and the vendor changed from\n%sto\n%s", got.outcome, vendorBefore, c.vendorState())
	}
	if c.copies() > copies+1 {
		t.Errorf("%d objects were created", c.copies()-copies)
	}
	expectMessage(t, c, f, diags)
	expectConvergence(t, c, got.outcome, copies, diags.Errors().String())
	return got
}

// expectMessage checks the words of the error, if there is one, and that no message shows a secret.
func expectMessage(t *testing.T, c *cell, f *fault, diags protocol.Diagnostics) {
	t.Helper()
	for _, secret := range []string{
		authToken, awsSecret, sendbirdsandbox.APIToken, sendbirdsandbox.SecretKey, getstreamsandbox.APISecret, dailysandbox.APIKey,
	} {
		if strings.Contains(diags.String(), secret) {
			t.Errorf("a message shows the secret %s: %s", secret, diags)
		}
	}
	errors := diags.Errors()
	if len(errors) == 0 {
		return
	}
	method, path, _ := strings.Cut(c.request, " ")
	want := []string{account, method + " https://", path, f.cause, f.advice}
	switch {
	case c.typeName == copyType:
		want[0] = sendbirdsandbox.ApplicationID
	case c.isGetStream:
		want[0] = "Application with API key " + getstreamsandbox.APIKey
	case c.typeName == dailyType:
		want[0] = "omain" // the domain of the API key, or its name
	}
	switch {
	case f == notFound, c.losesCreations:
		// These errors are about the object instead of the request.
		want = want[:1]
	case f.isUnclear() && c.effect == create:
		// The advice is to look for the created object.
		want = want[:4]
	}
	for _, part := range want {
		if !strings.Contains(errors.String(), part) {
			t.Errorf("the error lacks %q: %s", part, errors)
		}
	}
	if len(errors) != 1 {
		t.Errorf("%d errors: %s", len(errors), errors)
	}
}

// expectConvergence lifts the fault and follows the advice of the error. Then one apply makes everything as configured.
func expectConvergence(t *testing.T, c *cell, outcome string, copies int, errors string) {
	t.Helper()
	c.setFault(nil, "", 0, 0)
	c.dropsCreations = false
	switch {
	case outcome == unknown && c.typeName == copyType:
		return // The error asks the user to look for the copy.
	case c.call == readData, c.call == query, c.call == invoke && outcome != done:
		expectSuccess(t, c.run(t), nil)
		return
	case c.call == invoke:
		return
	}
	if outcome == unknown && c.copies() > copies {
		if sid := c.takeOrphan(); !strings.Contains(errors, sid) && !strings.Contains(errors, "The search for it failed") {
			t.Errorf("the error does not name the orphan %s: %s", sid, errors)
		}
	}
	c.applyAll(t, c.config)
	if c.applyAll(t, c.config) {
		t.Error("a second apply changes something")
	}
}
