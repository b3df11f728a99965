package provider_test

import (
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
	declared := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(\w+ \*testing\.[TF]\)`)
	all, project := map[string]bool{}, os.DirFS(root)
	if err := fs.WalkDir(project, "internal", func(file string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(file, "_test.go") {
			return err
		}
		source, err := fs.ReadFile(project, file)
		for _, found := range declared.FindAllSubmatch(source, -1) {
			all[path.Dir(file)+"."+string(found[1])] = true
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// A row of a table in SECURITY.md has a promise and, separated by commas, its tests.
func TestEachPromiseOfSecurityNamesItsTests(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(filepath.Join(root, "SECURITY.md"))
	if err != nil {
		t.Fatal(err)
	}
	tests, named, promises := testsOfProject(t), map[string]bool{}, 0
	for _, row := range regexp.MustCompile(`(?m)^\| (.*) \| (.*) \|$`).FindAllStringSubmatch(string(content), -1) {
		if row[1] == "promise" {
			continue
		}
		promises++
		for name := range strings.SplitSeq(row[2], ", ") {
			name = strings.Trim(name, "`")
			named[name] = true
			if !tests[name] {
				t.Errorf("%q names %q, which is no test", row[1], name)
			}
		}
	}
	if promises < 20 {
		t.Errorf("%d promises were found", promises)
	}
	for test := range tests {
		if strings.Contains(test, ".Fuzz") && !named[test] {
			t.Errorf("SECURITY.md has no promise with %s", test)
		}
	}
}
