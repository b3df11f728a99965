package sandbox

import "net/http"

// Witness sees a request with its body, before anything answers it, and returns
// what is to see the answer of the vendor's handler. That is not called where a
// [Fault] comes in the handler's place, and is called where one only replaces, or
// loses, what the handler answered.
//
// It sees the secrets that a log has not. It must not keep or change what it is
// given.
type Witness func(r *http.Request, body []byte) (answered func(status int, header http.Header, body []byte))

// watch returns h with its answer to this request witnessed. It must be called
// before the request is answered.
func (see Witness) watch(h http.Handler, r *http.Request, body []byte) http.Handler {
	if see == nil {
		return h
	}
	answered := see(r, body)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := carryOut(h, r)
		answered(a.status, a.header, a.body.Bytes())
		a.send(w)
		a.discard()
	})
}
