package twilio

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// ModifyPlan implements [resource.ResourceWithModifyPlan].
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

// planCreate looks at what is there before it is planned to be replaced, so that
// a refusal comes with the plan and not in the middle of an apply.
func (r *settingsResource) planCreate(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, config settingsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	ctx, cancel, account := r.connect(ctx, plan.Timeouts.Create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	existing, found := r.fetch(ctx, account, account.AccountSID(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	want := asked(plan.settingsAttributes, config.settingsAttributes)
	if found && r.occupied(account, existing.settingsAttributes, want) {
		switch {
		case plan.OverwriteExisting.IsUnknown() && !existing.off:
			// Create decides, when it is known.
		case plan.OverwriteExisting.ValueBool():
			resp.Diagnostics.AddWarning(r.kind.title+" that exist will be replaced",
				fmt.Sprintf("Somebody has made %s for account %s. As overwrite_existing is true, creating this resource replaces them:\n\n%s",
					lowerFirst(r.kind.title), existing.AccountSID.ValueString(), existing.describe(want, true)))
		case existing.off:
			resp.Diagnostics.AddWarning(r.kind.title+" that are switched off are replaced",
				fmt.Sprintf("The %s of account %s are switched off, but hold references that somebody made, or that a destroy left where Twilio keeps them. "+
					"Creating this resource replaces them:\n\n%s",
					lowerFirst(r.kind.title), existing.AccountSID.ValueString(), existing.describe(want, true)))
		default:
			resp.Diagnostics.Append(r.refuseOverwrite(existing.settingsAttributes, want))
			return
		}
	}
	// Whoever reviews the plan sees which account it is for, and Terraform refuses
	// to apply it to another one.
	plan.AccountSID = existing.AccountSID
	plan.planReferences(config.settingsAttributes, nil, true)
	plan.missing(&resp.Diagnostics)
	r.warnOfSwitchingOn(existing.settingsAttributes, plan.settingsAttributes, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
}

// planUpdate takes out of the plan what is no difference to Twilio.
func (r *settingsResource) planUpdate(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state, config settingsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	want := asked(plan.settingsAttributes, config.settingsAttributes)
	writes := len(differences(want, state.settingsAttributes)) > 0
	plan.settingsAttributes = plan.spelledAs(state.settingsAttributes)
	plan.planReferences(config.settingsAttributes, &state.settingsAttributes, writes)
	plan.missing(&resp.Diagnostics)
	r.warnOfSwitchingOn(state.settingsAttributes, plan.settingsAttributes, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
}

// planReferences plans the references that the configuration leaves out. Twilio
// keeps them as they are unless there is a write: then it is not documented whether
// one that the write omits is kept or cleared, and the plan leaves open what becomes
// of it. One whose switch stays on is never left out of a write. prior is nil for a
// creation, which is planned the same whatever is at Twilio: that may change until
// the plan is applied.
func (m *settingsModel) planReferences(config settingsAttributes, prior *settingsAttributes, writes bool) {
	for _, ref := range references {
		value, c := ref.value(&m.settingsAttributes), *ref.value(&config)
		if !unset(c) {
			continue
		}
		var now types.String
		if prior != nil {
			now = *ref.value(prior)
		}
		switch {
		case prior != nil && unset(now), !c.IsNull() && writes:
			// Terraform demands "" back where the configuration says "".
			*value = c
		case prior != nil && (!writes || ref.enabled(&m.settingsAttributes).ValueBool()):
			*value = now
		default:
			*value = types.StringUnknown()
		}
	}
}

// missing adds an error for each reference that a switch needs and that is not
// there. ValidateConfig finds most; where ignore_changes hides a switch or a
// reference from it, the plan shows what is missing.
func (m *settingsModel) missing(diags *diag.Diagnostics) {
	for _, ref := range references {
		if ref.enabled(&m.settingsAttributes).ValueBool() && unset(*ref.value(&m.settingsAttributes)) {
			diags.Append(ref.missing())
		}
	}
}

// occupied reports whether creating the resource would replace settings that
// somebody has made: settings that are neither Twilio's default, nor what is
// wanted already, nor what this run's own destroy left behind.
func (r *settingsResource) occupied(account *Account, existing, want settingsAttributes) bool {
	return !existing.params().IsDefault() && len(differences(want, existing)) > 0 && !account.isReleased(r.kind, existing.params())
}

func (r *settingsResource) refuseOverwrite(existing, want settingsAttributes) diag.Diagnostic {
	return diag.NewErrorDiagnostic(r.kind.title+" exist already",
		fmt.Sprintf("Somebody has made %s for account %s, and creating this resource would replace them. They are, and would become:\n\n%s\n%s\n\n"+
			"To replace them with this configuration instead, set overwrite_existing = true. If they are this resource's own, change them "+
			"without replacing the resource. If this comes up in a destroy, which makes a plan first, use terraform destroy -refresh=false.",
			lowerFirst(r.kind.title), existing.AccountSID.ValueString(), existing.describe(want, false), r.howToImport()))
}

// howToImport shows the block that adopts what is there. The provider is not
// told the resource's name.
func (r *settingsResource) howToImport() string {
	return fmt.Sprintf("To adopt them as they are, import them:\n\n"+
		"  import {\n    to = %s.NAME\n    id = %q\n  }\n\n"+
		"Let the resource's block say the same as they do; or take it out, and \"terraform plan -generate-config-out=FILE\" writes one.",
		r.kind.typeName("videostorage"), importDefault)
}

// warnOfSwitchingOn says what stops working when a switch turns on.
func (r *settingsResource) warnOfSwitchingOn(before, after settingsAttributes, diags *diag.Diagnostics) {
	if !r.kind.endsComposing {
		return
	}
	for _, s := range []struct {
		name, what    string
		before, after types.Bool
	}{
		{"aws_storage_enabled", "stored in S3", before.AWSStorageEnabled, after.AWSStorageEnabled},
		{"encryption_enabled", "encrypted", before.EncryptionEnabled, after.EncryptionEnabled},
	} {
		if s.after.ValueBool() && !s.before.ValueBool() {
			diags.AddAttributeWarning(path.Root(s.name), "New recordings cannot be composed",
				fmt.Sprintf("With %s, new recordings are %s, and Twilio cannot compose recordings that are %s. "+
					"Where compositions are made of this account's recordings, keep it off.", s.name, s.what, s.what))
		}
	}
}

// planDestroy says what will become of new media.
func (r *settingsResource) planDestroy(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state settingsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	media := r.kind.media
	if state.OnDestroy.ValueString() != onDestroyRetain {
		from := ""
		if state.AWSStorageEnabled.ValueBool() {
			from = ", and no longer in " + transport.Value(state.AWSS3URL.ValueString())
		}
		resp.Diagnostics.AddWarning("New "+media+" will be stored in Twilio's cloud, unencrypted",
			fmt.Sprintf("Destroying this resource switches storage and encryption off, for on_destroy is %q: %s made from then on are stored "+
				"in Twilio's cloud, unencrypted%s. What was stored before stays where it is. To leave the settings as they are, set "+
				"on_destroy = %q and apply that first.", onDestroyDisable, media, from, onDestroyRetain))
		return
	}
	resp.Diagnostics.AddWarning(r.kind.title+" will stay as they are",
		fmt.Sprintf("Destroying this resource sends no request, for on_destroy is %q: %s made from then on are %s, and Terraform no longer watches it.",
			onDestroyRetain, media, state.fate(r.kind)))
}

// fate says where media go under these settings, and what must outlive them.
func (held settingsAttributes) fate(k settingsKind) string {
	outlive := "make sure that the credential %s outlives this, for once it is deleted they " + k.unstored
	storage, encryption := "still stored in Twilio's cloud", ", unencrypted"
	if held.AWSStorageEnabled.ValueBool() {
		storage = fmt.Sprintf("still sent to %s ("+outlive+")", transport.Value(held.AWSS3URL.ValueString()), transport.Value(held.AWSCredentialsSID.ValueString()))
	}
	if held.EncryptionEnabled.ValueBool() {
		encryption = fmt.Sprintf(", still encrypted ("+outlive+")", transport.Value(held.EncryptionKeySID.ValueString()))
	}
	return storage + encryption
}
