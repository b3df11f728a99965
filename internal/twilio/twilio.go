// Package twilio holds the Terraform objects for Twilio, one file per object or
// step of its life. It speaks to Twilio through twilioapi alone.
package twilio

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// Resources are Twilio's resources, for the provider to register.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource { return &settingsResource{kind: recordingSettings} },
		func() resource.Resource { return &settingsResource{kind: compositionSettings} },
		func() resource.Resource { return &credentialResource[awsCredentialModel]{kind: awsCredential} },
		func() resource.Resource { return &credentialResource[publicKeyModel]{kind: publicKeyCredential} },
	}
}

// ListResources are Twilio's list resources, for the provider to register. Each is
// named as the resource that it finds.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{
		func() list.ListResource { return &settingsList{settingsResource{kind: recordingSettings}} },
		func() list.ListResource { return &settingsList{settingsResource{kind: compositionSettings}} },
		func() list.ListResource {
			return &credentialList[awsCredentialModel]{credentialResource[awsCredentialModel]{kind: awsCredential}}
		},
		func() list.ListResource {
			return &credentialList[publicKeyModel]{credentialResource[publicKeyModel]{kind: publicKeyCredential}}
		},
	}
}

// DataSources are Twilio's data sources, for the provider to register.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		func() datasource.DataSource { return &settingsDataSource{kind: recordingSettings} },
		func() datasource.DataSource { return &settingsDataSource{kind: compositionSettings} },
		func() datasource.DataSource { return &listDataSource[twilioapi.Recording]{kind: roomRecordings} },
		func() datasource.DataSource { return &listDataSource[twilioapi.Recording]{kind: accountRecordings} },
		func() datasource.DataSource { return &listDataSource[twilioapi.Composition]{kind: compositions} },
	}
}

// AccountSource is what the configured provider hands to Twilio's objects.
type AccountSource interface {
	// Twilio is the configured account, nil where the provider has no Twilio
	// credentials.
	Twilio() *Account
}

// connection is an object's way to the configured account.
type connection struct{ source AccountSource }

// configure takes the provider's data. It is nil while Terraform only validates.
func (c *connection) configure(providerData any, diags *diag.Diagnostics) {
	if providerData == nil {
		return
	}
	source, ok := providerData.(AccountSource)
	if !ok {
		diags.AddError("Unexpected provider data",
			"This is a defect of the provider: its data holds no source of Twilio accounts. Please report it.")
		return
	}
	c.source = source
}

// account returns the configured account, or adds an error and returns nil. Only
// what is about to send a request asks for it, so that a provider that is
// configured for another vendor works without Twilio's credentials.
func (c *connection) account(diags *diag.Diagnostics) *Account {
	if c.source != nil {
		if account := c.source.Twilio(); account != nil {
			return account
		}
	}
	diags.AddError("Twilio is not configured",
		"This object needs Twilio credentials, and the provider has none. Set account_sid, and either auth_token or "+
			"api_key and api_key_secret, in the provider's twilio attribute; or set the environment variables "+
			"TWILIO_ACCOUNT_SID, and either TWILIO_AUTH_TOKEN or TWILIO_API_KEY and TWILIO_API_SECRET.")
	return nil
}
