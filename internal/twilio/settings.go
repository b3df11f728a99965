package twilio

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3"
)

// defaultTimeout bounds an operation without a timeout of its own. It leaves time for the default retries.
const defaultTimeout = 5 * time.Minute

// friendlyNameMax is the length of the longest friendly name, in characters.
const friendlyNameMax = 64

// settingsKind describes one of the two settings singletons, which share one implementation.
type settingsKind struct {
	api SettingsAPI
	// name is the type name without provider and vendor.
	name string
	// title names the settings within a sentence.
	title string
	// media names the stored objects, and mediaLoss completes "… " for objects that Twilio cannot store.
	media, mediaLoss string
	// endsComposing marks settings under which Twilio cannot compose the stored objects.
	endsComposing bool
	// communityType is the type of the same object in the community provider.
	communityType string
	// docs is the URL of Twilio's reference.
	docs string
}

var recordingSettings = settingsKind{
	api:           RecordingSettings,
	name:          "recording_settings",
	title:         "recording settings",
	media:         "recordings",
	mediaLoss:     "are lost",
	endsComposing: true,
	communityType: "twilio_video_recording_settings",
	docs:          "https://www.twilio.com/docs/video/api/recording-settings",
}

var compositionSettings = settingsKind{
	api:           CompositionSettings,
	name:          "composition_settings",
	title:         "composition settings",
	media:         "compositions",
	mediaLoss:     "fail",
	communityType: "twilio_video_composition_settings",
	docs:          "https://www.twilio.com/docs/video/api/composition-settings",
}

func (k settingsKind) typeName(provider string) string { return provider + "_twilio_" + k.name }

// settingsAttributes are the attributes that Twilio returns.
type settingsAttributes struct {
	AccountSID        types.String `tfsdk:"account_sid"`
	URL               types.String `tfsdk:"url"`
	FriendlyName      types.String `tfsdk:"friendly_name"`
	AWSStorageEnabled types.Bool   `tfsdk:"aws_storage_enabled"`
	AWSS3URL          types.String `tfsdk:"aws_s3_url"`
	AWSCredentialsSID types.String `tfsdk:"aws_credentials_sid"`
	EncryptionEnabled types.Bool   `tfsdk:"encryption_enabled"`
	EncryptionKeySID  types.String `tfsdk:"encryption_key_sid"`
}

// reference is an attribute that has an effect only while its switch is on.
type reference struct {
	name, switchName string
	value            *types.String
	enabled          types.Bool
	// equal compares two values that are set.
	equal func(a, b string) bool
}

// references returns the references, always in the same order.
func (a *settingsAttributes) references() [3]reference {
	equalSIDs := func(a, b string) bool { return a == b }
	return [3]reference{
		{"aws_s3_url", "aws_storage_enabled", &a.AWSS3URL, a.AWSStorageEnabled, s3.SameURL},
		{"aws_credentials_sid", "aws_storage_enabled", &a.AWSCredentialsSID, a.AWSStorageEnabled, equalSIDs},
		{"encryption_key_sid", "encryption_enabled", &a.EncryptionKeySID, a.EncryptionEnabled, equalSIDs},
	}
}

// isSame reports whether the reference has the same meaning as another value. An unknown value differs from every other.
func (r reference) isSame(other types.String) bool {
	if r.value.IsUnknown() || other.IsUnknown() {
		return false
	}
	if framework.IsEmpty(*r.value) || framework.IsEmpty(other) {
		return framework.IsEmpty(*r.value) && framework.IsEmpty(other)
	}
	return r.equal(r.value.ValueString(), other.ValueString())
}

// hasEffectOf reports whether two sets of settings store and encrypt new media in the same way.
func (a settingsAttributes) hasEffectOf(other settingsAttributes) bool {
	others := other.references()
	for i, ref := range a.references() {
		if !ref.enabled.Equal(others[i].enabled) || (ref.enabled.ValueBool() && !ref.isSame(*others[i].value)) {
			return false
		}
	}
	return true
}

