package twilio

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// The number of findings in the state.
const (
	defaultFindings = 50
	maxFindings     = 1000
)

// summaryKind describes the summary of a list.
type summaryKind struct {
	// items is the plural of an item, and the first part of the type's name.
	items string
	// sidPrefix begins the SID of an item.
	sidPrefix string
	docs      string
	statuses  []string
	// filters are the filters that not every list has, except room_sid, with their query parameters.
	filters listFilters
	// list returns the list of a room, or of the account if the SID is empty, with the size of its pages. It may change the query parameters.
	list func(roomSID string, query url.Values) (list *List[Media], pageSize int64)
}

var recordingsSummary = summaryKind{
	items:     "recordings",
	sidPrefix: recordingPrefix,
	docs:      "[Recordings](https://www.twilio.com/docs/video/api/recordings-resource)",
	statuses:  recordingStatuses,
	filters: listFilters{
		"source_sid": {"SourceSid", sourceSIDAttribute},
		"media_type": {"MediaType", mediaTypeAttribute},
	},
	list: func(roomSID string, query url.Values) (*List[Media], int64) {
		if roomSID == "" {
			return RecordingMedia(), accountRecordings.maxPageSize
		}
		mediaType := query.Get("MediaType")
		query.Del("MediaType")
		return RoomRecordingMedia(roomSID, mediaType), roomRecordings.maxPageSize
	},
}

var compositionsSummary = summaryKind{
	items:     "compositions",
	sidPrefix: compositionPrefix,
	docs:      "[Compositions](https://www.twilio.com/docs/video/api/compositions-resource)",
	statuses:  compositions.statuses,
	list: func(roomSID string, query url.Values) (*List[Media], int64) {
		if roomSID != "" {
			query.Set("RoomSid", roomSID)
		}
		return CompositionMedia(), compositions.maxPageSize
	},
}

// summaryDataSource is the data source of a summary. It reads a list of any length, and holds neither the list nor its pages.
type summaryDataSource struct {
	framework.DataSource[*Account]
	kind summaryKind
}

var _ datasource.DataSourceWithValidateConfig = (*summaryDataSource)(nil)

func newSummaryDataSource(kind summaryKind) datasource.DataSource {
	return &summaryDataSource{DataSource: framework.DataSource[*Account]{Connection: connection}, kind: kind}
}

func (d *summaryDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_twilio_" + d.kind.items + "_summary"
}

func (d *summaryDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	k := d.kind
	names := strings.NewReplacer("ITEMS", k.items, "ITEM", k.item())
	count := func(description string) schema.Attribute {
		return schema.Int64Attribute{Computed: true, MarkdownDescription: names.Replace(description)}
	}
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: names.Replace(description)}
	}
	attributes := filterAttributes(k.items, k.statuses)
	for name, filter := range k.filters {
		attributes[name] = filter.attribute
	}
	maps.Copy(attributes, map[string]schema.Attribute{
		"room_sid": roomSIDAttribute(k.items),
		"expected_s3_url": schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("The URL under which completed %s should be, such as `aws_s3_url` of the settings. Every host of a bucket "+
				"means the same. Omit to report no `wrong_location`.", k.items),
			Optional:   true,
			Validators: []validator.String{bucketURLValidator{}},
		},
		"expected_encryption_key_sid": schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("The SID (`CR…`) of the public key with which completed %s should be encrypted. Twilio's newer responses may "+
				"lack the key, and then each one is reported as `not_encrypted`. Omit to report neither `not_encrypted` nor `wrong_key`.", k.items),
			Optional:   true,
			Validators: []validator.String{sidFormat("CR", "CR")},
		},
		"max_findings": schema.Int64Attribute{
			MarkdownDescription: fmt.Sprintf("How many problems to put into `findings`, at most %d. `findings_total` counts all. Defaults to `%d`.",
				maxFindings, defaultFindings),
			Optional:   true,
			Validators: []validator.Int64{int64validator.Between(0, maxFindings)},
		},
		"total":            count("The number of ITEMS that match the filters."),
		"size_bytes":       count("Their size in bytes."),
		"duration_seconds": count("Their duration in seconds."),
		"by_status": schema.MapAttribute{
			MarkdownDescription: "Their number by status, with 0 for a status that does not occur. Twilio leaves out deleted ones unless `status` is `deleted`.",
			Computed:            true,
			ElementType:         types.Int64Type,
		},
		"in_expected_location": count("The number of completed ITEMS under `expected_s3_url`. Null without it."),
		"elsewhere":            count("The number of completed ITEMS in another place than `expected_s3_url` and Twilio's cloud. Null without `expected_s3_url`."),
		"in_twilio_cloud":      count("The number of completed ITEMS in Twilio's cloud."),
		"encrypted":            count("The number of completed ITEMS with an encryption key."),
		"unencrypted":          count("The number of completed ITEMS without an encryption key in Twilio's response."),
		"first_created":        text("The earliest time of a creation, in RFC 3339. Null if no ITEM matches."),
		"last_created":         text("The latest time of a creation, in RFC 3339. Null if no ITEM matches."),
		"findings_total":       count("The number of problems. One ITEM may have several."),
		"findings": schema.ListNestedAttribute{
			MarkdownDescription: "The first problems in Twilio's order, and then those of `missing_in_bucket`.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"sid":          text("The SID (`" + k.sidPrefix + "…`) of the ITEM."),
				"room_sid":     text("The SID (`RM…`) of the room."),
				"date_created": text("The time of the creation, in RFC 3339 as Twilio writes it."),
				"problem": text("`failed`: the status is `failed`. The other problems are of completed ones. `wrong_location`: not under `expected_s3_url`. " +
					"`not_encrypted`: no encryption key, although `expected_encryption_key_sid` is set. `wrong_key`: another key. " +
					"`missing_in_bucket`: no object in the bucket has the SID in its key."),
			}},
		},
		"objects":       count("The number of objects under `expected_s3_url`. Null without `verify_in_bucket`."),
		"objects_bytes": count("The size of these objects in bytes. Null without `verify_in_bucket`."),
	})
	resp.Schema = schema.Schema{
		MarkdownDescription: fmt.Sprintf("Counts %s, and reports those that failed or are not where they should be (%s). It reads a list of any "+
			"length and stores only figures in the state.", k.items, k.docs),
		Attributes: attributes,
		Blocks:     map[string]schema.Block{"verify_in_bucket": verifyInBucketBlock(k.items)},
	}
}

