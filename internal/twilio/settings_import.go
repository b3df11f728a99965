package twilio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// ImportState implements [resource.ResourceWithImportState]. The ID is "Default" or the account's SID. It
// sends nothing, because the read that follows finds the settings.
func (r *settingsResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	account := r.Client(&resp.Diagnostics)
	accountSID := path.Root("account_sid")
	id := framework.ImportID(ctx, req, accountSID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if id != settingsImportID && id != account.AccountSID() {
		resp.Diagnostics.AddError("No such "+r.kind.title,
			fmt.Sprintf("%s is neither %q nor the SID of the configured account, %s. An account has one set of %s: import it as %q.",
				framework.FormatValue(types.StringValue(id)), settingsImportID, account.AccountSID(), r.kind.title, settingsImportID))
		return
	}
	framework.SetImportID(ctx, resp, accountSID, account.AccountSID())
}

// settingsImportID is Twilio's name of the singletons.
const settingsImportID = "Default"

// communityProvider ends the address of the community provider in every registry.
// Source: https://github.com/RJPearson94/terraform-provider-twilio
const communityProvider = "/rjpearson94/twilio"

// communityState is the state of the community provider's settings, schema version 0.
type communityState struct {
	AccountSID        string `json:"account_sid"`
	FriendlyName      string `json:"friendly_name"`
	AWSStorageEnabled bool   `json:"aws_storage_enabled"`
	AWSS3URL          string `json:"aws_s3_url"`
	AWSCredentialsSID string `json:"aws_credentials_sid"`
	EncryptionEnabled bool   `json:"encryption_enabled"`
	EncryptionKeySID  string `json:"encryption_key_sid"`
	URL               string `json:"url"`
}

func (r *settingsResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: r.moveFromCommunityProvider}}
}

func (r *settingsResource) moveFromCommunityProvider(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	if !strings.HasSuffix(strings.ToLower(req.SourceProviderAddress), communityProvider) ||
		req.SourceTypeName != r.kind.communityType || req.SourceSchemaVersion != 0 {
		return
	}
	var from communityState
	err := json.Unmarshal(req.SourceRawState.JSON, &from)
	if err == nil && from.AccountSID == "" {
		err = errors.New("account_sid is missing")
	}
	if err != nil {
		resp.Diagnostics.AddError("Unreadable state of "+req.SourceTypeName,
			fmt.Sprintf("The state does not have schema version 0 of %s: %s. Remove the resource from the state and import the settings instead. %s",
				req.SourceProviderAddress, err, r.kind.Singleton(r.kind.NewModel()).ImportAdvice()))
		return
	}
	for name, value := range map[string]any{
		"account_sid":         framework.StringOrNull(from.AccountSID),
		"url":                 framework.StringOrNull(from.URL),
		"friendly_name":       framework.StringOrNull(from.FriendlyName),
		"aws_storage_enabled": from.AWSStorageEnabled,
		"aws_s3_url":          framework.StringOrNull(from.AWSS3URL),
		"aws_credentials_sid": framework.StringOrNull(from.AWSCredentialsSID),
		"encryption_enabled":  from.EncryptionEnabled,
		"encryption_key_sid":  framework.StringOrNull(from.EncryptionKeySID),
		"on_destroy":          onDestroyDisable,
		"overwrite_existing":  false,
	} {
		resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root(name), value)...)
	}
	resp.Diagnostics.Append(resp.TargetIdentity.SetAttribute(ctx, path.Root("account_sid"), from.AccountSID)...)
}
