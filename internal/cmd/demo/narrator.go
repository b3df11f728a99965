package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
)

// The looks of what is told, which Terraform's own output does without.
const (
	bold  = "1"
	green = "32"
	faint = "2"
)

// indent sets Terraform's output off from the narration. Terraform wraps at 78
// columns, so that with it 80 are full.
const indent = "  "

// narrator tells the story. It keeps the first error of its writer, so that
// nobody has to look after every line; whoever tells, looks at err in the end.
type narrator struct {
	w      io.Writer
	colour bool
	err    error
	// inLine is set while shown output is in the middle of a line.
	inLine bool
}

func newNarrator(w io.Writer, colour bool) *narrator { return &narrator{w: w, colour: colour} }

// wantsColour reports whether somebody watches, and has nothing against colour
// (https://no-color.org).
func wantsColour(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

func (n *narrator) print(text string) {
	if n.err == nil {
		_, n.err = io.WriteString(n.w, text)
	}
}

func (n *narrator) paint(look, text string) string {
	if !n.colour {
		return text
	}
	return fmt.Sprintf("\x1b[%sm%s\x1b[0m", look, text)
}

func (n *narrator) heading(text string) { n.print("\n" + n.paint(bold, "== "+text) + "\n\n") }

func (n *narrator) say(text string) { n.print(text + "\n") }

func (n *narrator) good(text string) { n.print(n.paint(green, text) + "\n") }

// command shows what is run as a user would type it.
func (n *narrator) command(line string) { n.print("\n" + indent + n.paint(bold, "$ "+line) + "\n") }

// file shows a file of the configuration.
func (n *narrator) file(name, content string) {
	n.print("\n" + indent + n.paint(bold, name) + "\n")
	for line := range strings.Lines(content) {
		n.print(indent + n.paint(faint, "| ") + line)
	}
}

// Write shows a part of a command's output.
func (n *narrator) Write(part []byte) (int, error) {
	for line := range bytes.Lines(part) {
		if !n.inLine && len(bytes.TrimSpace(line)) > 0 {
			n.print(indent)
		}
		n.print(string(line))
		n.inLine = !bytes.HasSuffix(line, []byte("\n"))
	}
	if n.err != nil {
		return 0, n.err
	}
	return len(part), nil
}
