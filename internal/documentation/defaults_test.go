package documentation_test

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"

	"github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

// A default in a schema is the one that its description promises. The protocol does
// not know defaults, so this looks at the framework's schemas.
func TestDefaultsAreDescribed(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	seen := 0
	for _, newResource := range provider.New("test", nil).Resources(ctx) {
		r := newResource()
		var named resource.MetadataResponse
		r.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "videostorage"}, &named)
		var got resource.SchemaResponse
		r.Schema(ctx, resource.SchemaRequest{}, &got)
		for name, a := range got.Schema.Attributes {
			value, has := defaultOf(ctx, t, a)
			if !has {
				continue
			}
			seen++
			if want := "Defaults to `" + value + "`."; !strings.Contains(a.GetMarkdownDescription(), want) {
				t.Errorf("the description of %s.%s lacks %q: %q", named.TypeName, name, want, a.GetMarkdownDescription())
			}
		}
	}
	if seen == 0 {
		t.Error("no default was found")
	}
}

// defaultOf is an attribute's default, as it is written in a configuration.
func defaultOf(ctx context.Context, t *testing.T, a schema.Attribute) (value string, has bool) {
	t.Helper()
	switch a := a.(type) {
	case schema.BoolAttribute:
		if a.Default != nil {
			var got defaults.BoolResponse
			a.Default.DefaultBool(ctx, defaults.BoolRequest{}, &got)
			return got.PlanValue.String(), true
		}
	case schema.StringAttribute:
		if a.Default != nil {
			var got defaults.StringResponse
			a.Default.DefaultString(ctx, defaults.StringRequest{}, &got)
			return got.PlanValue.String(), true
		}
	case schema.Int64Attribute:
		if a.Default != nil {
			var got defaults.Int64Response
			a.Default.DefaultInt64(ctx, defaults.Int64Request{}, &got)
			return got.PlanValue.String(), true
		}
	case schema.MapAttribute:
		// None has a default so far; it would be one of several values.
	default:
		t.Fatalf("what the default of a %T is, this test does not know", a)
	}
	return "", false
}
