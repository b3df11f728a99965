package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/hashicorp/go-version"
)

// versionOf runs the binary and returns the version that it reports.
func (f finder) versionOf(ctx context.Context, path string) (*version.Version, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, f.timeout, fmt.Errorf("no answer within %s", f.timeout))
	defer cancel()

	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, path, "version", "-json")
	// Neither a user's configuration, which may be broken or missing, nor
	// HashiCorp's update check belongs to the question.
	cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+os.DevNull, "CHECKPOINT_DISABLE=1")
	cmd.Stderr = &stderr
	// A child of a killed wrapper keeps the pipes open.
	cmd.WaitDelay = time.Second

	out, err := cmd.Output()
	if ctx.Err() != nil {
		return nil, fmt.Errorf("%s version -json: %w", path, context.Cause(ctx))
	}
	if err != nil {
		return nil, fmt.Errorf("%s version -json: %w%s", path, err, tail(stderr.Bytes()))
	}

	// OpenTofu kept the name of the field.
	var answer struct {
		Version string `json:"terraform_version"`
	}
	if err := json.Unmarshal(out, &answer); err != nil {
		return nil, fmt.Errorf("%s version -json: %w", path, err)
	}
	v, err := version.NewVersion(answer.Version)
	if err != nil {
		return nil, fmt.Errorf("%s version -json: %w", path, err)
	}
	return v, nil
}

// minorOf returns the minor version, as in 1.16, that a version is of.
func minorOf(text string) (string, error) {
	v, err := version.NewVersion(text)
	if err != nil {
		return "", err
	}
	segments := v.Segments() // always three or more
	return fmt.Sprintf("%d.%d", segments[0], segments[1]), nil
}
