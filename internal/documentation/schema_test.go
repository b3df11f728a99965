package documentation_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// schemas are all that the provider serves, as Terraform gets it.
func schemas(t *testing.T) *tfprotov6.GetProviderSchemaResponse {
	t.Helper()
	got, err := server(t, nil).GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(got.Diagnostics) > 0 {
		t.Fatalf("schema: %v, %v", err, got.Diagnostics)
	}
	return got
}

func server(t *testing.T, getenv func(string) string) tfprotov6.ProviderServer {
	t.Helper()
	served, err := provider.NewServer("test", getenv)()
	if err != nil {
		t.Fatal(err)
	}
	return served
}

// kind is a kind of objects, by the folder that its pages are in.
type kind string

const (
	resources     kind = "resources"
	dataSources   kind = "data-sources"
	ephemerals    kind = "ephemeral-resources"
	listResources kind = "list-resources"
	actions       kind = "actions"
	functions     kind = "functions"
)

// objects are the schemas of everything but functions, by kind and name.
func objects(all *tfprotov6.GetProviderSchemaResponse) map[kind]map[string]*tfprotov6.Schema {
	invoked := map[string]*tfprotov6.Schema{}
	for name, s := range all.ActionSchemas {
		invoked[name] = s.Schema
	}
	return map[kind]map[string]*tfprotov6.Schema{
		resources: all.ResourceSchemas, dataSources: all.DataSourceSchemas, ephemerals: all.EphemeralResourceSchemas,
		listResources: all.ListResourceSchemas, actions: invoked,
	}
}

// walk calls f with every attribute of a block, those within others included, by
// their paths.
func walk(path string, block *tfprotov6.SchemaBlock, f func(path string, a *tfprotov6.SchemaAttribute)) {
	walkAttributes(path, block.Attributes, f)
	for _, nested := range block.BlockTypes {
		walk(path+"."+nested.TypeName, nested.Block, f)
	}
}

func walkAttributes(path string, attributes []*tfprotov6.SchemaAttribute, f func(string, *tfprotov6.SchemaAttribute)) {
	for _, a := range attributes {
		f(path+"."+a.Name, a)
		if a.NestedType != nil {
			walkAttributes(path+"."+a.Name, a.NestedType.Attributes, f)
		}
	}
}
