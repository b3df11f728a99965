package twilio

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// progressInterval is the number of pages after which the log reports the progress of a read.
const progressInterval = 10

// listKind describes the data source of a list.
type listKind struct {
	// name is the type of the data source without provider and vendor.
	name string
	// items is the name of the attribute with the list, and the plural of an item in texts.
	items       string
	description string
	// statuses are the values of the argument status.
	statuses []string
	// filters are the arguments that not every list has.
	filters listFilters
	// maxPageSize is the size of Twilio's largest page, which is the default.
	maxPageSize int64
	// table returns the list to read. It may change the query parameters.
	table func(query url.Values) listTable
}

// listFilters are arguments that are query parameters, by name.
type listFilters map[string]struct {
	parameter string
	attribute schema.Attribute
}

// query returns the parameters of the arguments that are set.
func (f listFilters) query(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) url.Values {
	query := url.Values{}
	for name, filter := range f {
		var value attr.Value
		diags.Append(config.GetAttribute(ctx, path.Root(name), &value)...)
		switch value := value.(type) {
		case types.String:
			setFilter(query, filter.parameter, value)
		case types.Set:
			var texts []string
			diags.Append(value.ElementsAs(ctx, &texts, false)...)
			query[filter.parameter] = texts
		}
	}
	return query
}

// listTable is a [table] of any type of items.
type listTable interface {
	attributes() map[string]schema.Attribute
	pages(context.Context, *Client, ListOptions) iter.Seq2[encodedPage, error]
}

// listArguments are the arguments of every list.
type listArguments struct {
	Status, DateCreatedAfter, DateCreatedBefore types.String
	PageSize, MaxResults                        types.Int64
}

// listDataSource is the data source of a list.
type listDataSource struct {
	framework.DataSource[*Account]
	kind listKind
}

var _ datasource.DataSourceWithValidateConfig = (*listDataSource)(nil)

func newListDataSource(kind listKind) datasource.DataSource {
	return &listDataSource{DataSource: framework.DataSource[*Account]{Connection: connection}, kind: kind}
}

func (d *listDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_twilio_" + d.kind.name
}

func (d *listDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	k := d.kind
	attributes := filterAttributes(k.items, k.statuses)
	maps.Copy(attributes, map[string]schema.Attribute{
		"page_size": schema.Int64Attribute{
			MarkdownDescription: fmt.Sprintf("How many %s to request in a page, 1 to %d. Smaller pages need more requests for the same list. "+
				"Defaults to `%d`.", k.items, k.maxPageSize, k.maxPageSize),
			Optional:   true,
			Validators: []validator.Int64{int64validator.Between(1, k.maxPageSize)},
		},
		"max_results": schema.Int64Attribute{
			MarkdownDescription: fmt.Sprintf("How many %[1]s to read at most. Defaults to all. The state stores about 1 kB for each. Terraform cannot "+
				"receive a list of more than 255 MiB, about 290,000 %[1]s. A longer list is an error.", k.items),
			Optional:   true,
			Validators: []validator.Int64{int64validator.AtLeast(1)},
		},
		k.items: schema.ListNestedAttribute{
			MarkdownDescription: fmt.Sprintf("The %s in Twilio's order.", k.items),
			Computed:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: k.table(url.Values{}).attributes()},
		},
	})
	for name, filter := range k.filters {
		attributes[name] = filter.attribute
	}
	resp.Schema = schema.Schema{MarkdownDescription: k.description, Attributes: attributes}
}

// filterAttributes returns the filters of every list.
func filterAttributes(items string, statuses []string) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"status": schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("Only %s in this status: one of `%s`. Defaults to every status except `deleted`.",
				items, strings.Join(statuses, "`, `")),
			Optional:   true,
			Validators: []validator.String{stringvalidator.OneOf(statuses...)},
		},
		"date_created_after": schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("Only %s created at or after this time, in RFC 3339 with a zone, such as `2026-01-31T00:00:00Z`. "+
				"Defaults to no lower bound.", items),
			Optional:   true,
			Validators: []validator.String{timeFormat},
		},
		"date_created_before": schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("Only %s created strictly before this time, in RFC 3339 with a zone. Defaults to no upper bound.", items),
			Optional:            true,
			Validators:          []validator.String{timeFormat},
		},
	}
}

// sidFormat returns the format of a SID that begins with a prefix, given as a pattern and in words.
func sidFormat(pattern, prefix string) framework.StringFormat {
	return framework.MatchRegexp(`^`+pattern+`[0-9a-fA-F]{32}$`, "be a SID: "+prefix+" and 32 hexadecimal digits")
}

var timeFormat = framework.StringFormat{
	Requirement: "be a time in RFC 3339 with a zone, such as 2026-01-31T00:00:00Z or 2026-01-31T01:00:00+01:00",
	Matches: func(value string) bool {
		_, ok := roundUpToSecond(value)
		return ok
	},
}

