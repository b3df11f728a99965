//go:build unix

package documentation_test

import (
	"bufio"
	"context"
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

// Part 1 of the first guide works with only the repository and the CLI. The test runs the code blocks unchanged, in the home
// and the folder of a new user, and answers yes.
func TestFirstGuideWordForWord(t *testing.T) {
	t.Parallel()
	if acctest.Live() {
		t.Skip("needs the sandbox of the guide")
	}
	part, _, _ := strings.Cut(readFile(t, "docs/guides/storing-in-s3.md"), "\n## Part 2")
	u := newUser(t)
	var applies []string
	var last string
	for _, match := range codeBlock.FindAllStringSubmatch(part, -1) {
		language, block := match[1], match[2]
		switch {
		case language == "terraform":
			if err := os.WriteFile(filepath.Join(u.folder, "main.tf"), []byte(block), 0o600); err != nil {
				t.Fatal(err)
			}
		case language != "shell", strings.HasPrefix(block, "mkdir"):
		case strings.HasPrefix(block, "git clone"):
			// This checkout stands in for the clone.
			_, block, _ = strings.Cut(block, "cd terraform-provider-videostorage\n")
			u.run(t, root, block)
		case strings.HasPrefix(block, "make sandbox"):
			u.serve(t, block)
		case strings.HasPrefix(block, "export"):
			u.export(block)
		default:
			last = u.run(t, u.folder, block)
			if strings.Contains(block, "terraform apply") {
				applies = append(applies, last)
			}
		}
	}
	if len(applies) != 2 {
		t.Fatalf("the guide applies %d times, want 2", len(applies))
	}
	if !strings.Contains(applies[0], "Resources: 3 added, 0 changed, 0 destroyed") {
		t.Errorf("the first apply: %s", applies[0])
	}
	_, outputs, _ := strings.Cut(applies[1], "\nOutputs:")
	location := regexp.MustCompile(`"https://example-clinic-recordings\.s3\.eu-central-1\.amazonaws\.com/recordings/RT[0-9a-f]{32}\.mkv"`)
	if n := len(location.FindAllString(outputs, -1)); n != 2 {
		t.Errorf("the second apply shows %d recordings in the bucket, want 2:\n%s", n, applies[1])
	}
	if !strings.Contains(last, "3 destroyed") || !strings.Contains(last, "will be stored in Twilio's cloud") {
		t.Errorf("the destroy: %s", last)
	}
}

type user struct {
	folder string
	env    []string
}

func newUser(t *testing.T) *user {
	t.Helper()
	acctest.NeedCLI(t)
	bin := t.TempDir()
	if err := os.Symlink(os.Getenv("TF_ACC_TERRAFORM_PATH"), filepath.Join(bin, "terraform")); err != nil {
		t.Fatal(err)
	}
	env := []string{"HOME=" + t.TempDir(), "TMPDIR=" + os.TempDir(), "PATH=" + bin + ":" + os.Getenv("PATH"), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1"}
	// With an empty cache, the build would take minutes.
	names := []string{"GOPATH", "GOCACHE", "GOMODCACHE", "GOPROXY", "GOFLAGS", "GOTOOLCHAIN", "GOSUMDB"}
	values, err := exec.CommandContext(t.Context(), "go", append([]string{"env"}, names...)...).Output() //nolint:gosec // the names above
	if err != nil {
		t.Fatal(err)
	}
	for i, value := range strings.Split(strings.TrimSuffix(string(values), "\n"), "\n") {
		env = append(env, names[i]+"="+value)
	}
	return &user{folder: t.TempDir(), env: env}
}

// export adds the export lines of a text to the environment.
func (u *user) export(text string) {
	for line := range strings.Lines(text) {
		if assignment, ok := strings.CutPrefix(strings.TrimSpace(line), "export "); ok {
			u.env = append(u.env, assignment)
		}
	}
}

// run runs commands and returns their output. It answers yes if the CLI asks.
func (u *user) run(t *testing.T, folder, commands string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	asks := regexp.MustCompile(`(?m)^terraform (apply|destroy)$`)
	cmd := exec.CommandContext(ctx, "sh", "-e", "-c", asks.ReplaceAllString(commands, "echo yes | $0 -no-color")) //nolint:gosec // commands of the guide
	cmd.Dir, cmd.Env = folder, u.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", commands, err, out)
	}
	return string(out)
}

// serve starts the sandbox and exports the variables that it prints. When the test ends, it sends the signal of Ctrl+C.
func (u *user) serve(t *testing.T, command string) {
	t.Helper()
	cmd := exec.CommandContext(context.Background(), "sh", "-c", command) //nolint:gosec // a command of the guide
	cmd.Dir, cmd.Env = root, u.env
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	output, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// The sandbox prints little after its start, so its output fits into the pipe.
		if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGINT); err != nil {
			t.Error(err)
		}
		_ = cmd.Wait() // make reports the interrupt as an error
	})
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		u.export(lines.Text())
		if strings.HasPrefix(lines.Text(), "# The sandbox serves") {
			return
		}
	}
	t.Fatalf("the sandbox ended early: %v", lines.Err())
}
