// Package report collects the figures of the reliability tests, which `make reliability` prints.
package report

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// folder is the environment variable with the folder of the reports. Without it, the tests run a part of their cases and write no report.
const folder = "VIDEOSTORAGE_RELIABILITY_REPORT"

// Full reports whether the tests run all their cases.
func Full() bool { return os.Getenv(folder) != "" }

// Section is a part of the report. It is safe for concurrent use.
type Section struct {
	mu    sync.Mutex
	lines []string
}

// NewSection returns a section, which is written when the test ends. Sections are printed in the order of their names.
func NewSection(t *testing.T, name, title string) *Section {
	t.Helper()
	s := &Section{}
	t.Cleanup(func() {
		if !Full() {
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		text := fmt.Sprintf("%s: %d lines\n\n%s\n\n", title, len(s.lines), strings.Join(slices.Sorted(slices.Values(s.lines)), "\n"))
		if err := os.WriteFile(filepath.Join(os.Getenv(folder), name+".txt"), []byte(text), 0o600); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Add adds a line. The section is in the order of its lines.
func (s *Section) Add(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = append(s.lines, fmt.Sprintf(format, args...))
}
