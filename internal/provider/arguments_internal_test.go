package provider

import (
	"context"
	"maps"
	"net"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

const (
	accountSID = "AC00000000000000000000000000000000"
	apiKey     = "SK00000000000000000000000000000000"
)

func TestBaseURLOfEveryVendorIsHTTPSOrLoopback(t *testing.T) {
	t.Parallel()
	accepted := []string{
		"https://twilio.example.com", "https://twilio.example.com/", "https://twilio.example.com:8443", "HTTPS://twilio.example.com", "https://10.0.0.1",
		"http://localhost", "http://localhost:8080/", "http://127.0.0.1:8080", "http://127.0.0.2", "http://[::1]", "http://[::1]:8080",
	}
	refused := []string{
		"", " ", "twilio.example.com", "localhost:8080", "127.0.0.1:8080", "//localhost", "/v1",
		"http://twilio.example.com", "http://10.0.0.1", "http://0.0.0.0", "http://[::]", "http://[::2]:80", "http://localhost.example.com", "http://127.0.0.1.example.com",
		"ftp://localhost", "ws://localhost", "file:///etc/passwd", "unix://localhost",
		"https://", "http://", "https:///", "https://:8443", "http://:8080", "https:twilio.example.com",
		"https://twilio.example.com/v1", "http://localhost/v1/", "https://twilio.example.com//", "https://twilio.example.com/%2f",
		"https://twilio.example.com?", "https://twilio.example.com/?a=b", "https://twilio.example.com#", "https://twilio.example.com#a",
		"https://user@twilio.example.com", "https://user:password@twilio.example.com", "http://localhost@twilio.example.com", "https://@twilio.example.com",
		"https://twilio.example.com:port", "https://twilio example.com", "https://[::1", "https://%zz", " https://twilio.example.com", "https://twilio.example.com\n",
	}
	for _, v := range vendors {
		i := slices.IndexFunc(v.Arguments, func(a framework.Argument) bool { return a.Name == "base_url" })
		if i < 0 {
			t.Fatalf("%s has no base_url", v.Block)
		}
		for _, value := range accepted {
			if !v.Arguments[i].Format.Matches(value) {
				t.Errorf("%s: %q is refused", v.Block, value)
			}
		}
		for _, value := range refused {
			if v.Arguments[i].Format.Matches(value) {
				t.Errorf("%s: %q is accepted", v.Block, value)
			}
		}
	}
}

func TestNoAttributeTouchesTLS(t *testing.T) {
	t.Parallel()
	var resp provider.SchemaResponse
	New("test", nil).Schema(t.Context(), provider.SchemaRequest{}, &resp)
	attributes := slices.Collect(maps.Keys(resp.Schema.Attributes))
	for _, block := range resp.Schema.Blocks {
		attributes = slices.AppendSeq(attributes, maps.Keys(block.GetNestedObject().GetAttributes()))
	}
	for _, name := range attributes {
		if regexp.MustCompile("insecure|skip|verify|tls|ssl|cert|ca_|trust|proxy").MatchString(name) {
			t.Errorf("%s may change which servers the provider trusts", name)
		}
	}
}

// validValue returns a value of an argument's format.
func validValue(t *testing.T, a framework.Argument) string {
	t.Helper()
	for _, value := range []string{accountSID, apiKey, "ie1", "https://vendor.example.com"} {
		if a.Format.Matches(value) {
			return value
		}
	}
	t.Fatalf("no value is valid for %s; add one here", a.EnvVar)
	return ""
}

// configure configures a vendor with one argument in the environment or the configuration, and valid values of the others in the environment.
func configure(t *testing.T, v framework.Vendor, a framework.Argument, value string, inEnvironment bool) (client any, diags diag.Diagnostics) {
	t.Helper()
	environment := map[string]string{}
	for _, other := range v.Arguments {
		environment[other.EnvVar] = validValue(t, other)
	}
	if a.Name == "auth_token" {
		// A key in the environment wins over a token there.
		delete(environment, "TWILIO_API_KEY")
		delete(environment, "TWILIO_API_SECRET")
	}
	ctx := context.Background()
	p := New("test", func(name string) string { return environment[name] })
	var schema provider.SchemaResponse
	p.Schema(ctx, provider.SchemaRequest{}, &schema)
	config := tfsdk.State{Schema: schema.Schema, Raw: tftypes.NewValue(schema.Schema.Type().TerraformType(ctx), nil)}
	diags.Append(config.SetAttribute(ctx, path.Root("max_retries"), types.Int64Null())...)
	if inEnvironment {
		environment[a.EnvVar] = value
	} else {
		delete(environment, a.EnvVar)
		at := path.Root(v.Block).AtName(a.Name)
		diags.Append(config.SetAttribute(ctx, at, value)...)
		var validated validator.StringResponse
		a.Format.ValidateString(ctx, validator.StringRequest{Path: at, ConfigValue: types.StringValue(value)}, &validated)
		diags.Append(validated.Diagnostics...)
	}
	if diags.HasError() {
		return nil, diags
	}
	var configured provider.ConfigureResponse
	p.Configure(ctx, provider.ConfigureRequest{Config: tfsdk.Config(config)}, &configured)
	if clients, ok := configured.ResourceData.(framework.Clients); ok {
		client = clients[v.Block]
	}
	return client, configured.Diagnostics
}

// FuzzConfiguration gives an argument any value. A value of another format is refused with one error, which shows neither the value nor
// characters that control a terminal.
func FuzzConfiguration(f *testing.F) {
	type argument struct {
		framework.Vendor
		framework.Argument
	}
	var all []argument
	for _, v := range vendors {
		for _, a := range v.Arguments {
			all = append(all, argument{v, a})
		}
	}
	for i := range all {
		for _, value := range []string{
			" ", accountSID, apiKey, "ie1", "dublin", "application", "-a", "evil.com/", "ie1@evil.com", "s3cret\n", "\x1b[31m", "\u202eyek", "\xff", strings.Repeat("a", 70),
			"https://twilio.example.com:8443/", "HTTPS://EXAMPLE.com", "http://localhost:8080", "http://[::1]", "http://[::1%25lo]:1", "http://127.0.0.1.example.com",
			"https://user:password@example.com", "https://example.com/v1?a#b", "https://%E2%80%AE.example", "https://\u009b31m.example", "https://bücher.example", "https://a:", "https:opaque",
		} {
			f.Add(uint8(i), i%2 == 0, value)
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, inEnvironment bool, value string) {
		if len(value) > 64<<10 || value == "" {
			t.Skip()
		}
		a := all[int(which)%len(all)]
		client, diags := configure(t, a.Vendor, a.Argument, value, inEnvironment)
		if valid := a.Format.Matches(value); valid == diags.HasError() || valid != (client != nil) {
			t.Fatalf("%q is valid: %t, but the client is %v with %v", value, valid, client, diags)
		}
		if diags.HasError() {
			expectOneErrorWithoutTheValue(t, diags, value)
			return
		}
		if a.Name != "base_url" {
			return
		}
		u := api.ParseBaseURL(value)
		ip := net.ParseIP(u.Hostname())
		if u.Scheme != "https" && u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
			t.Errorf("the credentials go to %q", u)
		}
		if again := api.ParseBaseURL(u.String()); api.SanitizeLine(u.Host) != u.Host || again == nil || *again != *u {
			t.Errorf("%q is %q, and then %v", value, u, again)
		}
	})
}

func expectOneErrorWithoutTheValue(t *testing.T, diags diag.Diagnostics, value string) {
	t.Helper()
	if len(diags) != 1 {
		t.Fatalf("%d errors, want one: %v", len(diags), diags)
	}
	text := diags[0].Summary() + " " + diags[0].Detail()
	// A shorter value may be a word of the message.
	if len(value) > 24 && strings.Contains(text, value) {
		t.Errorf("the value is in the error %q", text)
	}
	if len(text) > 2<<10 || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) {
		t.Errorf("the error is %.300q", text)
	}
}
