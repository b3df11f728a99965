package provider_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// root is the project's folder.
const root = "../.."

// promise is a row of a table in SECURITY.md.
type promise struct{ says, shownBy string }

// promisesOf are the rows of the tables of a text, but for the tables' heads.
func promisesOf(text string) []promise {
	var all []promise
	for line := range strings.Lines(text) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		if !strings.HasPrefix(line, "| ") || len(cells) != 2 || strings.TrimSpace(cells[0]) == "promise" {
			continue
		}
		all = append(all, promise{strings.TrimSpace(cells[0]), strings.TrimSpace(cells[1])})
	}
	return all
}

// reference is a test with its package, as in `internal/transport.TestOrigin`.
var reference = regexp.MustCompile("^`([a-z0-9_/]+)\\.([A-Z][A-Za-z0-9]*)`$")

// broken is what is wrong with a promise, given the tests that there are: it has to name
// one at least, and each by itself.
func (p promise) broken(tests map[string]bool) []string {
	var all []string
	for _, named := range strings.Split(p.shownBy, ", ") {
		parts := reference.FindStringSubmatch(named)
		switch {
		case parts == nil:
			all = append(all, fmt.Sprintf("%q: %q names no test", p.says, named))
		case !tests[parts[1]+"."+parts[2]]:
			all = append(all, fmt.Sprintf("%q: there is no %s in %s", p.says, parts[2], parts[1]))
		}
	}
	return all
}

// testsBelow are the tests and fuzz targets of all packages in a folder, as references
// have them.
func testsBelow(t *testing.T, folder string) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	err := filepath.WalkDir(filepath.Join(root, folder), func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(file, "_test.go") {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		below, err := filepath.Rel(root, file)
		for _, declared := range parsed.Decls {
			if f, ok := declared.(*ast.FuncDecl); ok && f.Recv == nil && isTest(f) {
				all[path.Dir(filepath.ToSlash(below))+"."+f.Name.Name] = true
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// isTest is true for what go test runs.
func isTest(f *ast.FuncDecl) bool {
	name := f.Name.Name
	return name != "TestMain" && len(f.Type.Params.List) == 1 && (strings.HasPrefix(name, "Test") || strings.HasPrefix(name, "Fuzz"))
}

func TestEachPromiseOfSecurityNamesItsTests(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(filepath.Join(root, "SECURITY.md"))
	if err != nil {
		t.Fatal(err)
	}
	promises, tests := promisesOf(string(content)), testsBelow(t, "internal")
	if rows := strings.Count(string(content), "\n| "); len(promises) < 20 || len(promises)+strings.Count(string(content), "\n| promise | shown by |\n") != rows {
		t.Errorf("%d promises were found in %d rows", len(promises), rows)
	}
	for _, p := range promises {
		for _, complaint := range p.broken(tests) {
			t.Error(complaint)
		}
	}
	for test := range tests {
		if strings.Contains(test, ".Fuzz") && !strings.Contains(string(content), "`"+test+"`") {
			t.Errorf("%s shows no promise", test)
		}
	}
}

// The check is one that can fail.
func TestBrokenPromisesAreFound(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{"internal/a.TestOne": true, "internal/a.FuzzTwo": true}
	for row, complaints := range map[string]int{
		"| It is so. | `internal/a.TestOne` |":                       0,
		"| It is so. | `internal/a.TestOne`, `internal/a.FuzzTwo` |": 0,
		"| It is so. |  |":                                1,
		"| It is so. | by nature |":                       1,
		"| It is so. | `internal/b.TestOne` |":            1,
		"| It is so. | `internal/a.TestTwo` |":            1,
		"| It is so. | `internal/a.TestOne`, TestX |":     1,
		"| It is so. | `TestOne`, `internal/c.FuzzTwo` |": 2,
	} {
		promises := promisesOf("text\n\n| promise | shown by |\n|---|---|\n" + row + "\n")
		if len(promises) != 1 {
			t.Errorf("%s: %d promises", row, len(promises))
			continue
		}
		if got := promises[0].broken(tests); len(got) != complaints {
			t.Errorf("%s: %q, want %d", row, got, complaints)
		}
	}
}
