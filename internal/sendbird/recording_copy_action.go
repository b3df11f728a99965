package sendbird

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// recordingCopyAction is the action videostorage_sendbird_recording_copy.
type recordingCopyAction struct{ framework.Action[*Client] }

var _ action.ActionWithModifyPlan = (*recordingCopyAction)(nil)

type recordingCopyActionModel struct {
	copyModel
	SecretKey types.String   `tfsdk:"secret_key"`
	Timeouts  timeouts.Value `tfsdk:"timeouts"`
}

func (a *recordingCopyAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_sendbird_recording_copy"
}

// Schema has no write-only form of the secret, because the framework does not support one in an action.
func (a *recordingCopyAction) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	const keepSecret = " Use a sensitive variable, because Terraform shows the configuration of an action in the plan. Saved plans contain the value."
	attributes := map[string]schema.Attribute{
		"access_key": schema.StringAttribute{
			MarkdownDescription: accessKeyDescription + keepSecret,
			Required:            true,
			Validators:          []validator.String{accessKeyFormat},
		},
		"secret_key": schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("%s It must %s.%s", secretKeyDescription, secretKeyFormat.Requirement, keepSecret),
			Required:            true,
			Validators:          []validator.String{secretKeyFormat},
		},
	}
	for _, argument := range copyArguments {
		attributes[argument.name] = schema.StringAttribute{
			MarkdownDescription: argument.description,
			Required:            !argument.optional,
			Optional:            argument.optional,
			Validators:          []validator.String{argument.format},
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: recordingCopyDescription + " Each invocation makes another copy. Needs Terraform 1.14 or later. For other versions " +
			"there is a resource of the same name.",
		Attributes: attributes,
		Blocks: map[string]schema.Block{
			"timeouts": framework.ActionTimeouts(ctx, timeouts.Opts{InvokeDescription: framework.DescribeTimeout("the copy", defaultTimeout)}),
		},
	}
}

// ModifyPlan reports missing credentials in the plan, because otherwise the trigger of the
// action is applied before the action fails.
func (a *recordingCopyAction) ModifyPlan(_ context.Context, _ action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	if !a.IsUnknown() {
		a.Client(&resp.Diagnostics)
	}
}

func (a *recordingCopyAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config recordingCopyActionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	ctx, client, cancel := a.Begin(ctx, config.Timeouts.Invoke, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	report := func(format string, args ...any) {
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf(format, args...)})
	}
	request := config.request(config.SecretKey.ValueString())
	report("Copying recording %s to bucket %s", request.RecordingID, request.Bucket)
	var made Copy
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		made, err = client.CopyRecording(ctx, request)
	}()
	waitWithProgress(done, func(elapsed time.Duration) {
		report("Still copying recording %s after %s", request.RecordingID, elapsed)
	})
	if err != nil {
		resp.Diagnostics.Append(copyError(client, request, err))
		return
	}
	report("Copied to %s", quote(made.S3URI()))
}

// waitWithProgress waits until done is closed, and reports the elapsed time every ten seconds.
func waitWithProgress(done <-chan struct{}, report func(elapsed time.Duration)) {
	start, ticks := time.Now(), time.Tick(10*time.Second)
	for {
		select {
		case <-done:
			return
		case <-ticks:
			report(time.Since(start).Round(time.Second))
		}
	}
}
