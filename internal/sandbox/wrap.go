package sandbox

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"time"
)

// MaxBody is the largest request body in bytes that [Wrap] accepts. The
// largest legitimate one, a form with a public key, stays below 4 KiB.
const MaxBody = 64 << 10

// secretHeaders prove who sends a request and are kept out of the log. [Log].Redact
// removes those that a single vendor has.
var secretHeaders = []string{"Authorization", "Proxy-Authorization", "Cookie"}

// Wrap returns a handler that enters each request in log, applies the fault it
// sets off, and otherwise has h answer it. A body above [MaxBody] is answered
// with 413 and neither reaches h nor counts for a fault.
//
// The answer is sent once it is complete and logged, so a client that has its
// answer finds its request in the log, with the status.
func Wrap(h http.Handler, log *Log, faults *Faults) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
		logged := log.open(describe(r, body))

		var a *answer
		switch _, tooLarge := errors.AsType[*http.MaxBytesError](err); {
		case tooLarge:
			a = bodyTooLarge()
		case err == nil:
			r.Body = io.NopCloser(bytes.NewReader(body))
			a = respond(log.Witness.watch(h, r, body), r.WithContext(withEntry(r.Context(), logged)), faults)
		}
		// Without an answer, a fault wants none or the client vanished in the
		// middle of its body.
		if a == nil {
			panic(http.ErrAbortHandler)
		}

		logged.settle(a.status)
		a.send(w)
		a.discard()
	})
}

// respond returns the answer to a request, or nil if the connection is to be
// closed without one.
func respond(h http.Handler, r *http.Request, faults *Faults) *answer {
	fault, due := faults.Take(r.Method, r.URL.Path)
	if !due {
		return carryOut(h, r)
	}

	var carriedOut *answer
	if fault.After {
		carriedOut = carryOut(h, r)
	}
	if fault.Hook != nil {
		fault.Hook()
	}
	if fault.Drop || fault.answers() {
		noteFaulted(r.Context())
	}
	if !wait(r.Context(), fault.Delay) || fault.Drop {
		return nil
	}

	switch {
	case fault.answers():
		return fault.answer()
	case carriedOut != nil:
		return carriedOut
	default:
		return carryOut(h, r)
	}
}

// wait reports whether the whole delay passed before ctx ended.
func wait(ctx context.Context, delay time.Duration) bool {
	if delay <= 0 {
		return true
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func describe(r *http.Request, body []byte) Request {
	header := r.Header.Clone()
	for _, name := range secretHeaders {
		header.Del(name)
	}
	return Request{
		Time:    time.Now(),
		Account: AccountOf(r.Context()),
		Method:  r.Method,
		Path:    r.URL.Path,
		Query:   r.URL.Query(),
		Form:    parseForm(r.Header, body),
		JSON:    parseJSON(r.Header, body),
		Header:  header,
	}
}
