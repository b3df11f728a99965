package provider_test

import (
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
)

const (
	credentialFormat = " must have at least one character, and consist of letters, digits and punctuation without spaces and line breaks; omit it if there is none."
	originFormat     = " must be an origin without a path, such as https://example.com or http://127.0.0.1:8080"
	// notShown is the line of an error about an attribute with a secret.
	notShown = `provider "videostorage" { `
)

// Each error shows the line of its argument, unless the line may have a secret in it. Formats themselves are tested by FuzzConfiguration,
// TestBaseURLOfEveryVendorIsHTTPSOrLoopback and internal/twilio.TestFormatsOfArguments.
func TestMalformedArgumentsAreRefusedAtTheirLines(t *testing.T) {
	t.Parallel()
	s, setEnvironment := newSandbox(t)
	setEnvironment(tokenInEnv)
	w := acctest.NewWorkspace(t, s.Account, nil)
	const retries, timeout = "max_retries value must be between 0 and 100", `request_timeout must be a duration above zero, such as "30s" or "2m".`
	expectRefusal(t, w, twilioBlock(`account_sid = "ACme"`, `region = "Ireland"`, `edge = "dublin.ie1"`, `base_url = "http://twilio.example.com"`),
		"Error: Invalid account_sid", `account_sid = "ACme" The value of twilio.account_sid must be an account SID: AC and 32 hexadecimal digits.`,
		"Error: Invalid region", `region = "Ireland" The value of twilio.region must be a Twilio region, such as ie1.`,
		"Error: Invalid edge", `edge = "dublin.ie1" The value of twilio.edge must be a Twilio edge location, such as dublin.`,
		"Error: Invalid base_url", `base_url = "http://twilio.example.com" The value of twilio.base_url`+originFormat)
	expectRefusal(t, w, twilioBlock(`auth_token = var.malformed_secret`), "Error: Invalid auth_token", notShown+"The value of twilio.auth_token"+credentialFormat)
	expectRefusal(t, w, twilioBlock(`api_key = var.api_key_secret`, `api_key_secret = var.malformed_secret`),
		"Error: Invalid api_key_secret", notShown+"The value of twilio.api_key_secret"+credentialFormat,
		"Error: Invalid api_key", "api_key = var.api_key_secret", "The value of twilio.api_key must be the SID of an API key: SK and 32 hexadecimal digits.")
	expectRefusal(t, w, twilioBlock(`base_url = "https://user:${var.auth_token}@twilio.example.com"`),
		"Error: Invalid base_url", notShown+"The value of twilio.base_url"+originFormat)
	expectRefusal(t, w, providerBlock("max_retries = -1", `request_timeout = "soon"`), "max_retries = -1", retries, `request_timeout = "soon"`, timeout)
	expectRefusal(t, w, providerBlock("max_retries = 101", `request_timeout = "0s"`), "max_retries = 101", retries, `request_timeout = "0s"`, timeout)
	expectRequests(t, s, 0)
}

func TestMalformedEnvironmentVariablesAreNamed(t *testing.T) {
	t.Parallel()
	s, setEnvironment := newSandbox(t)
	w := acctest.NewWorkspace(t, s.Account, nil)
	withEnvironment := func(env environment, want ...string) {
		t.Helper()
		setEnvironment(env)
		expectRefusal(t, w, providerBlock(), want...)
	}
	withEnvironment(environment{
		"TWILIO_ACCOUNT_SID": "ACme", "TWILIO_AUTH_TOKEN": malformedSecret, "TWILIO_REGION": "Ireland", "TWILIO_EDGE": "dublin.ie1",
		"VIDEOSTORAGE_TWILIO_BASE_URL": "http://user:" + authToken + "@twilio.example.com",
	},
		"Error: Invalid account_sid with", "The environment variable TWILIO_ACCOUNT_SID, the default of twilio.account_sid, must be an account SID: AC and 32",
		"Error: Invalid auth_token with", "The environment variable TWILIO_AUTH_TOKEN, the default of twilio.auth_token,"+credentialFormat,
		"Error: Invalid region with", "The environment variable TWILIO_REGION, the default of twilio.region, must be a Twilio region, such as ie1.",
		"Error: Invalid edge with", "The environment variable TWILIO_EDGE, the default of twilio.edge, must be a Twilio edge location, such as dublin.",
		"Error: Invalid base_url with", "The environment variable VIDEOSTORAGE_TWILIO_BASE_URL, the default of twilio.base_url,"+originFormat)
	withEnvironment(environment{"TWILIO_ACCOUNT_SID": accountSID, "TWILIO_API_KEY": apiKeySecret, "TWILIO_API_SECRET": malformedSecret + "\n"},
		"Error: Invalid api_key with", "The environment variable TWILIO_API_KEY, the default of twilio.api_key, must be the SID of an API key",
		"Error: Invalid api_key_secret with", "The environment variable TWILIO_API_SECRET, the default of twilio.api_key_secret,"+credentialFormat)
	expectRequests(t, s, 0)
}

