package framework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
)

// hiddenValue is in no diagnostic.
const hiddenValue = "hunter-2@example"

// expectDiagnostics expects errors, each as "SUMMARY at PATH", or "SUMMARY" without a path.
func expectDiagnostics(t *testing.T, diags diag.Diagnostics, want ...string) {
	t.Helper()
	var got []string
	for _, d := range diags {
		text := d.Summary()
		if d, ok := d.(diag.DiagnosticWithPath); ok {
			text += " at " + d.Path().String()
		}
		got = append(got, text)
	}
	if !slices.Equal(got, want) {
		t.Errorf("diagnostics %q, want %q", got, want)
	}
	if strings.Contains(fmt.Sprint(diags), hiddenValue) {
		t.Errorf("%v shows the value", diags)
	}
}

func validate(t *testing.T, f StringFormat, value types.String) diag.Diagnostics {
	t.Helper()
	var resp validator.StringResponse
	f.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("twilio").AtName("token"), ConfigValue: value}, &resp)
	return resp.Diagnostics
}

func TestStringFormats(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		format         StringFormat
		valid, invalid []string
	}{
		"CredentialFormat": {CredentialFormat, []string{"t", "a-b_c.d~e/f+g="}, []string{"", " ", "a b", " a", "a ", "a\n", "a\tb", "a\x00b", "ä", "a\u00a0b"}},
		"BaseURLFormat": {
			BaseURLFormat,
			[]string{
				"https://twilio.example.com", "https://twilio.example.com/", "https://twilio.example.com:8443", "HTTPS://twilio.example.com", "https://10.0.0.1",
				"http://localhost", "http://localhost:8080/", "http://127.0.0.1:8080", "http://127.0.0.2", "http://[::1]:8080",
			},
			[]string{
				"", " ", "twilio.example.com", "localhost:8080", "//localhost", "/v1", "http://twilio.example.com", "http://10.0.0.1", "http://0.0.0.0", "http://[::]",
				"http://localhost.example.com", "http://127.0.0.1.example.com", "ftp://localhost", "file:///etc/passwd", "https://", "https:///", "https://:8443",
				"https:twilio.example.com", "https://twilio.example.com/v1", "https://twilio.example.com//", "https://twilio.example.com/%2f", "https://twilio.example.com?",
				"https://twilio.example.com/?a=b", "https://twilio.example.com#a", "https://user@twilio.example.com", "http://localhost@twilio.example.com",
				"https://@twilio.example.com", "https://twilio.example.com:port", "https://twilio example.com", "https://[::1", "https://%zz", " https://twilio.example.com",
				"https://twilio.example.com\n", "https://%1b%5d0;t%07.example.com", "https://%E2%80%AE.example.com",
			},
		},
		"PositiveDuration": {PositiveDuration, []string{"30s", "200ms", "1h30m", "1.5s"}, []string{"", "0", "0s", "-1s", "30", "s", "30 s", "1d", "soon"}},
	} {
		for _, value := range tt.valid {
			if diags := validate(t, tt.format, types.StringValue(value)); len(diags) != 0 {
				t.Errorf("%s: %q: %v", name, value, diags)
			}
		}
		for _, value := range tt.invalid {
			diags := validate(t, tt.format, types.StringValue(value))
			if len(diags) != 1 || !strings.HasPrefix(diags[0].Detail(), "The value of twilio.token must "+tt.format.Requirement+".") {
				t.Errorf("%s: %q: %v", name, value, diags)
			}
		}
		for _, value := range []types.String{types.StringNull(), types.StringUnknown()} {
			expectDiagnostics(t, validate(t, tt.format, value))
		}
	}
}

// Terraform prints the line at the path of an error.
func TestErrorAboutASecretHasNoPath(t *testing.T) {
	t.Parallel()
	digits := MatchRegexp(`^[0-9]+$`, "be digits")
	expectDiagnostics(t, validate(t, digits, types.StringValue(hiddenValue)), "Invalid token at twilio.token")
	expectDiagnostics(t, validate(t, digits.AsSecret(), types.StringValue(hiddenValue)), "Invalid token")
	expectDiagnostics(t, validate(t, BaseURLFormat, types.StringValue("https://"+hiddenValue)), "Invalid token")
	expectDiagnostics(t, validate(t, BaseURLFormat, types.StringValue("example.com")), "Invalid token at twilio.token")
}

