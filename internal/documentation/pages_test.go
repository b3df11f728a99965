// Package documentation_test checks the pages, the examples and the descriptions in the schemas.
package documentation_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

func readFile(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// readFiles returns the files of a folder with an extension, by their paths from the root.
func readFiles(t *testing.T, folder, extension string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(root), folder, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.HasSuffix(name, extension) {
			files[name] = readFile(t, name)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files in %s, %v", len(files), folder, err)
	}
	return files
}

// readPages returns the Markdown files by their paths from the root.
func readPages(t *testing.T) map[string]string {
	t.Helper()
	pages := readFiles(t, "docs", ".md")
	for _, name := range []string{"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "DESIGN.md", "SECURITY.md"} {
		pages[name] = readFile(t, name)
	}
	return pages
}

var codeBlock = regexp.MustCompile("(?ms)^ *```(\\w*)\n(.*?)^ *```$")

func TestLinksResolve(t *testing.T) {
	t.Parallel()
	link := regexp.MustCompile(`\]\(([^)\s]+)\)`)
	for name, content := range readPages(t) {
		for _, match := range link.FindAllStringSubmatch(codeBlock.ReplaceAllString(content, ""), -1) {
			if strings.Contains(match[1], "://") || strings.HasPrefix(match[1], "#nested") { // tfplugindocs sets anchors of nested schemas
				continue
			}
			target, anchor, _ := strings.Cut(match[1], "#")
			target = path.Join(path.Dir(name), target)
			if match[1][0] == '#' {
				target = name
			}
			if _, err := os.Stat(filepath.Join(root, target)); err != nil {
				t.Errorf("%s links to %s: %s", name, match[1], err)
			} else if anchor != "" && !slices.Contains(findAnchors(readFile(t, target)), anchor) {
				t.Errorf("%s links to %s, and %s has no such heading", name, match[1], target)
			}
		}
	}
}

// findAnchors returns the anchors of the headings of a page, as GitHub and the registry build them.
func findAnchors(page string) []string {
	var anchors []string
	for _, match := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(codeBlock.ReplaceAllString(page, ""), -1) {
		text := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(match[1]), "")
		anchors = append(anchors, strings.ReplaceAll(text, " ", "-"))
	}
	return anchors
}

// The tests apply the examples. HCL that is only in a page would not be tested.
func TestPagesShowOnlyExamples(t *testing.T) {
	t.Parallel()
	examples := map[string]bool{}
	for _, files := range readExamples(t) {
		for _, content := range files {
			examples[strings.TrimSpace(content)] = true
		}
	}
	for name, content := range readPages(t) {
		for _, block := range codeBlock.FindAllStringSubmatch(content, -1) {
			text := strings.TrimSpace(block[2])
			isHCL := block[1] == "terraform" || block[1] == "hcl"
			if isHCL && !examples[text] && !strings.HasPrefix(text, "provider_installation") {
				t.Errorf("%s shows HCL that is not an example:\n%s", name, text)
			}
		}
	}
}

func TestReadmeListsEveryObjectAndGuide(t *testing.T) {
	t.Parallel()
	var rows, want []string
	link := regexp.MustCompile(`\]\((docs/\S+)\)`)
	for _, row := range regexp.MustCompile("(?m)^\\| `(\\w+)` \\| (.*?) \\|").FindAllStringSubmatch(readFile(t, "README.md"), -1) {
		for _, page := range link.FindAllStringSubmatch(row[2], -1) {
			rows = append(rows, row[1]+" "+page[1])
		}
	}
	for folder, names := range listObjects(t) {
		for _, name := range names {
			want = append(want, name+" docs/"+folder+"/"+strings.TrimPrefix(name, "videostorage_")+".md")
		}
	}
	slices.Sort(rows)
	slices.Sort(want)
	if !slices.Equal(rows, want) {
		t.Errorf("README.md lists\n%s\nwant\n%s", strings.Join(rows, "\n"), strings.Join(want, "\n"))
	}
	for guide := range readFiles(t, "docs/guides", ".md") {
		if !strings.Contains(readFile(t, "README.md"), "]("+guide+")") ||
			!strings.Contains(readFile(t, "docs/index.md"), "]("+strings.TrimPrefix(guide, "docs/")+")") {
			t.Errorf("README.md or docs/index.md does not link to %s", guide)
		}
	}
}

