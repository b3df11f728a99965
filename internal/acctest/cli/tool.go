package cli

import (
	"fmt"
	"strings"

	"github.com/hashicorp/go-version"
)

// Tool is a command-line tool that runs Terraform providers.
type Tool struct {
	// Name is how people write it.
	Name string

	binary string
	// env is the variable that names the binary to use.
	env string
	// target is the make target that builds the tool where none is found.
	target string
	// oldest is the first version with all that the provider offers there.
	oldest *version.Version
	// line is set where one minor version is wanted, as in 1.11.
	line string

	// The module that pins a version: its folder under internal/tools, the
	// required module, the main package in it, and the linker flags that make
	// a build report itself as the release that it is, not as "-dev".
	folder  string
	module  string
	pkg     string
	ldflags string
}

// Terraform has list resources and actions since 1.14. TF_ACC_TERRAFORM_PATH is
// the variable of terraform-plugin-testing: one setting serves both.
var Terraform = Tool{
	Name:    "Terraform",
	binary:  "terraform",
	env:     "TF_ACC_TERRAFORM_PATH",
	target:  "make test",
	oldest:  version.Must(version.NewVersion("1.14.0")),
	folder:  "terraform",
	module:  "github.com/hashicorp/terraform",
	pkg:     "github.com/hashicorp/terraform",
	ldflags: "-s -w -X github.com/hashicorp/terraform/version.dev=no",
}

// OpenTofu has resource identity since 1.12. It has a variable of its own,
// because TF_ACC_TERRAFORM_PATH does not say which of the two tools it names.
var OpenTofu = Tool{
	Name:    "OpenTofu",
	binary:  "tofu",
	env:     "VIDEOSTORAGE_TOFU_PATH",
	target:  "make test-opentofu",
	oldest:  version.Must(version.NewVersion("1.12.0")),
	folder:  "opentofu",
	module:  "github.com/opentofu/opentofu",
	pkg:     "github.com/opentofu/opentofu/cmd/tofu",
	ldflags: "-s -w -X github.com/opentofu/opentofu/version.dev=no",
}

// Versions are what the tests run on, oldest first, by the names that the commands
// take. Each is pinned by a module of its own under internal/tools.
func Versions() []Tool {
	return []Tool{
		Terraform.inLine("1.11"), Terraform.inLine("1.13"), Terraform.inLine("1.14"), Terraform,
		OpenTofu.inLine("1.11"), OpenTofu,
	}
}

// Named returns the version of that name: terraform and tofu are the newest,
// terraform-1.11 one of an older minor version.
func Named(name string) (Tool, error) {
	var known []string
	for _, tool := range Versions() {
		if tool.String() == name {
			return tool, nil
		}
		known = append(known, tool.String())
	}
	return Tool{}, fmt.Errorf("%q is none of %s", name, strings.Join(known, ", "))
}

// String is the name that Named takes.
func (t Tool) String() string {
	if t.line != "" {
		return t.binary + "-" + t.line
	}
	return t.binary
}

// inLine is the tool in an older minor version, which a folder of its own pins.
func (t Tool) inLine(minor string) Tool {
	t.folder += "-" + minor
	return t.only(minor)
}

// only is the tool in one minor version. Of the binaries on PATH only that version
// counts. The variable that names a binary does not: one binary is not every version.
func (t Tool) only(minor string) Tool {
	t.line = minor
	t.target = "make test-matrix"
	return t
}

// accepts reports whether a binary that is not pinned will do.
func (t Tool) accepts(v *version.Version) bool {
	if t.line != "" {
		return strings.HasPrefix(v.String(), t.line+".")
	}
	return !v.LessThan(t.oldest)
}

// wanted is which versions there must be one of.
func (t Tool) wanted() string {
	if t.line != "" {
		return t.Name + " " + t.line
	}
	return t.Name + " " + t.oldest.String() + " or later"
}

// TestEnvironment is what the tests need besides the path, as in os.Environ.
// terraform-plugin-testing puts a provider under the default address of Terraform's
// registry, and OpenTofu's is another.
func (t Tool) TestEnvironment() []string {
	if t.Name == OpenTofu.Name {
		return []string{"TF_ACC_PROVIDER_NAMESPACE=hashicorp", "TF_ACC_PROVIDER_HOST=registry.opentofu.org"}
	}
	return nil
}
