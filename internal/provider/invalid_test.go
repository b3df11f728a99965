package provider_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

// atLine returns the parts of an error at a line of the provider block.
func atLine(line string) []string {
	return []string{`with provider["` + provider.Address + `"], on main.tf line`, `in provider "videostorage":`, ": " + line}
}

const credentialFormat = " must have at least one character, and consist of letters, digits and punctuation without spaces and line breaks; omit it if there is none."

func TestMalformedArgumentsAreRefusedAtTheirLines(t *testing.T) {
	t.Parallel()
	const (
		accountFormat = "twilio.account_sid must be an account SID: AC and 32 hexadecimal digits."
		keyFormat     = "twilio.api_key must be the SID of an API key: SK and 32 hexadecimal digits."
		originFormat  = "base_url must be an origin without a path, such as https://twilio.example.com or http://127.0.0.1:8080"
		retries       = "max_retries value must be between 0 and 100"
		timeout       = `request_timeout must be a duration above zero, such as "30s" or "2m".`
	)
	for _, tt := range []struct{ line, summary, detail string }{
		{`account_sid = "ACme"`, "Invalid account_sid", accountFormat},
		{`account_sid = ""`, "Invalid account_sid", accountFormat},
		{`account_sid = var.auth_token`, "Invalid account_sid", accountFormat},
		{`auth_token = var.malformed_secret`, "Invalid auth_token", "twilio.auth_token" + credentialFormat},
		{`auth_token = ""`, "Invalid auth_token", "twilio.auth_token" + credentialFormat},
		{`api_key = var.account_sid`, "Invalid api_key", keyFormat},
		{`api_key = var.api_key_secret`, "Invalid api_key", keyFormat},
		{`api_key_secret = var.malformed_secret`, "Invalid api_key_secret", "twilio.api_key_secret" + credentialFormat},
		{`region = "Ireland"`, "Invalid region", "twilio.region must be a Twilio region, such as ie1."},
		{`edge = "dublin.ie1"`, "Invalid edge", "twilio.edge must be a Twilio edge location, such as dublin."},
		{`base_url = "http://twilio.example.com"`, "Invalid base_url", originFormat},
		{`base_url = "https://user:` + "${var.auth_token}" + `@twilio.example.com"`, "Invalid base_url", originFormat},
		{`max_retries = -1`, "Invalid Attribute Value", retries},
		{`max_retries = 101`, "Invalid Attribute Value", retries},
		{`request_timeout = "soon"`, "Invalid request_timeout", timeout},
		{`request_timeout = "0s"`, "Invalid request_timeout", timeout},
		{`request_timeout = ""`, "Invalid request_timeout", timeout},
	} {
		t.Run(tt.line, func(t *testing.T) {
			t.Parallel()
			block := twilioBlock(tt.line)
			if strings.HasPrefix(tt.line, "max_") || strings.HasPrefix(tt.line, "request_") {
				block = providerBlock(tt.line)
			}
			line := tt.line
			// The line may have the secret in it.
			if strings.HasPrefix(line, "auth_token") || strings.HasPrefix(line, "api_key_secret") || strings.Contains(line, "@") {
				line = `provider "videostorage" {`
			}
			s, w := start(t, withToken, block, tokenInEnv)
			expectOneError(t, w.Fail("plan", "-no-color"), append(atLine(line), "Error: "+tt.summary+" with", tt.detail)...)
			expectRequests(t, s, 0)
		})
	}
}

func TestMalformedEnvironmentVariablesAreNamed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		credentials                        map[string]string
		variable, value, argument, message string
	}{
		{tokenInEnv, "TWILIO_ACCOUNT_SID", "ACme", "account_sid", " must be an account SID: AC and 32 hexadecimal digits."},
		{tokenInEnv, "TWILIO_AUTH_TOKEN", malformedSecret, "auth_token", credentialFormat},
		{keyInEnv, "TWILIO_API_KEY", apiKeySecret, "api_key", " must be the SID of an API key: SK and 32 hexadecimal digits."},
		{keyInEnv, "TWILIO_API_SECRET", malformedSecret + "\n", "api_key_secret", credentialFormat},
		{tokenInEnv, "TWILIO_REGION", "Ireland", "region", " must be a Twilio region, such as ie1."},
		{tokenInEnv, "TWILIO_EDGE", "dublin.ie1", "edge", " must be a Twilio edge location, such as dublin."},
		{
			tokenInEnv, "VIDEOSTORAGE_TWILIO_BASE_URL", "http://user:" + authToken + "@twilio.example.com", "base_url",
			" must be an origin without a path, such as https://twilio.example.com",
		},
	} {
		t.Run(tt.variable, func(t *testing.T) {
			t.Parallel()
			env := maps.Clone(tt.credentials)
			env[tt.variable] = tt.value
			s, w := start(t, withToken, providerBlock(), env)
			expectOneError(t, w.Fail("plan", "-no-color"), "Error: Invalid "+tt.argument+" with",
				"The environment variable "+tt.variable+", the default of twilio."+tt.argument+","+tt.message)
			expectRequests(t, s, 0)
		})
	}
}

