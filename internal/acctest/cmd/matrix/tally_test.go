package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const events = `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:7: want 1\n"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestB","Output":"=== RUN   TestB\n"}
{"Action":"output","Package":"p","Test":"TestB","Output":"    version.go:50: actions need Terraform 1.14\n"}
{"Action":"output","Package":"p","Test":"TestB","Output":"--- SKIP: TestB (0.00s)\n"}
{"Action":"skip","Package":"p","Test":"TestB"}
{"Action":"pass","Package":"p","Test":"TestC"}
{"Action":"output","Package":"p","Output":"FAIL\n"}
{"Action":"fail","Package":"p"}
{"Action":"skip","Package":"without"}
{"Action":"output","Package":"broken","Output":"no such CLI\n"}
{"Action":"fail","Package":"broken"}
`

func TestTestsAreCountedAndFailuresShown(t *testing.T) {
	t.Parallel()
	var shown strings.Builder
	got, err := read(strings.NewReader(events), &shown)
	if err != nil {
		t.Fatal(err)
	}
	want := tally{pass: 1, fail: []string{"p TestA", "broken"}, skip: map[string]int{"actions need Terraform 1.14": 1}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(tally{})); diff != "" {
		t.Error(diff)
	}
	if want := "    a_test.go:7: want 1\nno such CLI\n"; shown.String() != want {
		t.Errorf("shown: %q", shown.String())
	}
	if got.passed() {
		t.Error("passed")
	}
}

func TestAVersionWithoutATestHasNotPassed(t *testing.T) {
	t.Parallel()
	if (tally{}).passed() {
		t.Error("passed")
	}
}

func TestResultsThatEndEarlyAreAnError(t *testing.T) {
	t.Parallel()
	if _, err := read(strings.NewReader(events[:len(events)-10]), &strings.Builder{}); err == nil {
		t.Error("no error")
	}
}

func TestTheTableSaysWhichVersionsRanAndWhyTestsWereSkipped(t *testing.T) {
	t.Parallel()
	got := table([]line{
		{name: "terraform-1.11", version: "1.11.4", tally: tally{pass: 10, skip: map[string]int{"no actions": 2, "no identity": 1}}},
		{name: "tofu", version: "1.12.6", tally: tally{pass: 9, fail: []string{"p TestA"}}},
	})
	want := `name             version  passed  failed  skipped
terraform-1.11    1.11.4      10       0        3
tofu              1.12.6       9       1        0
terraform-1.11 skipped 2: no actions
terraform-1.11 skipped 1: no identity
tofu failed: p TestA
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
