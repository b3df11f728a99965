package provider_test

import (
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

// root is the folder of the project.
const root = "../.."

// testsOfProject returns the tests and fuzz targets of the project, such as internal/api.TestName.
func testsOfProject(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(file, "_test.go") {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, file)
		for _, declaration := range parsed.Decls {
			f, ok := declaration.(*ast.FuncDecl)
			if !ok || f.Recv != nil || len(f.Type.Params.List) != 1 || f.Name.Name == "TestMain" {
				continue
			}
			if strings.HasPrefix(f.Name.Name, "Test") || strings.HasPrefix(f.Name.Name, "Fuzz") {
				all[path.Dir(filepath.ToSlash(relative))+"."+f.Name.Name] = true
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// A row of a table in SECURITY.md has a promise and, separated by commas, its tests.
var (
	promiseRow = regexp.MustCompile(`(?m)^\| (.*) \| (.*) \|$`)
	testName   = regexp.MustCompile("^`(internal/[a-z0-9_/]+\\.(?:Test|Fuzz)[A-Za-z0-9]+)`$")
)

func TestEachPromiseOfSecurityNamesItsTests(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join(root, "SECURITY.md"))
	if err != nil {
		t.Fatal(err)
	}
	content := string(raw)
	tests, promises := testsOfProject(t), 0
	for _, row := range promiseRow.FindAllStringSubmatch(content, -1) {
		if row[1] == "promise" {
			continue
		}
		promises++
		for name := range strings.SplitSeq(row[2], ", ") {
			if found := testName.FindStringSubmatch(name); found == nil || !tests[found[1]] {
				t.Errorf("%q names %q, which is no test", row[1], name)
			}
		}
	}
	if rows := strings.Count(content, "\n| ") - strings.Count(content, "\n| promise | "); promises < 20 || promises != rows {
		t.Errorf("%d promises were found in %d rows", promises, rows)
	}
	for test := range tests {
		if strings.Contains(test, ".Fuzz") && !strings.Contains(content, "`"+test+"`") {
			t.Errorf("SECURITY.md has no promise with %s", test)
		}
	}
}
