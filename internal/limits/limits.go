// Package limits is what every vendor's resources share about their timeouts.
package limits

import (
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Describe is the description of a timeout: how long something may take, which is
// byDefault if the configuration does not say.
func Describe(something string, byDefault time.Duration) string {
	return fmt.Sprintf("How long %s may take in all, retries included, such as `\"90s\"`. Defaults to `\"%s\"`.", something, Spell(byDefault))
}

// DescribeAll is the description of the attribute that timeouts are in.
const DescribeAll = "How long operations may take, each as a number with a unit, `s`, `m` or `h`. What is left out has a default of its own."

// Described gives the attribute that a resource's timeouts are in its description,
// which timeouts.Attributes has no option for.
func Described(timeouts schema.Attribute) schema.Attribute {
	nested, ok := timeouts.(schema.SingleNestedAttribute)
	if !ok {
		return timeouts // described or not, it works
	}
	nested.MarkdownDescription = DescribeAll
	return nested
}

// Spell writes a duration as people do: 5m rather than 5m0s.
func Spell(d time.Duration) string {
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = text[:len(text)-2]
		}
	}
	return text
}

// Check adds an error for each timeout that leaves no time at all.
//
// configured is the timeouts.Value of a resource, or of an action.
func Check(configured interface{ Attributes() map[string]attr.Value }, diags *diag.Diagnostics) {
	for name, value := range configured.Attributes() {
		// The attribute's own validator refuses what is no duration at all.
		if text, ok := value.(types.String); ok {
			if d, err := time.ParseDuration(text.ValueString()); err == nil && d <= 0 {
				diags.AddAttributeError(path.Root("timeouts").AtName(name), "Invalid timeout",
					fmt.Sprintf("%s must be longer than nothing, such as \"5m\". Leave it out for the default.", name))
			}
		}
	}
}
