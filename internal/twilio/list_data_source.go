package twilio

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/vmihailenco/msgpack/v5"

	"github.com/videostorage/terraform-provider-videostorage/internal/largelist"
	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// progressEvery is after how many pages the log says how far a read has come.
const progressEvery = 10

// listKind is what the lists differ in. Paging, filtering and bounds are one
// implementation.
type listKind[T any] struct {
	// name is the data source's without provider and vendor; attribute is the
	// list in it, and how messages speak of its items.
	name, attribute string
	description     string
	arguments       []argument
	columns         []column[T]
	// maxPageSize is the API's limit, and the default.
	maxPageSize int64
	// listing is the API's list, given the values of the arguments by their names.
	listing func(values map[string][]string) twilioapi.Listing[T]
}

// listDataSource is the data source of a list.
type listDataSource[T any] struct {
	connection
	kind listKind[T]
}

var (
	_ datasource.DataSourceWithConfigure      = (*listDataSource[twilioapi.Recording])(nil)
	_ datasource.DataSourceWithValidateConfig = (*listDataSource[twilioapi.Recording])(nil)
)

// Metadata implements [datasource.DataSource].
func (d *listDataSource[T]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_twilio_" + d.kind.name
}

// Configure implements [datasource.DataSourceWithConfigure].
func (d *listDataSource[T]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.configure(req.ProviderData, &resp.Diagnostics)
}

// Schema implements [datasource.DataSource].
func (d *listDataSource[T]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := boundAttributes(d.kind.attribute, d.kind.maxPageSize)
	for _, a := range d.kind.arguments {
		attributes[a.name] = a.attribute()
	}
	item := map[string]schema.Attribute{}
	for _, c := range d.kind.columns {
		item[c.name] = c.attribute
	}
	attributes[d.kind.attribute] = schema.ListNestedAttribute{
		MarkdownDescription: "The " + d.kind.attribute + ", in the API's order.",
		Computed:            true,
		NestedObject:        schema.NestedAttributeObject{Attributes: item},
	}
	resp.Schema = schema.Schema{MarkdownDescription: d.kind.description, Attributes: attributes}
}

// ValidateConfig implements [datasource.DataSourceWithValidateConfig].
func (d *listDataSource[T]) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	checkInterval(ctx, req.Config, &resp.Diagnostics)
}

// Read implements [datasource.DataSource]. It ends as soon as ctx does, which
// Terraform ends when it is interrupted.
func (d *listDataSource[T]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	account := d.account(&resp.Diagnostics)
	values, options := d.options(ctx, req, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	list, pages, size := &largelist.List{}, 0, 0
	for items, err := range d.kind.listing(values).Pages(ctx, account.Client, options) {
		if err != nil {
			resp.Diagnostics.Append(d.kind.failed(account, err))
			return
		}
		encoded := bytes.NewBuffer(make([]byte, 0, size))
		if err := encodeItems(msgpack.NewEncoder(encoded), d.kind.columns, items); err != nil {
			resp.Diagnostics.AddError("Cannot encode the "+d.kind.attribute, "This is a defect of the provider; please report it: "+err.Error())
			return
		}
		if err := list.Append(encoded.Bytes(), len(items)); err != nil {
			resp.Diagnostics.AddAttributeError(path.Root(d.kind.attribute), "Too many "+d.kind.attribute,
				fmt.Sprintf("After %d %s of account %s: %s. Read fewer: narrow the list by dates or status, or set max_results.",
					list.Len(), d.kind.attribute, account.AccountSID(), err))
			return
		}
		// The pages of a list are of much the same size.
		size = encoded.Len() + encoded.Len()/8
		if pages++; pages%progressEvery == 0 {
			tflog.Info(ctx, "Reading "+d.kind.attribute, map[string]any{"pages": pages, d.kind.attribute: list.Len()})
		}
	}
	resp.Diagnostics.Append(largelist.Set(ctx, &resp.State, d.kind.attribute, list)...)
}

// failed is [requestFailed], with what the list's own arguments can do about it.
func (k listKind[T]) failed(account *Account, err error) diag.Diagnostic {
	failed := requestFailed("read the "+k.attribute, account.AccountSID(), err)
	narrower := ""
	switch {
	case errors.Is(err, transport.ErrBodyTooLarge):
		narrower = "If it is a page of Twilio's, ask for smaller ones, with page_size."
	case errors.Is(err, twilioapi.ErrRepeatedPage):
		narrower = "Until then, read it in parts, by " + createdAfter + " and " + createdBefore + "."
	default:
		return failed
	}
	return diag.NewErrorDiagnostic(failed.Summary(), failed.Detail()+" "+narrower)
}

// options are what the configuration asks the API for; values are those of the
// arguments, by their names.
func (d *listDataSource[T]) options(ctx context.Context, req datasource.ReadRequest, diags *diag.Diagnostics) (values map[string][]string, o twilioapi.ListOptions) {
	values = map[string][]string{}
	o = twilioapi.ListOptions{Filters: url.Values{}, PageSize: int(d.kind.maxPageSize)}
	for _, a := range d.kind.arguments {
		values[a.name] = a.values(ctx, req.Config, diags)
		if a.parameter != "" && len(values[a.name]) > 0 {
			o.Filters[a.parameter] = values[a.name]
		}
	}
	var pageSize, maxResults types.Int64
	diags.Append(req.Config.GetAttribute(ctx, path.Root("page_size"), &pageSize)...)
	diags.Append(req.Config.GetAttribute(ctx, path.Root("max_results"), &maxResults)...)
	if !pageSize.IsNull() {
		o.PageSize = int(pageSize.ValueInt64())
	}
	o.Max = maxResults.ValueInt64()
	return values, o
}
