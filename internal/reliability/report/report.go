// Package report collects what the reliability tests measure, for make reliability to
// print.
package report

import (
	"os"
	"path/filepath"
)

// folder is where the reports go. Without it, the tests run bounded and report nothing.
const folder = "VIDEOSTORAGE_RELIABILITY_REPORT"

// Write writes a section's text to SECTION.txt, in place of what was there. Sections
// are printed in the order of their names. Without a folder it does nothing.
func Write(section, text string) error {
	if !Full() {
		return nil
	}
	return os.WriteFile(filepath.Join(os.Getenv(folder), section+".txt"), []byte(text), 0o600)
}

// Full reports whether the tests are to run in full, for a report.
func Full() bool { return os.Getenv(folder) != "" }