func TestSecretNeedsExactlyOneForm(t *testing.T) {
	t.Parallel()
	secret := Secret{Name: "key", Format: CredentialFormat}
	const unknown, superfluous, missing = "unknown", "Superfluous key_wo_version at key_wo_version", "Missing key_wo_version at key_wo_version"
	for _, tt := range []struct {
		stored, writeOnly, version any
		want                       []string
	}{
		{hiddenValue, nil, nil, nil},
		{nil, hiddenValue, 1, nil},
		{nil, nil, nil, []string{"Missing key_wo"}},
		{nil, nil, 1, []string{"Missing key_wo"}},
		{hiddenValue, hiddenValue, 1, []string{"Two forms of key"}},
		{hiddenValue, hiddenValue, nil, []string{"Two forms of key"}},
		{nil, hiddenValue, nil, []string{missing}},
		{hiddenValue, nil, 1, []string{superfluous}},
		// An unknown value may turn out to be null.
		{tftypes.UnknownValue, hiddenValue, 1, nil},
		{hiddenValue, tftypes.UnknownValue, nil, nil},
		{tftypes.UnknownValue, tftypes.UnknownValue, tftypes.UnknownValue, nil},
		{nil, tftypes.UnknownValue, tftypes.UnknownValue, nil},
		{nil, tftypes.UnknownValue, nil, []string{missing}},
		{tftypes.UnknownValue, nil, 1, []string{superfluous}},
		{hiddenValue, nil, tftypes.UnknownValue, nil},
	} {
		config := tfsdk.Config{
			Schema: schema.Schema{Attributes: secret.Attributes()},
			Raw: tftypes.NewValue(
				tftypes.Object{AttributeTypes: map[string]tftypes.Type{"key": tftypes.String, "key_wo": tftypes.String, "key_wo_version": tftypes.Number}},
				map[string]tftypes.Value{
					"key": tftypes.NewValue(tftypes.String, tt.stored), "key_wo": tftypes.NewValue(tftypes.String, tt.writeOnly),
					"key_wo_version": tftypes.NewValue(tftypes.Number, tt.version),
				}),
		}
		var diags diag.Diagnostics
		secret.Validate(t.Context(), config, &diags)
		expectDiagnostics(t, diags, tt.want...)
		if got := secret.Value(t.Context(), config, &diags); tt.want == nil && (tt.stored == hiddenValue || tt.writeOnly == hiddenValue) && got != hiddenValue {
			t.Errorf("%v has the value %q", tt, got)
		}
	}
	version, ok := secret.Attributes()["key_wo_version"].(schema.Int64Attribute)
	if !ok || len(version.Validators) != 1 {
		t.Fatalf("%T has no validator", version)
	}
	for n, want := range map[int64][]string{-1: {"Invalid Attribute Value at key_wo_version"}, 0: {"Invalid Attribute Value at key_wo_version"}, 1: nil} {
		var resp validator.Int64Response
		version.Validators[0].ValidateInt64(t.Context(), validator.Int64Request{Path: path.Root("key_wo_version"), ConfigValue: types.Int64Value(n)}, &resp)
		expectDiagnostics(t, resp.Diagnostics, want...)
	}
}

