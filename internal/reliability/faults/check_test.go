package faults_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/leak"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
)

const (
	// longest bounds a cell; none comes near it.
	longest = 2 * time.Minute
	// mostRead is what a user should read at most, in bytes.
	mostRead = 8 << 10
)

// checkRequests holds the requests other than the operation's own to what they are
// without a fault.
func (s *subject) checkRequests(t testing.TB, usual normal) {
	t.Helper()
	want := s.from - 1 + s.attempts
	if s.outcome == done || s.outcome == warned {
		want = usual.attempts - 1 + s.attempts
	}
	searches := s.outcome == unknown && s.class == creating && s.vendor == twilio
	skips := len(s.except) > 0
	if len(s.logged) != want && !searches && !skips && !s.loses {
		t.Errorf("%d attempts altogether, want %d: %v", len(s.logged), want, s.logged)
	}
}

// checkState holds the state to what the vendor has, and the vendor to what may have
// been carried out.
func (s *subject) checkState(t testing.TB) {
	t.Helper()
	switch s.outcome {
	case failed, unknown:
		if !s.now.Equal(s.before) {
			t.Errorf("the state has changed with an error")
		}
		if s.data != nil {
			t.Error("something was read in spite of an error")
		}
	case gone:
		if s.now.Exists() {
			t.Error("it is gone, and still in the state")
		}
	}
	carriedOut := s.held() != s.heldBefore
	switch {
	case s.outcome == failed && carriedOut:
		t.Errorf("it is said to have failed, and was carried out:\n%s%s", s.heldBefore, s.held())
	case s.outcome == unknown && !s.loses && carriedOut != s.fault.processed:
		t.Errorf("carried out %t, want %t", carriedOut, s.fault.processed)
	}
	want := 0
	if s.class == creating || s.loses {
		if s.outcome == done || s.outcome == warned || s.loses || s.outcome == unknown && s.fault.processed {
			want = 1
		}
	}
	if s.created > want {
		t.Errorf("%d were created, want %d", s.created, want)
	}
}

// losses are what a user would miss, whatever the table says: a state that is lost
// without the vendor's own word, and a second creation.
func (s *subject) losses() int {
	n := max(0, s.created-1)
	destroyed := s.config == nil && s.held() != s.heldBefore
	if s.before.Exists() && !s.now.Exists() && !destroyed && s.outcome != gone {
		n++
	}
	if s.outcome == gone && s.fault != notFound && s.as[done] != gone {
		n++
	}
	return n
}

// checkWords holds what the user reads to the table, and to what must never be read.
func (s *subject) checkWords(t testing.TB, r row) {
	t.Helper()
	errors := s.told.Errors()
	wantErrors := 0
	if s.outcome == failed || s.outcome == unknown {
		wantErrors = 1
	}
	if len(errors) != wantErrors {
		t.Errorf("%d errors, want %d", len(errors), wantErrors)
	}
	for _, d := range s.told {
		text := d.Summary + "\n" + d.Detail
		if len(text) > mostRead {
			t.Errorf("%d bytes to read", len(text))
		}
		for _, c := range text {
			if c != '\n' && (unicode.IsControl(c) || unicode.Is(unicode.Cf, c)) {
				t.Errorf("%U in %q", c, text)
				break
			}
		}
		for _, found := range s.secrets.Scan(leak.Output, s.name, []byte(text)) {
			t.Error(found)
		}
	}
	for _, found := range s.secrets.Scan(leak.Log, s.name, s.log.text()) {
		t.Error(found)
	}
	if wantErrors == 0 {
		return
	}
	account := s.account.SID
	if s.vendor == sendbird {
		account = sendbirdsandbox.ApplicationID
	}
	// What was asked for, of whom and where, and then what came of it.
	words := slices.Concat([]string{s.what, account, s.method, strings.TrimSuffix(s.path, "/CR")}, r.happened, r.do)
	if other, ok := s.happened[r.fault.name]; ok {
		words = []string{account, other}
	}
	switch {
	case s.loses:
		words = []string{s.what, account, "Twilio now lists 1|The search for it failed"}
	case s.outcome == unknown && s.class == creating && s.vendor == twilio:
		words = slices.Concat(words[:4], r.happened, []string{"Twilio now lists|Twilio lists no|The search for it failed"})
	}
	text := errors.String()
	for _, alternatives := range words {
		found := false
		for word := range strings.SplitSeq(alternatives, "|") {
			found = found || strings.Contains(text, s.vendor.fill(word))
		}
		if !found {
			t.Errorf("the user does not read %q:\n%s", s.vendor.fill(alternatives), text)
		}
	}
}

