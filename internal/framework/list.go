package framework

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
)

// PushAll makes the stream of a list resource push the results of find, at most the limit of the list block. It pushes nothing before all
// are found, because Terraform drops the results that precede an error. The title is that of one object, and
// the subject names the account. One more result than the limit tells that there are more.
func PushAll(req list.ListRequest, stream *list.ListResultsStream, title string, find func(*diag.Diagnostics) (subject string, results []list.ListResult)) {
	stream.Results = func(push func(list.ListResult) bool) {
		if req.Limit <= 0 {
			return
		}
		var diags diag.Diagnostics
		subject, results := find(&diags)
		if diags.HasError() {
			push(list.ListResult{Diagnostics: diags})
			return
		}
		if int64(len(results)) > req.Limit {
			results = results[:req.Limit]
			diags.AddWarning("There are more "+title+"s",
				fmt.Sprintf("%s has more %ss than the limit of the list block, %d. Raise limit, which defaults to 100.", subject, title, req.Limit))
		}
		// Terraform shows the warnings of all results in one place. A result with diagnostics alone is no object.
		if len(results) > 0 {
			results[0].Diagnostics.Append(diags...)
		} else if len(diags) > 0 {
			results = []list.ListResult{{Diagnostics: diags}}
		}
		for _, result := range results {
			if !push(result) {
				return
			}
		}
	}
}
