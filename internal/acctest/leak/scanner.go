package leak

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
)

// Place is what kind of thing is scanned.
type Place string

// The places. States and plans may hold the secrets that are stored.
const (
	Output Place = "output"
	Log    Place = "log"
	File   Place = "file"
	State  Place = "state"
	Plan   Place = "plan"
)

// Scanner looks for secrets.
type Scanner struct {
	secrets []Secret
	needles []needle
}

// New returns a scanner for these secrets. It returns an error for a value that
// [Check] refuses.
func New(secrets []Secret) (*Scanner, error) {
	s := &Scanner{secrets: secrets}
	for i, secret := range secrets {
		if err := Check(secret.Value); err != nil {
			return nil, fmt.Errorf("%s cannot be looked for: %w", secret.Name, err)
		}
		for _, line := range lines(secret.Value) {
			s.needles = append(s.needles, needles(i, line)...)
		}
	}
	return s, nil
}

// Finding is a secret in one spelling in one place.
type Finding struct {
	Place Place
	// Name is the file's, or the command's that printed it.
	Name string
	// Secret is the secret's name, and Spelling how it was spelled.
	Secret, Spelling string
	// Line counts from 1 and Offset from 0, in bytes. They are of the first of
	// these Times.
	Line, Offset, Times int
	// Around is what is before and after it, all secrets masked, as a Go string.
	Around string
}

// String says everything about the finding, and no secret.
func (f Finding) String() string {
	return fmt.Sprintf("%s in %s %s, %s, line %d, offset %d, times %d: %s", f.Secret, f.Place, f.Name, f.Spelling, f.Line, f.Offset, f.Times, f.Around)
}

// match is a needle in a content.
type match struct {
	start, end int
	needle     *needle
}

// Scan looks through the content of a place, whose name is for the findings.
func (s *Scanner) Scan(place Place, name string, content []byte) []Finding {
	matches := s.matches(content)
	var all []Finding
	for i, m := range matches {
		secret := s.secrets[m.needle.secret]
		if secret.Stored && (place == State || place == Plan) {
			continue
		}
		f := Finding{
			Place: place, Name: name, Secret: secret.Name, Spelling: m.needle.spelling(content[m.start:m.end]),
			Line: 1 + bytes.Count(content[:m.start], []byte("\n")), Offset: m.start, Times: 1, Around: around(content, matches, i),
		}
		same := slices.IndexFunc(all, func(g Finding) bool { return g.Secret == f.Secret && g.Spelling == f.Spelling })
		if same >= 0 {
			all[same].Times++
			continue
		}
		all = append(all, f)
	}
	return all
}

// matches are all of the content, in their order.
func (s *Scanner) matches(content []byte) []match {
	var all []match
	for i := range s.needles {
		n := &s.needles[i]
		for at := 0; ; {
			next := bytes.Index(content[at:], n.anchor)
			if next < 0 {
				break
			}
			hit := at + next
			at = hit + 1
			if start, end, ok := n.at(content, hit); ok {
				all = append(all, match{start, end, n})
				at = max(at, end)
			}
		}
	}
	slices.SortFunc(all, func(a, b match) int { return cmp.Compare(a.start, b.start) })
	return all
}

// context is how much of either side a finding shows, in bytes.
const context = 80

// around is what is at both sides of a match, up to the next ones.
func around(content []byte, matches []match, i int) string {
	m := matches[i]
	from, to := max(0, m.start-context), min(len(content), m.end+context)
	for _, other := range matches {
		if other.start < m.start {
			from = max(from, min(other.end, m.start))
		}
		if other.end > m.end {
			to = min(to, max(other.start, m.end))
		}
	}
	return strconv.Quote(string(content[from:m.start]) + "***" + string(content[m.end:to]))
}
