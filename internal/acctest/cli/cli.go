// Package cli finds the Terraform or OpenTofu binary that the tests and the
// demo run on. A machine's own may be missing or too old, so a version is
// pinned in internal/tools and built, once, into the user's cache: outside the
// checkout, so that a second checkout does not build it again.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Find returns the absolute path of the tool's binary: the one that the tool's
// environment variable names, else the one on PATH if it is new enough, else
// the build in the user's cache. It never builds and never downloads; where
// there is none, the error is a *NotFoundError that says what to do.
//
// A binary that the variable names may be of any version, so that a run against
// an older one is possible; one that is missing or does not run is an error.
func Find(ctx context.Context, tool Tool) (string, error) {
	return system().find(ctx, tool)
}

// FindOrBuild is Find, and builds the pinned version where there is none. It
// writes to progress why it takes minutes. Processes that need the same build
// wait for one of them to make it.
func FindOrBuild(ctx context.Context, tool Tool, progress io.Writer) (string, error) {
	return system().findOrBuild(ctx, tool, progress)
}

// FindOrBuildLine is FindOrBuild for a run that compares versions. It takes nothing but
// the minor version that internal/tools pins, of the newest too: neither a newer or an
// older one on PATH, nor what a variable names, which may be of any version. It also
// returns the version that the binary reports, as in 1.16.4.
func FindOrBuildLine(ctx context.Context, tool Tool, progress io.Writer) (path, version string, err error) {
	return system().findOrBuildLine(ctx, tool, progress)
}

// Pinned returns the version of the tool that internal/tools pins, as in 1.16.4.
func Pinned(tool Tool) (string, error) {
	wanted, err := system().pinned(tool)
	return wanted.version, err
}

// NotFoundError says that there is no binary of a version that will do.
type NotFoundError struct {
	Tool Tool
	// PassedOver says why the binary on PATH, if any, is not used.
	PassedOver string

	wanted build
}

func (e *NotFoundError) Error() string {
	return fmt.Sprintf("no %s: %s, and %s does not exist; run `%s`, which builds %s %s there once, or set %s to the path of a binary",
		e.Tool.wanted(), e.PassedOver, e.wanted.path(), e.Tool.target, e.Tool.Name, e.wanted.version, e.Tool.env)
}

func (f finder) findOrBuild(ctx context.Context, tool Tool, progress io.Writer) (string, error) {
	path, err := f.find(ctx, tool)
	var missing *NotFoundError
	if !errors.As(err, &missing) {
		return path, err
	}
	return f.make(ctx, missing, progress)
}

func (f finder) findOrBuildLine(ctx context.Context, tool Tool, progress io.Writer) (path, version string, err error) {
	wanted, err := f.pinned(tool)
	if err != nil {
		return "", "", err
	}
	minor, err := minorOf(wanted.version)
	if err != nil {
		return "", "", err
	}
	path, err = f.findOrBuild(ctx, tool.only(minor), progress)
	if err != nil {
		return "", "", err
	}
	v, err := f.versionOf(ctx, path)
	if err != nil {
		return "", "", err
	}
	return path, v.String(), nil
}