// A key in a block may be omitted if the vendor works without one.
func TestAccessKeyNeedsBothPartsOrNeither(t *testing.T) {
	t.Parallel()
	key := AccessKey{IDFormat: CredentialFormat, Secret: Secret{Block: "s3", Name: "secret", Format: CredentialFormat, Omission: "Omit both."}}
	required := key
	required.Secret.Omission = ""
	s := schema.Schema{Blocks: map[string]schema.Block{"s3": schema.SingleNestedBlock{Attributes: key.Attributes()}}}
	const superfluous = "Superfluous secret_wo_version at s3.secret_wo_version"
	for _, tt := range []struct {
		id, idWO, secret, secretWO, version any
		want, wantRequired                  []string
	}{
		{nil, nil, nil, nil, nil, nil, []string{"Missing secret_wo", "Missing access_key_id"}},
		{"id", nil, hiddenValue, nil, nil, nil, nil},
		{"id", nil, nil, hiddenValue, 1, nil, nil},
		{nil, "id", nil, hiddenValue, 1, nil, nil},
		{"id", nil, nil, nil, nil, []string{"Missing secret_wo"}, []string{"Missing secret_wo"}},
		{nil, "id", hiddenValue, nil, nil, []string{"Missing secret_wo"}, []string{"Missing secret_wo"}},
		{nil, nil, nil, hiddenValue, 1, []string{"Missing access_key_id"}, []string{"Missing access_key_id"}},
		{"id", "id", nil, hiddenValue, 1, []string{"Two forms of access_key_id"}, []string{"Two forms of access_key_id"}},
		{nil, nil, nil, nil, 1, []string{superfluous}, []string{"Missing secret_wo", "Missing access_key_id"}},
		{tftypes.UnknownValue, nil, tftypes.UnknownValue, nil, nil, nil, nil},
	} {
		values := map[string]any{"access_key_id": tt.id, "access_key_id_wo": tt.idWO, "secret": tt.secret, "secret_wo": tt.secretWO, "secret_wo_version": tt.version}
		block := map[string]tftypes.Value{}
		blockType, _ := s.Type().TerraformType(t.Context()).(tftypes.Object).AttributeTypes["s3"].(tftypes.Object)
		for name, value := range values {
			block[name] = tftypes.NewValue(blockType.AttributeTypes[name], value)
		}
		config := tfsdk.Config{Schema: s, Raw: tftypes.NewValue(s.Type().TerraformType(t.Context()),
			map[string]tftypes.Value{"s3": tftypes.NewValue(blockType, block)})}
		var optional, needed diag.Diagnostics
		key.Validate(t.Context(), config, &optional)
		expectDiagnostics(t, optional, tt.want...)
		required.Validate(t.Context(), config, &needed)
		expectDiagnostics(t, needed, tt.wantRequired...)
		if id, secret := key.Value(t.Context(), config, &optional); tt.want == nil && tt.version != nil && (id != "id" || secret != hiddenValue) {
			t.Errorf("%v has the value %q, %q", tt, id, secret)
		}
	}
	absent := tfsdk.Config{Schema: s, Raw: tftypes.NewValue(s.Type().TerraformType(t.Context()), map[string]tftypes.Value{
		"s3": tftypes.NewValue(s.Type().TerraformType(t.Context()).(tftypes.Object).AttributeTypes["s3"], nil),
	})}
	var diags diag.Diagnostics
	if key.IsSet(t.Context(), absent, &diags); diags.HasError() {
		t.Errorf("a key in an absent block: %v", diags)
	}
}

func TestTimeoutsArePositive(t *testing.T) {
	t.Parallel()
	block, ok := ResourceTimeouts(t.Context(), timeouts.Opts{Create: true, Delete: true}).(schema.SingleNestedBlock)
	if !ok || len(block.Validators) != 1 || len(block.Attributes) != 2 {
		t.Fatalf("%+v, want a block with one validator and two attributes", block)
	}
	for text, want := range map[string][]string{
		"5m": nil, "0s": {"Invalid timeout at timeouts.create"}, "-1s": {"Invalid timeout at timeouts.create"},
		"soon": nil, // The attribute's own validator refuses it.
	} {
		var resp validator.ObjectResponse
		object := types.ObjectValueMust(map[string]attr.Type{"create": types.StringType, "delete": types.StringType},
			map[string]attr.Value{"create": types.StringValue(text), "delete": types.StringUnknown()})
		block.Validators[0].ValidateObject(t.Context(), validator.ObjectRequest{Path: path.Root("timeouts"), ConfigValue: object}, &resp)
		expectDiagnostics(t, resp.Diagnostics, want...)
	}
	for d, want := range map[time.Duration]string{5 * time.Minute: "`\"5m\"`", time.Hour: "`\"1h\"`", 90 * time.Second: "`\"1m30s\"`", 20 * time.Minute: "`\"20m\"`"} {
		if got := DescribeTimeout("reading", d); !strings.HasSuffix(got, "Defaults to "+want+".") {
			t.Errorf("%s is described as %q", d, got)
		}
	}
	var diags diag.Diagnostics
	ctx, cancel := WithTimeout(t.Context(), func(context.Context, time.Duration) (time.Duration, diag.Diagnostics) { return time.Hour, nil }, time.Minute, &diags)
	defer cancel()
	if deadline, ok := ctx.Deadline(); !ok || time.Until(deadline) < 59*time.Minute || diags.HasError() {
		t.Errorf("deadline %v, diagnostics %v, want one in an hour", deadline, diags)
	}
}

