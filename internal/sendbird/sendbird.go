// Package sendbird holds the Terraform objects for Sendbird, one file per object or
// step of its life. It speaks to Sendbird through sendbirdapi alone.
package sendbird

import (
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdapi"
)

// Resources are Sendbird's resources, for the provider to register.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource { return &copyResource{} },
	}
}

// Actions are Sendbird's actions, for the provider to register.
func Actions() []func() action.Action {
	return []func() action.Action{
		func() action.Action { return &copyAction{} },
	}
}

// Functions are Sendbird's functions, for the provider to register.
func Functions() []func() function.Function {
	return []func() function.Function{
		func() function.Function { return uploadPolicy{} },
	}
}

// ApplicationSource is what the configured provider hands to Sendbird's objects.
type ApplicationSource interface {
	// Sendbird is the configured application, nil where the provider has no Sendbird
	// credentials.
	Sendbird() *sendbirdapi.Client
}

// connection is an object's way to the configured application.
type connection struct{ source ApplicationSource }

// configure takes the provider's data. It is nil while Terraform only validates.
func (c *connection) configure(providerData any, diags *diag.Diagnostics) {
	if providerData == nil {
		return
	}
	source, ok := providerData.(ApplicationSource)
	if !ok {
		diags.AddError("Unexpected provider data",
			"This is a defect of the provider: its data holds no source of Sendbird applications. Please report it.")
		return
	}
	c.source = source
}

// application returns the configured application, or adds an error and returns nil.
// Only what is about to send a request asks for it, so that a provider that is
// configured for another vendor works without Sendbird's credentials.
func (c *connection) application(diags *diag.Diagnostics) *sendbirdapi.Client {
	if c.source != nil {
		if application := c.source.Sendbird(); application != nil {
			return application
		}
	}
	diags.AddError("Sendbird is not configured",
		"This object needs Sendbird credentials, and the provider has none. Set application_id and api_token in the provider's sendbird "+
			"attribute; or set the environment variables SENDBIRD_APPLICATION_ID and SENDBIRD_API_TOKEN.")
	return nil
}
