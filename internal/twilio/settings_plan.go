package twilio

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

func (r *settingsResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	switch {
	case req.Plan.Raw.IsNull():
		r.planDestroy(ctx, req, resp)
	case req.State.Raw.IsNull():
		r.planCreate(ctx, req, resp)
	default:
		r.planUpdate(ctx, req, resp)
	}
}

// planCreate reads the existing settings, so that a refusal to replace them comes with the plan and not during the apply.
func (r *settingsResource) planCreate(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, config settingsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if r.IsUnknown() && !resp.Diagnostics.HasError() {
		// Terraform plans again during the apply.
		plan.planReferences(config.settingsAttributes, nil, true)
		resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
		return
	}
	ctx, account, cancel := r.Begin(ctx, plan.Timeouts.Create, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	// With the account in the plan, Terraform refuses to apply it with the credentials of another account.
	plan.AccountSID = types.StringValue(account.AccountSID())
	current := framework.FetchSingleton(ctx, r.Kind, account, &plan, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	before := settingsAttributes{}
	if current != nil {
		before = current.asAttributes()
		r.planReplaced(account, current, plan, config, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	plan.planReferences(config.settingsAttributes, nil, true)
	plan.requireReferences(&resp.Diagnostics)
	checkBucketURL(types.StringNull(), plan.AWSS3URL, &resp.Diagnostics)
	r.checkCredentials(ctx, account, settingsAttributes{}, plan.settingsAttributes, &resp.Diagnostics)
	r.warnOfComposing(before, plan.settingsAttributes, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
}

// planReplaced warns of the settings that a creation replaces, or adds an error. Settings that are off count only if they have references.
func (r *settingsResource) planReplaced(account *Account, current *Settings, plan, config settingsModel, diags *diag.Diagnostics) {
	values := current.compare(plan.configured(config.settingsAttributes))
	if !current.Off {
		r.PlanCreation(account, current, &plan, values, diags)
	} else if !current.IsDefault() && slices.ContainsFunc(values, isChanged) && !r.WasLeft(account, current, &plan) {
		diags.AddWarning(framework.Capitalize(r.kind.title)+" that are switched off will be replaced",
			fmt.Sprintf("The %s of account %s are switched off but contain references, which another administrator has set or a destroy has left. "+
				"Creating this resource changes them:\n\n%s", r.kind.title, account.AccountSID(), framework.FormatChanges(values)))
	}
}

// planUpdate removes differences from the plan that have no meaning for Twilio.
func (r *settingsResource) planUpdate(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state, config settingsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	writes := slices.ContainsFunc(compareSettings(state.settingsAttributes, plan.configured(config.settingsAttributes)), isChanged)
	plan.settingsAttributes = plan.spelledAs(state.settingsAttributes)
	plan.planReferences(config.settingsAttributes, &state.settingsAttributes, writes)
	plan.requireReferences(&resp.Diagnostics)
	checkBucketURL(state.AWSS3URL, plan.AWSS3URL, &resp.Diagnostics)
	if writes && !r.IsUnknown() {
		ctx, account, cancel := r.Begin(ctx, plan.Timeouts.Update, defaultTimeout, &resp.Diagnostics)
		defer cancel()
		if resp.Diagnostics.HasError() || !r.kind.requireOwner(account, state.AccountSID, &resp.Diagnostics) {
			return
		}
		r.checkCredentials(ctx, account, state.settingsAttributes, plan.settingsAttributes, &resp.Diagnostics)
	}
	r.warnOfComposing(state.settingsAttributes, plan.settingsAttributes, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
}

// planDestroy warns of the effect on new media. The destroy of settings that are off has none.
func (r *settingsResource) planDestroy(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state settingsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	stores, encrypts := state.AWSStorageEnabled.ValueBool(), state.EncryptionEnabled.ValueBool()
	if resp.Diagnostics.HasError() || (!stores && !encrypts) {
		return
	}
	media := r.kind.media
	if !state.Retains() {
		instead := ""
		if stores {
			instead = " instead of " + api.SanitizeValue(state.AWSS3URL.ValueString())
		}
		resp.Diagnostics.AddWarning("New "+media+" will be stored in Twilio's cloud, unencrypted",
			fmt.Sprintf("Destroying this resource switches storage and encryption off, because on_destroy is %q. Twilio then stores new %s in its "+
				"cloud, unencrypted%s. Stored %s stay where they are. To leave the settings unchanged, set on_destroy = %q and apply that first.",
				onDestroyDisable, media, instead, media, framework.OnDestroyRetain))
		return
	}
	effects := ""
	if stores {
		effects += fmt.Sprintf(" Twilio still stores new %s in %s. The credential %s must outlive this resource: without it, %s %s.", media,
			api.SanitizeValue(state.AWSS3URL.ValueString()), api.SanitizeValue(state.AWSCredentialsSID.ValueString()), media, r.kind.mediaLoss)
	}
	if encrypts {
		effects += fmt.Sprintf(" Twilio still encrypts new %s. The public key %s must outlive this resource: without it, %s %s.", media,
			api.SanitizeValue(state.EncryptionKeySID.ValueString()), media, r.kind.mediaLoss)
	}
	resp.Diagnostics.Append(r.kind.Singleton(&state).RetainedWarning(effects))
}

// configured returns the settings that the configuration asks for. Names and switches are in the plan, with their defaults. A
// reference counts only if the configuration has it, because the plan may contain Twilio's value.
func (a settingsAttributes) configured(config settingsAttributes) settingsAttributes {
	configReferences := config.references()
	for i, ref := range a.references() {
		*ref.value = *configReferences[i].value
	}
	return a
}

// desired returns the settings that a plan asks for. An unknown reference is one that the configuration omits. The plan counts
// and not the configuration, because with ignore_changes only the plan has the reference.
func (a settingsAttributes) desired() settingsAttributes {
	for _, ref := range a.references() {
		if ref.value.IsUnknown() {
			*ref.value = types.StringNull()
		}
	}
	return a
}

// spelledAs returns the attributes with known's spelling of references that have the same meaning: a bucket URL with or without
// a trailing slash, and "" for null. Terraform compares exactly.
func (a settingsAttributes) spelledAs(known settingsAttributes) settingsAttributes {
	knownReferences := known.references()
	for i, ref := range a.references() {
		if value := *knownReferences[i].value; ref.isSame(value) {
			*ref.value = value
		}
	}
	return a
}

// planReferences plans the references that the configuration omits. Twilio keeps them unless there is a write. It does not
// document whether it keeps or clears a reference that a write omits, so the plan leaves those open. A write never omits a
// reference with its switch on. The prior settings are nil for a creation, which is planned independently of Twilio's current
// values, because they may change before the apply.
func (m *settingsModel) planReferences(config settingsAttributes, prior *settingsAttributes, writes bool) {
	configReferences := config.references()
	for i, ref := range m.references() {
		configured := *configReferences[i].value
		if !framework.IsEmpty(configured) {
			continue
		}
		// Terraform requires a configured "" in the plan and in the state.
		if !configured.IsNull() && writes {
			*ref.value = configured
			continue
		}
		if prior == nil {
			*ref.value = types.StringUnknown()
			continue
		}
		current := *prior.references()[i].value
		switch {
		case framework.IsEmpty(current):
			*ref.value = configured
		case !writes, ref.enabled.ValueBool():
			*ref.value = current
		default:
			*ref.value = types.StringUnknown()
		}
	}
}

// requireReferences adds an error for each missing reference that ValidateConfig could not find because of ignore_changes.
func (m *settingsModel) requireReferences(diags *diag.Diagnostics) {
	for _, ref := range m.references() {
		if ref.isMissing() {
			diags.Append(ref.missingError())
		}
	}
}

// warnOfComposing warns if a change makes composing new recordings impossible.
func (r *settingsResource) warnOfComposing(before, after settingsAttributes, diags *diag.Diagnostics) {
	if !r.kind.endsComposing {
		return
	}
	warn := func(name, property string) {
		diags.AddAttributeWarning(path.Root(name), "New recordings cannot be composed",
			fmt.Sprintf("With %s, new recordings are %s, and Twilio cannot compose recordings that are %s. Keep it off if this account's recordings "+
				"are composed.", name, property, property))
	}
	if after.AWSStorageEnabled.ValueBool() && !before.AWSStorageEnabled.ValueBool() {
		warn("aws_storage_enabled", "stored in S3")
	}
	if after.EncryptionEnabled.ValueBool() && !before.EncryptionEnabled.ValueBool() {
		warn("encryption_enabled", "encrypted")
	}
}
