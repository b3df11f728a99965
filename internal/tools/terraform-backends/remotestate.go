// Package remotestate is what the remote backends are replaced by.
package remotestate

import "github.com/hashicorp/terraform/internal/backend"

// New is called when a configuration names the backend, and at no other time.
func New() backend.Backend {
	panic("this Terraform was built for the tests of a provider, without remote backends")
}
