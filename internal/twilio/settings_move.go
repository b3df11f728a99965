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
)

// communityProvider ends the community provider's address, on whatever registry.
// https://github.com/RJPearson94/terraform-provider-twilio
const communityProvider = "/rjpearson94/twilio"

// communitySettings is the state of the community provider's settings resources,
// schema version 0. Its id and url are left behind: Twilio tells them.
type communitySettings struct {
	AccountSID        string `json:"account_sid"`
	FriendlyName      string `json:"friendly_name"`
	AWSStorageEnabled bool   `json:"aws_storage_enabled"`
	AWSS3URL          string `json:"aws_s3_url"`
	AWSCredentialsSID string `json:"aws_credentials_sid"`
	EncryptionEnabled bool   `json:"encryption_enabled"`
	EncryptionKeySID  string `json:"encryption_key_sid"`
	URL               string `json:"url"`
}

// MoveState implements [resource.ResourceWithMoveState]: a moved block takes the
// settings over from the community provider.
func (r *settingsResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: r.moveFromCommunity}}
}

func (r *settingsResource) moveFromCommunity(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	if !strings.HasSuffix(strings.ToLower(req.SourceProviderAddress), communityProvider) ||
		req.SourceTypeName != r.kind.communityType || req.SourceSchemaVersion != 0 {
		return
	}
	var from communitySettings
	err := json.Unmarshal(req.SourceRawState.JSON, &from)
	if err == nil && from.AccountSID == "" {
		err = errors.New("it names no account")
	}
	if err != nil {
		resp.Diagnostics.AddError("Unreadable state of "+req.SourceTypeName,
			fmt.Sprintf("The state that %s left is not what its schema version 0 describes: %s. Remove it from the state and import the settings instead: %s",
				req.SourceProviderAddress, err, r.howToImport()))
		return
	}
	for name, value := range map[string]any{
		"account_sid":         orNull(from.AccountSID),
		"url":                 orNull(from.URL),
		"friendly_name":       orNull(from.FriendlyName),
		"aws_storage_enabled": from.AWSStorageEnabled,
		"aws_s3_url":          orNull(from.AWSS3URL),
		"aws_credentials_sid": orNull(from.AWSCredentialsSID),
		"encryption_enabled":  from.EncryptionEnabled,
		"encryption_key_sid":  orNull(from.EncryptionKeySID),
		"on_destroy":          onDestroyDisable,
		"overwrite_existing":  false,
	} {
		resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root(name), value)...)
	}
	resp.Diagnostics.Append(resp.TargetIdentity.Set(ctx, settingsIdentity{AccountSID: types.StringValue(from.AccountSID)})...)
}
