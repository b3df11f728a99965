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

// npmPack has npm fetch the package, from the registry that the user has set up.
// Nothing of the package is run.
func npmPack(ctx context.Context, dir string) (string, error) {
	cmd := exec.CommandContext(ctx, "npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", dir, pinnedPackage+"@"+pinnedVersion)
	var stderr bytes.Buffer
	cmd.Dir, cmd.Stderr = dir, &stderr
	stdout, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", cmd, err, bytes.TrimSpace(stderr.Bytes()))
	}
	// The last line is the archive's name, whatever npm had to say before.
	lines := strings.Fields(string(stdout))
	if len(lines) == 0 {
		return "", fmt.Errorf("%s does not say what it made", cmd)
	}
	return filepath.Join(dir, filepath.Base(lines[len(lines)-1])), nil
}
