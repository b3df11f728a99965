// Package report collects the figures of the reliability tests, which `make reliability` prints. The packages of the tests share it.
package report

import (
	"os"
	"path/filepath"
)

// folder is the environment variable with the folder of the reports. Without it, the tests run a part of their cases and write no report.
const folder = "VIDEOSTORAGE_RELIABILITY_REPORT"

// Full reports whether the tests run all their cases.
func Full() bool { return os.Getenv(folder) != "" }

// Write writes the text of a section. Sections are printed in the order of their names.
func Write(section, text string) error {
	if !Full() {
		return nil
	}
	return os.WriteFile(filepath.Join(os.Getenv(folder), section+".txt"), []byte(text), 0o600)
}
