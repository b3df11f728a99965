package provider_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

// The registry shows a page for each function, of what the function says of
// itself and its example.
func TestEveryFunctionIsDescribed(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for _, newFunction := range provider.New("test").Functions(ctx) {
		var metadata function.MetadataResponse
		newFunction().Metadata(ctx, function.MetadataRequest{}, &metadata)
		t.Run(metadata.Name, func(t *testing.T) {
			t.Parallel()
			var defined function.DefinitionResponse
			newFunction().Definition(ctx, function.DefinitionRequest{}, &defined)
			definition := defined.Definition
			var valid function.DefinitionValidateResponse
			definition.ValidateImplementation(ctx, function.DefinitionValidateRequest{FuncName: metadata.Name}, &valid)
			for _, d := range valid.Diagnostics {
				t.Errorf("%s: %s", d.Summary(), d.Detail())
			}
			if definition.Summary == "" || definition.MarkdownDescription == "" {
				t.Error("has no summary, or no description")
			}
			for _, p := range definition.Parameters {
				if p.GetMarkdownDescription() == "" {
					t.Errorf("the parameter %s has no description", p.GetName())
				}
			}
			if _, err := os.Stat(filepath.Join("..", "..", "examples", "functions", metadata.Name, "function.tf")); err != nil {
				t.Errorf("has no example: %s", err)
			}
		})
	}
}
