package load_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
)

// stage lets two writers' requests reach one account in the order of a script.
type stage struct {
	sandbox *acctest.Sandbox
	// scripted says which requests of a writer the script is about. All others pass.
	scripted func(letter byte, r *http.Request) bool

	mu sync.Mutex
	// script is a letter for each request to come: whose it is. Once it is empty, all
	// pass.
	script string
	// serving is whether a request of the script is being answered.
	serving bool
	changed chan struct{}
	// sent counts the requests that the script is about, by whose they are.
	sent map[byte]int
}

func newStage(s *acctest.Sandbox, script string, scripted func(letter byte, r *http.Request) bool) *stage {
	return &stage{sandbox: s, scripted: scripted, script: script, changed: make(chan struct{}), sent: map[byte]int{}}
}

// account is the sandbox's, as the writer with this letter reaches it.
func (g *stage) account(t *testing.T, letter byte) *acctest.Account {
	t.Helper()
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if g.isScripted(letter, r) {
			if !g.enter(r.Context(), letter) {
				panic(http.ErrAbortHandler)
			}
			defer g.change(func() { g.serving = false })
		}
		g.sandbox.ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		front.CloseClientConnections()
		front.Close()
	})
	account := *g.sandbox.Account
	// A request waits here for the other CLI, however slow that is; one that gives up
	// would be sent, and counted, again.
	account.ProviderConfig = "provider \"videostorage\" {\n  request_timeout = \"10m\"\n}\n"
	account.Getenv = func(name string) string {
		if name == "VIDEOSTORAGE_TWILIO_BASE_URL" {
			return front.URL
		}
		return g.sandbox.Getenv(name)
	}
	return &account
}

func (g *stage) isScripted(letter byte, r *http.Request) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.scripted(letter, r)
}

// sentBy is how many requests of the script a writer has sent.
func (g *stage) sentBy(letter byte) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.sent[letter]
}

// enter waits until it is the writer's turn, and reports whether it came before ctx
// ended.
func (g *stage) enter(ctx context.Context, letter byte) bool {
	for {
		g.mu.Lock()
		if g.script == "" || !g.serving && g.script[0] == letter {
			if g.script != "" {
				g.script, g.serving = g.script[1:], true
			}
			g.sent[letter]++
			g.mu.Unlock()
			return true
		}
		changed := g.changed
		g.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return false
		}
	}
}

// leave takes a writer that has ended out of the script, which the other goes on with.
func (g *stage) leave(letter byte) {
	g.change(func() {
		g.script = string(slices.DeleteFunc([]byte(g.script), func(l byte) bool { return l == letter }))
	})
}

func (g *stage) change(do func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	do()
	close(g.changed)
	g.changed = make(chan struct{})
}

// writer is one of the two who apply at once. None of their commands locks a state.
type writer struct {
	*acctest.Workspace
	letter byte
	// verb is what the writer does: apply or destroy.
	verb string
	// state is a file that both have, "" for one of the writer's own.
	state string
	// got is what that left.
	got acctest.Result
}

// run runs the CLI on the writer's state.
func (w *writer) run(args ...string) acctest.Result {
	args = append(args, "-no-color", "-lock=false")
	if w.state != "" {
		args = append(args, "-state="+w.state)
	}
	return w.Run(args...)
}

func (w *writer) plan() acctest.Result { return w.run("plan", "-detailed-exitcode") }

func (w *writer) act(verb string) acctest.Result { return w.run(verb, "-auto-approve") }

// together has the writers act at once, and waits until both have ended.
func (g *stage) together(writers ...*writer) {
	var wg sync.WaitGroup
	for _, w := range writers {
		wg.Go(func() {
			defer g.leave(w.letter)
			w.got = w.act(w.verb)
		})
	}
	wg.Wait()
}
