package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/mod/modfile"
)

// build is a pinned version of a tool and the place of its binary.
type build struct {
	tool    Tool
	version string
	// source is the folder of the module that pins the version.
	source string
	// folder is the build's own folder in the user's cache.
	folder string
}

func (b build) path() string {
	return filepath.Join(b.folder, b.tool.binary+exeSuffix())
}

func (b build) exists() (bool, error) {
	_, err := os.Stat(b.path())
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// pinned reads the version from the module that pins it, so that a raise there
// is a new place in the cache.
func (f finder) pinned(tool Tool) (build, error) {
	source, err := f.source(tool)
	if err != nil {
		return build{}, err
	}
	name := filepath.Join(source, "go.mod")
	text, err := os.ReadFile(name)
	if err != nil {
		return build{}, err
	}
	mod, err := modfile.Parse(name, text, nil)
	if err != nil {
		return build{}, err
	}
	for _, required := range mod.Require {
		if required.Mod.Path != tool.module {
			continue
		}
		cache, err := f.cacheDir()
		if err != nil {
			return build{}, fmt.Errorf("no place for a build of %s: %w", tool.Name, err)
		}
		v := required.Mod.Version[len("v"):]
		folder := fmt.Sprintf("%s-%s-%s-%s", tool.binary, v, runtime.GOOS, runtime.GOARCH)
		return build{
			tool:    tool,
			version: v,
			source:  source,
			folder:  filepath.Join(cache, "terraform-provider-videostorage", folder),
		}, nil
	}
	return build{}, fmt.Errorf("%s does not require %s", name, tool.module)
}

// source is the pinning module's folder. Tests run in their package's folder
// and the commands at the top of the checkout, so it looks upwards.
func (f finder) source(tool Tool) (string, error) {
	start, err := f.workDir()
	if err != nil {
		return "", err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		source := filepath.Join(dir, "internal", "tools", tool.folder)
		_, err := os.Stat(filepath.Join(source, "go.mod"))
		if err == nil {
			return source, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("%s is not in a checkout of the provider, which pins the version of %s; set %s to the path of a binary",
				start, tool.Name, tool.env)
		}
	}
}

func exeSuffix() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}
