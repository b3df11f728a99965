package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
)

// inProvider is what Terraform says of an error at a line of the provider block.
func inProvider(line string) []string {
	return []string{
		`with provider["registry.terraform.io/videostorage/videostorage"], on main.tf line`,
		`in provider "videostorage":`, ": " + line,
	}
}

// inTwilio is inProvider for an error at an attribute in the twilio attribute.
// OpenTofu, and Terraform before 1.15, do not look into it, and show where the block
// begins.
func inTwilio(t *testing.T, line string) []string {
	t.Helper()
	if tool, at := acctest.CLI(t); tool != "Terraform" || at.LessThan(version.Must(version.NewVersion("1.15"))) {
		line = `provider "videostorage" {`
	}
	return inProvider(line)
}

// Each attribute that is malformed, one at a time. What else is malformed is for
// TestRules.
func TestMalformedConfiguration(t *testing.T) {
	t.Parallel()
	const origin = "base_url must be an origin without a path or anything else, such as https://twilio.example.com or http://127.0.0.1:8080"
	for _, tt := range []struct{ line, summary, detail string }{
		{`account_sid = "ACme"`, "Invalid account_sid", "twilio.account_sid must be an account SID: AC and 32 hexadecimal digits."},
		{`account_sid = var.empty`, "Invalid account_sid", "twilio.account_sid must be an account SID: AC and 32 hexadecimal digits."},
		{`account_sid = var.auth_token`, "Invalid account_sid", "twilio.account_sid must be an account SID: AC and 32 hexadecimal digits."},
		{`auth_token = var.not_a_secret`, "Invalid auth_token", "twilio.auth_token must hold letters, digits or punctuation only, no spaces or line breaks, and at least one; where there is none, leave it out."},
		{`auth_token = var.empty`, "Invalid auth_token", "twilio.auth_token must hold letters, digits or punctuation only, no spaces or line breaks, and at least one; where there is none, leave it out."},
		{`api_key = var.account_sid`, "Invalid api_key", "twilio.api_key must be an API key's SID: SK and 32 hexadecimal digits."},
		{`api_key = var.api_key_secret`, "Invalid api_key", "twilio.api_key must be an API key's SID: SK and 32 hexadecimal digits."},
		{`api_key_secret = var.not_a_secret`, "Invalid api_key_secret", "twilio.api_key_secret must hold letters, digits or punctuation only, no spaces or line breaks, and at least one; where there is none, leave it out."},
		{`region = "Ireland"`, "Invalid region", "twilio.region must be a Twilio region, such as ie1."},
		{`edge = "dublin.ie1"`, "Invalid edge", "twilio.edge must be a Twilio edge location, such as dublin."},
		{`base_url = "http://twilio.example.com"`, "Invalid base_url", origin},
		{`base_url = "https://user:` + "${var.auth_token}" + `@twilio.example.com"`, "Invalid base_url", origin},
	} {
		t.Run(tt.line, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, withToken, twilioBlock(tt.line), tokenInEnv)
			line := inTwilio(t, tt.line)
			if strings.HasPrefix(tt.line, "auth_token") || strings.HasPrefix(tt.line, "api_key_secret") || strings.Contains(tt.line, "@") {
				line = inProvider(`provider "videostorage" {`)
			}
			expectOneError(t, w.Fail("plan", "-no-color"), append(line, "Error: "+tt.summary+" with", tt.detail)...)
			expectRequests(t, s, 0)
		})
	}
}

func TestMalformedRequestSettings(t *testing.T) {
	t.Parallel()
	const retries, timeout = "max_retries value must be between 0 and 100", `request_timeout must be a duration above zero, such as "30s" or "2m".`
	for line, parts := range map[string][]string{
		`max_retries = -1`:         {"Invalid Attribute Value", retries},
		`max_retries = 101`:        {"Invalid Attribute Value", retries},
		`request_timeout = "soon"`: {"Invalid request_timeout", timeout},
		`request_timeout = "0s"`:   {"Invalid request_timeout", timeout},
		`request_timeout = "-1s"`:  {"Invalid request_timeout", timeout},
		`request_timeout = "30"`:   {"Invalid request_timeout", timeout},
		`request_timeout = ""`:     {"Invalid request_timeout", timeout},
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, withToken, providerBlock(line), tokenInEnv)
			expectOneError(t, w.Fail("plan", "-no-color"), append(inProvider(line), parts...)...)
			expectRequests(t, s, 0)
		})
	}
}

