package twilio

import (
	"context"
	"fmt"

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

// List implements [list.ListResource]. It pushes nothing before all is read: Terraform drops the results that precede an error.
func (l *compositionHookList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	stream.Results = func(push func(list.ListResult) bool) {
		if req.Limit <= 0 {
			return
		}
		var diags diag.Diagnostics
		results := l.find(ctx, req, &diags)
		if diags.HasError() {
			push(list.ListResult{Diagnostics: diags})
			return
		}
		for _, result := range results {
			if !push(result) {
				return
			}
		}
	}
}

// find reads the hooks of the account, up to the limit.
func (l *compositionHookList) find(ctx context.Context, req list.ListRequest, diags *diag.Diagnostics) []list.ListResult {
	account := l.Client(diags)
	if diags.HasError() {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, defaultTimeout)
	defer cancel()
	// One more than the limit tells whether the list is complete.
	all, err := account.ListCompositionHooks(ctx, "", req.Limit+1)
	if err != nil {
		diags.Append(settingsError("list the composition hooks", account, err))
		return nil
	}
	isComplete := int64(len(all)) <= req.Limit
	all = all[:min(int64(len(all)), req.Limit)]
	results := make([]list.ListResult, 0, len(all))
	for _, hook := range all {
		sid := path.Root("sid")
		result := req.NewListResult(ctx)
		result.DisplayName = framework.DisplayValue(hook.FriendlyName)
		if !hook.Enabled {
			result.DisplayName += ", disabled"
		}
		result.Diagnostics.Append(result.Identity.SetAttribute(ctx, sid, hook.SID)...)
		if req.IncludeResource {
			model := framework.NewListedModel[compositionHookModel](ctx, result.Resource, sid, hook.SID, &result.Diagnostics)
			model.setRemote(hook)
			result.Diagnostics.Append(result.Resource.Set(ctx, model)...)
		}
		results = append(results, result)
	}
	if !isComplete {
		results[0].Diagnostics.AddWarning("There are more composition hooks",
			fmt.Sprintf("Account %s has more composition hooks than the limit of the list block, %d. Raise limit, which defaults to 100.", account.AccountSID(), req.Limit))
	}
	return results
}