// item returns the singular of the items.
func (k summaryKind) item() string { return strings.TrimSuffix(k.items, "s") }

// ValidateConfig implements [datasource.DataSourceWithValidateConfig].
func (d *summaryDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	validateInterval(ctx, req.Config, &resp.Diagnostics)
	validateVerification(ctx, req.Config, &resp.Diagnostics)
}

// summaryArguments are the arguments of a summary, except its filters.
type summaryArguments struct {
	roomSID, expectedS3URL, expectedKeySID types.String
	maxFindings                            types.Int64
	// verification is nil without the block.
	verification *verification
	options      ListOptions
	list         *List[Media]
}

// readArguments reads the configuration.
func (k summaryKind) readArguments(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) (a summaryArguments) {
	var filters listArguments
	for name, target := range map[string]any{
		"status": &filters.Status, "date_created_after": &filters.DateCreatedAfter, "date_created_before": &filters.DateCreatedBefore,
		"room_sid": &a.roomSID, "expected_s3_url": &a.expectedS3URL, "expected_encryption_key_sid": &a.expectedKeySID,
		"max_findings": &a.maxFindings, "verify_in_bucket": &a.verification,
	} {
		diags.Append(config.GetAttribute(ctx, path.Root(name), target)...)
	}
	query := k.filters.query(ctx, config, diags)
	list, pageSize := k.list(a.roomSID.ValueString(), query)
	a.list, a.options = list, filters.options(pageSize, query)
	a.options.Unbounded = true
	return a
}

// Read implements [datasource.DataSource]. Terraform ends ctx when it is interrupted.
func (d *summaryDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	account := d.Client(&resp.Diagnostics)
	a := d.kind.readArguments(ctx, req.Config, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	s := newSummary(d.kind.statuses)
	s.expectedKeySID, s.maxFindings = a.expectedKeySID.ValueString(), defaultFindings
	if !a.maxFindings.IsNull() {
		s.maxFindings = int(a.maxFindings.ValueInt64())
	}
	if !framework.IsEmpty(a.expectedS3URL) {
		expected, ok := parseBucketURL(path.Root("expected_s3_url"), a.expectedS3URL.ValueString(), &resp.Diagnostics)
		if !ok {
			return
		}
		s.expectedURL = &expected
	}
	if a.verification != nil {
		s.completed = &sidSet{}
	}
	pages := 0
	for items, err := range a.list.Pages(ctx, account.Client, a.options) {
		if err != nil {
			resp.Diagnostics.Append(pageError(d.kind.items, account, err, ""))
			return
		}
		for i := range items {
			s.add(&items[i], d.kind.sidPrefix)
		}
		if pages++; pages%progressInterval == 0 {
			tflog.Info(ctx, "Reading "+d.kind.items, map[string]any{"pages": pages, d.kind.items: s.total})
		}
	}
	if a.verification != nil {
		resp.Diagnostics.Append(d.kind.verify(ctx, account, a, s)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	for name, value := range s.attributes() {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
}
