//go:build linux

package crashes_test

import (
	"os"
	"path/filepath"
	"testing"
)

// A state that Terraform has lost is given up only where its next apply does fail.
func TestRecover(t *testing.T) {
	t.Parallel()
	needChildren(t)
	p := prepare(t)
	const aws, key = "-target=videostorage_twilio_aws_credential.media", "-target=videostorage_twilio_public_key.media"
	for name, test := range map[string]struct {
		// before are the options of the apply before the one that loses the state, which
		// thus leave a backup of it. Without any there is none.
		before []string
		want   bool
	}{
		"a backup with both credentials": {[]string{aws, key}, true},
		"a backup with one":              {[]string{aws}, false},
		"no backup":                      {nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := p.begin(t, choice{scenario: create})
			if test.before != nil {
				r.w.Succeed(append(create.command(), test.before...)...)
			}
			r.w.Succeed(create.command()...)
			if err := os.Truncate(filepath.Join(r.w.Dir, stateFile), 0); err != nil {
				t.Fatal(err)
			}
			if got := r.recover(); got != test.want {
				t.Errorf("recover() = %t, want %t", got, test.want)
			}
			if got := r.w.Run(create.command()...); (got.Code == 0) != test.want {
				t.Errorf("the next apply ends with %d:\n%s", got.Code, got.Text)
			}
		})
	}
}
