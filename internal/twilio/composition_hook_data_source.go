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
	attributes := map[string]schema.Attribute{}
	more := map[string]string{
		"video_layout": " Properties at their defaults are left out. Null for audio only.", "status_callback": " Null if there is none.",
	}
	for name, description := range hookDescriptions {
		description += more[name]
		switch name {
		case "enabled", "trim":
			attributes[name] = schema.BoolAttribute{MarkdownDescription: description, Computed: true}
		case "audio_sources", "audio_sources_excluded":
			attributes[name] = schema.SetAttribute{MarkdownDescription: description, Computed: true, ElementType: types.StringType}
		default:
			attributes[name] = schema.StringAttribute{MarkdownDescription: description, Computed: true}
		}
	}
	for name, format := range map[string]validator.String{
		"sid":           framework.MatchRegexp(compositionHookSID.String(), "be the SID of a composition hook: HK and 32 hexadecimal digits"),
		"friendly_name": stringvalidator.UTF8LengthBetween(1, hookNameMax),
	} {
		attributes[name] = schema.StringAttribute{
			MarkdownDescription: hookDescriptions[name] + " Exactly one of `sid` and `friendly_name` must be set.",
			Optional:            true, Computed: true, Validators: []validator.String{format},
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads a composition hook of the account by its SID or its name ([composition hooks](" + compositionHooksDocs + ")).",
		Attributes:          attributes,
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
	at, name := path.Root("friendly_name"), hook.FriendlyName.ValueString()
	subject := fmt.Sprintf("composition hook with the name %q", name)
	var remote CompositionHook
	var err error
	if hook.SID.IsNull() {
		remote, _, err = account.FindCompositionHook(ctx, name)
	} else {
		at, subject = path.Root("sid"), "composition hook with the SID "+hook.SID.ValueString()
		remote, err = account.FetchCompositionHook(ctx, hook.SID.ValueString())
	}
	switch {
	case isNotFound(err), err == nil && hook.SID.IsNull() && remote.FriendlyName != name:
		resp.Diagnostics.AddAttributeError(at, "No such composition hook",
			fmt.Sprintf("Account %s has no %s. Upper and lower case count. Create it with the resource videostorage_%s.",
				account.AccountSID(), subject, compositionHookName))
	case err != nil:
		resp.Diagnostics.Append(accountError("read the "+subject, account, err))
	default:
		hook.setRemote(remote)
		resp.Diagnostics.Append(resp.State.Set(ctx, hook)...)
	}
}
