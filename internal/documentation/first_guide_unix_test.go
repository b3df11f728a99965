//go:build unix

package documentation_test

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
)

// Who follows the first part of the first guide word for word, with nothing but the
// repository and the CLI, ends up with recordings in the bucket, and cleans up. The
// blocks are run as they are, but for the answers that the guide says to give.
func TestFirstGuideWordForWord(t *testing.T) {
	t.Parallel()
	if acctest.Live() {
		t.Skip("it needs a sandbox of its own")
	}
	part, _, _ := strings.Cut(read(t, "docs/guides/storing-in-s3.md"), "\n## Part 2")
	u := newUser(t)
	var last string
	for _, b := range blocks(part) {
		switch {
		case b.language == "terraform":
			u.write(t, "main.tf", b.text)
		case b.language != "shell":
		case strings.Contains(b.text, "git clone"):
			// This checkout stands for the clone.
			_, install, _ := strings.Cut(b.text, "cd terraform-provider-videostorage\n")
			u.run(t, root, install)
		case strings.Contains(b.text, "make sandbox"):
			u.serve(t, b.text)
		case strings.HasPrefix(b.text, "mkdir"):
			// The test has made a folder.
		case strings.HasPrefix(b.text, "export"):
			u.paste(b.text)
		default:
			last = u.run(t, u.folder, b.text)
		}
		if strings.Contains(b.text, "terraform apply") {
			u.applied = append(u.applied, last)
		}
	}
	if len(u.applied) != 2 {
		t.Fatalf("the guide applies %d times, where this test knows of 2", len(u.applied))
	}
	if !strings.Contains(u.applied[0], "Resources: 2 added, 0 changed, 0 destroyed") {
		t.Errorf("the first apply: %s", u.applied[0])
	}
	const place = `"https://example-clinic-recordings\.s3\.eu-central-1\.amazonaws\.com/recordings/RT[0-9a-f]{32}\.mkv"`
	_, outputs, _ := strings.Cut(u.applied[1], "\nOutputs:")
	if n := len(regexp.MustCompile(place).FindAllString(outputs, -1)); n != 2 {
		t.Errorf("the second apply shows %d recordings in the bucket, want 2:\n%s", n, u.applied[1])
	}
	if !strings.Contains(last, "2 destroyed") || !strings.Contains(last, "will be stored in Twilio's cloud") {
		t.Errorf("the destroy: %s", last)
	}
}

// user is somebody new: with a home and a folder that have nothing in them.
type user struct {
	home, folder string
	env          []string
	applied      []string
}

func newUser(t *testing.T) *user {
	t.Helper()
	acctest.NeedCLI(t)
	u := &user{home: t.TempDir(), folder: t.TempDir()}
	bin := t.TempDir()
	if err := os.Symlink(os.Getenv("TF_ACC_TERRAFORM_PATH"), filepath.Join(bin, "terraform")); err != nil {
		t.Skipf("the guide calls the CLI terraform, which cannot be linked to here: %s", err)
	}
	u.env = []string{
		"HOME=" + u.home, "TMPDIR=" + os.TempDir(), "PATH=" + bin + string(filepath.ListSeparator) + os.Getenv("PATH"),
		"CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1",
	}
	// Where Go keeps what it has built: a second copy would take minutes.
	for _, name := range []string{"GOPATH", "GOCACHE", "GOMODCACHE", "GOPROXY", "GOFLAGS", "GOTOOLCHAIN", "GOSUMDB"} {
		value, err := exec.CommandContext(t.Context(), "go", "env", name).Output() //nolint:gosec // names of variables
		if err != nil {
			t.Fatal(err)
		}
		u.env = append(u.env, name+"="+strings.TrimSpace(string(value)))
	}
	return u
}

func (u *user) write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(u.folder, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// paste runs export lines in the second terminal.
func (u *user) paste(lines string) {
	for line := range strings.Lines(lines) {
		if assignment, ok := strings.CutPrefix(strings.TrimSpace(line), "export "); ok {
			u.env = append(u.env, assignment)
		}
	}
}

var asks = regexp.MustCompile(`(?m)^terraform (apply|destroy)$`)

// run runs the lines of a block, answers yes where the CLI asks, and returns what was
// printed.
func (u *user) run(t *testing.T, dir, lines string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-e", "-c", asks.ReplaceAllString(lines, "echo yes | $0 -no-color")) //nolint:gosec // the guide's own lines
	cmd.Dir, cmd.Env = dir, u.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", lines, err, out)
	}
	return string(out)
}

// serve runs a command in the first terminal, as a group that Ctrl+C reaches when the
// test ends, and pastes the exports that it prints.
func (u *user) serve(t *testing.T, line string) {
	t.Helper()
	ctx, interrupt := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, "sh", "-c", line) //nolint:gosec // the guide's own line
	cmd.Dir, cmd.Env = root, u.env
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }
	cmd.WaitDelay = time.Minute
	reader, writer := io.Pipe()
	cmd.Stdout = writer
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		err := cmd.Wait()
		writer.CloseWithError(fmt.Errorf("the sandbox ended: %w", cmp.Or(err, io.EOF)))
	}()
	t.Cleanup(func() {
		interrupt()
		<-ended
	})
	pasted := false
	lines := bufio.NewScanner(reader)
	for !pasted && lines.Scan() {
		u.paste(lines.Text())
		pasted = strings.HasPrefix(lines.Text(), "# The sandbox serves")
	}
	if !pasted {
		t.Fatal(lines.Err())
	}
	go func() {
		for lines.Scan() { // whoever prints must not have to wait
		}
	}()
}
