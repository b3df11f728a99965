package twilio

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// compositionHookDataSource reads one hook.
type compositionHookDataSource struct{ framework.DataSource[*Account] }

var (
	_ datasource.DataSourceWithConfigure        = (*compositionHookDataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*compositionHookDataSource)(nil)
)

func newCompositionHookDataSource() datasource.DataSource {
	return &compositionHookDataSource{framework.DataSource[*Account]{Connection: connection}}
}

func (d *compositionHookDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + compositionHookName
}

func (d *compositionHookDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	const exactlyOne = " Exactly one of `sid` and `friendly_name` must be set."
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads a composition hook of the account by its SID or its name ([composition hooks](" + compositionHooksDocs + ")).",
		Attributes: map[string]schema.Attribute{
			"sid": schema.StringAttribute{
				MarkdownDescription: hookSIDDescription + exactlyOne, Optional: true, Computed: true,
				Validators: []validator.String{
					framework.MatchRegexp(compositionHookSID.String(), "be the SID of a composition hook: HK and 32 hexadecimal digits"),
				},
			},
			"friendly_name": schema.StringAttribute{
				MarkdownDescription: hookNameDescription + exactlyOne, Optional: true, Computed: true,
				Validators: []validator.String{stringvalidator.UTF8LengthBetween(1, hookNameMax)},
			},
			"account_sid":            text(hookAccountDescription),
			"enabled":                schema.BoolAttribute{MarkdownDescription: hookEnabledDescription, Computed: true},
			"audio_sources":          schema.SetAttribute{MarkdownDescription: hookSourcesDescription, Computed: true, ElementType: types.StringType},
			"audio_sources_excluded": schema.SetAttribute{MarkdownDescription: hookExcludedDescription, Computed: true, ElementType: types.StringType},
			"video_layout":           text(hookLayoutDescription + " Properties at their defaults are left out. Null for audio only."),
			"resolution":             text(hookResolutionDescription),
			"format":                 text(hookFormatDescription),
			"trim":                   schema.BoolAttribute{MarkdownDescription: hookTrimDescription, Computed: true},
			"status_callback":        text(hookCallbackDescription + " Null if there is none."),
			"status_callback_method": text(hookMethodDescription),
			"date_created":           text(hookDateCreatedDescription),
			"date_updated":           text(hookDateUpdatedDescription),
			"url":                    text(hookURLDescription),
		},
	}
}

// ConfigValidators implements [datasource.DataSourceWithConfigValidators].
func (d *compositionHookDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("sid"), path.MatchRoot("friendly_name"))}
}

func (d *compositionHookDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var hook compositionHookAttributes
	resp.Diagnostics.Append(req.Config.Get(ctx, &hook)...)
	account := d.Client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, defaultTimeout)
	defer cancel()
	var remote CompositionHook
	var found bool
	var err error
	what, at := "with the SID "+hook.SID.ValueString(), path.Root("sid")
	if hook.SID.IsNull() {
		name := hook.FriendlyName.ValueString()
		what, at = fmt.Sprintf("with the name %q", name), path.Root("friendly_name")
		remote, found, err = account.FindCompositionHook(ctx, name)
		found = found && remote.FriendlyName == name
	} else {
		remote, err = account.FetchCompositionHook(ctx, hook.SID.ValueString())
		found = err == nil
	}
	switch {
	case !found && (err == nil || isNotFound(err)):
		resp.Diagnostics.AddAttributeError(at, "No such composition hook",
			fmt.Sprintf("Account %s has no composition hook %s. Upper and lower case count. Create it with the resource videostorage_%s.",
				account.AccountSID(), what, compositionHookName))
	case err != nil:
		resp.Diagnostics.Append(accountError("read the composition hook "+what, account, err))
	default:
		hook.setRemote(remote)
		resp.Diagnostics.Append(resp.State.Set(ctx, hook)...)
	}
}
