// Package sandbox holds the parts that the stand-ins for the vendors' APIs share: a log of the requests, faults that a test arranges, and
// a server that only this machine reaches. A vendor's package supplies an [http.Handler] that knows the API.
package sandbox

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"
)

// StandIn is the stand-in for a vendor, as acceptance tests serve it.
type StandIn interface {
	http.Handler
	Log() *Log
	// Environment returns the environment variables with which the provider reaches the stand-in at a base URL.
	Environment(baseURL string) map[string]string
	// Secrets are the credentials in the environment that must not be stored or printed.
	Secrets() []string
}

// Server is the part that the stand-ins share, which embed it.
type Server struct {
	handler http.Handler
	log     Log
	faults  Faults
	mu      sync.Mutex
}

// Use makes h respond behind the log and the faults.
func (s *Server) Use(h http.Handler) { s.handler = Wrap(h, &s.log, &s.faults) }

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Log returns the requests. It has hashes of their secrets.
func (s *Server) Log() *Log { return &s.log }

// Faults returns the faults of requests to come.
func (s *Server) Faults() *Faults { return &s.faults }

// Lock locks the objects of the stand-in and returns the function that unlocks them.
func (s *Server) Lock() (unlock func()) {
	s.mu.Lock()
	return s.mu.Unlock
}

// Wrap returns a handler that logs each request, applies the fault that is due for it, and otherwise lets h respond.
//
// The response is sent after it is logged, so that a client with a response finds its request in the log, with the status.
func Wrap(h http.Handler, log *Log, faults *Faults) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		logged := log.add(r, body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		responded := func(int, http.Header, []byte) {}
		if log.Witness != nil {
			responded = log.Witness(r, body)
		}
		response := faults.respond(r, func() *httptest.ResponseRecorder {
			r := r.WithContext(context.WithValue(r.Context(), loggedKey{}, logged))
			r.Body = io.NopCloser(bytes.NewReader(body))
			response := httptest.NewRecorder()
			h.ServeHTTP(response, r)
			responded(response.Code, response.Header(), response.Body.Bytes())
			return response
		})
		if response == nil {
			panic(http.ErrAbortHandler)
		}
		log.update(func() { logged.Status = response.Code })
		maps.Copy(w.Header(), response.Header())
		w.WriteHeader(response.Code)
		if _, err := response.Body.WriteTo(w); err != nil {
			panic(http.ErrAbortHandler)
		}
	})
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

// Hashed returns the value that a log has in place of a secret, with which tests compare secrets.
func Hashed(value string) string {
	return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(value)))
}

// RandomHex returns 32 hexadecimal digits, as SIDs and auth tokens have them.
func RandomHex() string {
	random := make([]byte, 16)
	_, _ = rand.Read(random) // never fails
	return fmt.Sprintf("%x", random)
}

// Serve responds to requests at addr until ctx ends. It returns once the server listens. addr is "host:port", and port 0 means any free
// one. The host must be a loopback address, because a stand-in accepts invented credentials.
//
// baseURL has no trailing slash. done receives one value when the server has stopped: nil if ctx ended.
func Serve(ctx context.Context, addr string, h http.Handler) (baseURL string, done <-chan error, err error) {
	host, _, err := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); err != nil || !ip.IsLoopback() {
		return "", nil, fmt.Errorf("sandbox: address %q: want a loopback IP address and a port", addr)
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return "", nil, fmt.Errorf("sandbox: %w", err)
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	failed, result := make(chan error, 1), make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	go func() {
		select {
		case err := <-failed:
			result <- err
		case <-ctx.Done():
			grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
			defer cancel()
			_ = server.Shutdown(grace)
			result <- server.Close() // ends delayed requests
		}
	}()
	return "http://" + listener.Addr().String(), result, nil
}
