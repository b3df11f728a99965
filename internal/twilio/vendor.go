package twilio

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

const (
	block = "twilio"
	title = "Twilio"
)

// The arguments of the provider's twilio block.
var (
	accountSIDArgument = framework.Argument{
		Name: "account_sid", EnvVar: "TWILIO_ACCOUNT_SID",
		Description: "The SID (`AC…`) of the account, also with an API key.",
		Format:      framework.MatchRegexp(`^AC[0-9a-fA-F]{32}$`, "be an account SID: AC and 32 hexadecimal digits"),
	}
	authTokenArgument = framework.Argument{
		Name: "auth_token", EnvVar: "TWILIO_AUTH_TOKEN",
		Description: "The auth token of the account. Conflicts with `api_key` and `api_key_secret`.",
		Format:      framework.CredentialFormat,
	}
	apiKeyArgument = framework.Argument{
		Name: "api_key", EnvVar: "TWILIO_API_KEY",
		Description: "The SID (`SK…`) of a main or standard API key of the account. Needs `api_key_secret`. If the environment has both a key " +
			"and an auth token, the provider uses the key.",
		Format: framework.MatchRegexp(`^SK[0-9a-fA-F]{32}$`, "be the SID of an API key: SK and 32 hexadecimal digits"),
	}
	apiKeySecretArgument = framework.Argument{
		Name: "api_key_secret", EnvVar: "TWILIO_API_SECRET",
		Description: "The secret of the API key.",
		Format:      framework.CredentialFormat,
	}
	regionArgument = framework.Argument{
		Name: "region", EnvVar: "TWILIO_REGION",
		Description: "The Twilio region, such as `ie1`. Twilio serves Video from `us1`, the region without this argument.",
		Format:      framework.MatchRegexp(`^[a-z0-9-]+$`, "be a Twilio region, such as ie1"),
	}
	edgeArgument = framework.Argument{
		Name: "edge", EnvVar: "TWILIO_EDGE",
		Description: "The Twilio edge location, such as `dublin`. Omit to use Twilio's default.",
		Format:      framework.MatchRegexp(`^[a-z0-9-]+$`, "be a Twilio edge location, such as dublin"),
	}
	baseURLArgument = framework.Argument{
		Name: "base_url", EnvVar: "VIDEOSTORAGE_TWILIO_BASE_URL",
		Description: "One origin that serves all paths of Twilio's API instead of Twilio's own hosts: `https`, or `http` on a loopback " +
			"address, such as `http://127.0.0.1:8080`. For tests and proxies.",
		Format: framework.BaseURLFormat,
	}
)

// Vendor registers Twilio with the provider.
var Vendor = framework.Vendor{
	Block: block,
	Title: title,
	Arguments: []framework.Argument{
		accountSIDArgument, authTokenArgument, apiKeyArgument, apiKeySecretArgument, regionArgument, edgeArgument, baseURLArgument,
	},
	ValidateConfig: validateConfig,
	Configure:      configure,
	Resources: []func() resource.Resource{
		func() resource.Resource { return newSettingsResource(recordingSettings) },
		func() resource.Resource { return newSettingsResource(compositionSettings) },
		func() resource.Resource { return newCredentialResource(awsCredentialKind) },
		func() resource.Resource { return newCredentialResource(publicKeyKind) },
		func() resource.Resource { return newCompositionHookResource() },
	},
	ListResources: []func() list.ListResource{
		func() list.ListResource { return newSettingsList(recordingSettings) },
		func() list.ListResource { return newSettingsList(compositionSettings) },
		func() list.ListResource { return &credentialList{newCredentialResource(awsCredentialKind)} },
		func() list.ListResource { return &credentialList{newCredentialResource(publicKeyKind)} },
		newCompositionHookList,
	},
	DataSources: []func() datasource.DataSource{
		func() datasource.DataSource { return newSettingsDataSource(recordingSettings) },
		func() datasource.DataSource { return newSettingsDataSource(compositionSettings) },
		func() datasource.DataSource { return newListDataSource(roomRecordings) },
		func() datasource.DataSource { return newListDataSource(accountRecordings) },
		func() datasource.DataSource { return newListDataSource(compositions) },
		func() datasource.DataSource { return newSummaryDataSource(recordingsSummary) },
		func() datasource.DataSource { return newSummaryDataSource(compositionsSummary) },
		newCompositionHookDataSource,
	},
	Functions: []func() function.Function{
		func() function.Function { return uploadPolicyFunction{} },
	},
}

// connection connects Twilio's objects.
var connection = framework.Connection[*Account]{
	Block: block,
	Title: title,
	Requirements: "Set account_sid, and either auth_token or api_key and api_key_secret, in the provider's twilio block. Or set the " +
		"environment variables TWILIO_ACCOUNT_SID, and either TWILIO_AUTH_TOKEN or TWILIO_API_KEY and TWILIO_API_SECRET.",
}

// validateConfig refuses a configuration with two kinds of credentials.
func validateConfig(ctx context.Context, config framework.BlockConfig, diags *diag.Diagnostics) {
	token := config.Configured(ctx, authTokenArgument, diags)
	key := config.Configured(ctx, apiKeyArgument, diags)
	secret := config.Configured(ctx, apiKeySecretArgument, diags)
	if !token.IsSet() || (!key.IsSet() && !secret.IsSet()) {
		return
	}
	const summary, detail = "Two kinds of credentials",
		"auth_token conflicts with api_key and api_key_secret. Set only one kind. An API key is preferable, because it can be revoked by itself."
	// The other arguments hold secrets, and Terraform prints the line at the path of an error.
	if key.IsSet() {
		diags.AddAttributeError(config.Path(apiKeyArgument), summary, detail)
	} else {
		diags.AddError(summary, detail)
	}
}

