// Package sendbird holds the Terraform objects for Sendbird.
package sendbird

import "github.com/hashicorp/terraform-plugin-framework/function"

// Functions are Sendbird's functions, for the provider to register.
func Functions() []func() function.Function {
	return []func() function.Function{
		func() function.Function { return uploadPolicy{} },
	}
}
