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

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
	"github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

// readSchemas returns the schemas of the provider and the names of the resources with an identity.
func readSchemas(t *testing.T) (schemas *tfprotov6.GetProviderSchemaResponse, identities []string) {
	t.Helper()
	server, err := provider.NewServer("test", nil)()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err = server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(schemas.Diagnostics) > 0 {
		t.Fatalf("schema: %v, %v", err, schemas.Diagnostics)
	}
	resp, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil || len(resp.IdentitySchemas) == 0 {
		t.Fatalf("%d identities, %v", len(resp.IdentitySchemas), err)
	}
	return schemas, slices.Collect(maps.Keys(resp.IdentitySchemas))
}

// listObjects returns the names of all objects by the folder of their pages and examples.
func listObjects(t *testing.T) map[string][]string {
	t.Helper()
	s, _ := readSchemas(t)
	return map[string][]string{
		"resources":      slices.Collect(maps.Keys(s.ResourceSchemas)),
		"data-sources":   slices.Collect(maps.Keys(s.DataSourceSchemas)),
		"list-resources": slices.Collect(maps.Keys(s.ListResourceSchemas)),
		"actions":        slices.Collect(maps.Keys(s.ActionSchemas)),
		"functions":      slices.Collect(maps.Keys(s.Functions)),
	}
}

// The pages list every argument with its description. Terraform refuses a misspelt name in a block, and ignores one in a nested
// attribute.
func TestEveryArgumentIsDescribed(t *testing.T) {
	t.Parallel()
	argument := regexp.MustCompile("^(?:- |1\\. )`\\w+` \\(")
	omission := regexp.MustCompile("Defaults to|Omit|omitted|Without|Exactly one of")
	count := 0
	for page, content := range readFiles(t, "docs", ".md") {
		section := ""
		for line := range strings.Lines(content) {
			line = strings.TrimSpace(line)
			if !argument.MatchString(line) {
				if strings.HasPrefix(line, "#") || strings.HasSuffix(line, ":") {
					section = strings.Trim(line, "#: ")
				}
				continue
			}
			count++
			if description, _, _ := strings.Cut(line, " (see [below"); !strings.HasSuffix(description, ".") {
				t.Errorf("%s does not describe an argument with a sentence: %s", page, line)
			}
			if section == "Optional" && !omission.MatchString(line) {
				t.Errorf("%s does not describe the omission of an argument: %s", page, line)
			}
			if section != "Read-Only" && strings.Contains(line, "(Attributes") {
				t.Errorf("%s lists a nested attribute instead of a block: %s", page, line)
			}
		}
	}
	if count < 100 {
		t.Errorf("the pages list %d arguments", count)
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

// The provider reads exactly the environment variables that the page of the provider names. CI unsets those before its tests.
func TestIndexNamesEachEnvironmentVariable(t *testing.T) {
	t.Parallel()
	named, read := map[string]bool{}, map[string]bool{}
	for _, match := range regexp.MustCompile("environment variable `(\\w+)`").FindAllStringSubmatch(readFile(t, "docs/index.md"), -1) {
		named[match[1]] = true
	}
	server := provider.NewServer("test", func(name string) string {
		read[name] = true
		return ""
	})
	if _, err := protocol.Configure(t.Context(), server, nil); err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(named, read) {
		t.Errorf("the page names %v, and the provider reads %v", named, read)
	}
}
