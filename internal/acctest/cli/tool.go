package cli

import "github.com/hashicorp/go-version"

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
