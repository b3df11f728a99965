package twilio_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// listBlock is a list block of this type with these arguments.
func listBlock(typeName, arguments string) string {
	return fmt.Sprintf("list %q \"all\" {\n  provider = videostorage\n%s\n}\n", typeName, arguments)
}

// startQuery is start with these list blocks.
func startQuery(t *testing.T, b twiliosandbox.Behaviour, blocks ...string) (*acctest.Sandbox, *acctest.Workspace) {
	t.Helper()
	s, w := start(t, b)
	w.Config("")
	w.Write("all.tfquery.hcl", strings.Join(blocks, ""))
	return s, w
}

// expectFound fails the test unless the results have these identities and display
// names, in this order.
func expectFound(t *testing.T, got []acctest.Listed, attribute string, want ...[2]string) {
	t.Helper()
	var have [][2]string
	for _, found := range got {
		have = append(have, [2]string{fmt.Sprint(found.Identity[attribute]), found.DisplayName})
	}
	if !slices.Equal(have, want) {
		t.Errorf("found %q, want %q", have, want)
	}
}

// expectWarnings fails the test unless there are warnings with these summaries.
func expectWarnings(t *testing.T, got []acctest.Warning, want ...string) {
	t.Helper()
	var have []string
	for _, warning := range got {
		have = append(have, warning.Summary)
	}
	if !slices.Equal(have, want) {
		t.Errorf("warned of %q, want %q", have, want)
	}
}

func (k storedKind) list(arguments string) string { return listBlock(k.typeName, arguments) }
