package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/videostorage/terraform-provider-videostorage/internal/rule"
)

// vendor is one of the provider's own attributes: how to reach a vendor. Vendors are
// independent of each other; one without credentials is left out.
type vendor struct {
	// name is the attribute's, title the vendor's own.
	name, title string
	settings    []setting
}

// setting is one of a vendor's own: where it comes from and what it must look like.
type setting struct {
	name, env   string
	description string
	sensitive   bool
	rule        rule.Rule
}

// Vendors do not document what their secrets are made of. A space or a line break
// in one is a slip in copying it.
var secretRule = rule.Matching(`^[[:graph:]]+$`,
	"hold letters, digits or punctuation only, no spaces or line breaks, and at least one; where there is none, leave it out").OfSecret()

func (v vendor) schema() schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for _, s := range v.settings {
		attributes[s.name] = schema.StringAttribute{
			MarkdownDescription: s.description + " Or set `" + s.env + "`.",
			Optional:            true,
			Sensitive:           s.sensitive,
			Validators:          []validator.String{s.rule},
		}
	}
	return schema.SingleNestedAttribute{
		MarkdownDescription: fmt.Sprintf("How to reach %s. What is left out is taken from the environment. Without credentials, the provider "+
			"works for other vendors only.", v.title),
		Optional:   true,
		Attributes: attributes,
	}
}

// at is where a setting is in the configuration.
func (v vendor) at(name string) path.Path { return path.Root(v.name).AtName(name) }

func (v vendor) envOf(name string) string {
	for _, s := range v.settings {
		if s.name == name {
			return s.env
		}
	}
	return ""
}

// isSet reports whether a configuration has a setting. An unknown value may still
// turn out to be null.
func isSet(config types.Object, name string) bool {
	value, ok := config.Attributes()[name]
	return ok && !value.IsNull() && !value.IsUnknown()
}

// merged are a vendor's settings, configuration and environment merged.
type merged struct {
	vendor
	values map[string]string
	// configured are those of the configuration.
	configured map[string]bool
}

// read reads every setting, from the configuration where it has one and else from
// the environment.
func (v vendor) read(config types.Object, getenv func(string) string, diags *diag.Diagnostics) merged {
	all := merged{vendor: v, values: map[string]string{}, configured: map[string]bool{}}
	for _, s := range v.settings {
		if value, ok := config.Attributes()[s.name].(basetypes.StringValue); ok && !value.IsNull() {
			requireKnown(v.at(s.name), value, diags)
			all.values[s.name], all.configured[s.name] = value.ValueString(), true
		} else if value := getenv(s.env); value != "" {
			all.values[s.name] = value
		}
	}
	return all
}

func (v merged) has(name string) bool { return v.values[name] != "" }

// checkEnvironment adds an error for each variable that is used and not what it
// must be. The schema's validators have checked the configuration.
func (v merged) checkEnvironment(diags *diag.Diagnostics) {
	for _, s := range v.settings {
		if v.has(s.name) && !v.configured[s.name] && !s.rule.Valid(v.values[s.name]) {
			diags.AddAttributeError(v.at(s.name), "Invalid "+s.name,
				fmt.Sprintf("The environment variable %s, which stands in for %s, must %s.", s.env, v.at(s.name), s.rule.Must))
		}
	}
}

// missing adds an error about a setting that is needed and not there. It points to
// nothing where the configuration has a secret: for an attribute that is not there,
// Terraform shows the whole of what it would be in.
func (v merged) missing(name, because string, diags *diag.Diagnostics) {
	summary := "Missing " + name
	detail := fmt.Sprintf("%s Set %s in the provider's %s attribute, or the environment variable %s.", because, name, v.name, v.envOf(name))
	for _, s := range v.settings {
		if s.sensitive && v.configured[s.name] {
			diags.AddError(summary, detail)
			return
		}
	}
	diags.AddAttributeError(v.at(name), summary, detail)
}
