package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// ExchangeTimeout is how long a request to what [Serve] serves may take. It bounds a
// [Fault]'s Delay: net/http ends the request's context with the read timeout, even if
// the body has long been read.
const ExchangeTimeout = 2 * time.Minute

const (
	readHeaderTimeout = 5 * time.Second
	idleTimeout       = time.Minute
	shutdownTimeout   = 5 * time.Second
	maxHeaderBytes    = 16 << 10
)

// Serve answers requests at addr, "host:port" with port 0 for any free one,
// until ctx ends. It returns once the server listens.
//
// The host must be "localhost" or a loopback IP address: a sandbox accepts
// made-up credentials and must not be reachable from elsewhere.
//
// baseURL has no trailing slash. done receives one value when the server has
// stopped, nil if that was because ctx ended, and is then closed.
func Serve(ctx context.Context, addr string, h http.Handler) (baseURL string, done <-chan error, err error) {
	addr, err = loopback(addr)
	if err != nil {
		return "", nil, err
	}
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return "", nil, fmt.Errorf("sandbox: %w", err)
	}

	srv := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       ExchangeTimeout,
		WriteTimeout:      ExchangeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		// Requests end with ctx, or a delayed one would hold up the shutdown.
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	result := make(chan error, 1)
	go func() {
		defer close(result)
		result <- run(ctx, srv, ln)
	}()
	return "http://" + ln.Addr().String(), result, nil
}

// run serves until ctx ends or the listener fails.
func run(ctx context.Context, srv *http.Server, ln net.Listener) error {
	served := make(chan error, 1)
	go func() { served <- srv.Serve(ln) }()

	select {
	case err := <-served:
		return fmt.Errorf("sandbox: %w", err)
	case <-ctx.Done():
	}

	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := srv.Shutdown(grace); err != nil {
		return fmt.Errorf("sandbox: stopping: %w", errors.Join(err, srv.Close()))
	}
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("sandbox: %w", err)
	}
	return nil
}

// loopback returns addr with its host as an IP address, or an error if that is
// not a loopback one. It asks no resolver: a name means what RFC 6761 says of
// "localhost" or is refused.
func loopback(addr string) (string, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", fmt.Errorf("sandbox: address %q: %w", addr, err)
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return "", fmt.Errorf("sandbox: address %q: the host must be localhost or a loopback IP address", addr)
	}
	return net.JoinHostPort(host, port), nil
}