func TestBlockConfigPrefersTheConfigurationToTheEnvironment(t *testing.T) {
	t.Parallel()
	argument := Argument{Name: "token", EnvVar: "TOKEN", SecondEnvVar: "OTHER_TOKEN", Format: MatchRegexp(`^[0-9]+$`, "be digits")}
	blockType := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"token": tftypes.String}}
	block := func(value any) tftypes.Value {
		return tftypes.NewValue(blockType, map[string]tftypes.Value{"token": tftypes.NewValue(tftypes.String, value)})
	}
	for name, tt := range map[string]struct {
		block       tftypes.Value
		environment string
		want        Value
		diags       []string
	}{
		"configuration":         {block("1"), "2", Value{Text: "1", Configured: true}, nil},
		"environment":           {block(nil), "2", Value{Text: "2", EnvVar: "TOKEN"}, nil},
		"environment, no block": {tftypes.NewValue(blockType, nil), "2", Value{Text: "2", EnvVar: "TOKEN"}, nil},
		"second variable":       {block(nil), "", Value{Text: "3", EnvVar: "OTHER_TOKEN"}, nil},
		"invalid environment":   {block(nil), hiddenValue, Value{Text: hiddenValue, EnvVar: "TOKEN"}, []string{"Invalid token"}},
		// The provider looks for unknown values first.
		"unknown":       {block(tftypes.UnknownValue), "2", Value{Configured: true}, nil},
		"unknown block": {tftypes.NewValue(blockType, tftypes.UnknownValue), "2", Value{Configured: true}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := BlockConfig{
				Block: "twilio", Getenv: func(name string) string { return map[string]string{"TOKEN": tt.environment, "OTHER_TOKEN": "3"}[name] },
				Config: tfsdk.Config{
					Schema: providerschema.Schema{Blocks: map[string]providerschema.Block{"twilio": Vendor{Arguments: []Argument{argument}}.Schema()}},
					Raw:    tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"twilio": blockType}}, map[string]tftypes.Value{"twilio": tt.block}),
				},
			}
			var diags diag.Diagnostics
			got := c.Value(t.Context(), argument, &diags)
			c.ValidateEnvironment(argument, got, &diags)
			if got != tt.want {
				t.Errorf("value %+v, want %+v", got, tt.want)
			}
			expectDiagnostics(t, diags, tt.diags...)
			var none diag.Diagnostics
			if _, unknown := c.FindUnknown(t.Context(), []Argument{argument}, &none); unknown != strings.HasPrefix(name, "unknown") {
				t.Errorf("unknown: %t", unknown)
			}
			want := Value{Text: tt.want.Text, Configured: tt.want.Text != "" && tt.want.Configured}
			if !tt.want.Configured {
				want = Value{}
			}
			if got := c.Configured(t.Context(), argument, &none); got != want || none.HasError() {
				t.Errorf("configured value %+v, diagnostics %v, want %+v", got, none, want)
			}
		})
	}
	c := BlockConfig{Block: "twilio"}
	expectDiagnostics(t, diag.Diagnostics{c.MissingArgument(argument, "r", false), c.MissingArgument(argument, "r", true)}, "Missing token at twilio.token", "Missing token")
}

func TestValuesAreFormattedForMessages(t *testing.T) {
	t.Parallel()
	for want, value := range map[string]attr.Value{
		"null": types.StringNull(), "(known after apply)": types.StringUnknown(), `""`: types.StringValue(""), "true": types.BoolValue(true),
		`"a\x1b[2J\u202e\"b\""`: types.StringValue("a\x1b[2J\u202e\"b\""),
	} {
		if got := FormatValue(value); got != want {
			t.Errorf("%v is shown as %s, want %s", value, got, want)
		}
	}
	if got := FormatValue(types.StringValue(strings.Repeat("x", 1<<20))); len(got) > api.MaxValue {
		t.Errorf("%d bytes are shown", len(got))
	}
}
