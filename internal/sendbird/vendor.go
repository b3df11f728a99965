package sendbird

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// The arguments of the provider's sendbird block.
var (
	applicationIDArgument = framework.Argument{
		Name: "application_id", EnvVar: "SENDBIRD_APPLICATION_ID",
		Description: "The ID of the Sendbird application.",
		// It is a part of a host name's first label, which has at most 63 characters.
		Format: framework.MatchRegexp(`^[A-Za-z0-9](?:[A-Za-z0-9-]{0,57}[A-Za-z0-9])?$`, "be the ID of an application: letters, digits and hyphens"),
	}
	apiTokenArgument = framework.Argument{
		Name: "api_token", EnvVar: "SENDBIRD_API_TOKEN",
		Description: "An API token of the application.",
		Format:      framework.CredentialFormat,
	}
	baseURLArgument = framework.Argument{
		Name: "base_url", EnvVar: "VIDEOSTORAGE_SENDBIRD_BASE_URL",
		Description: "The origin to use instead of Sendbird's own, `https://api-{application_id}.calls.sendbird.com`: `https`, or `http` on a " +
			"loopback address, such as `http://127.0.0.1:8080`. For tests and proxies.",
		Format: framework.BaseURLFormat,
	}
)

// Vendor registers Sendbird with the provider.
var Vendor = framework.Vendor{
	Block:     "sendbird",
	Title:     "Sendbird",
	Arguments: []framework.Argument{applicationIDArgument, apiTokenArgument, baseURLArgument},
	Configure: configure,
	Resources: []func() resource.Resource{
		func() resource.Resource {
			return &recordingCopyResource{framework.Resource[*Client]{Connection: connection}}
		},
	},
	Actions: []func() action.Action{
		func() action.Action { return &recordingCopyAction{framework.Action[*Client]{Connection: connection}} },
	},
	Functions: []func() function.Function{
		func() function.Function { return uploadPolicyFunction{} },
	},
}

// connection connects Sendbird's objects.
var connection = framework.Connection[*Client]{
	Block: "sendbird",
	Title: "Sendbird",
	Requirements: "Set application_id and api_token in the provider's sendbird block. Or set the environment variables " +
		"SENDBIRD_APPLICATION_ID and SENDBIRD_API_TOKEN.",
}

// configure returns the configured [*Client].
func configure(ctx context.Context, config framework.BlockConfig, options api.Options, diags *diag.Diagnostics) any {
	credentials, ok := config.ReadCredentials(ctx, &applicationIDArgument, apiTokenArgument, baseURLArgument, diags)
	if !ok {
		return nil
	}
	return NewClient(credentials.ID, credentials.Secret, credentials.BaseURL, options)
}
