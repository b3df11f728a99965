package sandbox

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
)

// answer is a complete answer that has not been sent. It is the
// [http.ResponseWriter] of the handlers behind [Wrap], so that an answer can be
// logged before it is seen, held back, or thrown away.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func newAnswer() *answer {
	return &answer{header: http.Header{}}
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}

// carryOut has h answer the request.
func carryOut(h http.Handler, r *http.Request) *answer {
	a := newAnswer()
	h.ServeHTTP(a, r)
	a.WriteHeader(http.StatusOK)
	return a
}

// send closes the connection if the answer cannot be written in full: half an
// answer must not pass for a whole one.
func (a *answer) send(w http.ResponseWriter) {
	maps.Copy(w.Header(), a.header)
	w.WriteHeader(a.status)
	if a.body.Len() == 0 {
		return
	}
	if _, err := w.Write(a.body.Bytes()); err != nil {
		panic(http.ErrAbortHandler)
	}
}

// answer is what the client gets from a fault with a status.
func (f *Fault) answer() *answer {
	a := newAnswer()
	a.status = f.Status
	if f.Header != nil {
		a.header = f.Header.Clone()
	}
	if f.Body == "" {
		return a
	}
	contentType := f.ContentType
	if contentType == "" {
		contentType = "application/json"
	}
	a.header.Set("Content-Type", contentType)
	a.body.WriteString(f.Body)
	return a
}

func bodyTooLarge() *answer {
	f := Fault{
		Status: http.StatusRequestEntityTooLarge,
		Body:   fmt.Sprintf(`{"message":"The request body is larger than %d bytes","status":413}`, MaxBody),
	}
	return f.answer()
}
