package framework

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// OnDestroyRetain is the value of on_destroy with which a destroy sends nothing.
const OnDestroyRetain = "retain"

// Singleton describes the values of a remote singleton in messages.
type Singleton struct {
	// Vendor is the vendor's name.
	Vendor string
	// Title names the values in the plural, as in "recording settings".
	Title string
	// OwnerKind and Owner name the object that has the values, as in "account" and "AC…".
	OwnerKind, Owner string
	// Undo is the value of on_destroy with which a destroy undoes the values, and Undone is its participle, as in "switched off".
	Undo, Undone string
	// TypeName and ImportID are those of the import block.
	TypeName, ImportID string
}

func (s Singleton) owner() string      { return s.OwnerKind + " " + s.Owner }
func (s Singleton) titleOwned() string { return s.Title + " of " + s.owner() }

// Capitalize returns a text with an upper-case first letter.
func Capitalize(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// ImportAdvice shows the import block. Terraform does not tell a provider the name of a resource.
func (s Singleton) ImportAdvice() string {
	return fmt.Sprintf("To adopt them unchanged, import them:\n\n"+
		"  import {\n    to = %s.NAME\n    id = %q\n  }\n\n"+
		"Write the same values in the resource's block. Or omit the block and run terraform plan -generate-config-out=FILE.", s.TypeName, s.ImportID)
}

func (s Singleton) busyError(cause error) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Could not write the "+s.Title,
		fmt.Sprintf("%s: another resource of this run was still writing the %s: %s. Nothing was sent.\n\nRun it again. If the error persists, raise "+
			"the timeouts of the resource.", Capitalize(s.owner()), s.Title, cause))
}

func (s Singleton) equalWarning() diag.Diagnostic {
	return diag.NewWarningDiagnostic("Equal "+s.Title+" are in force already",
		fmt.Sprintf("%s already has the %s of this resource, so another configuration may manage them. Two that manage the same %s undo each "+
			"other's changes, and after the destroy of one they are %s for both. %s\n\nYou can ignore this warning if this resource replaces another "+
			"one of this configuration.", Capitalize(s.owner()), s.Title, s.Title, s.Undone, s.ImportAdvice()))
}

func (s Singleton) replacedWarning(changes string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Existing "+s.Title+" will be replaced",
		fmt.Sprintf("%s has %s, and overwrite_existing is true. Creating this resource changes them:\n\n%s", Capitalize(s.owner()), s.Title, changes))
}

// existsError returns the error of a creation that would replace existing values. Terraform does not tell a provider that it replaces a
// resource, nor why, but it reads the old one first.
func (s Singleton) existsError(values string, managed bool) diag.Diagnostic {
	const replacement = "If an error of a provisioner has tainted it, run terraform untaint ADDRESS: the change is then made in place. If its address has " +
		"changed, add a moved block. If you use -replace, apply the change without it first."
	advice := s.ImportAdvice() + "\n\nIf this configuration manages them already, Terraform replaces the resource. " + replacement
	if managed {
		advice = "This configuration manages them already, and Terraform replaces the resource. " + replacement
	}
	return diag.NewErrorDiagnostic(Capitalize(s.Title)+" exist already",
		fmt.Sprintf("%s has %s, and creating this resource would replace them. Their values, and the changes:\n\n%s\n%s\n\n"+
			"To replace them with this configuration instead, set overwrite_existing = true. If this error occurs during a destroy, which plans first, "+
			"run terraform destroy -refresh=false.", Capitalize(s.owner()), s.Title, values, advice))
}

// notStoredError returns the error of a creation after which the values differ from the plan. Return it without a state: an error with a
// state would taint the resource, and the replacement would begin with a destroy that undoes the values.
func (s Singleton) notStoredError(values string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("The "+s.Title+" are not in the state",
		fmt.Sprintf("The %s differ from the plan. Their values:\n\n%s\n%s", s.titleOwned(), values, s.ImportAdvice()))
}

// mismatchError returns the error of a value that the vendor, although it accepted the write, did not set.
func (s Singleton) mismatchError(v SingletonValue) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(v.Path, fmt.Sprintf("%s did not set %s", s.Vendor, v.Path),
		fmt.Sprintf("%s accepted the write, but returned %s = %s instead of %s. %s", s.Vendor, v.Path, FormatValue(v.Current), FormatValue(v.Desired), v.Cause))
}

