// It replaces the remote backends of Terraform in builds for the tests, which
// keep their state in local files. Each backend is a module of its own, which
// module proxies do not serve for Terraform 1.14 and older.
module github.com/hashicorp/terraform/internal/backend/remote-state

go 1.26.8
