package daily

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// The arguments of the provider's daily block.
var (
	apiKeyArgument = framework.Argument{
		Name: "api_key", EnvVar: "DAILY_API_KEY",
		Description: "An API key of the domain. It decides which domain the provider manages.",
		Format:      framework.CredentialFormat,
	}
	baseURLArgument = framework.Argument{
		Name: "base_url", EnvVar: "VIDEOSTORAGE_DAILY_BASE_URL",
		Description: "The origin to use instead of Daily's own, `https://api.daily.co`: `https`, or `http` on a loopback address, such as " +
			"`http://127.0.0.1:8080`. For tests and proxies.",
		Format: framework.BaseURLFormat,
	}
)

// Vendor registers Daily with the provider.
var Vendor = framework.Vendor{
	Block:         "daily",
	Title:         "Daily",
	Arguments:     []framework.Argument{apiKeyArgument, baseURLArgument},
	Configure:     configure,
	Resources:     []func() resource.Resource{func() resource.Resource { return newDomainStorage() }},
	ListResources: []func() list.ListResource{func() list.ListResource { return &domainStorageList{newDomainStorage()} }},
	DataSources: []func() datasource.DataSource{func() datasource.DataSource {
		return &domainStorageDataSource{framework.DataSource[*account]{Connection: connection}}
	}},
	Functions: []func() function.Function{
		func() function.Function { return assumeRolePolicyFunction },
		func() function.Function { return bucketPolicyFunction },
	},
}

// connection connects Daily's objects.
var connection = framework.Connection[*account]{
	Block:        "daily",
	Title:        "Daily",
	Requirements: "Set api_key in the provider's daily block, or set the environment variable DAILY_API_KEY.",
}

// account is the client with the history of its domain.
type account struct {
	*Client
	storage framework.Singletons[*response]
}

// configure returns the configured [*account].
func configure(ctx context.Context, config framework.BlockConfig, options api.Options, diags *diag.Diagnostics) any {
	credentials, ok := config.ReadCredentials(ctx, nil, apiKeyArgument, baseURLArgument, diags)
	if !ok {
		return nil
	}
	return &account{Client: NewClient(credentials.Secret, credentials.BaseURL, options)}
}
