//go:build !linux

package crashes_test

import "testing"

func TestCrashes(t *testing.T) {
	t.Parallel()
	t.Skip("finding the provider that Terraform has started needs Linux's /proc")
}
