package twilio

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// credentialAttributes are what both kinds of credentials have.
type credentialAttributes struct {
	SID          types.String   `tfsdk:"sid"`
	AccountSID   types.String   `tfsdk:"account_sid"`
	FriendlyName types.String   `tfsdk:"friendly_name"`
	DateCreated  types.String   `tfsdk:"date_created"`
	DateUpdated  types.String   `tfsdk:"date_updated"`
	URL          types.String   `tfsdk:"url"`
	Timeouts     timeouts.Value `tfsdk:"timeouts"`
}

// credentialIdentity is the resource's identity.
type credentialIdentity struct {
	SID types.String `tfsdk:"sid"`
}

func (a *credentialAttributes) identity() credentialIdentity { return credentialIdentity{SID: a.SID} }

// hold takes over what Twilio answered to the account with the SID through.
//
// Of a credential that was created for a subaccount, Twilio's reference leaves it
// open whether account_sid is the subaccount or the account that created it. Where
// the latter comes back, or nothing, what is known stays.
func (a *credentialAttributes) hold(c twilioapi.Credential, through string) {
	if unset(a.AccountSID) || (c.AccountSID != through && c.AccountSID != "") {
		a.AccountSID = orNull(c.AccountSID)
	}
	a.SID = orNull(c.SID)
	a.FriendlyName = orNull(c.FriendlyName)
	a.DateCreated = orNull(c.DateCreated)
	a.DateUpdated = orNull(c.DateUpdated)
	a.URL = orNull(c.URL)
}
