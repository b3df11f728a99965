// Package leak finds secrets in what programs print, log and store, however they
// are spelled there.
package leak

import (
	"errors"
	"regexp"
	"strings"
)

// Secret is a value that is looked for.
type Secret struct {
	// Name says in a finding which secret it is. It does not hold the value.
	Name string
	// Value may have several lines, as a PEM file has. Each is looked for by
	// itself, since hardly anything prints line breaks as they are.
	Value string
	// Stored says that states and plans may hold the secret.
	Stored bool
}

const (
	// minLength is that of a value that is not in a text by chance, in bytes.
	minLength = 8
	// minRun is how many letters and digits in a row it needs for the same.
	minRun = 3
)

var run = regexp.MustCompile(`[0-9A-Za-z]+`)

// Check returns an error for a value that nothing could be told from: it would be
// found everywhere. The error does not hold the value.
func Check(value string) error {
	if len(lines(value)) == 0 {
		return errors.New("it has no line of 8 bytes or more with 3 letters or digits in a row, and would be found anywhere")
	}
	return nil
}

// lines are those lines of a value that are looked for: what frames a PEM block
// is no secret.
func lines(value string) []string {
	var all []string
	for line := range strings.Lines(value) {
		line = strings.TrimSpace(line)
		start, end := anchorOf(line)
		if len(line) >= minLength && end-start >= minRun && !strings.HasPrefix(line, "-----") {
			all = append(all, line)
		}
	}
	return all
}

// anchorOf is where the longest run of letters and digits is, the one part of a
// text that looks the same in most spellings.
func anchorOf(text string) (start, end int) {
	for _, r := range run.FindAllStringIndex(text, -1) {
		if r[1]-r[0] > end-start {
			start, end = r[0], r[1]
		}
	}
	return start, end
}
