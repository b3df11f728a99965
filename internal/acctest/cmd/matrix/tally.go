package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// tally is what became of the tests of one version, subtests too.
type tally struct {
	pass int
	// fail also has the packages that failed without a test that did.
	fail []string
	// skip counts by the reason that the tests gave.
	skip map[string]int
}

func (t tally) passed() bool { return len(t.fail) == 0 && t.pass > 0 }

// event is a line of go test -json: https://pkg.go.dev/cmd/test2json
type event struct {
	Action, Package, Test, Output, ImportPath string
}

// read counts the events, and prints to w the output of what failed.
func read(events io.Reader, w io.Writer) (tally, error) {
	found := tally{skip: map[string]int{}}
	outputs := map[string]*strings.Builder{}
	failed := map[string]bool{} // packages with a test that failed
	for decoder := json.NewDecoder(events); ; {
		var e event
		if err := decoder.Decode(&e); errors.Is(err, io.EOF) {
			return found, nil
		} else if err != nil {
			return found, fmt.Errorf("reading the results of go test: %w", err)
		}
		name := e.Package
		if e.Test != "" {
			name += " " + e.Test
		}
		switch e.Action {
		case "output":
			if outputs[name] == nil {
				outputs[name] = &strings.Builder{}
			}
			outputs[name].WriteString(e.Output)
			continue
		case "build-output":
			if _, err := io.WriteString(w, e.Output); err != nil {
				return found, err
			}
			continue
		case "pass":
			if e.Test != "" {
				found.pass++
			}
		case "skip":
			if e.Test != "" {
				found.skip[reason(outputs[name])]++
			}
		case "fail":
			if e.Test == "" && failed[e.Package] {
				break // its tests have said so
			}
			failed[e.Package] = true
			found.fail = append(found.fail, name)
			if output := outputs[name]; output != nil {
				if _, err := io.WriteString(w, output.String()); err != nil {
					return found, err
				}
			}
		}
		switch e.Action {
		case "pass", "skip", "fail":
			delete(outputs, name)
		}
	}
}

// said matches what a test logged, without the place that it was logged at.
var said = regexp.MustCompile(`^\s+\S+\.go:\d+: (.+)$`)

func reason(output *strings.Builder) string {
	if output != nil {
		for _, line := range slices.Backward(strings.Split(output.String(), "\n")) {
			if found := said.FindStringSubmatch(line); found != nil {
				return found[1]
			}
		}
	}
	return "no reason given"
}

type line struct {
	// name is what was asked for, as in terraform, and version what was found.
	name, version string
	tally
}

// table has a row for each version, and below it why its tests were skipped.
func table(lines []line) string {
	var text strings.Builder
	row := func(cells ...any) { fmt.Fprintf(&text, "%-16v%8v%8v%8v%9v\n", cells...) }
	row("name", "version", "passed", "failed", "skipped")
	for _, l := range lines {
		skipped := 0
		for _, n := range l.skip {
			skipped += n
		}
		row(l.name, l.version, l.pass, len(l.fail), skipped)
	}
	for _, l := range lines {
		for _, name := range l.fail {
			fmt.Fprintf(&text, "%s failed: %s\n", l.name, name)
		}
		for _, why := range slices.Sorted(maps.Keys(l.skip)) {
			fmt.Fprintf(&text, "%s skipped %d: %s\n", l.name, l.skip[why], why)
		}
	}
	return text.String()
}
