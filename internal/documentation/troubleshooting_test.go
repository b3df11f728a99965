package documentation_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// codes are those of which Twilio and Sendbird document that they can come up with
// what this provider manages.
//
// Sources: https://www.twilio.com/docs/api/errors,
// https://sendbird.com/docs/calls/platform-api/v1/features/error-codes
var codes = strings.Fields(`
	53610 53611 53612 53613 53614 53615 53616
	53620 53621 53622 53623 53624 53625
	53664 53665 53666 53667 53668 53669
	20001 20003 20404 20429 70051
	70001 70002 70101 70102 70103 70104 70106
	400100 400111 400200 400201 401120 401121 429100 500999
`)

// Who looks up a code finds it in a table, once.
func TestEveryCodeIsExplained(t *testing.T) {
	t.Parallel()
	var cells []string
	for line := range strings.Lines(read(t, "docs/guides/troubleshooting.md")) {
		if strings.HasPrefix(line, "| ") {
			for cell := range strings.SplitSeq(line, "|") {
				if cell = strings.TrimSpace(cell); regexp.MustCompile(`^\d{5,6}$`).MatchString(cell) {
					cells = append(cells, cell)
				}
			}
		}
	}
	slices.Sort(cells)
	want := slices.Sorted(slices.Values(codes))
	if !slices.Equal(cells, want) {
		t.Errorf("the tables have\n%q\nwant\n%q", cells, want)
	}
}
