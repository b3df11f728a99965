package documentation_test

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/videostorage/terraform-provider-videostorage/examples"
)

var (
	// leftOut is how a description says what becomes of an argument that is left out.
	leftOut = regexp.MustCompile("Defaults to|(?i:left out|omit)|Without (it|them|credentials)|Exactly one of")
	// counted is how the description of a number says what it is a number of.
	counted = regexp.MustCompile(`(?i)how many|how often|so many|which version|the version|seconds|bytes|bit rate`)
	// variable is an environment variable.
	variable = regexp.MustCompile("`([A-Z][A-Z_]+[A-Z])`")
)

// Somebody who has never seen Twilio finds out, of every attribute, what it is, what
// it counts, and what happens without it.
func TestEveryAttributeIsDescribed(t *testing.T) {
	t.Parallel()
	all := schemas(t)
	seen := 0
	check := func(path string, a *tfprotov6.SchemaAttribute) {
		seen++
		switch text := a.Description; {
		case text == "":
			t.Errorf("%s has no description", path)
		case !strings.HasSuffix(text, "."):
			t.Errorf("the description of %s is no sentence: %q", path, text)
		case a.Optional && !leftOut.MatchString(text) && !variable.MatchString(text):
			t.Errorf("the description of %s does not say what happens when it is left out: %q", path, text)
		case a.Type != nil && a.Type.Is(tftypes.Number) && !counted.MatchString(text):
			t.Errorf("the description of %s does not say what it counts: %q", path, text)
		}
	}
	checkBlocks := func(path string, block *tfprotov6.SchemaBlock) {
		for _, nested := range block.BlockTypes {
			seen++
			if text := nested.Block.Description; !strings.HasSuffix(text, ".") || !leftOut.MatchString(text) {
				t.Errorf("the description of the block %s in %s is no sentence, or does not say what happens without it: %q", nested.TypeName, path, text)
			}
		}
	}
	walk("provider", all.Provider.Block, check)
	checkBlocks("provider", all.Provider.Block)
	for kind, byName := range objects(all) {
		for name, s := range byName {
			if s.Block.Description == "" {
				t.Errorf("%s in %s has no description", name, kind)
			}
			walk(string(kind)+" "+name, s.Block, check)
			checkBlocks(string(kind)+" "+name, s.Block)
		}
	}
	for name, f := range all.Functions {
		if f.Summary == "" || f.Description == "" {
			t.Errorf("the function %s has no summary, or no description", name)
		}
		if _, err := examples.Files.ReadFile("functions/" + name + "/function.tf"); err != nil {
			t.Errorf("the function %s has no example: %s", name, err)
		}
		for _, p := range f.Parameters {
			seen++
			if p.Description == "" {
				t.Errorf("the parameter %s of %s has no description", p.Name, name)
			}
		}
	}
	if seen < 100 {
		t.Errorf("only %d attributes and parameters were looked at", seen)
	}
}

// Terraform drops a misspelt name in a nested attribute without an error. It refuses one in a block.
func TestNoArgumentIsANestedAttribute(t *testing.T) {
	t.Parallel()
	all := schemas(t)
	check := func(path string, a *tfprotov6.SchemaAttribute) {
		if a.NestedType != nil && (a.Optional || a.Required) {
			t.Errorf("%s is a nested attribute, and not a block", path)
		}
	}
	walk("provider", all.Provider.Block, check)
	for kind, byName := range objects(all) {
		for name, s := range byName {
			walk(string(kind)+" "+name, s.Block, check)
		}
	}
}

// What an import needs is described too.
func TestEveryIdentityIsDescribed(t *testing.T) {
	t.Parallel()
	for name, identity := range identities(t) {
		for _, a := range identity.IdentityAttributes {
			if a.Description == "" {
				t.Errorf("%s of the identity of %s has no description", a.Name, name)
			}
		}
	}
}

// identities are those of all resources that have one.
func identities(t *testing.T) map[string]*tfprotov6.ResourceIdentitySchema {
	t.Helper()
	got, err := server(t, nil).GetResourceIdentitySchemas(context.Background(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil || len(got.IdentitySchemas) == 0 {
		t.Fatalf("%d identities, %v", len(got.IdentitySchemas), err)
	}
	return got.IdentitySchemas
}

// Each setting of a vendor names its environment variable, and there is no other: the
// provider looks up exactly those that are named.
func TestEnvironmentVariablesAreNamed(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	all := schemas(t)
	named := map[string]bool{}
	for _, vendor := range all.Provider.Block.BlockTypes {
		for _, setting := range vendor.Block.Attributes {
			found := variable.FindStringSubmatch(setting.Description)
			if found == nil {
				t.Errorf("the description of %s.%s names no environment variable: %q", vendor.TypeName, setting.Name, setting.Description)
				continue
			}
			named[found[1]] = true
		}
	}

	lookedUp := map[string]bool{}
	configured := server(t, func(name string) string {
		lookedUp[name] = true
		return ""
	})
	config, err := tfprotov6.NewDynamicValue(all.Provider.ValueType(), nothing(all.Provider.ValueType()))
	if err != nil {
		t.Fatal(err)
	}
	response, err := configured.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.16.4", Config: &config})
	if err != nil || len(response.Diagnostics) > 0 {
		t.Fatalf("configuring: %v, %v", err, response.Diagnostics)
	}
	if !maps.Equal(named, lookedUp) {
		t.Errorf("described are %q, but looked up are %q", slices.Sorted(maps.Keys(named)), slices.Sorted(maps.Keys(lookedUp)))
	}
}

// nothing is an object all of whose attributes are null.
func nothing(of tftypes.Type) tftypes.Value {
	values := map[string]tftypes.Value{}
	if object, ok := of.(tftypes.Object); ok {
		for name, inner := range object.AttributeTypes {
			values[name] = tftypes.NewValue(inner, nil)
		}
	}
	return tftypes.NewValue(of, values)
}
