package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/rule"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdapi"
)

// sendbirdVendor has the settings in the order in which they are checked.
var sendbirdVendor = vendor{name: "sendbird", title: "Sendbird", settings: []setting{
	{
		name: "application_id", env: "SENDBIRD_APPLICATION_ID",
		// It is a part of the host, whose parts have at most 63 characters.
		rule:        rule.Matching(`^[A-Za-z0-9](?:[A-Za-z0-9-]{0,57}[A-Za-z0-9])?$`, "be the ID of an application: letters, digits and hyphens"),
		description: "The ID of the Sendbird application.",
	},
	{
		name: "api_token", env: "SENDBIRD_API_TOKEN", rule: secretRule, sensitive: true,
		description: "An API token of the application.",
	},
	{
		name: "base_url", env: "VIDEOSTORAGE_SENDBIRD_BASE_URL", rule: safeOrigin,
		description: "The origin to use in place of Sendbird's own, `https://api-{application_id}.calls.sendbird.com`: `https`, or `http` on a " +
			"loopback address, such as `http://127.0.0.1:8080`. For tests and proxies.",
	},
}}

// configureSendbird returns nil where there are no credentials, and where it adds
// an error.
func (p *Provider) configureSendbird(config types.Object, shared sendbirdapi.Config, diags *diag.Diagnostics) *sendbirdapi.Client {
	v := sendbirdVendor.read(config, p.getenv, diags)
	if diags.HasError() {
		return nil
	}
	if v.has("api_token") && !v.has("application_id") {
		v.missing("application_id", "There is an api_token, but the application that it is for is not named.", diags)
	}
	// An application's ID alone in the environment is nobody's request to use Sendbird.
	if !v.has("api_token") && v.configured["application_id"] {
		v.missing("api_token", "There is an application_id, but no api_token.", diags)
	}
	if !v.has("api_token") || diags.HasError() {
		return nil
	}
	v.checkEnvironment(diags)
	if diags.HasError() {
		return nil
	}
	shared.ApplicationID, shared.APIToken = v.values["application_id"], v.values["api_token"]
	shared.BaseURL = parseOrigin(v.values["base_url"])
	client, err := sendbirdapi.New(shared)
	if err != nil {
		diags.AddAttributeError(path.Root(v.name), "Invalid Sendbird configuration", err.Error())
		return nil
	}
	return client
}
