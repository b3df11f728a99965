package documentation_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

func newServer(t *testing.T, getenv func(string) string) tfprotov6.ProviderServer {
	t.Helper()
	server, err := provider.NewServer("test", getenv)()
	if err != nil {
		t.Fatal(err)
	}
	return server
}

func readSchemas(t *testing.T) *tfprotov6.GetProviderSchemaResponse {
	t.Helper()
	resp, err := newServer(t, nil).GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatalf("schema: %v, %v", err, resp.Diagnostics)
	}
	return resp
}

func readIdentities(t *testing.T) map[string]*tfprotov6.ResourceIdentitySchema {
	t.Helper()
	resp, err := newServer(t, nil).GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil || len(resp.IdentitySchemas) == 0 {
		t.Fatalf("%d identities, %v", len(resp.IdentitySchemas), err)
	}
	return resp.IdentitySchemas
}

// listObjects returns the names of all objects by the folder of their pages and examples.
func listObjects(t *testing.T) map[string][]string {
	t.Helper()
	s := readSchemas(t)
	return map[string][]string{
		"resources":      slices.Collect(maps.Keys(s.ResourceSchemas)),
		"data-sources":   slices.Collect(maps.Keys(s.DataSourceSchemas)),
		"list-resources": slices.Collect(maps.Keys(s.ListResourceSchemas)),
		"actions":        slices.Collect(maps.Keys(s.ActionSchemas)),
		"functions":      slices.Collect(maps.Keys(s.Functions)),
	}
}

// argument is an attribute, a block or a parameter.
type argument struct {
	description        string
	optional, isNested bool
}

// addArguments adds a block, its attributes and its blocks by their paths.
func addArguments(arguments map[string]argument, path string, block *tfprotov6.SchemaBlock) {
	arguments[path] = argument{description: block.Description}
	addAttributes(arguments, path, block.Attributes)
	for _, b := range block.BlockTypes {
		addArguments(arguments, path+"."+b.TypeName, b.Block)
		arguments[path+"."+b.TypeName] = argument{description: b.Block.Description, optional: b.MinItems == 0}
	}
}

func addAttributes(arguments map[string]argument, path string, attributes []*tfprotov6.SchemaAttribute) {
	for _, a := range attributes {
		arguments[path+"."+a.Name] = argument{a.Description, a.Optional, a.NestedType != nil && (a.Optional || a.Required)}
		if a.NestedType != nil {
			addAttributes(arguments, path+"."+a.Name, a.NestedType.Attributes)
		}
	}
}

// The registry shows the descriptions. Terraform refuses a misspelt name in a block, and ignores one in a nested attribute.
func TestEveryArgumentIsDescribed(t *testing.T) {
	t.Parallel()
	s, arguments := readSchemas(t), map[string]argument{}
	addArguments(arguments, "provider", s.Provider.Block)
	for _, schemas := range []map[string]*tfprotov6.Schema{s.ResourceSchemas, s.DataSourceSchemas, s.ListResourceSchemas} {
		for name, schema := range schemas {
			addArguments(arguments, name, schema.Block)
		}
	}
	for name, action := range s.ActionSchemas {
		addArguments(arguments, "action."+name, action.Schema.Block)
	}
	for name, f := range s.Functions {
		arguments[name] = argument{description: f.Description}
		for _, p := range f.Parameters {
			arguments[name+"."+p.Name] = argument{description: p.Description}
		}
	}
	for name, identity := range readIdentities(t) {
		for _, a := range identity.IdentityAttributes {
			arguments["identity of "+name+"."+a.Name] = argument{description: a.Description}
		}
	}
	omission := regexp.MustCompile("Defaults to|Omit|omitted|Without|Exactly one of")
	for name, a := range arguments {
		if !strings.HasSuffix(a.description, ".") {
			t.Errorf("the description of %s is not a sentence: %q", name, a.description)
		}
		if a.optional && !omission.MatchString(a.description) {
			t.Errorf("the description of %s does not say what omitting it means: %q", name, a.description)
		}
		if a.isNested {
			t.Errorf("%s is a nested attribute instead of a block", name)
		}
	}
	if len(arguments) < 100 {
		t.Errorf("the provider has %d arguments", len(arguments))
	}
}

// The protocol does not transmit defaults, so this test reads the schemas of the framework.
func TestDescriptionsNameTheDefaults(t *testing.T) {
	t.Parallel()
	ctx, count := t.Context(), 0
	for _, newResource := range provider.New("test", nil).Resources(ctx) {
		var resp resource.SchemaResponse
		newResource().Schema(ctx, resource.SchemaRequest{}, &resp)
		for name, a := range resp.Schema.Attributes {
			var value attr.Value
			switch a := a.(type) {
			case schema.BoolAttribute:
				if a.Default != nil {
					var d defaults.BoolResponse
					a.Default.DefaultBool(ctx, defaults.BoolRequest{}, &d)
					value = d.PlanValue
				}
			case schema.StringAttribute:
				if a.Default != nil {
					var d defaults.StringResponse
					a.Default.DefaultString(ctx, defaults.StringRequest{}, &d)
					value = d.PlanValue
				}
			}
			if value == nil {
				continue
			}
			count++
			if want := "Defaults to `" + value.String() + "`."; !strings.Contains(a.GetMarkdownDescription(), want) {
				t.Errorf("the description of %s lacks %q: %q", name, want, a.GetMarkdownDescription())
			}
		}
	}
	if count == 0 {
		t.Error("no attribute has a default")
	}
}

// The provider reads exactly the environment variables that the descriptions name. CI unsets those before its tests.
func TestDescriptionsNameEachEnvironmentVariable(t *testing.T) {
	t.Parallel()
	named, read := map[string]bool{}, map[string]bool{}
	block := readSchemas(t).Provider.Block
	for _, vendor := range block.BlockTypes {
		for _, a := range vendor.Block.Attributes {
			for _, match := range regexp.MustCompile("environment variable `(\\w+)`").FindAllStringSubmatch(a.Description, -1) {
				named[match[1]] = true
			}
		}
	}
	server := newServer(t, func(name string) string {
		read[name] = true
		return ""
	})
	object := block.ValueType()
	values := map[string]tftypes.Value{}
	for name, attribute := range object.(tftypes.Object).AttributeTypes { //nolint:forcetypeassert // the type of a block is an object
		values[name] = tftypes.NewValue(attribute, nil)
	}
	config, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, values))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.16.4", Config: &config})
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatalf("configuring: %v, %v", err, resp.Diagnostics)
	}
	if !maps.Equal(named, read) {
		t.Errorf("the descriptions name %v, and the provider reads %v", named, read)
	}
}
