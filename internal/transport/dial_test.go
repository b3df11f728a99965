package transport_test

import (
	"bytes"
	"errors"
	"io"
	"log"
	"net"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// TestDialFailureIsRepeated includes the unmarked POST: what was never sent
// cannot be carried out twice. Nothing listens on port 0.
func TestDialFailureIsRepeated(t *testing.T) {
	t.Parallel()
	for way, do := range ways {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			const nowhere = "http://127.0.0.1:0"
			client := serve(t, ok).client(func(c *transport.Config) { c.Origins = []string{nowhere} })
			_, err := do(t.Context(), t, client, nowhere)
			var op *net.OpError
			if !errors.As(err, &op) || op.Op != "dial" {
				t.Fatalf("error %v, want that of dialling", err)
			}
			if !strings.Contains(err.Error(), "gave up after 2 attempts") {
				t.Errorf("%q does not say that it was repeated once", err)
			}
			if n := strings.Count(err.Error(), nowhere); n != 1 {
				t.Errorf("%q names the URL %d times, want once", err, n)
			}
		})
	}
}

// TestBadCertificateIsNotRepeated: it would be as bad the next time.
func TestBadCertificateIsNotRepeated(t *testing.T) {
	t.Parallel()
	s := &server{Server: httptest.NewUnstartedServer(ok)}
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)

	var out bytes.Buffer
	_, err := get(tflogtest.RootLogger(t.Context(), &out), t, s.client(), s.URL)
	if err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Fatalf("error %v, want one about the certificate", err)
	}
	if n := len(entries(t, &out, "A request failed")); n != 1 {
		t.Errorf("%d attempts, want 1", n)
	}
}

// TestFailedHandshakeIsRepeated includes the unmarked POST: without TLS nothing was sent.
func TestFailedHandshakeIsRepeated(t *testing.T) {
	t.Parallel()
	for way, do := range ways {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			listen, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			var accepted atomic.Int64
			done := make(chan struct{})
			go func() {
				defer close(done)
				for {
					conn, err := listen.Accept()
					if err != nil {
						return // it is closed
					}
					accepted.Add(1)
					_ = conn.Close()
				}
			}()
			target := "https://" + listen.Addr().String()
			client := serve(t, ok).client(func(c *transport.Config) { c.Origins = []string{target} })
			_, err = do(t.Context(), t, client, target)
			if err == nil || !transport.NeverSent(err) || !strings.Contains(err.Error(), "gave up after 2 attempts") {
				t.Errorf("error %v, want one of two attempts that were never sent", err)
			}
			if err := listen.Close(); err != nil {
				t.Error(err)
			}
			<-done
			if n := accepted.Load(); n != 2 {
				t.Errorf("%d connections, want 2", n)
			}
		})
	}
}
