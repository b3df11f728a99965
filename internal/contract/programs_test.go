package contract

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"
)

// TestNoProgramDependsOnTheContract asks go, as a build would.
func TestNoProgramDependsOnTheContract(t *testing.T) {
	t.Parallel()
	const module = "github.com/videostorage/terraform-provider-videostorage"
	cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", module, module+"/internal/cmd/sandbox", module+"/internal/cmd/demo")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	deps, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v: %s", cmd, err, &stderr)
	}
	if !strings.Contains(string(deps), module+"/internal/provider\n") {
		t.Fatalf("the dependencies are not those of the provider: %s", deps)
	}
	for _, unwanted := range []string{"github.com/getkin/kin-openapi", module + "/internal/contract"} {
		if strings.Contains(string(deps), unwanted) {
			t.Errorf("a program depends on %s", unwanted)
		}
	}
}
