package documentation_test

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.*)$`)
	code    = regexp.MustCompile("(?ms)^ *```.*?^ *```$")
)

// Every link to another page leads to one that is there, and to a heading of it.
func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	seen := 0
	for name, text := range pages(t) {
		for _, match := range link.FindAllStringSubmatch(code.ReplaceAllString(text, ""), -1) {
			if strings.Contains(match[1], "://") {
				continue
			}
			seen++
			target, anchor, _ := strings.Cut(match[1], "#")
			if target == "" {
				target = path.Base(name)
			}
			target = path.Join(path.Dir(name), target)
			info, err := os.Stat(filepath.Join(root, filepath.FromSlash(target)))
			switch {
			case errors.Is(err, fs.ErrNotExist):
				t.Errorf("%s links to %s, which is not there", name, match[1])
			case err != nil:
				t.Fatal(err)
			case anchor != "" && !info.IsDir() && !slices.Contains(anchors(read(t, target)), anchor):
				t.Errorf("%s links to %s, and %s has no such heading", name, match[1], target)
			}
		}
	}
	if seen < 50 {
		t.Errorf("only %d links were looked at", seen)
	}
}

// anchors are those of a page's headings, as GitHub and the registry make them, and of
// the nested schemas.
func anchors(page string) []string {
	var all []string
	for _, match := range heading.FindAllStringSubmatch(code.ReplaceAllString(page, ""), -1) {
		text := strings.ToLower(match[1])
		text = regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(text, "")
		all = append(all, strings.ReplaceAll(text, " ", "-"))
	}
	for _, match := range regexp.MustCompile(`<a id="([^"]+)">`).FindAllStringSubmatch(page, -1) {
		all = append(all, match[1])
	}
	return all
}
