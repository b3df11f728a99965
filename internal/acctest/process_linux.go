package acctest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

// Process is a run of the CLI that a test may kill, in a process group of its own: the
// providers that it starts are in it too, also once they have lost their parent.
type Process struct {
	w    *Workspace
	args []string
	cmd  *exec.Cmd
	// ctx bounds the run, and is not that of a call.
	ctx       context.Context
	cancel    context.CancelFunc
	out, errs bytes.Buffer
	ended     chan struct{}

	mu sync.Mutex
	// over says that the group's number may be somebody else's.
	over bool
}

// Start runs the CLI in the background. Wait has to follow.
func (w *Workspace) Start(args ...string) *Process {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), commandTimeout)
	p := &Process{w: w, args: args, cmd: w.command(ctx, args...), ctx: ctx, cancel: cancel, ended: make(chan struct{})}
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	stderr, err := p.cmd.StderrPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		w.t.Fatalf("running %v: %v", args, err)
	}
	var reading sync.WaitGroup
	for into, from := range map[*bytes.Buffer]io.Reader{&p.out: stdout, &p.errs: stderr} {
		reading.Go(func() {
			if _, err := io.Copy(into, from); err != nil {
				w.t.Errorf("reading what %v prints: %v", args, err)
			}
		})
	}
	go func() {
		reading.Wait()
		close(p.ended)
	}()
	return p
}

// Ended is closed once the CLI has ended, or was killed. Providers that it left behind
// can still be killed until Wait.
func (p *Process) Ended() <-chan struct{} { return p.ended }

// Wait returns what the CLI left once it has ended, and ends the providers that it left
// behind. The code of a CLI that was killed is -1.
func (p *Process) Wait() Result {
	p.w.t.Helper()
	<-p.ended
	p.KillAll()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.over = true
	defer p.cancel()
	return p.w.left(p.ctx, p.cmd, p.args, p.out.Bytes(), p.errs.Bytes(), p.cmd.Wait())
}

// KillCLI kills the CLI and leaves its providers behind. It reports whether there was
// something to kill.
func (p *Process) KillCLI() bool { return p.kill(p.cmd.Process.Pid) }

// KillAll kills the CLI and its providers at once, or those of them that are left. It
// reports whether there was something to kill.
func (p *Process) KillAll() bool { return p.kill(-p.cmd.Process.Pid) }

func (p *Process) kill(pid int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return false
	}
	alive := !p.isOver()
	p.w.trace.cutShort()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		p.w.t.Errorf("killing %v: %v", p.args, err)
	}
	return alive
}

// isOver is true once the CLI has ended.
func (p *Process) isOver() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// KillProviders kills the providers that the CLI has started, and not the CLI. It
// reports whether there was one.
func (p *Process) KillProviders() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return false
	}
	killed := false
	for _, pid := range p.children() {
		// From here on the number cannot become another process's; and if it already
		// has, that one is no child.
		child, err := os.FindProcess(pid)
		if err != nil || !slices.Contains(p.children(), pid) {
			continue
		}
		if err := child.Signal(os.Kill); err == nil {
			killed = true
		} else if !errors.Is(err, os.ErrProcessDone) {
			p.w.t.Errorf("killing the provider: %v", err)
		}
	}
	return killed
}

// children are the processes that the CLI has started and that have not ended:
// https://man7.org/linux/man-pages/man5/proc_tid_children.5.html
func (p *Process) children() []int {
	// Threads may end while they are looked at.
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", p.cmd.Process.Pid))
	if err != nil {
		p.w.t.Errorf("looking for the provider: %v", err)
	}
	var all []int
	for _, list := range lists {
		content, err := os.ReadFile(list)
		if err != nil {
			continue
		}
		for _, field := range strings.Fields(string(content)) {
			if pid, err := strconv.Atoi(field); err == nil && !isZombie(pid) {
				all = append(all, pid)
			}
		}
	}
	return all
}

// isZombie reports whether a process has ended, and only its parent does not know yet.
// The state follows the name, which is in parentheses:
// https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
func isZombie(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, state, found := strings.Cut(string(stat), ") ")
	return err != nil || !found || strings.HasPrefix(state, "Z")
}
