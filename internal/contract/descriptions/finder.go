package descriptions

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// finder is the world that a search sees; the tests build their own.
type finder struct {
	getenv   func(string) string
	workDir  func() (string, error)
	cacheDir func() (string, error)
	// pack puts the archive of the pinned npm package into a folder and returns its
	// path.
	pack func(ctx context.Context, dir string) (string, error)
	// sums are the SHA-256 sums that what was fetched must have.
	sums map[string]string
}

func system() finder {
	return finder{getenv: os.Getenv, workDir: os.Getwd, cacheDir: os.UserCacheDir, pack: npm("npm").pack, sums: pinned}
}

// checkout is the folder that has the provider's go.mod. Tests run in their
// package's folder and the commands at the top, so it looks upwards.
func (f finder) checkout() (string, error) {
	start, err := f.workDir()
	if err != nil {
		return "", err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		_, err := os.Stat(filepath.Join(dir, "go.mod"))
		if err == nil {
			return dir, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("%s is not in a checkout of the provider; set %s to a folder with Twilio's API descriptions", start, Env)
		}
	}
}

// cache is the folder of the pinned package, so that another version is fetched
// into another.
func (f finder) cache() (string, error) {
	cache, err := f.cacheDir()
	if err != nil {
		return "", fmt.Errorf("no place for Twilio's API descriptions: %w", err)
	}
	return filepath.Join(cache, "terraform-provider-videostorage", "twilio-openapi-"+pinnedVersion), nil
}

// complete reports whether a folder has all descriptions.
func complete(dir string) (bool, error) {
	for _, name := range Files() {
		_, err := os.Stat(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
	return true, nil
}
