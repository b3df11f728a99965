package acctest

import (
	"encoding/json"
	"strings"
)

// Listed is one result of `terraform query`.
type Listed struct {
	// Address is the list block's.
	Address     string
	DisplayName string `json:"display_name"`
	Identity    map[string]any
	// Resource is nil unless the list block has include_resource.
	Resource map[string]any `json:"resource_object"`
}

// Warning is a warning of `terraform query`.
type Warning struct{ Summary, Detail string }

// Query runs `terraform query -json`, fails the test unless it exits with 0, and
// returns what it found and what it warned of.
func (w *Workspace) Query() (found []Listed, warnings []Warning) {
	w.t.Helper()
	events := json.NewDecoder(strings.NewReader(w.Succeed("query", "-json").Text))
	for events.More() {
		var event struct {
			Type       string
			Found      Listed `json:"list_resource_found"`
			Diagnostic Warning
		}
		if err := events.Decode(&event); err != nil {
			w.t.Fatalf("decoding what `query` printed: %v", err)
		}
		switch event.Type {
		case "list_resource_found":
			found = append(found, event.Found)
		case "diagnostic":
			warnings = append(warnings, event.Diagnostic)
		}
	}
	return found, warnings
}
