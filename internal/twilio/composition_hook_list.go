package twilio

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// compositionHookList finds the hooks of the account for terraform query. Metadata and Configure are the resource's.
type compositionHookList struct{ *compositionHookResource }

var _ list.ListResourceWithConfigure = (*compositionHookList)(nil)

func newCompositionHookList() list.ListResource {
	return &compositionHookList{newCompositionHookResource()}
}

func (l *compositionHookList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds the composition hooks of the account for `terraform query`, also those that a killed run has created. Generated configuration " +
			"imports them without a change. The display names show which of them are disabled.",
	}
}

// List reads the hooks of the account, and one more than the limit.
func (l *compositionHookList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	framework.PushAll(req, stream, compositionHookTitle, func(diags *diag.Diagnostics) (subject string, results []list.ListResult) {
		account := l.Client(diags)
		if diags.HasError() {
			return "", nil
		}
		ctx, cancel := context.WithTimeout(ctx, defaultTimeout)
		defer cancel()
		all, err := account.ListCompositionHooks(ctx, "", req.Limit+1)
		if err != nil {
			diags.Append(accountError("list the composition hooks", account, err))
		}
		for _, hook := range all {
			result := req.NewListResult(ctx)
			result.DisplayName = framework.DisplayValue(hook.FriendlyName)
			if !hook.Enabled {
				result.DisplayName += ", disabled"
			}
			result.Diagnostics.Append(result.Identity.SetAttribute(ctx, path.Root("sid"), hook.SID)...)
			if req.IncludeResource {
				var model compositionHookModel
				framework.LoadListed(ctx, result.Resource, path.Root("sid"), hook.SID, &model, &result.Diagnostics)
				model.setRemote(hook)
				result.Diagnostics.Append(result.Resource.Set(ctx, model)...)
			}
			results = append(results, result)
		}
		return "Account " + account.AccountSID(), results
	})
}
