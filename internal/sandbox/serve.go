package sandbox

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Serve responds to requests at addr until ctx ends. It returns once the server listens. addr is "host:port", and port 0 means any free
// one. The host must be a loopback address, because a stand-in accepts invented credentials.
//
// baseURL has no trailing slash. done receives one value when the server has stopped: nil if ctx ended.
func Serve(ctx context.Context, addr string, h http.Handler) (baseURL string, done <-chan error, err error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return "", nil, fmt.Errorf("sandbox: address %q: %w", addr, err)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return "", nil, fmt.Errorf("sandbox: address %q: the host must be a loopback IP address", addr)
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