// line is the cell's in the report.
func (s *subject) line(r row, staying bool) line {
	before, after := "none", "none"
	if s.before.Exists() {
		before = "there"
	}
	if s.now.Exists() {
		after = "there"
		if s.before.Exists() && !s.now.Equal(s.before) {
			after = "changed"
		}
	}
	if s.data != nil {
		after = "read"
	}
	words := strings.Join(strings.Fields(s.told.Errors().String()), " ")
	if short := []rune(words); len(short) > 100 {
		words = string(short[:100]) + "…"
	}
	return line{
		operation: s.name, fault: r.fault.name, mode: mode(staying), attempts: s.attempts, injected: s.injected,
		outcome: s.outcome, before: before, after: after, words: words, losses: s.losses(),
	}
}

// converges lifts the fault and does what the user is told to do: then the same
// operation comes to what was asked for, and nothing is left to do.
func (s *subject) converges(t testing.TB) {
	t.Helper()
	s.arm(nil, 0, 0)
	s.loses = false
	s.cell.loses = false
	ctx := s.context(t.Context())
	if s.typeName == "" {
		s.repeats(t)
		return
	}
	if s.outcome == unknown && s.vendor == sendbird && s.cell.created() > 0 {
		return // the user is told to look for it
	}
	if s.outcome == unknown && s.config != nil && !s.before.Exists() && s.vendor == twilio {
		s.removeOrphans(t)
	}
	if _, err := s.apply(ctx, s.config); err != nil {
		t.Errorf("once the fault is gone: %v", err)
		return
	}
	after := s.now
	changed, err := s.apply(ctx, s.config)
	if err != nil || changed || !s.now.Equal(after) {
		t.Errorf("once the fault is gone, there is still something to do (error %v)", err)
	}
	if s.outcome == gone || s.twilio == nil {
		return
	}
	orphans, err := s.orphans()
	if err != nil || len(orphans) > 0 {
		t.Errorf("credentials that Terraform knows nothing of: %v (error %v)", orphans, err)
	}
}

// repeats reads a data source or lists again, or invokes an action again.
func (s *subject) repeats(t testing.TB) {
	t.Helper()
	if s.vendor == sendbird && s.cell.created() > 0 {
		return // the user is told to look for it
	}
	before := s.data
	told, err := s.run(s.context(t.Context()), s.cell)
	if err := clean(told, err); err != nil {
		t.Errorf("once the fault is gone: %v", err)
	}
	// What comes with a warning may say that something is not known.
	if before != nil && s.outcome != warned && !reflect.DeepEqual(before, s.data) {
		t.Error("once the fault is gone, it reads something else")
	}
	if s.vendor == sendbird && s.cell.created() != 1 {
		t.Errorf("%d copies, want 1", s.cell.created())
	}
}

// removeOrphans deletes what a creation left behind, which its error must name as far
// as the vendor could be asked.
func (s *subject) removeOrphans(t testing.TB) {
	t.Helper()
	orphans, err := s.orphans()
	if err != nil {
		t.Fatal(err)
	}
	text := s.told.Errors().String()
	for _, orphan := range orphans {
		if !strings.Contains(text, orphan.SID) && !strings.Contains(text, "The search for it failed") {
			t.Errorf("%s was left behind, and the user does not read of it:\n%s", orphan.SID, text)
		}
		s.twilio.RemoveCredential(s.account.SID, orphan.SID)
	}
}
