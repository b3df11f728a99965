package daily

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
	"github.com/videostorage/terraform-provider-videostorage/internal/lazyregexp"
)

// Descriptions that the resource and the data source share.
var (
	domainDescriptions = map[string]string{
		"domain_name":          "The name of the domain, such as `example-clinic` for `https://example-clinic.daily.co`.",
		"recordings_bucket":    "The S3 bucket for recordings.",
		"transcription_bucket": "The S3 bucket for transcripts.",
		"recordings_template": "The key of a recording in the bucket, such as `{domain_name}/{room_name}/{epoch_time}.mp4`: at most 1024 letters, " +
			"digits and `./-_`, with `{epoch_time}`, and perhaps `{domain_name}`, `{room_name}`, `{mtg_session_id}`, `{instance_id}` and `{recording_id}`.",
		"enable_transcription_storage": "Whether Daily stores transcripts.",
	}
	bucketDescriptions = map[string]string{
		"bucket_name":                 "The name of the bucket. It must have versioning.",
		"bucket_region":               "The region of the bucket, such as `eu-central-1`.",
		"assume_role_arn":             "The ARN of the IAM role that Daily assumes. See the functions `daily_assume_role_policy` and `daily_bucket_policy`.",
		"allow_api_access":            "Whether Daily's API gives access to the stored objects.",
		"allow_streaming_from_bucket": "Whether a link to a recording from Daily's API plays it in the browser instead of downloading it.",
		"storage_provider":            "The provider of the bucket: `aws`, or `oci` for a bucket in Oracle's cloud, which the resource does not manage.",
	}
)

var (
	templateVariable = lazyregexp.New(`\{(?:domain_name|room_name|epoch_time|mtg_session_id|instance_id|recording_id)\}`)
	templateRest     = lazyregexp.New(`^[A-Za-z0-9./_-]*$`)
	otherExtension   = lazyregexp.New(`\.[A-Za-z0-9]+$`)
	templateFormat   = framework.StringFormat{
		Requirement: "have at most 1024 characters, contain {epoch_time}, and consist of letters, digits, ./-_ and the variables {domain_name}, {room_name}, " +
			"{epoch_time}, {mtg_session_id}, {instance_id} and {recording_id}, without another extension than .mp4",
		Matches: func(value string) bool {
			extension := otherExtension.FindString(value)
			return len(value) <= 1024 && strings.Contains(value, "{epoch_time}") && templateRest.MatchString(templateVariable.ReplaceAllString(value, "")) &&
				(extension == "" || extension == ".mp4")
		},
	}
)

// domainStorageDataSource is the data source videostorage_daily_domain_storage.
type domainStorageDataSource struct{ framework.DataSource[*account] }

var _ datasource.DataSourceWithConfigure = (*domainStorageDataSource)(nil)

func (d *domainStorageDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_daily_domain_storage"
}

func (d *domainStorageDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads where the Daily domain of the API key stores recordings and transcripts. A value that Daily does not return is null.",
		Attributes: map[string]schema.Attribute{
			"domain_name":         schema.StringAttribute{Computed: true, MarkdownDescription: domainDescriptions["domain_name"]},
			"domain_id":           schema.StringAttribute{Computed: true, MarkdownDescription: "The ID of the domain."},
			"recordings_template": schema.StringAttribute{Computed: true, MarkdownDescription: domainDescriptions["recordings_template"]},
			"enable_transcription_storage": schema.BoolAttribute{
				Computed: true, MarkdownDescription: domainDescriptions["enable_transcription_storage"],
			},
		},
	}
	for name, value := range unmanaged() {
		bucket, ok := value.(types.Object)
		if !ok {
			continue
		}
		attributes := map[string]schema.Attribute{}
		for field, kind := range bucket.AttributeTypes(context.Background()) {
			attributes[field] = schema.StringAttribute{Computed: true, MarkdownDescription: bucketDescriptions[field]}
			if kind == types.BoolType {
				attributes[field] = schema.BoolAttribute{Computed: true, MarkdownDescription: bucketDescriptions[field]}
			}
		}
		resp.Schema.Attributes[name] = schema.SingleNestedAttribute{Computed: true, MarkdownDescription: domainDescriptions[name], Attributes: attributes}
	}
}

