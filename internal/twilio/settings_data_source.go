package twilio

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// settingsDataSource reads either settings singleton.
type settingsDataSource struct {
	framework.DataSource[*Account]
	kind settingsKind
}

var _ datasource.DataSourceWithConfigure = (*settingsDataSource)(nil)

func newSettingsDataSource(kind settingsKind) datasource.DataSource {
	return &settingsDataSource{DataSource: framework.DataSource[*Account]{Connection: connection}, kind: kind}
}

func (d *settingsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = d.kind.typeName(req.ProviderTypeName)
}

func (d *settingsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	k := d.kind
	resp.Schema = schema.Schema{
		MarkdownDescription: fmt.Sprintf("Reads where Twilio Video stores the %s of the configured account, and whether it encrypts them ([%s](%s)).",
			k.media, framework.Capitalize(k.title), k.docs),
		Attributes: map[string]schema.Attribute{
			"account_sid":         schema.StringAttribute{Computed: true, MarkdownDescription: settingsAccountDescription},
			"url":                 schema.StringAttribute{Computed: true, MarkdownDescription: settingsURLDescription},
			"friendly_name":       schema.StringAttribute{Computed: true, MarkdownDescription: settingsNameDescription},
			"aws_storage_enabled": schema.BoolAttribute{Computed: true, MarkdownDescription: k.storageDescription()},
			"aws_s3_url":          schema.StringAttribute{Computed: true, MarkdownDescription: k.s3URLDescription()},
			"aws_credentials_sid": schema.StringAttribute{Computed: true, MarkdownDescription: k.credentialsDescription()},
			"encryption_enabled":  schema.BoolAttribute{Computed: true, MarkdownDescription: k.encryptionDescription()},
			"encryption_key_sid":  schema.StringAttribute{Computed: true, MarkdownDescription: keySIDDescription},
		},
	}
}

// Read implements [datasource.DataSource]. An absent switch is off: accounts without the edition that has it get a response
// without it.
func (d *settingsDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	account := d.Client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	current, found, err := account.fetchSettings(ctx, d.kind)
	if err != nil {
		resp.Diagnostics.Append(accountError("read the "+d.kind.title, account, err))
		return
	}
	if !found {
		resp.Diagnostics.AddError("No "+d.kind.title,
			fmt.Sprintf("The %s of account %s were never configured. Create them with the resource %s, or in Twilio's console.",
				d.kind.title, account.AccountSID(), d.kind.typeName("videostorage")))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, current.asAttributes())...)
}