// roundUpToSecond returns a time as Twilio takes it: in UTC and without a fraction of a second. Twilio's own times have no
// fraction, so rounding up selects the same items. It returns false if the text is not a time, or the year is not 1 to 9999.
func roundUpToSecond(value string) (string, bool) {
	at, err := time.Parse(time.RFC3339, value)
	if second := at.Truncate(time.Second); !second.Equal(at) {
		at = second.Add(time.Second)
	}
	year := at.UTC().Year()
	return at.UTC().Format(time.RFC3339), err == nil && year >= 1 && year <= 9999
}

// ValidateConfig implements [datasource.DataSourceWithValidateConfig].
func (d *listDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	validateInterval(ctx, req.Config, &resp.Diagnostics)
}

// validateInterval refuses an interval without any time in it.
func validateInterval(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) {
	var after, before types.String
	diags.Append(config.GetAttribute(ctx, path.Root("date_created_after"), &after)...)
	diags.Append(config.GetAttribute(ctx, path.Root("date_created_before"), &before)...)
	from, hasFrom := roundUpToSecond(after.ValueString())
	to, hasTo := roundUpToSecond(before.ValueString())
	// Times in UTC of one length compare as strings.
	if hasFrom && hasTo && from >= to {
		diags.AddAttributeError(path.Root("date_created_before"), "Empty interval",
			fmt.Sprintf("No time is at or after %s and strictly before %s. Set date_created_before to a later time than date_created_after.",
				after.ValueString(), before.ValueString()))
	}
}

// Read implements [datasource.DataSource]. Terraform ends ctx when it is interrupted.
func (d *listDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	account := d.Client(&resp.Diagnostics)
	table, options := d.kind.readArguments(ctx, req.Config, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	list, diags := d.kind.readPages(ctx, account, table, options)
	resp.Diagnostics.Append(diags...)
	if !diags.HasError() {
		resp.Diagnostics.Append(framework.SetLargeList(ctx, &resp.State, d.kind.items, list)...)
	}
}

// readPages reads all pages of a list.
func (k listKind) readPages(ctx context.Context, account *Account, table listTable, options ListOptions) (*framework.LargeList, diag.Diagnostics) {
	list, pages := &framework.LargeList{}, 0
	for page, err := range table.pages(ctx, account.Client, options) {
		if err == nil {
			err = list.Append(page.objects, page.length)
		}
		if err != nil {
			return nil, diag.Diagnostics{k.readError(account, list.Len(), err)}
		}
		if pages++; pages%progressInterval == 0 {
			tflog.Info(ctx, "Reading "+k.items, map[string]any{"pages": pages, k.items: list.Len()})
		}
	}
	return list, nil
}

// readArguments reads the configuration.
func (k listKind) readArguments(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) (listTable, ListOptions) {
	var a listArguments
	for name, target := range map[string]any{
		"status": &a.Status, "date_created_after": &a.DateCreatedAfter, "date_created_before": &a.DateCreatedBefore,
		"page_size": &a.PageSize, "max_results": &a.MaxResults,
	} {
		diags.Append(config.GetAttribute(ctx, path.Root(name), target)...)
	}
	query := k.filters.query(ctx, config, diags)
	table := k.table(query)
	return table, a.options(k.maxPageSize, query)
}

// options returns the options of the requests. The filters are those that not every list has.
func (a listArguments) options(maxPageSize int64, filters url.Values) ListOptions {
	setFilter(filters, "Status", a.Status)
	for parameter, value := range map[string]types.String{"DateCreatedAfter": a.DateCreatedAfter, "DateCreatedBefore": a.DateCreatedBefore} {
		// Every time that is set is valid, because Terraform validates the configuration before each read.
		if at, ok := roundUpToSecond(value.ValueString()); ok {
			filters.Set(parameter, at)
		}
	}
	size := cmp.Or(a.PageSize.ValueInt64(), maxPageSize)
	return ListOptions{Filters: filters, PageSize: int(size), Limit: a.MaxResults.ValueInt64()}
}

// setFilter sets a query parameter unless the value is null.
func setFilter(filters url.Values, parameter string, value types.String) {
	if !value.IsNull() {
		filters.Set(parameter, value.ValueString())
	}
}

// readError returns the diagnostic of a list that could not be read after n items, with the arguments that avoid the error.
func (k listKind) readError(account *Account, n int, err error) diag.Diagnostic {
	switch {
	case errors.Is(err, framework.ErrListTooLarge):
		return diag.NewAttributeErrorDiagnostic(path.Root(k.items), "Too many "+k.items,
			fmt.Sprintf("Account %s: after %d %s, %s. Set max_results, or narrow the list by dates or status.", account.AccountSID(), n, k.items, err))
	case errors.Is(err, api.ErrBodyTooLarge):
		return pageError(k.items, account, err, " If the page is Twilio's, request smaller pages with page_size.")
	}
	return pageError(k.items, account, err, "")
}

// pageError returns the diagnostic of a page that could not be read, with a hint at its end.
func pageError(items string, account *Account, err error, hint string) diag.Diagnostic {
	if errors.Is(err, ErrRepeatedPage) {
		hint += " Until then, read the list in parts with date_created_after and date_created_before."
	}
	failure := framework.RequestError("read the "+items, "Account "+account.AccountSID(), err)
	return diag.NewErrorDiagnostic(failure.Summary(), failure.Detail()+hint)
}
