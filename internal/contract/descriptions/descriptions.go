// Package descriptions finds Twilio's OpenAPI descriptions, which are not part of this repository: in the folder that an environment
// variable names, or in the user's cache, into which they are fetched once from a pinned npm package.
package descriptions

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// Env names the folder with the descriptions.
const Env = "TWILIO_OPENAPI_DIR"

// Package is the npm package with the descriptions, under the MIT licence: https://www.npmjs.com/package/@twilio/cli-core
const (
	Package = "@twilio/cli-core@" + version
	version = "9.0.0"
)

// Files are the names of the descriptions, for video.twilio.com and for accounts.twilio.com.
var Files = []string{"twilio_video_v1.json", "twilio_accounts_v1.json"}

// sums are the SHA-256 sums of the files in the package.
var sums = map[string]string{
	"twilio_video_v1.json":    "162f62d432a227cb5aab8da45af7bbfceca5569feff4e26529504583946d1383",
	"twilio_accounts_v1.json": "7f489a631e1b46a163a255e56ad02c6cdc68f607de0cb4bf5e0c8916ee700387",
}

// ErrNotFound says how to get the descriptions.
var ErrNotFound = errors.New("Twilio's API descriptions are missing: run `make contract` to fetch them once, or set " + Env + " to their folder")

// Find returns the absolute path of the folder with the descriptions. The error is [ErrNotFound] if [Env] is not set and nothing was
// fetched.
func Find() (string, error) {
	if named := os.Getenv(Env); named != "" {
		// A test runs in the folder of its package.
		dir, err := filepath.Abs(named)
		if err == nil && !isComplete(dir) {
			err = fmt.Errorf("%s=%s is no folder with %s", Env, named, strings.Join(Files, " and "))
		}
		return dir, err
	}
	dir, err := cache()
	if err == nil && !isComplete(dir) {
		err = ErrNotFound
	}
	return dir, err
}

// Fetch puts the descriptions into the user's cache and returns the folder. npm asks the registry that the user configured.
func Fetch(ctx context.Context) (string, error) {
	dir, err := cache()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	temp, err := os.MkdirTemp("", "descriptions")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(temp) }() // The system removes what stays in its folder for temporary files.
	pack := exec.CommandContext(ctx, "npm", "pack", "--loglevel=error", "--ignore-scripts", "--pack-destination", temp, Package)
	if out, err := pack.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s", pack, err, out)
	}
	archive, err := os.ReadFile(filepath.Join(temp, "twilio-cli-core-"+version+".tgz"))
	if err != nil {
		return "", err
	}
	return dir, extract(archive, dir)
}

// extract writes the descriptions of the package's archive into a folder, if they have the pinned sums.
func extract(archive []byte, dir string) error {
	unzipped, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return err
	}
	for entries := tar.NewReader(unzipped); ; {
		entry, err := entries.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		name := path.Base(entry.Name)
		if entry.Name != "package/src/services/twilio-api/"+name || sums[name] == "" {
			continue
		}
		content, err := io.ReadAll(entries)
		if err != nil {
			return err
		}
		if sum := fmt.Sprintf("%x", sha256.Sum256(content)); sum != sums[name] {
			return fmt.Errorf("%s of %s has the SHA-256 sum %s, want %s", name, Package, sum, sums[name])
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			return err
		}
	}
	if !isComplete(dir) {
		return fmt.Errorf("%s lacks one of %s", Package, strings.Join(Files, " and "))
	}
	return nil
}

// cache returns the folder of the pinned version.
func cache() (string, error) {
	dir, err := os.UserCacheDir()
	return filepath.Join(dir, "terraform-provider-videostorage", "twilio-openapi-"+version), err
}

func isComplete(dir string) bool {
	for _, name := range Files {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			return false
		}
	}
	return true
}
