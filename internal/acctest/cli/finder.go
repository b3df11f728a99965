package cli

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// finder is the world that a search sees; the tests build their own.
type finder struct {
	getenv   func(string) string
	lookPath func(string) (string, error)
	cacheDir func() (string, error)
	workDir  func() (string, error)
	// compile builds the tool's main package in the module at dir into out.
	compile func(ctx context.Context, tool Tool, dir, out string) error
	// timeout bounds the question for a version: a wrapper on PATH may want to
	// download something first.
	timeout time.Duration
}

func system() finder {
	return finder{
		getenv:   os.Getenv,
		lookPath: exec.LookPath,
		cacheDir: os.UserCacheDir,
		workDir:  os.Getwd,
		compile:  goBuild,
		timeout:  30 * time.Second,
	}
}

func (f finder) find(ctx context.Context, tool Tool) (string, error) {
	if named := f.getenv(tool.env); named != "" && tool.line == "" {
		return f.named(ctx, tool, named)
	}

	path, passedOver := f.onPath(ctx, tool)
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if path != "" {
		return path, nil
	}

	wanted, err := f.pinned(tool)
	if err != nil {
		return "", err
	}
	exists, err := wanted.exists()
	if err != nil {
		return "", err
	}
	if !exists {
		return "", &NotFoundError{Tool: tool, PassedOver: passedOver, wanted: wanted}
	}
	return wanted.path(), nil
}

// named checks the binary that the environment asks for. To fall back to
// another one would test what nobody asked for.
func (f finder) named(ctx context.Context, tool Tool, path string) (string, error) {
	// The tests of each package run in that package's folder.
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("%s=%s: %w", tool.env, path, err)
	}
	if _, err := f.versionOf(ctx, abs); err != nil {
		return "", fmt.Errorf("%s=%s does not name a usable binary: %w", tool.env, path, err)
	}
	return abs, nil
}

// onPath returns the binary on PATH, or why it is passed over.
func (f finder) onPath(ctx context.Context, tool Tool) (path, passedOver string) {
	found, err := f.lookPath(tool.binary)
	if err != nil {
		return "", fmt.Sprintf("none on PATH (%v)", err)
	}
	found, err = filepath.Abs(found)
	if err != nil {
		return "", fmt.Sprintf("the one on PATH cannot be located (%v)", err)
	}
	v, err := f.versionOf(ctx, found)
	if err != nil {
		return "", fmt.Sprintf("the one on PATH does not tell its version (%v)", err)
	}
	if !tool.accepts(v) {
		return "", fmt.Sprintf("the one on PATH, %s, is %s", found, v)
	}
	return found, ""
}
