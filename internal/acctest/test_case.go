package acctest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// Test runs the steps of a terraform-plugin-testing test case against the account. A step needs no provider block, because
// the environment of the provider holds the credentials. The files and logs of the runs are scanned for secrets.
func (a *Account) Test(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	a.run(t, steps)
}

// parallelTB is a *testing.T, or stands in for one.
type parallelTB interface {
	testing.TB
	Parallel()
}

func (a *Account) run(t parallelTB, steps []resource.TestStep) {
	t.Helper()
	NeedCLI(t)
	dir, err := os.MkdirTemp(runsFolder(), "run")
	if err != nil {
		t.Fatal(err)
	}
	defer a.scanRun(t, dir)
	resource.Test(t, resource.TestCase{
		// Without TF_ACC, the account is a sandbox.
		IsUnitTest:               !Live(),
		WorkingDir:               dir,
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){"videostorage": newServer(a)},
		Steps:                    steps,
	})
}

// ErrorWith returns an ExpectError for an error with these parts, in this order. The CLI breaks the lines of an
// error, so every space in a part stands for any white space.
func ErrorWith(parts ...string) *regexp.Regexp {
	var pattern strings.Builder
	pattern.WriteString("(?s)")
	for i, part := range parts {
		if i > 0 {
			pattern.WriteString(".*")
		}
		var words []string
		for _, word := range strings.Fields(part) {
			words = append(words, regexp.QuoteMeta(word))
		}
		pattern.WriteString(strings.Join(words, `[\s│]+`))
	}
	return regexp.MustCompile(pattern.String())
}

// ExpectAction returns the check that a step's plan has this action for a resource.
func ExpectAction(address string, action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// ExpectState returns a check of some attributes of an object in the state. nil stands for null.
func ExpectState(address string, want map[string]any) statecheck.StateCheck {
	return attributesCheck{address: address, want: want}
}

type attributesCheck struct {
	address string
	want    map[string]any
}

// CheckState compares the attributes after an apply.
func (c attributesCheck) CheckState(_ context.Context, req statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	if req.State.Values == nil {
		resp.Error = fmt.Errorf("the state is empty, and has no %s", c.address)
		return
	}
	for _, r := range req.State.Values.RootModule.Resources {
		if r.Address != c.address {
			continue
		}
		for name, want := range c.want {
			if got, ok := r.AttributeValues[name]; !ok || got != want {
				resp.Error = errors.Join(resp.Error, fmt.Errorf("%s.%s is %v, want %v", c.address, name, got, want))
			}
		}
		return
	}
	resp.Error = fmt.Errorf("the state has no %s", c.address)
}

// ExpectWrites returns a check of the requests other than GET that reached the stand-in since the last such check, each as
// "POST /v1/RecordingSettings/Default". Reads are left out, because terraform-plugin-testing plans several times.
func ExpectWrites(log *sandbox.Log, want ...string) interface {
	statecheck.StateCheck
	plancheck.PlanCheck
} {
	return writesCheck{log: log, want: want}
}

type writesCheck struct {
	log  *sandbox.Log
	want []string
}

// CheckState compares the writes after an apply.
func (c writesCheck) CheckState(_ context.Context, _ statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	resp.Error = c.compare()
}

// CheckPlan compares the writes after a plan.
func (c writesCheck) CheckPlan(_ context.Context, _ plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	resp.Error = c.compare()
}

func (c writesCheck) compare() error {
	var got []string
	for _, r := range c.log.All() {
		if r.Method != http.MethodGet {
			got = append(got, r.Method+" "+r.Path)
		}
	}
	c.log.Reset()
	if !slices.Equal(got, c.want) {
		return fmt.Errorf("the writes are %q, want %q", got, c.want)
	}
	return nil
}
