package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/rule"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// twilioVendor has the settings in the order in which they are checked.
var twilioVendor = vendor{name: "twilio", title: "Twilio", settings: []setting{
	{
		name: "account_sid", env: "TWILIO_ACCOUNT_SID", rule: rule.Matching(`^AC[0-9a-fA-F]{32}$`, "be an account SID: AC and 32 hexadecimal digits"),
		description: "The SID (`AC…`) of the account, also where an API key is used.",
	},
	{
		name: "auth_token", env: "TWILIO_AUTH_TOKEN", rule: secretRule, sensitive: true,
		description: "The account's auth token. Excludes `api_key` and `api_key_secret`.",
	},
	{
		name: "api_key", env: "TWILIO_API_KEY", rule: rule.Matching(`^SK[0-9a-fA-F]{32}$`, "be an API key's SID: SK and 32 hexadecimal digits"),
		description: "The SID (`SK…`) of a main or standard API key of the account. Goes with `api_key_secret`. Where the environment holds " +
			"both a key and an auth token, the key wins.",
	},
	{
		name: "api_key_secret", env: "TWILIO_API_SECRET", rule: secretRule, sensitive: true,
		description: "The API key's secret.",
	},
	{
		name: "region", env: "TWILIO_REGION", rule: rule.Matching(`^[a-z0-9-]+$`, "be a Twilio region, such as ie1"),
		description: "The Twilio region to use, such as `ie1`. Video is served from `us1`, which is what is used without it.",
	},
	{
		name: "edge", env: "TWILIO_EDGE", rule: rule.Matching(`^[a-z0-9-]+$`, "be a Twilio edge location, such as dublin"),
		description: "The Twilio edge location to use, such as `dublin`. Without it, requests go to Twilio's default one.",
	},
	{
		name: "base_url", env: "VIDEOSTORAGE_TWILIO_BASE_URL", rule: safeOrigin,
		description: "One origin that serves every Twilio path, in place of Twilio's own hosts: `https`, or `http` on a loopback address, " +
			"such as `http://127.0.0.1:8080`. For tests and proxies.",
	},
}}

// twilioValues are Twilio's settings.
type twilioValues struct{ merged }

func (v twilioValues) hasCredentials() bool {
	return v.has("auth_token") || v.has("api_key") || v.has("api_key_secret")
}

// configureTwilio returns nil where there are no credentials, and where it adds
// an error.
func (p *Provider) configureTwilio(config types.Object, shared twilioapi.Config, diags *diag.Diagnostics) *twilio.Account {
	v := twilioValues{twilioVendor.read(config, p.getenv, diags)}
	if diags.HasError() {
		return nil
	}
	v.chooseCredentials()
	v.checkPairs(diags)
	if !v.hasCredentials() {
		return nil
	}
	v.checkEnvironment(diags)
	if diags.HasError() {
		return nil
	}
	shared.AccountSID = v.values["account_sid"]
	shared.Username, shared.Password = shared.AccountSID, v.values["auth_token"]
	if v.has("api_key") {
		shared.Username, shared.Password = v.values["api_key"], v.values["api_key_secret"]
	}
	shared.Region, shared.Edge = v.values["region"], v.values["edge"]
	shared.BaseURL = parseOrigin(v.values["base_url"])
	client, err := twilioapi.New(shared)
	if err != nil {
		diags.AddAttributeError(path.Root(v.name), "Invalid Twilio configuration", err.Error())
		return nil
	}
	return twilio.NewAccount(client)
}

// validateTwilio checks what the configuration alone must keep to.
func validateTwilio(config types.Object, diags *diag.Diagnostics) {
	if isSet(config, "auth_token") && (isSet(config, "api_key") || isSet(config, "api_key_secret")) {
		const summary, detail = "Two kinds of credentials",
			"auth_token excludes api_key and api_key_secret: use one or the other. An API key can be revoked by itself, so it is the better choice."
		// Terraform shows the line that an error points to, which must not be that
		// of a secret.
		if isSet(config, "api_key") {
			diags.AddAttributeError(twilioVendor.at("api_key"), summary, detail)
		} else {
			diags.AddError(summary, detail)
		}
	}
}

// chooseCredentials drops one of auth token and API key where both are there:
// the key if the token is configured, and else the token. Where the key is the
// configured one, validateTwilio has seen that the token is not.
func (v twilioValues) chooseCredentials() {
	if v.configured["auth_token"] {
		delete(v.values, "api_key")
		delete(v.values, "api_key_secret")
	} else if v.has("api_key") && v.has("api_key_secret") {
		delete(v.values, "auth_token")
	}
}

// checkPairs adds an error at the missing half of every pair.
func (v twilioValues) checkPairs(diags *diag.Diagnostics) {
	if v.has("api_key") && !v.has("api_key_secret") {
		v.missing("api_key_secret", "There is an api_key, but not its secret.", diags)
	}
	if v.has("api_key_secret") && !v.has("api_key") {
		v.missing("api_key", "There is an api_key_secret, but not the key that it belongs to.", diags)
	}
	if v.hasCredentials() && !v.has("account_sid") {
		v.missing("account_sid", "There are credentials, but the account that they are for is not named.", diags)
	}
	// An account's SID alone in the environment is nobody's request to use Twilio.
	if !v.hasCredentials() && v.configured["account_sid"] {
		v.missing("auth_token", "There is an account_sid, but neither an auth_token nor an api_key with its api_key_secret.", diags)
	}
}
