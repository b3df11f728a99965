// Package sandbox holds the parts that the stand-ins for the vendors' APIs share: a log of the requests, faults that a test arranges, and
// a server that only this machine reaches.
//
// A vendor's package supplies an [http.Handler] that knows the API. [Wrap] adds the log and the faults.
package sandbox

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
)

// StandIn is the stand-in for a vendor, as acceptance tests and the sandbox command serve it.
type StandIn interface {
	http.Handler
	// Environment returns the environment variables with which the provider reaches the stand-in at a base URL.
	Environment(baseURL string) map[string]string
	// Secrets are the credentials in the environment that must not be stored or printed.
	Secrets() []string
}

// Wrap returns a handler that logs each request, applies the fault that is due for it, and otherwise lets h respond.
//
// The response is sent after it is logged, so that a client with a response finds its request in the log, with the status.
func Wrap(h http.Handler, log *Log, faults *Faults) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		entry := log.add(r, body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		responded := func(int, http.Header, []byte) {}
		if log.Witness != nil {
			responded = log.Witness(r, body)
		}
		serve := func() *httptest.ResponseRecorder {
			r := r.WithContext(context.WithValue(r.Context(), entryKey{}, entry))
			r.Body = io.NopCloser(bytes.NewReader(body))
			response := httptest.NewRecorder()
			h.ServeHTTP(response, r)
			responded(response.Code, response.Header(), response.Body.Bytes())
			return response
		}
		response := faults.respond(r, serve)
		if response == nil {
			panic(http.ErrAbortHandler)
		}
		entry.update(func(r *Request) { r.Status = response.Code })
		maps.Copy(w.Header(), response.Header())
		w.WriteHeader(response.Code)
		if _, err := w.Write(response.Body.Bytes()); err != nil && response.Body.Len() > 0 {
			panic(http.ErrAbortHandler)
		}
	})
}

type accountKey struct{}

// WithAccount returns a context with the account that a request is authenticated as. A vendor's server sets it before [Wrap], so that
// the log has it even if a fault responds.
func WithAccount(ctx context.Context, account string) context.Context {
	return context.WithValue(ctx, accountKey{}, account)
}

// AccountOf returns the account of [WithAccount], or "".
func AccountOf(ctx context.Context) string {
	account, _ := ctx.Value(accountKey{}).(string)
	return account
}

// WriteJSON responds with v as JSON. It panics if encoding/json cannot represent v.
func WriteJSON(w http.ResponseWriter, status int, v any) {
	body, isEncoded := v.(json.RawMessage)
	if !isEncoded {
		var err error
		if body, err = json.Marshal(v); err != nil {
			panic(err)
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body) // into the memory of Wrap
}

// Hashed returns the value that a log has in place of a secret, with which tests compare secrets. It begins with "sha256:".
func Hashed(value string) string {
	sum := sha256.Sum256([]byte(value))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// RandomHex returns an even number of hexadecimal digits in lower case.
func RandomHex(digits int) string {
	random := make([]byte, digits/2)
	_, _ = rand.Read(random) // never fails
	return hex.EncodeToString(random)
}