// isMissing reports whether the switch is on and the reference is empty.
func (r reference) isMissing() bool { return r.enabled.ValueBool() && framework.IsEmpty(*r.value) }

func (r reference) missingError() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root(r.name), "Missing "+r.name,
		fmt.Sprintf("%s is required if %s is true. Set it, or set %s = false.", r.name, r.switchName, r.switchName))
}

// asAttributes converts Twilio's response.
func (s Settings) asAttributes() settingsAttributes {
	return settingsAttributes{
		AccountSID:        framework.StringOrNull(s.AccountSID),
		URL:               framework.StringOrNull(s.URL),
		FriendlyName:      framework.StringOrNull(s.FriendlyName),
		AWSStorageEnabled: types.BoolValue(s.AWSStorageEnabled),
		AWSS3URL:          framework.StringOrNull(s.AWSS3URL),
		AWSCredentialsSID: framework.StringOrNull(s.AWSCredentialsSID),
		EncryptionEnabled: types.BoolValue(s.EncryptionEnabled),
		EncryptionKeySID:  framework.StringOrNull(s.EncryptionKeySID),
	}
}

// asParams converts attributes to a write. A reference that is unknown or null is not part of it.
func (a settingsAttributes) asParams() SettingsParams {
	return SettingsParams{
		FriendlyName:      a.FriendlyName.ValueString(),
		AWSStorageEnabled: a.AWSStorageEnabled.ValueBool(),
		AWSS3URL:          a.AWSS3URL.ValueString(),
		AWSCredentialsSID: a.AWSCredentialsSID.ValueString(),
		EncryptionEnabled: a.EncryptionEnabled.ValueBool(),
		EncryptionKeySID:  a.EncryptionKeySID.ValueString(),
	}
}

// Descriptions that the resource and the data source share.
const (
	settingsAccountDescription = "The SID of the account."
	settingsURLDescription     = "The URL of the settings in Twilio's API."
	settingsNameDescription    = "A name for the settings, shown in Twilio's console."
	keySIDDescription          = "The SID (`CR…`) of the stored public key for encryption, such as `sid` of a `videostorage_twilio_public_key`. " +
		"It must exist as long as the settings refer to it."
	checkedDescription = "Planning checks that a new SID exists. Without the permission to read credentials, it warns instead."
	omittedDescription = "If omitted while its switch is off, the provider keeps Twilio's current value."
)

func (k settingsKind) storageDescription() string {
	return fmt.Sprintf("Whether Twilio writes %s to `aws_s3_url` instead of Twilio's cloud.", k.media)
}

func (k settingsKind) s3URLDescription() string {
	return fmt.Sprintf("The URL of the S3 bucket for the %s, with an optional path.", k.media)
}

func (k settingsKind) credentialsDescription() string {
	return fmt.Sprintf("The SID (`CR…`) of the stored AWS credential that Twilio writes to the bucket with, such as `sid` of a "+
		"`videostorage_twilio_aws_credential`. It must exist as long as the settings refer to it: without it, uploads fail and %s %s.",
		k.media, k.mediaLoss)
}

func (k settingsKind) encryptionDescription() string {
	return fmt.Sprintf("Whether Twilio encrypts %s. Needs Twilio's Enterprise or Security edition.", k.media)
}

// compareSettings compares settings with the desired ones. An unknown value differs from every other. An empty reference does not: Twilio
// does not document whether it keeps or clears a reference that a write omits, and the reference has no effect while its switch is off.
func compareSettings(current, desired settingsAttributes) []framework.SingletonValue {
	value := func(name string, current, desired attr.Value) framework.SingletonValue {
		return framework.SingletonValue{
			Path: path.Root(name), Current: current, Desired: desired, IsChanged: !desired.Equal(current), Cause: mismatchCause(name, desired),
		}
	}
	values := []framework.SingletonValue{
		value("friendly_name", current.FriendlyName, desired.FriendlyName),
		value("aws_storage_enabled", current.AWSStorageEnabled, desired.AWSStorageEnabled),
		value("encryption_enabled", current.EncryptionEnabled, desired.EncryptionEnabled),
	}
	currentReferences := current.references()
	for i, ref := range desired.references() {
		v := value(ref.name, *currentReferences[i].value, *ref.value)
		v.IsChanged = !framework.IsEmpty(*ref.value) && !ref.isSame(*currentReferences[i].value)
		if framework.IsEmpty(*ref.value) && !framework.IsEmpty(*currentReferences[i].value) {
			v.Note = "(omitted: Twilio may clear it)"
		}
		values = append(values, v)
	}
	return values
}

