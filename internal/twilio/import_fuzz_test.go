package twilio_test

import (
	"cmp"
	"context"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

const fuzzedAccount = "AC0123456789abcdef0123456789abcdef"

// fuzzedServer is the provider, configured for an account that nothing can be sent to.
func fuzzedServer(tb testing.TB) tfprotov6.ProviderServer {
	tb.Helper()
	environment := map[string]string{
		"TWILIO_ACCOUNT_SID": fuzzedAccount, "TWILIO_AUTH_TOKEN": "2d9b1f0c5e7a", "VIDEOSTORAGE_TWILIO_BASE_URL": "http://127.0.0.1:1",
	}
	server, err := provider.NewServer("test", provider.WithGetenv(func(name string) string { return environment[name] }))()
	if err != nil {
		tb.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		tb.Fatal(err)
	}
	t := schemas.Provider.ValueType()
	config, err := tfprotov6.NewDynamicValue(t, emptyObject(t))
	if err != nil {
		tb.Fatal(err)
	}
	got, err := server.ConfigureProvider(context.Background(), &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.16.4", Config: &config})
	if err != nil || len(got.Diagnostics) > 0 {
		tb.Fatalf("configuring: %v, %v", err, got.Diagnostics)
	}
	return server
}

// emptyObject has null for every attribute.
func emptyObject(t tftypes.Type) tftypes.Value {
	values := map[string]tftypes.Value{}
	if object, ok := t.(tftypes.Object); ok {
		for name, attribute := range object.AttributeTypes {
			values[name] = tftypes.NewValue(attribute, nil)
		}
	}
	return tftypes.NewValue(t, values)
}

// imports are the resources that can be imported: the attribute that names one, which
// is the identity's too, what may be given for it, and what it then is, "" for the same.
var imports = []struct {
	typeName, attribute string
	valid               *regexp.Regexp
	becomes             string
}{
	{"videostorage_twilio_recording_settings", "account_sid", regexp.MustCompile(`\A(Default|` + fuzzedAccount + `)\z`), fuzzedAccount},
	{"videostorage_twilio_composition_settings", "account_sid", regexp.MustCompile(`\A(Default|` + fuzzedAccount + `)\z`), fuzzedAccount},
	{"videostorage_twilio_aws_credential", "sid", regexp.MustCompile(`\ACR[0-9a-fA-F]{32}\z`), ""},
	{"videostorage_twilio_public_key", "sid", regexp.MustCompile(`\ACR[0-9a-fA-F]{32}\z`), ""},
}

// FuzzImport: an ID or an identity is either refused, with one error that can be shown,
// or names what could exist.
func FuzzImport(f *testing.F) {
	for kind := range uint8(len(imports)) {
		for _, id := range []string{
			"", "Default", "default", fuzzedAccount, "ACdddddddddddddddddddddddddddddddd", "CR0123456789abcdef0123456789ABCDEF", "CR0123456789abcdef0123456789ABCDEF\n",
			"../Default", "CR/../../Accounts", "\x1b[31mDefault\x1b[0m", "\u202etluafeD", "\u009b31m", "\xff", "Default\x00",
		} {
			f.Add(kind, false, id)
			f.Add(kind, true, id)
		}
	}
	server := fuzzedServer(f)
	schemas, err := server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		f.Fatal(err)
	}
	identities, err := server.GetResourceIdentitySchemas(context.Background(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, kind uint8, byIdentity bool, id string) {
		if len(id) > 64<<10 {
			t.Skip()
		}
		r := imports[int(kind)%len(imports)]
		req := &tfprotov6.ImportResourceStateRequest{TypeName: r.typeName, ID: id}
		identityType := identities.IdentitySchemas[r.typeName].ValueType()
		if byIdentity {
			req.ID, req.Identity = "", &tfprotov6.ResourceIdentityData{IdentityData: encodeIdentity(t, identityType, r.attribute, id)}
		}
		got, err := server.ImportResourceState(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		if valid := r.valid.MatchString(id); valid != (len(got.ImportedResources) == 1) {
			t.Errorf("%q is valid: %t, but imports %d resources", id, valid, len(got.ImportedResources))
		}
		if len(got.ImportedResources) == 0 {
			wantOneShowable(t, got.Diagnostics)
			return
		}
		if len(got.Diagnostics) > 0 || len(got.ImportedResources) != 1 {
			t.Fatalf("%d resources beside %v", len(got.ImportedResources), got.Diagnostics)
		}
		imported := got.ImportedResources[0]
		for what, value := range map[string]string{
			"state":    attributeOf(t, imported.State, schemas.ResourceSchemas[r.typeName].ValueType(), r.attribute),
			"identity": attributeOf(t, imported.Identity.IdentityData, identityType, r.attribute),
		} {
			if want := cmp.Or(r.becomes, id); value != want {
				t.Errorf("%q is imported with %q in the %s, want %q", id, value, what, want)
			}
		}
	})
}

func encodeIdentity(t *testing.T, of tftypes.Type, attribute, value string) *tfprotov6.DynamicValue {
	t.Helper()
	encoded, err := tfprotov6.NewDynamicValue(of, tftypes.NewValue(of, map[string]tftypes.Value{attribute: tftypes.NewValue(tftypes.String, value)}))
	if err != nil {
		t.Fatal(err)
	}
	return &encoded
}

func attributeOf(t *testing.T, encoded *tfprotov6.DynamicValue, of tftypes.Type, name string) string {
	t.Helper()
	decoded, err := encoded.Unmarshal(of)
	if err != nil {
		t.Fatal(err)
	}
	var object map[string]tftypes.Value
	if err := decoded.As(&object); err != nil {
		t.Fatal(err)
	}
	var value string
	if err := object[name].As(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

// wantOneShowable wants one error that a terminal can show: short, and without
// characters that steer it.
func wantOneShowable(t *testing.T, all []*tfprotov6.Diagnostic) {
	t.Helper()
	if len(all) != 1 || all[0].Severity != tfprotov6.DiagnosticSeverityError {
		t.Fatalf("%d diagnostics, want one error: %v", len(all), all)
	}
	text := all[0].Summary + "\n" + all[0].Detail
	if !utf8.ValidString(text) || len(text) > 4<<10 {
		t.Errorf("%d bytes: %.300q", len(text), text)
	}
	if at := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) }); at >= 0 {
		t.Errorf("it has a control character: %.300q", text[at:])
	}
}
