package twilio_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/hostile"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
	"github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

const fuzzedAccount = "AC0123456789abcdef0123456789abcdef"

// FuzzImport imports by IDs and identities. Invalid ones are one error that a terminal can show.
func FuzzImport(f *testing.F) {
	settingsID, credentialID := regexp.MustCompile(`\A(Default|`+fuzzedAccount+`)\z`), regexp.MustCompile(`\ACR[0-9a-fA-F]{32}\z`)
	imports := []struct {
		typeName, identity string
		valid              *regexp.Regexp
	}{
		{"videostorage_twilio_recording_settings", "account_sid", settingsID},
		{"videostorage_twilio_composition_settings", "account_sid", settingsID},
		{"videostorage_twilio_aws_credential", "sid", credentialID},
		{"videostorage_twilio_public_key", "sid", credentialID},
		{"videostorage_twilio_composition_hook", "sid", regexp.MustCompile(`\AHK[0-9a-fA-F]{32}\z`)},
	}
	for kind := range uint8(len(imports)) {
		for _, id := range []string{
			"", "Default", "default", fuzzedAccount, otherAccount, "CR0123456789abcdef0123456789ABCDEF", "CR0123456789abcdef0123456789ABCDEF\n", "HK0123456789abcdef0123456789ABCDEF",
			"../Default", "CR/../../Accounts", "\x1b[31mDefault\x1b[0m", "\u202etluafeD", "\u009b31m", "\xff", "Default\x00",
		} {
			f.Add(kind, false, id)
			f.Add(kind, true, id)
		}
	}
	server, err := provider.NewServer("test", func(string) string { return "" })()
	if err != nil {
		f.Fatal(err)
	}
	newServer := func() (tfprotov6.ProviderServer, error) { return server, nil }
	if _, err := protocol.Configure(f.Context(), newServer, map[string]any{"twilio": map[string]any{
		"account_sid": fuzzedAccount, "auth_token": "2d9b1f0c5e7a", "base_url": "http://127.0.0.1:1",
	}}); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, kind uint8, byIdentity bool, id string) {
		if len(id) > 64<<10 {
			t.Skip()
		}
		r := imports[int(kind)%len(imports)]
		req := &tfprotov6.ImportResourceStateRequest{TypeName: r.typeName, ID: id}
		if byIdentity {
			object := tftypes.Object{AttributeTypes: map[string]tftypes.Type{r.identity: tftypes.String}}
			identity, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, map[string]tftypes.Value{r.identity: tftypes.NewValue(tftypes.String, id)}))
			if err != nil {
				t.Fatal(err)
			}
			req.ID, req.Identity = "", &tfprotov6.ResourceIdentityData{IdentityData: &identity}
		}
		got, err := server.ImportResourceState(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		wantResources, wantErrors := 0, 1
		if r.valid.MatchString(id) {
			wantResources, wantErrors = 1, 0
		}
		if len(got.ImportedResources) != wantResources || len(got.Diagnostics) != wantErrors {
			t.Errorf("%q: %d resources and diagnostics %v", id, len(got.ImportedResources), got.Diagnostics)
		}
		for _, d := range got.Diagnostics {
			hostile.WantHarmless(t, "summary", d.Summary)
			hostile.WantHarmless(t, "detail", d.Detail)
		}
	})
}
