package acctest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

// Process is a running CLI that a test may kill. It has a process group, which its providers join, even after they lose their parent.
type Process struct {
	w         *Workspace
	cmd       *exec.Cmd
	ctx       context.Context
	cancel    context.CancelFunc
	out, errs bytes.Buffer
	ended     chan struct{}

	mu sync.Mutex
	// over is whether the number of the process group may belong to another one.
	over bool
}

// Start runs the CLI in the background. A call of Wait must follow.
func (w *Workspace) Start(args ...string) *Process {
	w.t.Helper()
	p := &Process{w: w, ended: make(chan struct{})}
	p.ctx, p.cancel = context.WithTimeout(context.Background(), commandTimeout)
	p.cmd = w.command(p.ctx, args...)
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	// The end of the output tells that the CLI has ended while its process still exists, so that its number is not used again.
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	p.cmd.Stderr = &p.errs
	if err := p.cmd.Start(); err != nil {
		w.t.Fatalf("running %v: %v", args, err)
	}
	go func() {
		defer close(p.ended)
		if _, err := p.out.ReadFrom(stdout); err != nil {
			w.t.Errorf("reading the output of %v: %v", args, err)
		}
	}()
	return p
}

// Wait returns the result of the CLI once it has ended, and kills the providers that outlive it. The code of a killed CLI is -1.
func (p *Process) Wait() Result {
	p.w.t.Helper()
	<-p.ended
	p.kill(-p.cmd.Process.Pid)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.over = true
	defer p.cancel()
	err := p.cmd.Wait()
	return p.w.result(p.ctx, p.cmd, p.out.Bytes(), p.errs.Bytes(), err)
}

// KillAll kills the CLI and its providers at once. It reports whether the CLI was still running.
func (p *Process) KillAll() bool { return p.kill(-p.cmd.Process.Pid) }

func (p *Process) kill(pid int) (running bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return false
	}
	select {
	case <-p.ended:
	default:
		running = true
		p.w.killed.Store(true)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		p.w.t.Errorf("killing %s: %v", p.cmd, err)
	}
	return running
}

// KillProviders kills the providers that the CLI has started, but not the CLI. It reports whether there was one.
func (p *Process) KillProviders() (killed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return false
	}
	// https://man7.org/linux/man-pages/man5/proc_tid_children.5.html
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", p.cmd.Process.Pid))
	if err != nil {
		p.w.t.Error(err)
	}
	for _, list := range lists {
		content, err := os.ReadFile(list)
		if err != nil {
			continue // A thread may end meanwhile.
		}
		for _, field := range strings.Fields(string(content)) {
			pid, err := strconv.Atoi(field)
			if err != nil || isZombie(pid) {
				continue
			}
			if err := syscall.Kill(pid, syscall.SIGKILL); err == nil {
				killed = true
			} else if !errors.Is(err, syscall.ESRCH) {
				p.w.t.Errorf("killing the provider: %v", err)
			}
		}
	}
	return killed
}

// isZombie reports whether a process has ended, although its parent does not know it yet. The state follows the name, which is in
// parentheses: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
func isZombie(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, state, found := strings.Cut(string(stat), ") ")
	return err != nil || !found || strings.HasPrefix(state, "Z")
}