func (d *domainStorageDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	account := d.Client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	current := framework.FetchSingleton(ctx, domainStorage{}, account, domainStorage{}.NewModel(), &resp.Diagnostics)
	if current == nil {
		return
	}
	var model struct {
		storageModel
		DomainID types.String `tfsdk:"domain_id"`
	}
	model.setStorage(allValues(current.Domain))
	model.DomainName, model.DomainID = types.StringValue(current.Name), framework.StringOrNull(current.ID)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// domainStorageList finds the settings of the domain for terraform query. Metadata and Configure are the resource's.
type domainStorageList struct{ *domainStorageResource }

var _ list.ListResourceWithConfigure = (*domainStorageList)(nil)

// ListResourceConfigSchema implements [list.ListResource]. There are no arguments, because an API key has one domain.
func (l *domainStorageList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = listschema.Schema{
		MarkdownDescription: "Finds the storage settings of the domain for `terraform query`, to adopt them with generated configuration." +
			"\n\nA domain has one set of them. A domain without a bucket is not found, because the resource changes it without an import, nor is one with a bucket " +
			"in Oracle's cloud, which the resource does not manage.",
	}
}

func (l *domainStorageList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	framework.PushAll(req, stream, "set of storage settings", func(diags *diag.Diagnostics) (subject string, results []list.ListResult) {
		account := l.Client(diags)
		if diags.HasError() {
			return "", nil
		}
		current := framework.FetchSingleton(ctx, l.Kind, account, l.Kind.NewModel(), diags)
		if current == nil {
			return "", nil
		}
		return "Domain " + api.SanitizeValue(current.Name), l.find(ctx, req, current, diags)
	})
}

// find returns the settings of a domain, or a warning that there are none to adopt.
func (l *domainStorageList) find(ctx context.Context, req list.ListRequest, current *response, diags *diag.Diagnostics) []list.ListResult {
	all, displayName, needsRole := allValues(current.Domain), framework.DisplayValue(current.Name), false
	for _, bucket := range []struct{ media, property string }{{"recordings", "recordings_bucket"}, {"transcripts", "transcription_bucket"}} {
		if all[bucket.property].IsNull() {
			continue
		}
		field := func(name string) string {
			value, _ := valueAt(all[bucket.property], name, nil).(types.String)
			return value.ValueString()
		}
		displayName += fmt.Sprintf(", %s in %s", bucket.media, framework.DisplayValue(field("bucket_name")))
		needsRole = needsRole || field("assume_role_arn") == ""
		if field("storage_provider") != defaultProvider {
			diags.AddWarning("The storage settings cannot be adopted",
				fmt.Sprintf("Domain %s has a bucket in Oracle's cloud, and the resource manages S3 buckets only.", api.SanitizeValue(current.Name)))
			return nil
		}
	}
	if all["recordings_bucket"].IsNull() && all["transcription_bucket"].IsNull() {
		diags.AddWarning("There are no storage settings to adopt",
			fmt.Sprintf("Domain %s has no bucket, so Daily stores recordings in its own cloud. To change that, add the resource and apply it. No import is needed.",
				api.SanitizeValue(current.Name)))
		return nil
	}
	if needsRole && req.IncludeResource {
		diags.AddWarning("Set assume_role_arn",
			"Daily does not return the role. In generated configuration, set assume_role_arn. Until then, planning fails. The apply then writes the same "+
				"settings again.")
	}
	return []list.ListResult{l.NewListResult(ctx, req, current.Name, displayName, current)}
}
