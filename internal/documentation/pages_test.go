package documentation_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// root is the repository's folder.
var root = filepath.Join("..", "..")

// pages are the Markdown files that users read, by their paths from the root.
func pages(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range []string{"README.md", "CONTRIBUTING.md", "DESIGN.md"} {
		all[name] = read(t, name)
	}
	err := filepath.WalkDir(filepath.Join(root, "docs"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err == nil {
			name = filepath.ToSlash(name)
			all[name] = read(t, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// block is a code block of a page.
type block struct{ language, text string }

var fenced = regexp.MustCompile("(?ms)^( *)```(\\w+)\n(.*?)^ *```$")

// blocks are a page's code blocks that have a language, without their indentation.
func blocks(page string) []block {
	var all []block
	for _, match := range fenced.FindAllStringSubmatch(page, -1) {
		text := regexp.MustCompile(`(?m)^`+match[1]).ReplaceAllString(match[3], "")
		all = append(all, block{match[2], text})
	}
	return all
}

// isHCL reports whether a block is HCL, in either of the names that pages use.
func (b block) isHCL() bool { return b.language == "terraform" || b.language == "hcl" }

// isCLIConfiguration reports whether HCL is of Terraform's own configuration file.
func (b block) isCLIConfiguration() bool {
	return strings.HasPrefix(b.text, "provider_installation")
}

// isQuery reports whether HCL is of a query file.
func (b block) isQuery() bool { return strings.HasPrefix(b.text, "list ") }