// changedError returns the error of a destroy that finds other values than its plan showed.
func (s Singleton) changedError(values string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("The "+s.Title+" have changed since the plan",
		fmt.Sprintf("The %s differ from those that the plan showed, so nothing was written. Their values now, and those of the plan:\n\n%s\n"+
			"Run terraform destroy again: its plan shows the values now.", s.titleOwned(), values))
}

// claimedWarning returns the warning of a destroy that sends nothing after another resource of the run has claimed the singleton.
func (s Singleton) claimedWarning(values string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(fmt.Sprintf("The %s were not %s", s.Title, s.Undone),
		fmt.Sprintf("Another resource of this run manages the %s, so the destroy sent no request. The values in force:\n\n%s", s.titleOwned(), values))
}

// undoneWarning returns the warning of a destroy that has undone the values, which it lists. Objects of other runs are not known.
func (s Singleton) undoneWarning(values string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(fmt.Sprintf("The %s were %s", s.Title, s.Undone),
		fmt.Sprintf("The destroy has %s the %s, because on_destroy is %q. The values before:\n\n%s\n"+
			"If another resource or configuration manages them too, apply it again.", s.Undone, s.titleOwned(), s.Undo, values))
}

// RetainedWarning returns the warning of a planned destroy that will leave the values. The effect is a sentence about them.
func (s Singleton) RetainedWarning(effect string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(Capitalize(s.Title)+" will stay unchanged",
		fmt.Sprintf("Destroying this resource sends no request, because on_destroy is %q, and Terraform no longer manages the %s.%s",
			OnDestroyRetain, s.Title, effect))
}

// OtherOwnerError returns the error of a state that has another owner than the provider's credentials reach.
func (s Singleton) OtherOwnerError(expected string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("The credentials belong to another "+s.OwnerKind,
		fmt.Sprintf("The %[1]s are those of %[2]s %[3]s, but the provider is configured for %[2]s %[4]s. Nothing was written.\n\n"+
			"Configure the provider for %[2]s %[3]s. To manage the %[1]s of %[2]s %[4]s instead, remove the resource from the state "+
			"(a removed block with destroy = false), and create or import it.", s.Title, s.OwnerKind, expected, s.Owner))
}

// SingletonArguments are the arguments of a singleton's resource that no vendor stores.
type SingletonArguments struct {
	OnDestroy         types.String   `tfsdk:"on_destroy"`
	OverwriteExisting types.Bool     `tfsdk:"overwrite_existing"`
	Timeouts          timeouts.Value `tfsdk:"timeouts"`
}

func (a *SingletonArguments) singletonArguments() *SingletonArguments { return a }

// Retains reports whether a destroy sends nothing.
func (a SingletonArguments) Retains() bool { return a.OnDestroy.ValueString() == OnDestroyRetain }

// SetImportDefaults sets the arguments after an import, so that generated configuration plans empty.
func (a *SingletonArguments) SetImportDefaults(undo string) {
	if a.OnDestroy.IsNull() {
		a.OnDestroy = types.StringValue(undo)
	}
	if a.OverwriteExisting.IsNull() {
		a.OverwriteExisting = types.BoolValue(false)
	}
}

// OnDestroyAttribute returns the attribute on_destroy. The description tells the effects of undo, the default, and of retaining.
func OnDestroyAttribute(undo, description string) schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: fmt.Sprintf("%s A change sends no request. Defaults to `%q`.", description, undo),
		Optional:            true,
		Computed:            true,
		Default:             stringdefault.StaticString(undo),
		Validators:          []validator.String{stringvalidator.OneOf(undo, OnDestroyRetain)},
	}
}

// OverwriteExistingAttribute returns the attribute overwrite_existing. The description tells which values count as existing.
func OverwriteExistingAttribute(description string) schema.Attribute {
	return schema.BoolAttribute{
		MarkdownDescription: description + " A change sends no request. Defaults to `false`.",
		Optional:            true,
		Computed:            true,
		Default:             booldefault.StaticBool(false),
	}
}
