// Package lazyregexp compiles regular expressions at their first use. Terraform starts the provider several times in a run, and most starts
// use few of them.
package lazyregexp

import (
	"regexp"
	"sync"
)

// Regexp is a [regexp.Regexp] that is compiled once, at the first call of a method. A pattern that is invalid panics then.
type Regexp struct {
	pattern  string
	once     sync.Once
	compiled *regexp.Regexp
}

// New returns the regular expression of a pattern.
func New(pattern string) *Regexp { return &Regexp{pattern: pattern} }

func (r *Regexp) compile() *regexp.Regexp {
	r.once.Do(func() { r.compiled = regexp.MustCompile(r.pattern) })
	return r.compiled
}

// The methods of [regexp.Regexp] that the provider uses.

func (r *Regexp) String() string                       { return r.pattern }
func (r *Regexp) Match(b []byte) bool                  { return r.compile().Match(b) }
func (r *Regexp) MatchString(s string) bool            { return r.compile().MatchString(s) }
func (r *Regexp) FindString(s string) string           { return r.compile().FindString(s) }
func (r *Regexp) FindStringSubmatch(s string) []string { return r.compile().FindStringSubmatch(s) }
func (r *Regexp) ReplaceAllString(s, replacement string) string {
	return r.compile().ReplaceAllString(s, replacement)
}

func (r *Regexp) ReplaceAllStringFunc(s string, replace func(string) string) string {
	return r.compile().ReplaceAllStringFunc(s, replace)
}
