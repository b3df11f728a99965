package faults_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"sync"
	"testing"
	"time"
)

// front stands before a vendor. It serves one request on each connection, so that each
// attempt looks up the name, connects and agrees on TLS anew, and can fail at any step.
type front struct {
	name   string
	vendor http.Handler
	listen net.Listener

	mu sync.Mutex
	// attempts are when those since the last arming began.
	attempts []time.Time
	// fault is on from one attempt to another, counted from 1.
	fault    *fault
	from, to int
	// injected is how often it was.
	injected int
	// answering is called when a fault begins to answer.
	answering func()
	// loses has the answers to creations get lost, whatever the fault.
	loses bool
}

func newFront(t *testing.T, name string, vendor http.Handler) *front {
	t.Helper()
	listen, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := &front{name: name, vendor: vendor, listen: listen}
	fronts.Store(name, f)
	ctx, cancel := context.WithCancel(context.Background())
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			conn, err := listen.Accept()
			if err != nil {
				return // it is closed
			}
			serving.Go(func() { f.serve(ctx, conn) })
		}
	})
	t.Cleanup(func() {
		fronts.Delete(name)
		cancel()
		if err := listen.Close(); err != nil {
			t.Error(err)
		}
		serving.Wait()
	})
	return f
}

// url is the origin of the front.
func (f *front) url() string {
	_, port, err := net.SplitHostPort(f.listen.Addr().String())
	if err != nil {
		panic(err) // never: a listener has a port
	}
	return "https://" + f.name + ":" + port
}

// arm has a fault happen from one attempt to another, counted from now and from 1.
func (f *front) arm(fault *fault, from, to int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.attempts, f.fault, f.from, f.to, f.injected = nil, fault, from, to, 0
}

// watch notes the attempts that are made under the context: net/http says when it
// wants a connection, also where none comes about.
func (f *front) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GetConn: func(string) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.attempts = append(f.attempts, time.Now())
		if f.current() != nil {
			f.injected++
		}
	}})
}

// current is [front.faulty] for who has the lock.
func (f *front) current() *fault {
	if n := len(f.attempts); f.fault != nil && n >= f.from && n <= f.to {
		return f.fault
	}
	return nil
}

// faulty is the fault of the attempt under way, nil for none.
func (f *front) faulty() *fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.current()
}

// address is what the front's name leads to, if it is found.
func (f *front) address() (address [4]byte, found bool) {
	switch fault := f.faulty(); {
	case fault != nil && fault.noName:
		return address, false
	case fault != nil && fault.refuses:
		return nowhere, true
	}
	return here, true
}

// serve serves one request.
func (f *front) serve(ctx context.Context, raw net.Conn) {
	stop := context.AfterFunc(ctx, func() { _ = raw.Close() })
	defer stop()
	// What the client makes of it is what the tests look at.
	defer func() { _ = raw.Close() }()
	fault := f.faulty()
	if fault != nil && fault.resetsHandshake {
		hangUp(raw)
		return
	}
	config := &tls.Config{Certificates: []tls.Certificate{trusted}, MinVersion: tls.VersionTLS12, CurvePreferences: []tls.CurveID{tls.X25519}}
	if fault != nil && fault.tls != nil {
		config = fault.tls()
	}
	conn := tls.Server(raw, config)
	if conn.HandshakeContext(ctx) != nil {
		return
	}
	if fault != nil && fault.resetsBefore {
		// Its first byte has arrived, and nothing is done about it.
		if _, err := conn.Read(make([]byte, 1)); err == nil {
			hangUp(raw)
		}
		return
	}
	if err := f.answer(ctx, conn, raw, fault); err != nil && !errors.Is(err, io.EOF) {
		return // the client has gone
	}
	_ = conn.Close()
}

// hangUp resets a connection.
func hangUp(raw net.Conn) {
	if tcp, ok := raw.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = raw.Close()
}

// answer reads the request and answers it, as the vendor does or as the fault does.
func (f *front) answer(ctx context.Context, conn *tls.Conn, raw net.Conn, fault *fault) error {
	req, err := http.ReadRequest(bufio.NewReader(conn))
	if err != nil {
		return err
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return err
	}
	req.Body, req.TLS = io.NopCloser(bytes.NewReader(body)), new(conn.ConnectionState())
	if fault == nil && f.loses && req.Method == http.MethodPost {
		fault = resetAfter
	}
	if fault == nil {
		return send(conn, f.carryOut(ctx, req))
	}
	x := &exchange{ctx: ctx, conn: conn, raw: raw, front: f, req: req, sent: body}
	if fault.processed {
		x.real = f.carryOut(ctx, req)
	}
	if f.answering != nil {
		f.answering()
	}
	return fault.answer(x)
}

func (f *front) carryOut(ctx context.Context, req *http.Request) *http.Response {
	recorder := httptest.NewRecorder()
	f.vendor.ServeHTTP(recorder, req.WithContext(ctx))
	resp := recorder.Result()
	resp.ContentLength = int64(recorder.Body.Len())
	return resp
}

// send sends an answer as it is, and says that it is the connection's last.
func send(conn net.Conn, resp *http.Response) error {
	resp.Close = true
	var all bytes.Buffer
	if err := resp.Write(&all); err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	_, err := conn.Write(all.Bytes())
	return err
}
