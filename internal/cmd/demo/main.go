// Command demo runs the steps of examples/demo/README.md with Terraform, on stand-ins for Twilio, Sendbird and S3:
//
//	go run ./internal/cmd/demo
//
// It ends with an error at the first unexpected result. With -svg FILE, it draws the first step into a file instead.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"html"
	"io"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"github.com/hashicorp/go-version"

	"github.com/videostorage/terraform-provider-videostorage/examples"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/cli"
)

func main() {
	svg := flag.String("svg", "", "draw the first step into this file")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	var text bytes.Buffer
	fmt.Fprintln(os.Stderr, "The demo builds the provider, and serves stand-ins for Twilio, Sendbird and S3 on this machine. It needs no account.")
	binary, err := cli.Terraform.FindOrInstall(ctx)
	if err == nil {
		err = run(ctx, binary, io.MultiWriter(os.Stdout, &text))
	}
	if err == nil && *svg != "" {
		err = draw(*svg, text.String())
	}
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "\ndemo:", err)
		os.Exit(1)
	}
}

// run runs the demo in a folder that it removes.
func run(ctx context.Context, binary string, out io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	folder, err := os.MkdirTemp("", "videostorage-demo-")
	if err != nil {
		return err
	}
	d, err := newDemo(ctx, folder, binary, out)
	if err == nil {
		err = d.tell(ctx)
	}
	return errors.Join(err, os.RemoveAll(folder))
}

var (
	since = regexp.MustCompile(`\(Terraform (.+)\)$`)
	link  = regexp.MustCompile(`\[([^]]+)\]\(([^)]+)\)`)
)

// tell runs the steps of the README, and returns the first error.
func (d *demo) tell(ctx context.Context) error {
	readme, err := examples.Files.ReadFile("demo/README.md")
	sections := strings.Split(string(readme), "\n## ")
	for i, section := range sections[1:] {
		title, body, _ := strings.Cut(section, "\n")
		text, commands, _ := strings.Cut(body, "```console\n")
		d.print("\n== %d of %d: %s\n\n%s\n", i+1, len(sections)-1, title, strings.TrimSpace(link.ReplaceAllString(text, "$1")))
		if needs := since.FindStringSubmatch(title); needs != nil && d.version.LessThan(version.Must(version.NewVersion(needs[1]))) {
			d.print("\nThis step is left out, because version %s of the CLI cannot do it.\n", d.version)
			continue
		}
		if err := d.do(ctx, title, text, strings.Trim(commands, "\n`")); err != nil {
			return fmt.Errorf("step %d, %s: %w", i+1, title, err)
		}
	}
	d.print("\nAll steps passed. README.md shows how to do the same with your account.\n")
	return err
}

// do copies the files to which the text links, runs the commands, and checks the writes at Twilio.
func (d *demo) do(ctx context.Context, title, text, commands string) error {
	if arrange := steps[title].arrange; arrange != nil {
		arrange(d)
	}
	for _, file := range link.FindAllStringSubmatch(text, -1) {
		content, err := examples.Files.ReadFile(path.Join("demo", file[2]))
		name := path.Base(file[2])
		if err := errors.Join(err, os.WriteFile(filepath.Join(d.folder, name), content, 0o600)); err != nil {
			return err
		}
		d.show(name, string(content))
	}
	old := len(d.twilio.Log().All())
	for c := range strings.SplitSeq(strings.TrimPrefix(commands, "$ "), "\n$ ") {
		line, want, _ := strings.Cut(c, "\n")
		if err := d.command(ctx, line, strings.Split(want, "\n")); err != nil {
			return err
		}
	}
	var writes []string
	for _, r := range d.twilio.Log().All()[old:] {
		if r.Method != http.MethodGet {
			writes = append(writes, r.Method+" "+r.Path)
		}
	}
	d.show(fmt.Sprintf("%d writes at Twilio", len(writes)), strings.Join(writes, "\n"))
	return checkWrites(title, writes)
}

// command runs a line. The output must have each wanted line, of which the last is the exit status if it is not 0.
func (d *demo) command(ctx context.Context, line string, want []string) error {
	cmd := exec.CommandContext(ctx, "sh", "-c", line) //nolint:gosec // a line of the README
	cmd.Dir, cmd.Env = d.folder, d.env
	// A terminal interrupts the CLI too. Killing it at once would leave its provider running.
	cmd.Cancel, cmd.WaitDelay = func() error { return nil }, 20*time.Second
	out, err := cmd.CombinedOutput()
	d.show("$ "+line, string(out))
	if err != nil {
		out = fmt.Append(out, err) // as in "exit status 1"
	}
	plain := strings.Join(strings.Fields(string(out)), " ")
	for _, part := range want {
		if !strings.Contains(plain, part) {
			return errors.Join(fmt.Errorf("`%s` does not print %q", line, part), err)
		}
	}
	if err != nil && want[len(want)-1] != err.Error() {
		return fmt.Errorf("`%s`: %w", line, err)
	}
	return ctx.Err()
}

func (d *demo) print(format string, args ...any) { _, _ = fmt.Fprintf(d.out, format, args...) }

// show prints an indented text below a title.
func (d *demo) show(title, text string) {
	text = strings.ReplaceAll("\n"+strings.TrimRight(text, "\n"), "\n", "\n  ")
	d.print("\n%s%s\n", title, strings.TrimRight(text, " \n"))
}

// draw writes the first step as a picture of a terminal.
func draw(file, text string) error {
	first, _, _ := strings.Cut(text, "\n\n== 2")
	lines := strings.Split(html.EscapeString(strings.TrimSpace(first)), "\n")
	const line = ` </tspan>
<tspan x="16" dy="18">`
	svg := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1320 %d">
<rect width="100%%" height="100%%" rx="8" fill="#1e1e2e"/>
<text y="12" font-family="monospace" font-size="14" fill="#cdd6f4" xml:space="preserve"><tspan>%s </tspan></text>
</svg>
`, 18*len(lines)+32, line+strings.Join(lines, line))
	colours := strings.NewReplacer(`18">==`, `18" fill="#a6e3a1">==`, `18">$`, `18" fill="#a6e3a1">$`, `18">  Error`, `18" fill="#f38ba8">  Error`)
	return os.WriteFile(file, []byte(colours.Replace(svg)), 0o600)
}
