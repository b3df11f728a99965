package faults_test

import (
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"text/tabwriter"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/tlstest"
	"github.com/videostorage/terraform-provider-videostorage/internal/reliability/report"
)

// elsewhere is where a redirect leads to that must not be followed.
var (
	elsewhere = httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { followed.Add(1) }))
	followed  atomic.Int64
)

// TestMatrix has each fault hit the own request of each operation: only once, and then
// each attempt.
func TestMatrix(t *testing.T) {
	t.Parallel()
	tlstest.NeedFile(t)
	m := &matrix{normal: map[string]normal{}}
	every := operations()
	t.Run("without a fault", func(t *testing.T) {
		for _, o := range every {
			t.Run(o.name, func(t *testing.T) {
				t.Parallel()
				m.learn(o, o.normal(t))
			})
		}
	})
	if t.Failed() {
		return
	}
	t.Run("cells", func(t *testing.T) {
		for _, o := range every {
			for _, r := range table {
				if !o.meets(r.fault) {
					continue
				}
				for _, staying := range []bool{false, true} {
					t.Run(o.name+"/"+r.fault.name+"/"+mode(staying), func(t *testing.T) {
						t.Parallel()
						m.add(judge(t, o, m.normal[o.name], r, staying))
					})
				}
			}
		}
	})
	if n := followed.Load(); n > 0 {
		t.Errorf("redirects were followed to another host %d times", n)
	}
	if m.losses > 0 {
		t.Errorf("%d losses", m.losses)
	}
	text, err := m.text(every)
	if err == nil {
		err = report.Write("1-faults", text)
	}
	if err != nil {
		t.Error(err)
	}
}

func mode(staying bool) string {
	if staying {
		return "stays"
	}
	return "passes"
}

// matrix is what came of the cells.
type matrix struct {
	mu sync.Mutex
	// normal are the operations without a fault, by their names.
	normal map[string]normal
	lines  []line
	losses int
}

// normal is an operation without a fault: how many attempts it makes, and which of
// them, counted from 1, is the target.
type normal struct{ attempts, target int }

// line is a cell's in the report.
type line struct {
	operation, fault, mode string
	attempts, injected     int
	outcome                outcome
	before, after, words   string
	losses                 int
}

func (m *matrix) learn(o operation, n normal) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.normal[o.name] = n
}

func (m *matrix) add(l line) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lines = append(m.lines, l)
	m.losses += l.losses
}

// text is the report.
func (m *matrix) text(every []operation) (string, error) {
	order := map[string]int{}
	for i, o := range every {
		order[o.name] = i * 1000
	}
	for i, r := range table {
		order[r.fault.name] = i * 2
	}
	slices.SortFunc(m.lines, func(a, b line) int {
		at := func(l line) int { return order[l.operation]*100 + order[l.fault]*2 + len(l.mode)%2 }
		return at(a) - at(b)
	})
	var rows strings.Builder
	rows.WriteString("operation\tfault\tit\tattempts\toutcome\tstate\tthe user reads\n")
	injected, retries := 0, 0
	for _, l := range m.lines {
		fmt.Fprintf(&rows, "%s\t%s\t%s\t%d\t%s\t%s -> %s\t%s\n", l.operation, l.fault, l.mode, l.attempts, l.outcome, l.before, l.after, l.words)
		injected += l.injected
		retries += l.attempts - 1
	}
	var aligned strings.Builder
	w := tabwriter.NewWriter(&aligned, 0, 0, 2, ' ', 0)
	_, err := io.WriteString(w, rows.String())
	if err := errors.Join(err, w.Flush()); err != nil {
		return "", err
	}
	return fmt.Sprintf("Faults: the own request of each operation, and what comes of it\n\n%s\n%d cells, %d faults injected, %d retries, losses: %d\n",
		aligned.String(), len(m.lines), injected, retries, m.losses), nil
}

const forever = math.MaxInt
