// Stands in for the remote backends of Terraform in builds for the tests, which
// keep their state in local files. Each backend is a module of its own, which
// cannot be had for every version, and brings a cloud's SDK.
module github.com/hashicorp/terraform/internal/backend/remote-state

go 1.26.8
