package twilio

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/s3url"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// settingsAttributes are the attributes that Twilio holds: the whole of the data
// source, and the remote part of the resource.
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

// settingsModel is the resource.
type settingsModel struct {
	settingsAttributes
	OnDestroy         types.String   `tfsdk:"on_destroy"`
	OverwriteExisting types.Bool     `tfsdk:"overwrite_existing"`
	Timeouts          timeouts.Value `tfsdk:"timeouts"`
}

// settingsIdentity is the resource's identity: an account has one of each kind.
type settingsIdentity struct {
	AccountSID types.String `tfsdk:"account_sid"`
}

const (
	onDestroyDisable = "disable"
	onDestroyRetain  = "retain"
)

// reference is an attribute that only means something while its switch is on.
type reference struct {
	name, switchName string
	value            func(*settingsAttributes) *types.String
	enabled          func(*settingsAttributes) types.Bool
	// equal reports whether two values that are set are no different.
	equal func(a, b string) bool
}

var references = []reference{
	{
		name: "aws_s3_url", switchName: "aws_storage_enabled",
		value:   func(a *settingsAttributes) *types.String { return &a.AWSS3URL },
		enabled: func(a *settingsAttributes) types.Bool { return a.AWSStorageEnabled },
		equal:   s3url.Same,
	},
	{
		name: "aws_credentials_sid", switchName: "aws_storage_enabled",
		value:   func(a *settingsAttributes) *types.String { return &a.AWSCredentialsSID },
		enabled: func(a *settingsAttributes) types.Bool { return a.AWSStorageEnabled },
		equal:   sameSID,
	},
	{
		name: "encryption_key_sid", switchName: "encryption_enabled",
		value:   func(a *settingsAttributes) *types.String { return &a.EncryptionKeySID },
		enabled: func(a *settingsAttributes) types.Bool { return a.EncryptionEnabled },
		equal:   sameSID,
	},
}

// unset reports whether v asks for nothing: Twilio makes no difference between
// null, "" and absent.
func unset(v types.String) bool { return v.IsNull() || (!v.IsUnknown() && v.ValueString() == "") }

func orNull(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

// attributesOf is what Twilio holds, as Terraform shows it.
func attributesOf(s twilioapi.Settings) settingsAttributes {
	return settingsAttributes{
		AccountSID:        orNull(s.AccountSID),
		URL:               orNull(s.URL),
		FriendlyName:      orNull(s.FriendlyName),
		AWSStorageEnabled: types.BoolValue(s.AWSStorageEnabled),
		AWSS3URL:          orNull(s.AWSS3URL),
		AWSCredentialsSID: orNull(s.AWSCredentialsSID),
		EncryptionEnabled: types.BoolValue(s.EncryptionEnabled),
		EncryptionKeySID:  orNull(s.EncryptionKeySID),
	}
}

// params is what a write sends for a. Unknown values are of references that the
// configuration left out, so they are left out of the write too.
func (a settingsAttributes) params() twilioapi.SettingsParams {
	return twilioapi.SettingsParams{
		FriendlyName:      a.FriendlyName.ValueString(),
		AWSStorageEnabled: a.AWSStorageEnabled.ValueBool(),
		AWSS3URL:          a.AWSS3URL.ValueString(),
		AWSCredentialsSID: a.AWSCredentialsSID.ValueString(),
		EncryptionEnabled: a.EncryptionEnabled.ValueBool(),
		EncryptionKeySID:  a.EncryptionKeySID.ValueString(),
	}
}

// spelledAs returns held with every value that is no different from known's
// spelled as it is there: a bucket URL with or without its trailing slash, ""
// for null. Terraform compares to the letter.
func (held settingsAttributes) spelledAs(known settingsAttributes) settingsAttributes {
	for _, ref := range references {
		if h, k := ref.value(&held), *ref.value(&known); ref.same(*h, k) {
			*h = k
		}
	}
	return held
}

// same reports whether two values of the reference are no different. An unknown
// one is different from all.
func (r reference) same(a, b types.String) bool {
	if a.IsUnknown() || b.IsUnknown() {
		return false
	}
	if unset(a) || unset(b) {
		return unset(a) && unset(b)
	}
	return r.equal(a.ValueString(), b.ValueString())
}

func sameSID(a, b string) bool { return a == b }
