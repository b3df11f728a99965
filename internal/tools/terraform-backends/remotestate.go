// Package remotestate replaces the remote backends.
package remotestate

import "github.com/hashicorp/terraform/internal/backend"

// New panics. Terraform calls it if a configuration names the backend.
func New() backend.Backend {
	panic("this Terraform was built for the tests of a provider, without remote backends")
}
