package twilio

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// settingsDataSource is the data source of either settings singleton.
type settingsDataSource struct {
	connection
	kind settingsKind
}

var _ datasource.DataSourceWithConfigure = (*settingsDataSource)(nil)

// Metadata implements [datasource.DataSource].
func (d *settingsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = d.kind.typeName(req.ProviderTypeName)
}

// Configure implements [datasource.DataSourceWithConfigure].
func (d *settingsDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.configure(req.ProviderData, &resp.Diagnostics)
}

// Schema implements [datasource.DataSource].
func (d *settingsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	media := d.kind.media
	resp.Schema = schema.Schema{
		MarkdownDescription: fmt.Sprintf("Where Twilio Video stores the %s of the configured account, and whether it encrypts them ([%s](%s)).",
			media, d.kind.title, d.kind.docs),
		Attributes: map[string]schema.Attribute{
			"account_sid":         schema.StringAttribute{Computed: true, MarkdownDescription: describeAccountSID},
			"url":                 schema.StringAttribute{Computed: true, MarkdownDescription: describeURL},
			"friendly_name":       schema.StringAttribute{Computed: true, MarkdownDescription: describeFriendlyName},
			"aws_storage_enabled": schema.BoolAttribute{Computed: true, MarkdownDescription: describeStorageEnabled(media)},
			"aws_s3_url":          schema.StringAttribute{Computed: true, MarkdownDescription: describeS3URL(media)},
			"aws_credentials_sid": schema.StringAttribute{Computed: true, MarkdownDescription: describeCredentialsSID(d.kind)},
			"encryption_enabled":  schema.BoolAttribute{Computed: true, MarkdownDescription: describeEncryptionEnabled(media)},
			"encryption_key_sid":  schema.StringAttribute{Computed: true, MarkdownDescription: describeKeySID},
		},
	}
}

// Read implements [datasource.DataSource]. A switch that Twilio does not mention
// is off: accounts without the edition that has it are answered without it.
func (d *settingsDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	account := d.account(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, defaultTimeout)
	defer cancel()
	got, err := d.kind.api.Fetch(ctx, account.Client)
	if errors.Is(err, twilioapi.ErrNotFound) {
		resp.Diagnostics.AddError("No "+lowerFirst(d.kind.title),
			fmt.Sprintf("Account %s has no %s: they were never configured. Create them with the resource %s, or in Twilio's console.",
				account.AccountSID(), lowerFirst(d.kind.title), d.kind.typeName("videostorage")))
		return
	}
	if err != nil {
		resp.Diagnostics.Append(requestFailed("read the "+lowerFirst(d.kind.title), account.AccountSID(), err))
		return
	}
	got.AccountSID = cmp.Or(got.AccountSID, account.AccountSID())
	resp.Diagnostics.Append(resp.State.Set(ctx, attributesOf(got))...)
}
