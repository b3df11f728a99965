package sandbox

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

var hello = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
	w.WriteHeader(http.StatusTeapot)
})

func TestServeRefusesAddressesOutsideThisMachine(t *testing.T) {
	t.Parallel()
	addrs := map[string]string{
		"every interface":      "0.0.0.0:0",
		"every interface, v6":  "[::]:0",
		"no host":              ":0",
		"another host":         "192.0.2.1:0",
		"a name":               "example.com:0",
		"a name that looks ok": "localhost.example.com:0",
		"no port":              "127.0.0.1",
		"nothing":              "",
	}
	for name, addr := range addrs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			baseURL, done, err := Serve(t.Context(), addr, hello)
			if err == nil {
				t.Fatalf("serves %q at %s", addr, baseURL)
			}
			if done != nil {
				t.Error("a channel came with the error")
			}
			if !strings.Contains(err.Error(), `"`+addr+`"`) {
				t.Errorf("%q does not name the address", err)
			}
		})
	}
}

func TestServeAnswersUntilTheContextEnds(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{"127.0.0.1:0", "localhost:0"} {
		t.Run(addr, func(t *testing.T) {
			t.Parallel()
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			baseURL, done, err := Serve(ctx, addr, hello)
			if err != nil {
				t.Fatal(err)
			}
			if status, err := get(t, baseURL); err != nil || status != http.StatusTeapot {
				t.Fatalf("answer %d, %v", status, err)
			}
			select {
			case err := <-done:
				t.Fatalf("stopped early: %v", err)
			default:
			}

			stop()
			if err := <-done; err != nil {
				t.Errorf("stopped with %v", err)
			}
			if _, open := <-done; open {
				t.Error("the channel gave a second value")
			}
			if status, err := get(t, baseURL); err == nil {
				t.Errorf("answered %d after it stopped", status)
			}
		})
	}
}

func TestServeEndsDelayedRequestsWithTheContext(t *testing.T) {
	t.Parallel()
	var (
		log    Log
		faults Faults
	)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	faults.Add(Fault{Delay: time.Hour, Hook: stop})
	baseURL, done, err := Serve(ctx, "127.0.0.1:0", Wrap(hello, &log, &faults))
	if err != nil {
		t.Fatal(err)
	}
	if status, err := get(t, baseURL); err == nil {
		t.Errorf("answered %d, want the connection closed", status)
	}
	if err := <-done; err != nil {
		t.Errorf("stopped with %v", err)
	}
}

func TestServeSaysThatTheAddressIsTaken(t *testing.T) {
	t.Parallel()
	baseURL, _, err := Serve(t.Context(), "127.0.0.1:0", hello)
	if err != nil {
		t.Fatal(err)
	}
	if again, _, err := Serve(t.Context(), strings.TrimPrefix(baseURL, "http://"), hello); err == nil {
		t.Errorf("serves twice at %s", again)
	}
}

func get(t *testing.T, address string) (status int, err error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	req.Close = true
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, errors.Join(err, resp.Body.Close())
}
