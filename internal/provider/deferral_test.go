package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

// A client that allows deferral plans the rest of the configuration, and these objects in its next run.
func TestUnknownConfigurationDefersObjects(t *testing.T) {
	t.Parallel()
	server, err := provider.NewServer("test", func(string) string { return "" })()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	encode := func(schema *tfprotov6.Schema, values map[string]tftypes.Value) *tfprotov6.DynamicValue {
		t.Helper()
		objectType, ok := schema.ValueType().(tftypes.Object)
		if !ok {
			t.Fatal("the schema is no object")
		}
		all := map[string]tftypes.Value{}
		for name, attribute := range objectType.AttributeTypes {
			all[name] = tftypes.NewValue(attribute, nil)
		}
		for name, value := range values {
			all[name] = value
		}
		encoded, err := tfprotov6.NewDynamicValue(objectType, tftypes.NewValue(objectType, all))
		if err != nil {
			t.Fatal(err)
		}
		return &encoded
	}
	providerType, ok := schemas.Provider.ValueType().(tftypes.Object)
	if !ok {
		t.Fatal("the schema of the provider is no object")
	}
	twilioType := providerType.AttributeTypes["twilio"]
	configured, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		Config:             encode(schemas.Provider, map[string]tftypes.Value{"twilio": tftypes.NewValue(twilioType, tftypes.UnknownValue)}),
		ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{DeferralAllowed: true},
	})
	if err != nil || len(configured.Diagnostics) > 0 {
		t.Fatal(err, configured)
	}
	const typeName = "videostorage_twilio_recording_settings"
	read, err := server.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{
		TypeName: typeName, Config: encode(schemas.DataSourceSchemas[typeName], nil),
		ClientCapabilities: &tfprotov6.ReadDataSourceClientCapabilities{DeferralAllowed: true},
	})
	if err != nil || read.Deferred == nil || read.Deferred.Reason != tfprotov6.DeferredReasonProviderConfigUnknown {
		t.Errorf("the data source is read: %v, %+v", err, read)
	}
	schema := schemas.ResourceSchemas[typeName]
	name := map[string]tftypes.Value{"friendly_name": tftypes.NewValue(tftypes.String, "Consultations")}
	null, err := tfprotov6.NewDynamicValue(schema.ValueType(), tftypes.NewValue(schema.ValueType(), nil))
	if err != nil {
		t.Fatal(err)
	}
	planned, err := server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: typeName, PriorState: &null, Config: encode(schema, name), ProposedNewState: encode(schema, name),
		ClientCapabilities: &tfprotov6.PlanResourceChangeClientCapabilities{DeferralAllowed: true},
	})
	if err != nil || planned.Deferred == nil || planned.Deferred.Reason != tfprotov6.DeferredReasonProviderConfigUnknown {
		t.Errorf("the resource is planned: %v, %+v", err, planned)
	}
}
