package main

import (
	"io"
	"log"
	"net/http"
)

// narrate tells each request in one line on out: method, path and status. The
// path is told in its escaped form, so that a request cannot forge a line, and
// without its query.
func narrate(h http.Handler, out io.Writer) http.Handler {
	lines := log.New(out, "", 0)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &statusRecorder{ResponseWriter: w}
		h.ServeHTTP(seen, r)
		lines.Printf("%s %s %d", r.Method, r.URL.EscapedPath(), seen.status)
	})
}

// statusRecorder remembers the status; the sandbox sends exactly one.
type statusRecorder struct {
	http.ResponseWriter
	status int
}

func (w *statusRecorder) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}
