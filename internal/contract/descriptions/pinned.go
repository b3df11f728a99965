package descriptions

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// The npm package that carries Twilio's descriptions, under the MIT licence, and
// where in it they are: https://www.npmjs.com/package/@twilio/cli-core
const (
	pinnedPackage = "@twilio/cli-core"
	pinnedVersion = "9.0.0"
	pinnedFolder  = "package/src/services/twilio-api/"
)

// pinned are the SHA-256 sums of the files in the package.
var pinned = map[string]string{
	Video:    "162f62d432a227cb5aab8da45af7bbfceca5569feff4e26529504583946d1383",
	Accounts: "7f489a631e1b46a163a255e56ad02c6cdc68f607de0cb4bf5e0c8916ee700387",
}

// verify returns an error if a fetched file is not the pinned one.
func (f finder) verify(dir string) error {
	for _, name := range Files() {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		if got := hex.EncodeToString(sum[:]); got != f.sums[name] {
			return fmt.Errorf("%s of %s@%s has the SHA-256 sum %s, and %s is pinned", name, pinnedPackage, pinnedVersion, got, f.sums[name])
		}
	}
	return nil
}

// npm is the program. It fetches from the registry that the user has set up.
type npm string

// pack has it fetch the package. Nothing of the package is run.
func (n npm) pack(ctx context.Context, dir string) (string, error) {
	// Silent, npm would not say why it fails either.
	cmd := exec.CommandContext(ctx, string(n), "pack", "--loglevel=error", "--ignore-scripts", "--pack-destination", dir, pinnedPackage+"@"+pinnedVersion)
	var stderr bytes.Buffer
	cmd.Dir, cmd.Stderr = dir, &stderr
	stdout, err := cmd.Output()
	if err != nil {
		return "", saying(fmt.Errorf("%s: %w", cmd, err), &stderr)
	}
	// The last line is the archive's name, whatever npm had to say before.
	lines := strings.Fields(string(stdout))
	if len(lines) == 0 {
		return "", saying(fmt.Errorf("%s does not say what it made", cmd), &stderr)
	}
	return filepath.Join(dir, filepath.Base(lines[len(lines)-1])), nil
}

// saying adds what npm said to its failure.
func saying(failed error, stderr *bytes.Buffer) error {
	if said := bytes.TrimSpace(stderr.Bytes()); len(said) > 0 {
		return fmt.Errorf("%w\n%s", failed, said)
	}
	return failed
}
