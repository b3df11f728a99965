package sandbox

import (
	"regexp"
	"testing"
)

func TestHashed(t *testing.T) {
	t.Parallel()
	const want = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // FIPS 180-2, appendix B.1
	if got := Hashed("abc"); got != want {
		t.Errorf("hashed %q, want %q", got, want)
	}
}

func TestRandomHex(t *testing.T) {
	t.Parallel()
	got := RandomHex(40)
	if !regexp.MustCompile(`^[0-9a-f]{40}$`).MatchString(got) {
		t.Errorf("%q is not of 40 digits", got)
	}
	if got == RandomHex(40) {
		t.Errorf("%s came twice", got)
	}
}
