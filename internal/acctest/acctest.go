// Package acctest is the harness of the acceptance tests: they run the real
// Terraform CLI on the provider, which serves in the test's own process, against
// an account that is a sandbox of the test's own.
//
// With TF_ACC set, as for any provider, the account is the real one that the
// TWILIO_* variables name. Tests that need a sandbox's switches skip then.
package acctest

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/cli"
)

// Live reports whether the tests run against a real account.
func Live() bool { return os.Getenv("TF_ACC") != "" }

// Main runs a package's tests once there is a CLI to run them on, and a place for
// what they leave to be scanned for secrets. Call it from TestMain.
// terraform-plugin-testing alone would try to download a CLI.
//
// What terraform-plugin-testing would delete stays, with TF_ACC_PERSIST_WORKING_DIR
// set, beyond the end.
func Main(m *testing.M) {
	keep := os.Getenv("TF_ACC_PERSIST_WORKING_DIR") != ""
	if err := prepare(); err != nil {
		fmt.Fprintf(os.Stderr, "The acceptance tests cannot run: %s.\n", err)
		os.Exit(1)
	}
	code := m.Run()
	for _, complaint := range sweep(folder) {
		fmt.Fprintln(os.Stderr, complaint)
		code = max(code, 1)
	}
	if keep {
		fmt.Fprintf(os.Stderr, "What the tests left is in %s.\n", folder)
	} else if err := os.RemoveAll(folder); err != nil {
		// Where open files cannot be removed, those of the log sinks still are.
		fmt.Fprintf(os.Stderr, "What the tests left could not be removed: %s.\n", err)
	}
	os.Exit(code)
}

func prepare() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	path, err := cli.Find(ctx, cli.Terraform)
	if err != nil {
		return err
	}
	if err := openFolder(); err != nil {
		return err
	}
	return setenv(map[string]string{
		"TF_ACC_TERRAFORM_PATH": path,
		// A CLI configuration of the user's own could name other providers; and
		// OpenTofu refuses one that is missing.
		"TF_CLI_CONFIG_FILE": os.DevNull,
		"CHECKPOINT_DISABLE": "1",
	})
}