// The error names the variable: the configuration has no line to point at.
func TestMalformedEnvironment(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		credentials                        env
		variable, value, attribute, detail string
	}{
		{tokenInEnv, "TWILIO_ACCOUNT_SID", "ACme", "account_sid", "must be an account SID: AC and 32 hexadecimal digits."},
		{tokenInEnv, "TWILIO_AUTH_TOKEN", notASecret, "auth_token", "must hold letters, digits or punctuation only, no spaces or line breaks, and at least one; where there is none, leave it out."},
		{keyInEnv, "TWILIO_API_KEY", keySecret, "api_key", "must be an API key's SID: SK and 32 hexadecimal digits."},
		{keyInEnv, "TWILIO_API_SECRET", notASecret + "\n", "api_key_secret", "must hold letters, digits or punctuation only, no spaces or line breaks, and at least one; where there is none, leave it out."},
		{tokenInEnv, "TWILIO_REGION", "Ireland", "region", "must be a Twilio region, such as ie1."},
		{tokenInEnv, "TWILIO_EDGE", "dublin.ie1", "edge", "must be a Twilio edge location, such as dublin."},
		{tokenInEnv, "VIDEOSTORAGE_TWILIO_BASE_URL", "http://user:" + authToken + "@twilio.example.com", "base_url", "must be an origin without a path or anything else"},
	} {
		t.Run(tt.variable, func(t *testing.T) {
			t.Parallel()
			e := env{tt.variable: tt.value}
			for name, value := range tt.credentials {
				if name != tt.variable {
					e[name] = value
				}
			}
			s, w := start(t, withToken, providerBlock(), e)
			expectOneError(t, w.Fail("plan", "-no-color"), append(inProvider(`provider "videostorage" {`), "Error: Invalid "+tt.attribute+" with",
				fmt.Sprintf("The environment variable %s, which stands in for twilio.%s, %s", tt.variable, tt.attribute, tt.detail))...)
			expectRequests(t, s, 0)
		})
	}
}

// The error is at the half that is missing. Terraform shows what would hold it.
func TestHalfPairs(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		block           string
		env             env
		missing, detail string
	}{
		"key without its secret": {
			block:   twilioBlock(`account_sid = var.account_sid`, `api_key = var.api_key`),
			missing: "api_key_secret", detail: "There is an api_key, but not its secret. Set api_key_secret in the provider's twilio attribute, or the environment variable TWILIO_API_SECRET.",
		},
		"secret without its key": {
			block:   twilioBlock(`account_sid = var.account_sid`, `api_key_secret = var.api_key_secret`),
			missing: "api_key", detail: "There is an api_key_secret, but not the key that it belongs to. Set api_key in the provider's twilio attribute, or the environment variable TWILIO_API_KEY.",
		},
		"token without an account": {
			block:   twilioBlock(`auth_token = var.auth_token`),
			missing: "account_sid", detail: "There are credentials, but the account that they are for is not named. Set account_sid in the provider's twilio attribute, or the environment variable TWILIO_ACCOUNT_SID.",
		},
		"account without credentials": {
			block:   twilioBlock(`account_sid = var.account_sid`),
			missing: "auth_token", detail: "There is an account_sid, but neither an auth_token nor an api_key with its api_key_secret. Set auth_token in the provider's twilio attribute, or the environment variable TWILIO_AUTH_TOKEN.",
		},
		"key without its secret in the environment": {
			block:   providerBlock(),
			env:     env{"TWILIO_ACCOUNT_SID": accountSID, "TWILIO_API_KEY": apiKey},
			missing: "api_key_secret", detail: "the environment variable TWILIO_API_SECRET.",
		},
		"key without an account in the environment": {
			block:   providerBlock(),
			env:     env{"TWILIO_API_KEY": apiKey, "TWILIO_API_SECRET": keySecret},
			missing: "account_sid", detail: "the environment variable TWILIO_ACCOUNT_SID.",
		},
		"configured key, and a token in the environment": {
			block:   twilioBlock(`account_sid = var.account_sid`, `api_key = var.api_key`),
			env:     env{"TWILIO_AUTH_TOKEN": authToken},
			missing: "api_key_secret", detail: "the environment variable TWILIO_API_SECRET.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			line := inProvider(`provider "videostorage" {`)
			// Terraform would show the secret beside what is missing.
			if strings.Contains(tt.block, "twilio") && !strings.Contains(tt.block, "auth_token =") && !strings.Contains(tt.block, "api_key_secret =") {
				line = inTwilio(t, "twilio = {")
			}
			s, w := start(t, withToken, tt.block, tt.env)
			expectOneError(t, w.Fail("plan", "-no-color"), append(line, "Error: Missing "+tt.missing+" with", tt.detail)...)
			expectRequests(t, s, 0)
		})
	}
}

