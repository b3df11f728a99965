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

// Main runs a package's tests once there is a CLI to run them on. Call it from
// TestMain. terraform-plugin-testing alone would try to download one.
func Main(m *testing.M) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	path, err := cli.Find(ctx, cli.Terraform)
	if err != nil {
		fmt.Fprintf(os.Stderr, "The acceptance tests cannot run: %s.\n", err)
		os.Exit(1)
	}
	for name, value := range map[string]string{
		"TF_ACC_TERRAFORM_PATH": path,
		// A CLI configuration of the user's own could name other providers; and
		// OpenTofu refuses one that is missing.
		"TF_CLI_CONFIG_FILE": os.DevNull,
		"CHECKPOINT_DISABLE": "1",
	} {
		if err := os.Setenv(name, value); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}