// Terraform prints the whole line of a block that has one line. The scan at the end of the test looks for the secret.
func TestMalformedEnvironmentVariableShowsNoSecretBesideIt(t *testing.T) {
	t.Parallel()
	s, setEnvironment := newSandbox(t)
	setEnvironment(environment{"TWILIO_ACCOUNT_SID": "ACme"})
	expectRefusal(t, acctest.NewWorkspace(t, s.Account, nil), providerBlock(`twilio { auth_token = "`+authToken+`" }`),
		"Error: Invalid account_sid with", "The environment variable TWILIO_ACCOUNT_SID")
	expectRequests(t, s, 0)
}

// internal/twilio.TestPrecedenceOfCredentials has the other combinations.
func TestIncompleteAndConflictingCredentialsAreRefused(t *testing.T) {
	t.Parallel()
	const (
		account = `account_sid = var.account_sid`
		token   = `auth_token = var.auth_token`
		key     = `api_key = var.api_key`
		secret  = `api_key_secret = var.api_key_secret`
	)
	s, setEnvironment := newSandbox(t)
	setEnvironment(nil)
	w := acctest.NewWorkspace(t, s.Account, nil)
	expectRefusal(t, w, twilioBlock(account, key), "Error: Missing api_key_secret with", "twilio { There is an api_key without its secret. "+
		"Set api_key_secret in the provider's twilio block, or the environment variable TWILIO_API_SECRET.")
	expectRefusal(t, w, twilioBlock(account, secret), "Error: Missing api_key with", notShown+"There is an api_key_secret without its key. "+
		"Set api_key in the provider's twilio block, or the environment variable TWILIO_API_KEY.")
	expectRefusal(t, w, twilioBlock(token), "Error: Missing account_sid with", notShown+"There are credentials without the account. "+
		"Set account_sid in the provider's twilio block, or the environment variable TWILIO_ACCOUNT_SID.")
	expectRefusal(t, w, twilioBlock(account), "Error: Missing auth_token with", "twilio { There is an account_sid, but neither an auth_token nor an api_key "+
		"with its api_key_secret. Set auth_token in the provider's twilio block")
	expectRefusal(t, w, twilioBlock(account, token, key), "Error: Two kinds of credentials with",
		key+" auth_token conflicts with api_key and api_key_secret. Set only one kind.")
	expectRefusal(t, w, twilioBlock(account, token, secret), "Error: Two kinds of credentials with",
		notShown+"auth_token conflicts with api_key and api_key_secret.")
	expectRequests(t, s, 0)
}

// An object needs the arguments of its vendor.
func TestUnknownArgumentsAreRefused(t *testing.T) {
	t.Parallel()
	s, setEnvironment := newSandbox(t)
	setEnvironment(tokenInEnv)
	w := acctest.NewWorkspace(t, s.Account, nil)
	const x, unknown = "resource \"terraform_data\" \"x\" { input = timestamp() == \"\" ? [\"once\"] : [] }\n", " = one(terraform_data.x.output)"
	refusedIn := func(block, argument string) {
		t.Helper()
		expectRefusal(t, w, x+block, "Error: Unknown provider configuration with data.", "The value of "+argument+" is only known after apply, "+
			"but the provider needs it to plan. Use a value that is known, such as a variable or an environment variable, or apply the resource that it "+
			"comes from first, with -target.")
	}
	refusedIn(twilioBlock("account_sid"+unknown), "twilio.account_sid")
	// The token may become null, so this is not yet two kinds of credentials.
	refusedIn(twilioBlock("auth_token"+unknown, "api_key = var.api_key", "api_key_secret = var.api_key_secret"), "twilio.auth_token")
	refusedIn(twilioBlock("base_url"+unknown), "twilio.base_url")
	// Terraform makes all arguments of the block unknown, so the provider does not fall back to the environment.
	refusedIn(providerBlock(`dynamic "twilio" {`, "for_each = terraform_data.x.output", "content {", "account_sid = var.account_sid", "}", "}"),
		"twilio.account_sid")
	// The limits have defaults.
	w.Config(x + providerBlock("max_retries"+unknown, "request_timeout"+unknown) + dataSource)
	w.Succeed("plan", "-no-color").Contains(t, "1 to add, 0 to change, 0 to destroy")
	expectRequests(t, s, 1)
}

// Blocks of the provider and of resources are not validated by Terraform itself.
func TestMisspeltNamesInBlocksAreRefused(t *testing.T) {
	t.Parallel()
	s, setEnvironment := newSandbox(t)
	setEnvironment(tokenInEnv)
	w := acctest.NewWorkspace(t, s.Account, nil)
	misspelt := func(config, name string) {
		t.Helper()
		expectRefusal(t, w, config, "Error: Unsupported argument", name+" = ", `An argument named "`+name+`" is not expected here.`)
	}
	misspelt(twilioBlock(`base_ur = "any"`), "base_ur")
	misspelt(providerBlock("sendbird {", `api_tokn = "any"`, "}"), "api_tokn")
	misspelt(`
resource "videostorage_twilio_recording_settings" "this" {
  friendly_name = "Consultations"
  timeouts {
    creat = "5m"
  }
}
`, "creat")
	expectRequests(t, s, 0)
}
