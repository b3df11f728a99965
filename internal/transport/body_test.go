package transport_test

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

func TestTooLargeAnswerIsRefusedOnce(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		chunk := make([]byte, 64<<10)
		for range transport.MaxBody/len(chunk) + 1 {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	_, err := get(t.Context(), t, s.client(retries(2)), s.URL)
	if !errors.Is(err, transport.ErrBodyTooLarge) {
		t.Fatalf("error %v, want ErrBodyTooLarge", err)
	}
	if !strings.Contains(err.Error(), "64 MiB") {
		t.Errorf("%q does not name the limit", err)
	}
	s.wantRequests(t, 1)
}

func TestAnswerIsHandedOutWhole(t *testing.T) {
	t.Parallel()
	want := strings.Repeat("0123456789abcdef", 64<<10)
	s := serve(t, answer(200, want, "Twilio-Request-Id", "RQ1"))
	got, err := get(t.Context(), t, s.client(), s.URL)
	wantStatus(t, got, err, 200)
	if got.body != want {
		t.Errorf("%d bytes, want the %d that were sent", len(got.body), len(want))
	}
	if got.header.Get("Twilio-Request-Id") != "RQ1" {
		t.Errorf("header %v, want the answer's", got.header)
	}
}

// TestAnnouncedTooLargeAnswerIsNotRead: nobody has to wait for what will be refused.
func TestAnnouncedTooLargeAnswerIsNotRead(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", strconv.Itoa(transport.MaxBody+1))
		w.WriteHeader(http.StatusOK)
		if err := http.NewResponseController(w).Flush(); err != nil {
			return
		}
		<-r.Context().Done()
	})
	_, err := get(t.Context(), t, s.client(retries(2)), s.URL)
	if !errors.Is(err, transport.ErrBodyTooLarge) {
		t.Fatalf("error %v, want ErrBodyTooLarge", err)
	}
	s.wantRequests(t, 1)
}
