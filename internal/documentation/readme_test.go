package documentation_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/cli"
)

var (
	row    = regexp.MustCompile("(?m)^\\| \\[`([^`]+)`\\]\\((docs/[^)]+)\\) \\| (.*) \\|$")
	proof  = regexp.MustCompile("`(Test[A-Za-z0-9]+)`")
	number = regexp.MustCompile(`\d+(\.\d+)+`)
	isTest = regexp.MustCompile(`(?m)^func (Test[A-Za-z0-9]+)\(t \*testing\.T\)`)
)

// registered are all objects of the provider, as a row of the README names them: by
// the page, with the name.
func registered(t *testing.T) map[string]string {
	t.Helper()
	all := schemas(t)
	want := map[string]string{}
	for kind, byName := range objects(all) {
		for name := range byName {
			want["docs/"+string(kind)+"/"+strings.TrimPrefix(name, "videostorage_")+".md"] = name
		}
	}
	for name := range all.Functions {
		want["docs/"+string(functions)+"/"+name+".md"] = name
	}
	return want
}

// The README's table has every object of the provider, and nothing else. That its links
// lead to a page is tested with all links.
func TestReadmeNamesEveryObject(t *testing.T) {
	t.Parallel()
	want, got := registered(t), map[string]string{}
	for _, match := range row.FindAllStringSubmatch(read(t, "README.md"), -1) {
		got[match[2]] = match[1]
		if match[3] == "" {
			t.Errorf("the row of %s says nothing", match[2])
		}
	}
	for _, page := range slices.Sorted(maps.Keys(want)) {
		if got[page] != want[page] {
			t.Errorf("README.md lacks a row that begins with: | [`%s`](%s) |", want[page], page)
		}
	}
	for page := range got {
		if want[page] == "" {
			t.Errorf("README.md has a row for %s, and the provider has no such object", page)
		}
	}
}

// Each guide can be found from the README and from the registry's first page.
func TestEveryGuideIsLinkedTo(t *testing.T) {
	t.Parallel()
	guides, err := filepath.Glob(filepath.Join(root, "docs", "guides", "*.md"))
	if err != nil || len(guides) == 0 {
		t.Fatalf("%d guides, %v", len(guides), err)
	}
	for _, guide := range guides {
		for page, to := range map[string]string{"README.md": "docs/guides/", "docs/index.md": "guides/"} {
			if to += filepath.Base(guide); !strings.Contains(read(t, page), "]("+to+")") {
				t.Errorf("%s has no link to %s", page, to)
			}
		}
	}
}

// Each object's page shows how to use it.
func TestEveryObjectHasAnExample(t *testing.T) {
	t.Parallel()
	all := configurations(t)
	for page, name := range registered(t) {
		folder := filepath.Base(filepath.Dir(page)) + "/" + name
		if len(all[folder]) == 0 {
			t.Errorf("examples/%s is not there", folder)
		}
	}
}

// Every test that the README calls as a witness exists.
func TestReadmesProofsExist(t *testing.T) {
	t.Parallel()
	there := map[string]bool{}
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		content, err := os.ReadFile(path)
		for _, match := range isTest.FindAllStringSubmatch(string(content), -1) {
			there[match[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named := proof.FindAllStringSubmatch(read(t, "README.md"), -1)
	if len(named) < 10 {
		t.Errorf("the README names %d tests only", len(named))
	}
	for _, match := range named {
		if !there[match[1]] {
			t.Errorf("README.md names %s, which is no test", match[1])
		}
	}
}

// The versions that README and guide call tested are those that the tests are pinned to.
func TestTestedVersionsAreThePinnedOnes(t *testing.T) {
	t.Parallel()
	var patches, minors []string
	for _, tool := range cli.Versions() {
		pin, err := tool.Pinned()
		if err != nil {
			t.Fatal(err)
		}
		patches = append(patches, pin.Version)
		minors = append(minors, pin.Version[:strings.LastIndex(pin.Version, ".")])
	}
	for page, want := range map[string][]string{"README.md": patches, "docs/guides/opentofu.md": minors} {
		_, said, _ := strings.Cut(read(t, page), "ests run on Terraform ")
		if got := number.FindAllString(said, -1); !slices.Equal(got[:min(len(want), len(got))], want) {
			t.Errorf("%s says that the tests run on %q, and they do on %q", page, got, want)
		}
	}
}

// The Go that README and guide ask for is the one that builds the provider.
func TestGoVersionIsTheModules(t *testing.T) {
	t.Parallel()
	_, said, _ := strings.Cut(read(t, "go.mod"), "\ngo ")
	want := "Go " + strings.Fields(said)[0] + " or "
	for _, page := range []string{"README.md", "docs/guides/storing-in-s3.md"} {
		if !strings.Contains(read(t, page), want) {
			t.Errorf("%s does not ask for %q", page, want)
		}
	}
}
