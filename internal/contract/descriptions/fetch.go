package descriptions

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// maxFile bounds what is taken out of an archive: the larger file has 300 KiB.
const maxFile = 16 << 20

// fetch puts the descriptions into the cache, unless another process does so first.
func (f finder) fetch(ctx context.Context, cache string, progress io.Writer) (dir string, err error) {
	if err := os.MkdirAll(filepath.Dir(cache), 0o755); err != nil {
		return "", err
	}
	// The operating system frees such a lock with its process, so none is ever stale.
	lock := flock.New(cache + ".lock")
	if _, err := lock.TryLockContext(ctx, 200*time.Millisecond); err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()

	// Another process may have fetched them while this one waited.
	if found, err := complete(cache); err != nil {
		return "", err
	} else if found {
		return f.cached(cache)
	}
	if _, err := fmt.Fprintf(progress, "Fetching Twilio's API descriptions, of %s@%s, once, into %s\n", pinnedPackage, pinnedVersion, cache); err != nil {
		return "", err
	}
	if err := f.publish(ctx, cache); err != nil {
		return "", fmt.Errorf("fetching Twilio's API descriptions: %w; or set %s to a folder that has %s and %s", err, Env, Video, Accounts)
	}
	return cache, nil
}

// publish gives the folder its final name only when it is whole and as pinned. The
// caller holds the lock.
func (f finder) publish(ctx context.Context, cache string) (err error) {
	part, err := os.MkdirTemp(filepath.Dir(cache), "part-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(part)) }()

	archive, err := f.pack(ctx, part)
	if err != nil {
		return err
	}
	whole := filepath.Join(part, "descriptions")
	if err := os.Mkdir(whole, 0o755); err != nil {
		return err
	}
	if err := extract(archive, whole); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(archive), err)
	}
	if err := f.verify(whole); err != nil {
		return err
	}
	// What is left there is not complete, or it would have been taken.
	if err := os.RemoveAll(cache); err != nil {
		return err
	}
	return os.Rename(whole, cache)
}

// extract takes the descriptions out of the package's archive, and nothing else.
func extract(archive, into string) (err error) {
	file, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	for entries := tar.NewReader(unzipped); ; {
		entry, err := entries.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, name := range Files() {
			if entry.Name != pinnedFolder+name {
				continue
			}
			content, err := io.ReadAll(io.LimitReader(entries, maxFile))
			if err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(into, name), content, 0o600); err != nil {
				return err
			}
		}
	}
}
