package sendbird

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/limits"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdapi"
)

// progressInterval is how often somebody who waits is told that the copy goes on.
const progressInterval = 10 * time.Second

// copyAction is the action videostorage_sendbird_recording_copy.
type copyAction struct{ connection }

var (
	_ action.ActionWithConfigure      = (*copyAction)(nil)
	_ action.ActionWithModifyPlan     = (*copyAction)(nil)
	_ action.ActionWithValidateConfig = (*copyAction)(nil)
)

// copyActionModel is the action's configuration.
type copyActionModel struct {
	copyModel
	SecretKey types.String   `tfsdk:"secret_key"`
	Timeouts  timeouts.Value `tfsdk:"timeouts"`
}

// Metadata implements [action.Action].
func (a *copyAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = typeName(req.ProviderTypeName)
}

// Configure implements [action.ActionWithConfigure].
func (a *copyAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.configure(req.ProviderData, &resp.Diagnostics)
}

// ValidateConfig implements [action.ActionWithValidateConfig].
func (a *copyAction) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	var configured timeouts.Value
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("timeouts"), &configured)...)
	limits.Check(configured, &resp.Diagnostics)
}

// ModifyPlan implements [action.ActionWithModifyPlan]: without credentials, the plan
// says so. Whatever triggers the action would otherwise happen without it.
func (a *copyAction) ModifyPlan(_ context.Context, _ action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	a.application(&resp.Diagnostics)
}

// Schema implements [action.Action]. Terraform keeps no action in its state. The secret
// has no write-only form: the framework refuses values for such an attribute of an
// action.
func (a *copyAction) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	const hidden = " Give it from a sensitive variable: Terraform shows an action's configuration in the plan. A saved plan holds it."
	attributes := map[string]schema.Attribute{
		"secret_key": schema.StringAttribute{
			MarkdownDescription: secretKey.What + " It must " + secretKeyRule.Must + "." + hidden,
			Required:            true,
			Validators:          []validator.String{secretKeyRule},
		},
	}
	limit := timeouts.AttributesWithOpts(ctx, timeouts.Opts{InvokeDescription: limits.Describe("the copy", defaultTimeout)})
	if nested, ok := limit.(schema.SingleNestedAttribute); ok {
		nested.MarkdownDescription = limits.DescribeAll
		limit = nested
	}
	attributes["timeouts"] = limit
	for _, argument := range arguments {
		description := argument.description
		if argument.sensitive {
			description += hidden
		}
		attributes[argument.name] = schema.StringAttribute{
			MarkdownDescription: description,
			Required:            !argument.optional,
			Optional:            argument.optional,
			Validators:          []validator.String{argument.rule},
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: describeCopy + " Each time that the action is invoked, it makes another copy. Needs Terraform 1.14 or later; for others, " +
			"there is a resource of the same name.",
		Attributes: attributes,
	}
}

// Invoke implements [action.Action].
func (a *copyAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config copyActionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	limit, found := config.Timeouts.Invoke(ctx, defaultTimeout)
	resp.Diagnostics.Append(found...)
	application := a.application(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	ask := config.request(config.SecretKey.ValueString())
	copied, err := whileReporting(func() (sendbirdapi.Copied, error) { return application.Copy(ctx, ask) }, ask, func(message string) {
		resp.SendProgress(action.InvokeProgressEvent{Message: message})
	})
	if err != nil {
		resp.Diagnostics.Append(copyFailed(application, ask, err))
		return
	}
	resp.SendProgress(action.InvokeProgressEvent{Message: "Copied to " + shown(uri(copied))})
}

// whileReporting makes a copy, and says that it starts and that it is under way.
func whileReporting(copyIt func() (sendbirdapi.Copied, error), ask sendbirdapi.Copy, report func(string)) (sendbirdapi.Copied, error) {
	type outcome struct {
		copied sendbirdapi.Copied
		err    error
	}
	started := time.Now()
	report(fmt.Sprintf("Copying recording %s to bucket %s", ask.RecordingID, ask.Bucket))
	done := make(chan outcome, 1)
	go func() {
		copied, err := copyIt()
		done <- outcome{copied, err}
	}()
	ticker := time.NewTicker(progressInterval)
	defer ticker.Stop()
	for {
		select {
		case o := <-done:
			return o.copied, o.err
		case <-ticker.C:
			report(fmt.Sprintf("Still copying recording %s after %s", ask.RecordingID, time.Since(started).Round(time.Second)))
		}
	}
}
