package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"github.com/gofrs/flock"
)

// make builds what a search missed, unless another process does so first.
func (f finder) make(ctx context.Context, missing *NotFoundError, progress io.Writer) (path string, err error) {
	wanted := missing.wanted
	if err := os.MkdirAll(wanted.folder, 0o755); err != nil {
		return "", err
	}
	unlock, err := lock(ctx, wanted, progress)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, unlock()) }()

	// Another process may have built it while this one waited.
	exists, err := wanted.exists()
	if err != nil {
		return "", err
	}
	if exists {
		return wanted.path(), nil
	}

	if _, err := fmt.Fprintf(progress, "%s: %s. Building %s %s, which takes 2 to 5 minutes, once, into %s\n",
		wanted.tool.Name, missing.PassedOver, wanted.tool.Name, wanted.version, wanted.path()); err != nil {
		return "", err
	}
	if err := f.publish(ctx, wanted); err != nil {
		return "", fmt.Errorf("building %s %s: %w", wanted.tool.Name, wanted.version, err)
	}
	return wanted.path(), nil
}

// publish gives a build its final name only when it is whole and runs: whoever
// finds the name uses it without a further look. The caller holds the lock.
func (f finder) publish(ctx context.Context, wanted build) (err error) {
	part := filepath.Join(wanted.folder, "part-"+filepath.Base(wanted.path()))
	// A killed process may have left half a file, which "go build" refuses to
	// overwrite.
	if err := remove(part); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove(part)) }()

	if err := f.compile(ctx, wanted.tool, wanted.source, part); err != nil {
		return err
	}
	v, err := f.versionOf(ctx, part)
	if err != nil {
		return err
	}
	if v.String() != wanted.version {
		return fmt.Errorf("the build calls itself %s", v)
	}
	return os.Rename(part, wanted.path())
}

// lock keeps other processes from the same build. The operating system frees
// such a lock with its process, so none is ever stale.
func lock(ctx context.Context, wanted build, progress io.Writer) (unlock func() error, err error) {
	l := flock.New(filepath.Join(wanted.folder, ".lock"))
	locked, err := l.TryLock()
	if err != nil {
		return nil, err
	}
	if !locked {
		if _, err := fmt.Fprintf(progress, "%s: waiting for another process that builds %s\n", wanted.tool.Name, wanted.path()); err != nil {
			return nil, err
		}
		if _, err := l.TryLockContext(ctx, 200*time.Millisecond); err != nil {
			return nil, err
		}
	}
	return l.Unlock, nil
}

// goBuild compiles with the user's own settings, except those that would build
// something else than the pinned version for this machine.
func goBuild(ctx context.Context, tool Tool, dir, out string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-mod=readonly", "-trimpath", "-ldflags", tool.ldflags, "-o", out, tool.pkg)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOOS="+runtime.GOOS, "GOARCH="+runtime.GOARCH)
	// Interrupted, go removes its work folder and stops the compilers.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	output, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("go build %s in %s: %w%s", tool.pkg, dir, err, tail(output))
	}
	return nil
}

func remove(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// tail is the end of an output, where the reason of a failure stands, on lines
// of its own.
func tail(output []byte) string {
	const most = 4 << 10
	output = bytes.TrimSpace(output)
	switch {
	case len(output) == 0:
		return ""
	case len(output) > most:
		return "\n…" + string(output[len(output)-most:])
	default:
		return "\n" + string(output)
	}
}
