// Package s3functions holds the Terraform functions that make bucket URLs and
// take them apart. They belong to no vendor.
package s3functions

import "github.com/hashicorp/terraform-plugin-framework/function"

// Functions are the package's functions, for the provider to register.
func Functions() []func() function.Function {
	return []func() function.Function{
		func() function.Function { return s3URL{} },
		func() function.Function { return parseS3URL{} },
	}
}