// configure returns the configured [*Account].
func configure(ctx context.Context, config framework.BlockConfig, options api.Options, diags *diag.Diagnostics) any {
	accountSID := config.Value(ctx, accountSIDArgument, diags)
	token := config.Value(ctx, authTokenArgument, diags)
	key := config.Value(ctx, apiKeyArgument, diags)
	secret := config.Value(ctx, apiKeySecretArgument, diags)
	region := config.Value(ctx, regionArgument, diags)
	edge := config.Value(ctx, edgeArgument, diags)
	baseURL := config.Value(ctx, baseURLArgument, diags)
	if diags.HasError() {
		return nil
	}
	// A configured token wins over a key in the environment. Otherwise a key wins over a token.
	if token.Configured {
		key, secret = framework.Value{}, framework.Value{}
	} else if key.IsSet() && secret.IsSet() {
		token = framework.Value{}
	}
	hasSecrets := token.Configured || secret.Configured
	hasCredentials := token.IsSet() || key.IsSet() || secret.IsSet()
	if key.IsSet() && !secret.IsSet() {
		reason := "There is an api_key without its secret."
		if !key.Configured {
			reason = "The environment variable TWILIO_API_KEY is set, but TWILIO_API_SECRET, the variable with its secret, is not."
			if token.IsSet() {
				reason += " Unset TWILIO_API_KEY to use the auth token."
			}
		}
		diags.Append(config.MissingArgument(apiKeySecretArgument, reason, hasSecrets))
	}
	if secret.IsSet() && !key.IsSet() {
		diags.Append(config.MissingArgument(apiKeyArgument, "There is an api_key_secret without its key.", hasSecrets))
	}
	if hasCredentials && !accountSID.IsSet() {
		diags.Append(config.MissingArgument(accountSIDArgument, "There are credentials without the account.", hasSecrets))
	}
	// TWILIO_ACCOUNT_SID alone may be set for another program.
	if !hasCredentials && accountSID.Configured {
		diags.Append(config.MissingArgument(authTokenArgument, "There is an account_sid, but neither an auth_token nor an api_key with its api_key_secret.", hasSecrets))
	}
	if !hasCredentials || diags.HasError() {
		return nil
	}
	config.ValidateEnvironment(accountSIDArgument, accountSID, diags)
	config.ValidateEnvironment(authTokenArgument, token, diags)
	config.ValidateEnvironment(apiKeyArgument, key, diags)
	config.ValidateEnvironment(apiKeySecretArgument, secret, diags)
	config.ValidateEnvironment(regionArgument, region, diags)
	config.ValidateEnvironment(edgeArgument, edge, diags)
	config.ValidateEnvironment(baseURLArgument, baseURL, diags)
	if diags.HasError() {
		return nil
	}
	clientConfig := ClientConfig{
		AccountSID: accountSID.Text, Username: accountSID.Text, Password: token.Text,
		Region: region.Text, Edge: edge.Text, Location: describeLocation(region, edge), BaseURL: api.ParseBaseURL(baseURL.Text),
	}
	if key.IsSet() {
		clientConfig.Username, clientConfig.Password = key.Text, secret.Text
	}
	client, err := NewClient(clientConfig, options)
	if err != nil {
		diags.AddAttributeError(path.Root(block), "Invalid Twilio configuration", err.Error())
		return nil
	}
	return NewAccount(client)
}

// describeLocation describes region and edge with their sources, as in "the region ie1 (from TWILIO_REGION)".
func describeLocation(region, edge framework.Value) string {
	var parts []string
	for _, part := range []struct {
		kind     string
		value    framework.Value
		argument framework.Argument
	}{{"region", region, regionArgument}, {"edge", edge, edgeArgument}} {
		if !part.value.IsSet() || (part.kind == "region" && part.value.Text == "us1") {
			continue
		}
		source := "the environment variable " + part.argument.EnvVar
		if part.value.Configured {
			source = "the provider's twilio." + part.argument.Name
		}
		parts = append(parts, fmt.Sprintf("the %s %s from %s", part.kind, part.value.Text, source))
	}
	return strings.Join(parts, " and ")
}

// Account is the configured account, with the facts that its objects share during a run.
type Account struct {
	*Client
	// settings are the histories of the settings by the name of their kind.
	settings framework.Singletons[*Settings]
	// createdCredentials are the SIDs of the credentials that this run has created. A read may not find one yet.
	createdCredentials sync.Map
}

// NewAccount returns the account of a client.
func NewAccount(client *Client) *Account { return &Account{Client: client} }

// fetchSettings reads settings. It repeats a read that contradicts the latest write of this run.
func (a *Account) fetchSettings(ctx context.Context, kind settingsKind) (current Settings, found bool, err error) {
	framework.RepeatStale(ctx, kind.title, func() bool {
		current, found, err = kind.api.Fetch(ctx, a.Client)
		written := a.settings.Run(kind.name).Written.Load()
		return err == nil && written != nil && current.SettingsParams != (*written).SettingsParams
	})
	return current, found, err
}
