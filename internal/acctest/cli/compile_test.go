package cli

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/hashicorp/go-version"
)

// tiny is a tool of one file, so that the real compiler can build it in a test.
var tiny = Tool{
	Name:    "Tiny",
	binary:  "tiny",
	env:     "TINY_PATH",
	target:  "make tiny",
	oldest:  version.Must(version.NewVersion("1.0.0")),
	folder:  "tiny",
	module:  "example.com/tiny",
	pkg:     "example.com/tiny/cmd/tiny",
	ldflags: "-X main.dev=",
}

func tinyWorld(t *testing.T, source string) finder {
	t.Helper()
	root := t.TempDir()
	folder := filepath.Join(root, "internal", "tools", tiny.folder)
	write(t, filepath.Join(folder, "go.mod"), `module pin

go 1.26.0

tool example.com/tiny/cmd/tiny

require example.com/tiny v1.2.3

replace example.com/tiny => ./src
`)
	write(t, filepath.Join(folder, "src", "go.mod"), "module example.com/tiny\n\ngo 1.26.0\n")
	write(t, filepath.Join(folder, "src", "cmd", "tiny", "main.go"), source)

	f := world(t)
	f.workDir = func() (string, error) { return root, nil }
	f.compile = goBuild
	return f
}

func TestTheRealCompilerBuildsThePinnedModule(t *testing.T) {
	t.Parallel()
	// Without the tool's linker flags, the version would end in "-dev".
	f := tinyWorld(t, `package main

import "os"

var dev = "-dev"

func main() {
	if _, err := os.Stdout.WriteString("{\"terraform_version\":\"1.2.3" + dev + "\"}"); err != nil {
		panic(err)
	}
}
`)

	got, err := f.findOrBuild(t.Context(), tiny, &bytes.Buffer{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := f.versionOf(t.Context(), got)
	if err != nil {
		t.Fatal(err)
	}
	if v.String() != "1.2.3" {
		t.Errorf("built %s", v)
	}
}

func TestACompilerErrorIsReportedWithItsOutput(t *testing.T) {
	t.Parallel()
	f := tinyWorld(t, "package main\n\nfunc main() { undefinedInTiny() }\n")

	_, err := f.findOrBuild(t.Context(), tiny, &bytes.Buffer{})
	if err == nil {
		t.Fatal("built")
	}
	wantMentions(t, err.Error(), "building Tiny 1.2.3", "undefined: undefinedInTiny")
}
