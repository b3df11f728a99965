package getstream

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// storageList finds the external storages for terraform query. Metadata and Configure are the resource's.
type storageList struct{ *storageResource }

func (l *storageList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds the external storages of the application for `terraform query`. GetStream has no filters for them, and returns only type, " +
			"bucket and path. In generated configuration, set the other arguments of the block. Until then, planning fails.",
	}
}

func (l *storageList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	framework.PushAll(req, stream, storageTitle, func(diags *diag.Diagnostics) (subject string, results []list.ListResult) {
		app := l.Client(diags)
		if diags.HasError() {
			return "", nil
		}
		all := app.listStorages(ctx, diags)
		for _, name := range slices.Sorted(maps.Keys(all)) {
			remote, result, at := all[name], req.NewListResult(ctx), path.Root("name")
			result.DisplayName = fmt.Sprintf("%s: %s %s", framework.DisplayValue(name), framework.DisplayValue(remote.Type), framework.DisplayValue(remote.Bucket))
			result.Diagnostics.Append(result.Identity.SetAttribute(ctx, at, name)...)
			if req.IncludeResource {
				var model storageModel
				framework.LoadListed(ctx, result.Resource, at, name, &model, &result.Diagnostics)
				model.setRemote(ctx, remote)
				result.Diagnostics.Append(result.Resource.Set(ctx, model)...)
			}
			results = append(results, result)
		}
		return app.subject(), results
	})
}

// storagesDataSource is the data source videostorage_getstream_external_storages.
type storagesDataSource struct {
	framework.DataSource[*Application]
}

func (d *storagesDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_getstream_external_storages"
}

func (d *storagesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := map[string]datasourceschema.Attribute{}
	for name, description := range map[string]string{
		"name": storageNameDescription, "type": "The type: `s3`, `gcs` or `abs` (Azure Blob Storage).", "bucket": "The name of the bucket or the container.",
		"path": "The prefix of the recordings in the bucket, or empty.",
	} {
		attributes[name] = datasourceschema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	resp.Schema = datasourceschema.Schema{
		MarkdownDescription: "Reads all external storages of the GetStream application ([Storage](https://getstream.io/video/docs/api/recording/storage/)).",
		Attributes: map[string]datasourceschema.Attribute{
			"external_storages": datasourceschema.ListNestedAttribute{
				MarkdownDescription: "The storages, ordered by name.",
				Computed:            true,
				NestedObject:        datasourceschema.NestedAttributeObject{Attributes: attributes},
			},
		},
	}
}

func (d *storagesDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	app := d.Client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	all := app.listStorages(ctx, &resp.Diagnostics)
	storages := []Storage{}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		storages = append(storages, all[name])
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("external_storages"), storages)...)
}
