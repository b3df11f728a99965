package faults_test

import (
	"flag"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"
)

// sideBySide is how many cells run at a time: mostly they wait for the next attempt.
func sideBySide() string {
	if raceDetector {
		return "64"
	}
	return "128"
}

// The whole process resolves names here, trusts the tests' own authority, and knows no
// proxy, before anything looks at either.
func TestMain(m *testing.M) {
	flag.Parse()
	folder, err := os.MkdirTemp("", "faults")
	if err == nil {
		err = prepare(folder)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "The tests cannot run: %s.\n", err)
		os.Exit(1)
	}
	code := m.Run()
	if err := os.RemoveAll(folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

func prepare(folder string) error {
	if err := flag.Set("test.parallel", sideBySide()); err != nil {
		return err
	}
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "SSL_CERT_DIR"} {
		if err := os.Unsetenv(name); err != nil {
			return err
		}
	}
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: dialNames}
	file := filepath.Join(folder, "authority.pem")
	if err := makeCertificates(file); err != nil {
		return err
	}
	return os.Setenv("SSL_CERT_FILE", file)
}