func TestTwoKindsOfCredentials(t *testing.T) {
	t.Parallel()
	for name, lines := range map[string][]string{
		"pair":        {`api_key = var.api_key`, `api_key_secret = var.api_key_secret`},
		"key only":    {`api_key = var.api_key`},
		"secret only": {`api_key_secret = var.api_key_secret`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, withToken, twilioBlock(append(lines, `account_sid = var.account_sid`, `auth_token = var.auth_token`)...), nil)
			line := inProvider(`provider "videostorage" {`)
			if name != "secret only" {
				line = inTwilio(t, "api_key = var.api_key")
			}
			expectOneError(t, w.Fail("plan", "-no-color"), append(line, "Error: Two kinds of credentials with",
				"auth_token excludes api_key and api_key_secret: use one or the other.")...)
			expectRequests(t, s, 0)
		})
	}
}

// A value that is only known after apply. What is not in the twilio attribute is
// in the environment.
func TestUnknown(t *testing.T) {
	t.Parallel()
	const unknown = `
resource "terraform_data" "x" { input = "any" }
resource "terraform_data" "object" { input = {} }
`
	for _, tt := range []struct {
		at, line string
		beside   []string
	}{
		{at: "twilio", line: "twilio = terraform_data.object.output"},
		{at: "max_retries", line: "max_retries = terraform_data.x.output"},
		{at: "request_timeout", line: "request_timeout = terraform_data.x.output"},
		{at: "twilio.account_sid", line: "account_sid = terraform_data.x.output"},
		{at: "twilio.auth_token", line: "auth_token = terraform_data.x.output"},
		{at: "twilio.api_key", line: "api_key = terraform_data.x.output"},
		{at: "twilio.api_key_secret", line: "api_key_secret = terraform_data.x.output"},
		{at: "twilio.region", line: "region = terraform_data.x.output"},
		{at: "twilio.edge", line: "edge = terraform_data.x.output"},
		{at: "twilio.base_url", line: "base_url = terraform_data.x.output"},
		// It may yet be null, so it is no second kind of credentials.
		{
			at: "twilio.auth_token", line: "auth_token = one(terraform_data.x[*].output)",
			beside: []string{"api_key = var.api_key", "api_key_secret = var.api_key_secret"},
		},
	} {
		t.Run(tt.line, func(t *testing.T) {
			t.Parallel()
			block, line := providerBlock(tt.line), inProvider(tt.line)
			if strings.HasPrefix(tt.at, "twilio.") {
				block, line = twilioBlock(append(tt.beside, tt.line)...), inTwilio(t, tt.line)
			}
			s, w := start(t, withToken, block, tokenInEnv)
			w.Config(object + unknown)
			expectOneError(t, w.Fail("plan", "-no-color"), append(line, "Error: Unknown provider configuration with",
				"The value of "+tt.at+" is only known after apply, but the provider needs it to plan.",
				"Use a value that is known, such as a variable or an environment variable; or apply the resource that it comes from first, with -target.")...)
			expectRequests(t, s, 0)
		})
	}
}

// What the error for an unknown value recommends.
func TestUnknownIsAppliedFirst(t *testing.T) {
	t.Parallel()
	s, w := start(t, withToken, twilioBlock(`account_sid = terraform_data.x.output`), tokenInEnv)
	w.Config(object + `resource "terraform_data" "x" { input = var.account_sid }`)
	w.Succeed("apply", "-auto-approve", "-no-color", "-target=terraform_data.x")
	expectRequests(t, s, 0)
	w.PlansEmpty()
	expectRequests(t, s, 1)
}
