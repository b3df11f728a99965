package sandbox

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"
	"sync"
)

// answer is a complete answer that has not been sent. It is the
// [http.ResponseWriter] of the handlers behind [Wrap], so that an answer can be
// logged before it is seen, held back, or thrown away.
type answer struct {
	header http.Header
	status int
	body   *bytes.Buffer
	// streamed, if above 0, is the size of a body that is made while it is
	// sent.
	streamed int64
}

// bodies are buffers to use again: a page of a list takes most of a megabyte,
// and making room for it takes a good part of the time that it costs.
var bodies sync.Pool

func newAnswer() *answer {
	body, ok := bodies.Get().(*bytes.Buffer)
	if !ok {
		body = &bytes.Buffer{}
	}
	return &answer{header: http.Header{}, body: body}
}

// discard ends the use of an answer.
func (a *answer) discard() {
	a.body.Reset()
	bodies.Put(a.body)
	a.body = nil
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
	var err error
	switch {
	case a.streamed > 0:
		err = stream(w, a.streamed)
	case a.body.Len() > 0:
		_, err = w.Write(a.body.Bytes())
	}
	if err != nil {
		panic(http.ErrAbortHandler)
	}
}

// stream writes a JSON string of a size in bytes, of which it holds little at
// a time.
func stream(w io.Writer, size int64) error {
	text := max(size-int64(len(`""`)), 0)
	_, err := io.Copy(w, io.MultiReader(
		strings.NewReader(`"`),
		io.LimitReader(filler{}, text),
		strings.NewReader(`"`),
	))
	return err
}

// filler is an endless text.
type filler struct{}

func (filler) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// answers reports whether a fault that does not drop the connection answers in
// the handler's place.
func (f *Fault) answers() bool { return f.Status != 0 || f.BodySize > 0 }

// answer is what the client gets from a fault that answers.
func (f *Fault) answer() *answer {
	a := newAnswer()
	a.status, a.streamed = f.Status, f.BodySize
	if a.status == 0 {
		a.status = http.StatusOK
	}
	if f.Header != nil {
		a.header = f.Header.Clone()
	}
	if f.Body == "" && f.BodySize <= 0 {
		return a
	}
	contentType := f.ContentType
	if contentType == "" {
		contentType = JSONType
	}
	a.header.Set("Content-Type", contentType)
	if f.BodySize <= 0 {
		a.body.WriteString(f.Body)
	}
	return a
}

func bodyTooLarge() *answer {
	f := Fault{
		Status: http.StatusRequestEntityTooLarge,
		Body:   fmt.Sprintf(`{"message":"The request body is larger than %d bytes","status":413}`, MaxBody),
	}
	return f.answer()
}
