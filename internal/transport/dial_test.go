package transport_test

import (
	"bytes"
	"errors"
	"io"
	"log"
	"net"
	"net/http/httptest"
	"strings"
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