// Terraform prints the whole line of a block that has one line.
func TestMalformedEnvironmentVariableShowsNoSecretBesideIt(t *testing.T) {
	t.Parallel()
	s, w := start(t, withToken, providerBlock(`twilio { auth_token = "`+authToken+`" }`), map[string]string{"TWILIO_ACCOUNT_SID": "ACme"})
	expectOneError(t, w.Fail("plan", "-no-color"), "Error: Invalid account_sid with", "The environment variable TWILIO_ACCOUNT_SID")
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
		// The arguments have secrets, and Terraform prints the line of an error.
		noLine = `provider "videostorage" {`
	)
	keyAlone := map[string]string{"TWILIO_ACCOUNT_SID": accountSID, "TWILIO_API_KEY": apiKey}
	for name, tt := range map[string]struct {
		block                 string
		env                   map[string]string
		line, summary, detail string
	}{
		"key without its secret": {
			twilioBlock(account, key), nil, "twilio {", "Missing api_key_secret",
			"There is an api_key without its secret. Set api_key_secret in the provider's twilio block, or the environment variable TWILIO_API_SECRET.",
		},
		"secret without its key": {
			twilioBlock(account, secret), nil, noLine, "Missing api_key",
			"There is an api_key_secret without its key. Set api_key in the provider's twilio block, or the environment variable TWILIO_API_KEY.",
		},
		"token without an account": {
			twilioBlock(token), nil, noLine, "Missing account_sid",
			"There are credentials without the account. Set account_sid in the provider's twilio block, or the environment variable TWILIO_ACCOUNT_SID.",
		},
		"account without credentials": {
			twilioBlock(account), nil, "twilio {", "Missing auth_token",
			"There is an account_sid, but neither an auth_token nor an api_key with its api_key_secret. Set auth_token in the provider's twilio block",
		},
		"environment's key without its secret": {providerBlock(), keyAlone, noLine, "Missing api_key_secret", "the environment variable TWILIO_API_SECRET."},

		"token and key":        {twilioBlock(account, token, key), nil, key, "Two kinds of credentials", "Set only one kind."},
		"token and pair":       {twilioBlock(account, token, key, secret), nil, key, "Two kinds of credentials", "Set only one kind."},
		"token and key secret": {twilioBlock(account, token, secret), nil, noLine, "Two kinds of credentials", "Set only one kind."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, withToken, tt.block, tt.env)
			expectOneError(t, w.Fail("plan", "-no-color"), append(atLine(tt.line), "Error: "+tt.summary+" with", tt.detail)...)
			expectRequests(t, s, 0)
		})
	}
}

func TestUnknownArgumentsAreRefused(t *testing.T) {
	t.Parallel()
	for _, argument := range []string{
		"max_retries", "request_timeout", "twilio.account_sid", "twilio.auth_token", "twilio.api_key", "twilio.api_key_secret", "twilio.region",
		"twilio.edge", "twilio.base_url",
	} {
		t.Run(argument, func(t *testing.T) {
			t.Parallel()
			block, name, inBlock := strings.Cut(argument, ".")
			line := block + " = one(terraform_data.x[*].output)"
			config := providerBlock(line)
			if inBlock {
				line = name + " = one(terraform_data.x[*].output)"
				config = twilioBlock(line)
				// The token may become null, so this is not yet two kinds of credentials.
				if name == "auth_token" {
					config = twilioBlock(line, "api_key = var.api_key", "api_key_secret = var.api_key_secret")
				}
			}
			s, w := start(t, withToken, config, tokenInEnv)
			w.Config(dataSource + `resource "terraform_data" "x" { input = "any" }`)
			if !inBlock {
				// Both have defaults.
				w.Succeed("plan", "-no-color")
				return
			}
			expectOneError(t, w.Fail("plan", "-no-color"), "Error: Unknown provider configuration with data.",
				"The value of "+argument+" is only known after apply, but the provider needs it to plan.",
				"Use a value that is known, such as a variable or an environment variable, or apply the resource that it comes from first, with -target.")
			expectRequests(t, s, 0)
		})
	}
}

// Terraform makes all arguments of the block unknown, so the provider does not fall back to the environment.
func TestUnknownBlockIsRefused(t *testing.T) {
	t.Parallel()
	s, w := start(t, withToken, providerBlock(`dynamic "twilio" {`, `for_each = terraform_data.x.output`, "content {", `account_sid = var.account_sid`, "}", "}"), tokenInEnv)
	w.Config(dataSource + `resource "terraform_data" "x" { input = timestamp() == "" ? ["once"] : [] }`)
	expectOneError(t, w.Fail("plan", "-no-color"), "Error: Unknown provider configuration with data.",
		"The value of twilio.account_sid is only known after apply, but the provider needs it to plan.")
	expectRequests(t, s, 0)
}

func TestUnknownArgumentIsKnownAfterATargetedApply(t *testing.T) {
	t.Parallel()
	s, w := start(t, withToken, twilioBlock(`account_sid = terraform_data.x.output`), tokenInEnv)
	w.Config(dataSource + `resource "terraform_data" "x" { input = var.account_sid }`)
	w.Succeed("apply", "-auto-approve", "-no-color", "-target=terraform_data.x")
	expectRequests(t, s, 0)
	w.PlansEmpty()
	expectRequests(t, s, 1)
}

func TestMisspeltNamesInBlocksAreRefused(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ block, resource, argument string }{
		"twilio":   {twilioBlock(`base_ur = "any"`), "", "base_ur"},
		"sendbird": {providerBlock("sendbird {", `api_tokn = "any"`, "}"), "", "api_tokn"},
		"timeouts": {providerBlock(), `
resource "videostorage_twilio_recording_settings" "this" {
  friendly_name = "Consultations"
  timeouts {
    creat = "5m"
  }
}`, "creat"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, withToken, tt.block, tokenInEnv)
			w.Config(dataSource + tt.resource)
			for _, command := range []string{"validate", "plan"} {
				expectOneError(t, w.Fail(command, "-no-color"), "Error: Unsupported argument on main.tf line", ": "+tt.argument+" = ",
					`An argument named "`+tt.argument+`" is not expected here.`)
			}
			expectRequests(t, s, 0)
		})
	}
}
