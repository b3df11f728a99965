package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// checked makes a setting's check a validator of its attribute. The value is not
// shown: it may be a secret in the wrong place.
type checked setting

// Description implements [validator.Describer].
func (c checked) Description(context.Context) string { return "must be a valid " + c.name }

// MarkdownDescription implements [validator.Describer].
func (c checked) MarkdownDescription(ctx context.Context) string { return c.Description(ctx) }

// ValidateString implements [validator.String].
func (c checked) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := c.check(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid "+c.name, fmt.Sprintf("%s %s.", c.name, err))
	}
}

// positiveDuration accepts what [time.ParseDuration] does, above zero.
type positiveDuration struct{}

// Description implements [validator.Describer].
func (positiveDuration) Description(context.Context) string {
	return `must be a duration above zero, such as "30s" or "2m"`
}

// MarkdownDescription implements [validator.Describer].
func (v positiveDuration) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements [validator.String].
func (v positiveDuration) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if d, err := time.ParseDuration(req.ConfigValue.ValueString()); err != nil || d <= 0 {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid duration",
			fmt.Sprintf("%q %s.", req.ConfigValue.ValueString(), v.Description(ctx)))
	}
}
