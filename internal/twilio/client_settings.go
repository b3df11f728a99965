package twilio

import (
	"context"
	"errors"
	"fmt"

	video "github.com/twilio/twilio-go/rest/video/v1"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
)

// Settings is one of the two settings singletons of an account. Null, absent and "" in Twilio's response are the zero value.
//
// Source: https://www.twilio.com/docs/video/api/recording-settings and https://www.twilio.com/docs/video/api/composition-settings
type Settings struct {
	AccountSID string
	URL        string
	SettingsParams
	// Off reports whether both switches are off. An absent switch is off only if no reference is set that it would enable.
	Off bool
}

// SettingsParams are the writable fields of [Settings].
type SettingsParams struct {
	FriendlyName      string
	AWSStorageEnabled bool
	AWSS3URL          string
	AWSCredentialsSID string
	EncryptionEnabled bool
	EncryptionKeySID  string
}

// IsDefault reports whether only the name was ever set.
func (p SettingsParams) IsDefault() bool {
	p.FriendlyName = ""
	return p == SettingsParams{}
}

// SettingsAPI is one of the two singletons, which differ in their paths only.
type SettingsAPI struct {
	fetch func(*call) error
	write func(*call, *video.CreateRecordingSettingsParams) error
}

// RecordingSettings is /v1/RecordingSettings/Default.
var RecordingSettings = SettingsAPI{
	fetch: func(c *call) error {
		_, err := c.video().FetchRecordingSettings()
		return err
	},
	write: func(c *call, params *video.CreateRecordingSettingsParams) error {
		_, err := c.video().CreateRecordingSettings(params)
		return err
	},
}

// CompositionSettings is /v1/CompositionSettings/Default. The conversion makes the compiler check that twilio-go has the same
// parameters for it.
var CompositionSettings = SettingsAPI{
	fetch: func(c *call) error {
		_, err := c.video().FetchCompositionSettings()
		return err
	},
	write: func(c *call, params *video.CreateRecordingSettingsParams) error {
		_, err := c.video().CreateCompositionSettings((*video.CreateCompositionSettingsParams)(params))
		return err
	},
}

// Fetch reads the settings of the configured account. It returns false for an account that was never configured: Twilio does not document whether it
// then answers 404, null or defaults. The error is an [*api.Error] or an [*OtherAccountError].
func (a SettingsAPI) Fetch(ctx context.Context, c *Client) (Settings, bool, error) {
	settings, err := a.do(&call{client: c, ctx: ctx}, a.fetch)
	if isNotFound(err) || errors.Is(err, api.ErrNull) {
		return Settings{AccountSID: c.AccountSID()}, false, nil
	}
	return settings, err == nil, err
}

// Write writes the settings and returns Twilio's response. It sends the name and both switches, and a reference only if it is set,
// because Twilio does not document whether it accepts an empty one. The write is idempotent, and so it is repeated. The error is as that of Fetch.
func (a SettingsAPI) Write(ctx context.Context, c *Client, p SettingsParams) (Settings, error) {
	params := &video.CreateRecordingSettingsParams{
		FriendlyName:      &p.FriendlyName,
		AwsStorageEnabled: &p.AWSStorageEnabled,
		AwsS3Url:          nilIfEmpty(p.AWSS3URL),
		AwsCredentialsSid: nilIfEmpty(p.AWSCredentialsSID),
		EncryptionEnabled: &p.EncryptionEnabled,
		EncryptionKeySid:  nilIfEmpty(p.EncryptionKeySID),
	}
	return a.do(&call{client: c, ctx: ctx, idempotent: true}, func(c *call) error { return a.write(c, params) })
}

// OtherAccountError is a response about another account than the configured one.
type OtherAccountError struct {
	// Configured and Reached are SIDs of accounts.
	Configured, Reached string
}

func (e *OtherAccountError) Error() string {
	return fmt.Sprintf("the provider is configured for account %s, but its credentials reach account %s", e.Configured, api.SanitizeValue(e.Reached))
}

func (a SettingsAPI) do(c *call, request func(*call) error) (Settings, error) {
	// twilio-go has the same fields for both singletons.
	var got video.VideoV1RecordingSettings
	c.object = &got
	if err := request(c); err != nil {
		return Settings{}, err
	}
	if got.AccountSid == nil && got.FriendlyName == nil && got.Url == nil {
		// To take such an object for settings that are off would be a guess.
		return Settings{}, c.response.Foreign()
	}
	settings := Settings{
		AccountSID: zeroIfNil(got.AccountSid),
		URL:        zeroIfNil(got.Url),
		SettingsParams: SettingsParams{
			FriendlyName:      zeroIfNil(got.FriendlyName),
			AWSStorageEnabled: zeroIfNil(got.AwsStorageEnabled),
			AWSS3URL:          zeroIfNil(got.AwsS3Url),
			AWSCredentialsSID: zeroIfNil(got.AwsCredentialsSid),
			EncryptionEnabled: zeroIfNil(got.EncryptionEnabled),
			EncryptionKeySID:  zeroIfNil(got.EncryptionKeySid),
		},
	}
	p := settings.SettingsParams
	storageOff := !p.AWSStorageEnabled && (got.AwsStorageEnabled != nil || (p.AWSS3URL == "" && p.AWSCredentialsSID == ""))
	encryptionOff := !p.EncryptionEnabled && (got.EncryptionEnabled != nil || p.EncryptionKeySID == "")
	settings.Off = storageOff && encryptionOff
	if settings.AccountSID == "" {
		settings.AccountSID = c.client.AccountSID()
	}
	if settings.AccountSID != c.client.AccountSID() {
		return Settings{}, &OtherAccountError{Configured: c.client.AccountSID(), Reached: settings.AccountSID}
	}
	return settings, nil
}

func nilIfEmpty(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func zeroIfNil[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
