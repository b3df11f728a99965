package getstream

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// The arguments of the provider's getstream block. GetStream's SDKs read the second environment variables.
var (
	apiKeyArgument = framework.Argument{
		Name: "api_key", EnvVar: "GETSTREAM_API_KEY", SecondEnvVar: "STREAM_API_KEY",
		Description: "The API key of the GetStream application.",
		Format:      framework.MatchRegexp(`^[A-Za-z0-9_-]+$`, "be the API key of an application: letters, digits, hyphens and underscores"),
	}
	apiSecretArgument = framework.Argument{
		Name: "api_secret", EnvVar: "GETSTREAM_API_SECRET", SecondEnvVar: "STREAM_API_SECRET",
		Description: "The secret of the API key, with which the provider signs its requests.",
		Format:      framework.CredentialFormat,
	}
	baseURLArgument = framework.Argument{
		Name: "base_url", EnvVar: "VIDEOSTORAGE_GETSTREAM_BASE_URL",
		Description: "The origin to use instead of GetStream's own, `https://chat.stream-io-api.com`: `https`, or `http` on a loopback address, such as " +
			"`http://127.0.0.1:8080`. For tests and proxies.",
		Format: framework.BaseURLFormat,
	}
)

// Vendor registers GetStream with the provider.
var Vendor = framework.Vendor{
	Block:     "getstream",
	Title:     "GetStream",
	Arguments: []framework.Argument{apiKeyArgument, apiSecretArgument, baseURLArgument},
	Configure: configure,
	Resources: []func() resource.Resource{
		func() resource.Resource { return newStorageResource() },
		func() resource.Resource { return newCallTypeResource() },
	},
	ListResources: []func() list.ListResource{
		func() list.ListResource { return &storageList{newStorageResource()} },
		func() list.ListResource { return &callTypeList{newCallTypeResource()} },
	},
	DataSources: []func() datasource.DataSource{
		func() datasource.DataSource {
			return &storagesDataSource{framework.DataSource[*Application]{Connection: connection}}
		},
	},
	Actions: []func() action.Action{
		func() action.Action { return &storageCheck{framework.Action[*Application]{Connection: connection}} },
	},
}

// connection connects GetStream's objects.
var connection = framework.Connection[*Application]{
	Block: "getstream",
	Title: "GetStream",
	Requirements: "Set api_key and api_secret in the provider's getstream block. Or set the environment variables GETSTREAM_API_KEY and " +
		"GETSTREAM_API_SECRET.",
}

// Application is the configured application, with the histories of its objects in a run.
type Application struct {
	*Client
	storageRuns  framework.Singletons[Storage]
	callTypeRuns framework.Singletons[*CallType]
}

// applicationKey is the key of the private state for the API key with which an object was last found.
const applicationKey = "api_key"

// isOther reports whether an object was last found with another API key, which may be another application's. Every application has call
// types of the same names, and lacks the storages of others, so an object that differs then is not gone or changed. It adds an error.
func (a *Application) isOther(ctx context.Context, private framework.PrivateReader, object string, diags *diag.Diagnostics) bool {
	var found string
	if !framework.LoadPrivate(ctx, private, applicationKey, &found, diags) || found == a.apiKey {
		return false
	}
	diags.AddError("The API key may be another application's",
		fmt.Sprintf("%s: %s differs from the state, which was read with API key %s. It stays in the state unchanged.\n\nConfigure the provider with a key of the "+
			"application that has it. If both keys are of one application, remove the resource from the state (a removed block with destroy = false), and import it.",
			a.subject(), object, api.SanitizeValue(found)))
	return true
}

// configure returns the configured [*Application].
func configure(ctx context.Context, config framework.BlockConfig, options api.Options, diags *diag.Diagnostics) any {
	credentials, ok := config.ReadCredentials(ctx, &apiKeyArgument, apiSecretArgument, baseURLArgument, diags)
	if !ok {
		return nil
	}
	return &Application{Client: NewClient(credentials.ID, credentials.Secret, credentials.BaseURL, options)}
}
