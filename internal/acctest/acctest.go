// Package acctest runs acceptance tests: the real CLI and the provider, which serves in the process of the test, on an account of a
// stand-in of the test's own. With TF_ACC set, the account is the real one that the TWILIO_* variables name, and tests that need the
// switches of a stand-in are skipped.
package acctest

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/cli"
)

// Live reports whether the tests run against a real account.
func Live() bool { return os.Getenv("TF_ACC") != "" }

// missingCLI is why the acceptance tests cannot run, and says what to do.
var missingCLI error

// Main runs a package's tests. It fails if files were not scanned for secrets. Call it from TestMain. Without a CLI, it prints one line, and
// [NeedCLI] skips the acceptance tests. If TF_ACC_PERSIST_WORKING_DIR is set, the files stay.
func Main(m *testing.M) {
	// Tests wait for timeouts, and for stand-ins that lag. The option -parallel still counts.
	err := flag.Set("test.parallel", strconv.Itoa(2*runtime.GOMAXPROCS(0)))
	if err := errors.Join(err, prepare()); err != nil {
		fmt.Fprintf(os.Stderr, "Preparing the tests failed: %s.\n", err)
		os.Exit(1)
	}
	code := m.Run()
	if keepFiles {
		fmt.Fprintf(os.Stderr, "The files of the tests are in %s.\n", folder)
		os.Exit(code)
	}
	if left, err := findUnscanned(folder); err != nil || len(left) > 0 {
		fmt.Fprintf(os.Stderr, "No test scanned these files for secrets: %q (%v)\n", left, err)
		code = max(code, 1)
	}
	if err := os.RemoveAll(folder); err != nil {
		// Where open files cannot be removed, those of the log sinks still are.
		fmt.Fprintf(os.Stderr, "The files of the tests could not be removed: %s.\n", err)
	}
	os.Exit(code)
}

func prepare() error {
	if err := openFolder(); err != nil {
		return err
	}
	// A CLI configuration of the user's own could name other providers, and OpenTofu refuses one that is missing.
	if err := setenv(map[string]string{"TF_CLI_CONFIG_FILE": os.DevNull, "CHECKPOINT_DISABLE": "1"}); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var path string
	if path, missingCLI = cli.Terraform.Find(ctx); missingCLI != nil {
		fmt.Fprintf(os.Stderr, "The acceptance tests do not run: %s.\n", missingCLI)
		return nil
	}
	if err := askVersion(ctx, path); err != nil {
		return err
	}
	path, err := cacheVersion(path)
	if err := errors.Join(err, os.Setenv("TF_ACC_TERRAFORM_PATH", path)); err != nil || tool != openTofu {
		return err
	}
	// terraform-plugin-testing puts the provider under the default address of Terraform's registry.
	return setenv(map[string]string{"TF_ACC_PROVIDER_NAMESPACE": "hashicorp", "TF_ACC_PROVIDER_HOST": "registry.opentofu.org"})
}

// cacheVersion returns the path of a script that runs the CLI, except that it knows the version. terraform-plugin-testing asks for it twice
// in each test case, which was an eighth of all starts of the CLI.
func cacheVersion(path string) (string, error) {
	if runtime.GOOS == "windows" {
		return path, nil
	}
	script := filepath.Join(folder, "cli")
	text := fmt.Sprintf("#!/bin/sh\n[ \"$*\" = 'version -json' ] || exec '%s' \"$@\"\necho '{\"terraform_version\":\"%s\"}'\n", path, cliVersion)
	return script, os.WriteFile(script, []byte(text), 0o700) //nolint:gosec // a program
}

// NeedCLI skips the test if there is no CLI. terraform-plugin-testing alone would try to download one.
func NeedCLI(t testing.TB) {
	t.Helper()
	if missingCLI != nil && !errors.Is(missingCLI, cli.ErrNotFound) {
		t.Fatal(missingCLI) // the user asked for a CLI that cannot be used
	}
	if missingCLI != nil {
		skip(t, missingCLI.Error())
	}
}

// skip skips the test.
func skip(t testing.TB, reason string) {
	t.Helper()
	failIfNoSkip(t, reason)
	t.Skip(reason)
}

// failIfNoSkip fails the test if it must run in full, as in CI.
func failIfNoSkip(t testing.TB, reason string) {
	t.Helper()
	if os.Getenv("VIDEOSTORAGE_TEST_NO_SKIP") != "" {
		t.Fatalf("VIDEOSTORAGE_TEST_NO_SKIP is set, and this would be left out: %s", reason)
	}
}
