package twilio

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ValidateConfig checks the layout, and that there is something to compose. A value that is not known yet may turn out to be either. Terraform
// validates again in the plan and in the apply, as soon as it knows more.
func (r *compositionHookResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config compositionHookModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	layout := config.VideoLayout
	if layout.IsNull() && !config.AudioSources.IsUnknown() && len(config.AudioSources.Elements()) == 0 {
		resp.Diagnostics.AddAttributeError(path.Root("audio_sources"), "Nothing to compose",
			"Set at least one of audio_sources, such as [\"*\"], and video_layout.")
	}
	if layout.IsNull() || layout.IsUnknown() {
		return
	}
	resolution := config.Resolution.ValueString()
	if config.Resolution.IsNull() {
		resolution = defaultResolution
	}
	parsed, err := parseVideoLayout(layout.ValueString())
	problems := parsed.problems(resolution)
	if err != nil {
		problems = []string{fmt.Sprintf("The value cannot be used: %s.", err)}
	}
	if len(problems) > 0 {
		resp.Diagnostics.AddAttributeError(path.Root("video_layout"), "Invalid video_layout", strings.Join(problems, "\n")+"\n\nThe rules: "+videoLayoutDocs)
	}
}

// ModifyPlan plans the values that stay, and warns if Twilio cannot compose.
func (r *compositionHookResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var plan compositionHookModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	timeout := plan.Timeouts.Create
	if !req.State.Raw.IsNull() {
		var state compositionHookModel
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		plan.keepUnchanged(state.compositionHookAttributes)
		resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
		if plan.DateUpdated.Equal(state.DateUpdated) {
			return
		}
		timeout = plan.Timeouts.Update
	}
	if r.IsUnknown() {
		return
	}
	ctx, account, cancel := r.Begin(ctx, timeout, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		// Terraform then refuses to apply the plan with the credentials of another account.
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("account_sid"), account.AccountSID())...)
	}
	warnOfComposingNothing(ctx, account, plan.compositionHookAttributes, &resp.Diagnostics)
}

// keepUnchanged plans the spelling of the state for a layout with the same meaning, as Terraform allows, and the date of the last change unless
// there is one. A plan without the resolution must match the plan with it, so that it compares the layouts too, without the remaining lengths.
func (a *compositionHookAttributes) keepUnchanged(state compositionHookAttributes) {
	planned, err := parseVideoLayout(a.VideoLayout.ValueString())
	if err == nil && planned.means(state.VideoLayout.ValueString(), a.Resolution.ValueString()) {
		a.VideoLayout = state.VideoLayout
	}
	a.DateUpdated = types.StringUnknown()
	if len(a.differences(state)) == 0 {
		a.DateUpdated = state.DateUpdated
	}
}

// warnOfComposingNothing warns if Twilio cannot compose the recordings of the account. Recording settings that cannot be read are a warning too,
// because the hook does not need them. It adds an error if the credentials are those of another account.
func warnOfComposingNothing(ctx context.Context, account *Account, plan compositionHookAttributes, diags *diag.Diagnostics) {
	settings, _, err := account.fetchSettings(ctx, recordingSettings)
	if err != nil {
		failure := accountError("read the recording settings", account, err)
		if _, ok := errors.AsType[*OtherAccountError](err); ok {
			diags.Append(failure)
			return
		}
		diags.AddWarning(failure.Summary(), failure.Detail()+"\n\nThe plan continues without this check. Make sure that the recording settings have storage in S3 and "+
			"encryption off. "+composingNeedsTwilioStorage)
		return
	}
	var causes []string
	if settings.AWSStorageEnabled {
		causes = append(causes, "store recordings in S3")
	}
	if settings.EncryptionEnabled {
		causes = append(causes, "encrypt recordings")
	}
	if len(causes) > 0 && !plan.Enabled.Equal(types.BoolValue(false)) {
		diags.AddAttributeWarning(path.Root("enabled"), "The composition hook composes nothing",
			fmt.Sprintf("The recording settings of account %s %s. %s To compose, switch this off in the recording settings. To store only compositions in S3, use the "+
				"composition settings.", account.AccountSID(), strings.Join(causes, " and "), composingNeedsTwilioStorage))
	}
}