// mismatchCause tells the likely cause of a value that Twilio, although it accepted the write, did not set.
func mismatchCause(name string, desired attr.Value) string {
	switch {
	case desired.Equal(types.BoolValue(false)):
		return "Another administrator may have switched it on at the same time. Try again."
	case name == "friendly_name":
		return "Another administrator may have changed the settings at the same time. Try again."
	case strings.HasPrefix(name, "encryption_"):
		return "The likely cause: the account has neither the Enterprise nor the Security edition, which encryption needs."
	}
	return "The likely cause: Twilio could not use the bucket or the credential. Check that the credential belongs to this account, and that " +
		"its key may put objects under the URL."
}

// compare compares Twilio's settings with the desired ones. Settings that are off have no effect.
func (s Settings) compare(desired settingsAttributes) []framework.SingletonValue {
	values := compareSettings(s.asAttributes(), desired)
	for i := range values {
		values[i].IsInForce = !s.Off
	}
	return values
}

func isChanged(v framework.SingletonValue) bool { return v.IsChanged }

const otherAccountSummary = "The credentials belong to another account"

// accountError returns the error of a request, with the account that it was for.
func accountError(operation string, account *Account, err error) diag.Diagnostic {
	if other, ok := errors.AsType[*OtherAccountError](err); ok {
		return diag.NewErrorDiagnostic(otherAccountSummary,
			fmt.Sprintf("%s. The state is unchanged.\n\nCorrect the provider's twilio.account_sid, or use credentials of that account.", other))
	}
	return framework.RequestError(operation, "Account "+account.AccountSID(), err)
}

// bucketURLValidator validates an aws_s3_url.
type bucketURLValidator struct{}

func (bucketURLValidator) Description(context.Context) string {
	return "must be the https URL of an S3 bucket"
}

func (v bucketURLValidator) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

func (bucketURLValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsUnknown() || framework.IsEmpty(req.ConfigValue) {
		return
	}
	parseBucketURL(req.Path, req.ConfigValue.ValueString(), &resp.Diagnostics)
}

// parseBucketURL parses a bucket URL, or adds an error.
func parseBucketURL(at path.Path, raw string, diags *diag.Diagnostics) (s3.URL, bool) {
	u, err := s3.ParseURL(raw)
	switch {
	case err != nil && strings.Contains(raw, "@"):
		// The text before the @ may be a secret, and Terraform prints the line at the path of an error.
		diags.AddError("Invalid bucket URL", fmt.Sprintf("Twilio cannot write to the value of %s: %s.", at, err))
	case err != nil:
		diags.AddAttributeError(at, "Invalid bucket URL", fmt.Sprintf("Twilio cannot write to %q: %s.", raw, err))
	}
	return u, err == nil
}

// checkBucketURL warns of likely mistakes in a bucket URL that is new. It also parses the URL, because validation cannot parse one
// that is known only later.
func checkBucketURL(before, after types.String, diags *diag.Diagnostics) {
	if after.IsUnknown() || framework.IsEmpty(after) || after.Equal(before) {
		return
	}
	at := path.Root("aws_s3_url")
	if u, ok := parseBucketURL(at, after.ValueString(), diags); ok {
		for _, warning := range u.Warnings() {
			diags.AddAttributeWarning(at, warning.Summary, warning.Detail)
		}
	}
}