// A page names a test as `TestName` or `internal/package.TestName`. Each promise of SECURITY.md names its tests, and a promise
// names each fuzz target.
func TestQuotedTestsExist(t *testing.T) {
	t.Parallel()
	security, tests := readFile(t, "SECURITY.md"), map[string]bool{}
	for file, content := range readFiles(t, "internal", "_test.go") {
		for _, match := range regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`).FindAllStringSubmatch(content, -1) {
			name := path.Dir(file) + "." + match[1]
			tests[match[1]], tests[name] = true, true
			if strings.HasPrefix(match[1], "Fuzz") && !strings.Contains(security, "`"+name+"`") {
				t.Errorf("SECURITY.md does not name %s", name)
			}
		}
	}
	for page, content := range readPages(t) {
		for _, match := range regexp.MustCompile("`((?:[\\w/]+\\.)?(?:Test|Fuzz)\\w+)`").FindAllStringSubmatch(content, -1) {
			if !tests[match[1]] {
				t.Errorf("%s names %s, which does not exist", page, match[1])
			}
		}
	}
	promises := regexp.MustCompile("(?m)^\\| .*[a-z0-9`)]\\. \\| (.*) \\|$").FindAllStringSubmatch(security, -1)
	for _, promise := range promises {
		if !regexp.MustCompile("^`internal/[\\w/]+\\.(Test|Fuzz)").MatchString(promise[1]) {
			t.Errorf("a promise of SECURITY.md names no test: %s", promise[0])
		}
	}
	if len(promises) < 20 {
		t.Errorf("SECURITY.md has %d promises", len(promises))
	}
}

func TestVersionsInPagesAreThePinnedOnes(t *testing.T) {
	t.Parallel()
	versions := map[string][]string{}
	for _, module := range readFiles(t, "internal/tools", "go.mod") {
		if match := regexp.MustCompile(`(?m)github\.com/(hashicorp/terraform|opentofu/opentofu) v(1[\d.]+)`).FindStringSubmatch(module); match != nil {
			versions[match[1]] = append(versions[match[1]], match[2])
		}
	}
	releases := slices.Concat(slices.Sorted(slices.Values(versions["hashicorp/terraform"])), slices.Sorted(slices.Values(versions["opentofu/opentofu"])))
	var minors []string
	for _, release := range releases {
		minors = append(minors, release[:strings.LastIndex(release, ".")])
	}
	for page, want := range map[string][]string{"README.md": releases, "docs/guides/opentofu.md": minors} {
		_, rest, _ := strings.Cut(readFile(t, page), "tests run on Terraform ")
		got := regexp.MustCompile(`\d+(\.\d+)+`).FindAllString(rest, len(want))
		if len(got) == 0 || !slices.Equal(got, want) {
			t.Errorf("%s names the tested versions %q, want %q", page, got, want)
		}
	}
	goVersion := "Go " + regexp.MustCompile(`(?m)^go (.*)$`).FindStringSubmatch(readFile(t, "go.mod"))[1]
	for _, page := range []string{"README.md", "docs/guides/storing-in-s3.md"} {
		if !strings.Contains(readFile(t, page), goVersion+" or ") {
			t.Errorf("%s does not require %s", page, goVersion)
		}
	}
}

func TestTroubleshootingExplainsCodesAndMessages(t *testing.T) {
	t.Parallel()
	page := readFile(t, "docs/guides/troubleshooting.md")
	code := regexp.MustCompile(`\b(53[0-9]{3}|20[04]\d\d|70[01]\d\d|40\d{4}|429\d{3}|500\d{3})\b`)
	var literals []string
	for _, folder := range []string{"internal/twilio", "internal/sendbird", "internal/getstream", "internal/framework"} {
		for name, source := range readFiles(t, folder, ".go") {
			if strings.HasSuffix(name, "_test.go") || strings.Contains(name, "sandbox/") {
				continue
			}
			for _, match := range code.FindAllString(source, -1) {
				if n := strings.Count(page, "| "+match+" |"); n != 1 {
					t.Errorf("%s mentions the code %s, which has %d cells in the guide", name, match, n)
				}
			}
			for _, literal := range regexp.MustCompile(`"([^"\\\n]* [^"\\\n]*)"`).FindAllStringSubmatch(source, -1) {
				literals = append(literals, literal[1])
			}
		}
	}
	// A message contains a literal of the code, apart from the name of an object or an attribute.
	_, table, _ := strings.Cut(page, "### This provider\n")
	table, _, _ = strings.Cut(table, "\n## ")
	for _, row := range regexp.MustCompile(`(?m)^\| ([A-Z].*?) \|`).FindAllStringSubmatch(table, -1) {
		if !slices.ContainsFunc(literals, func(literal string) bool { return len(literal) > 8 && strings.Contains(row[1], literal) }) {
			t.Errorf("the guide explains %q, which is not a message of the provider", row[1])
		}
	}
}
