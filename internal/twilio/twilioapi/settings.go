package twilioapi

import (
	"context"
	"errors"
	"net/http"
	"slices"

	video "github.com/twilio/twilio-go/rest/video/v1"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// Settings is one of an account's two settings singletons. Twilio's null, absent
// and "" are all the zero value here: they mean the same.
//
// Source: https://www.twilio.com/docs/video/api/recording-settings and
// https://www.twilio.com/docs/video/api/composition-settings
type Settings struct {
	// AccountSID is the account that the settings are of.
	AccountSID string
	// URL is the resource's own address.
	URL string
	// Off says that both switches are off in Twilio's own word. A switch that is null
	// or absent says so only where nothing is there that it could switch.
	Off bool
	SettingsParams
}

// SettingsParams is what can be written of [Settings].
type SettingsParams struct {
	FriendlyName      string
	AWSStorageEnabled bool
	AWSS3URL          string
	AWSCredentialsSID string
	EncryptionEnabled bool
	EncryptionKeySID  string
}

// IsDefault reports whether nothing but the name was ever set: no storage, no
// encryption, and no reference that either would use.
func (p SettingsParams) IsDefault() bool {
	p.FriendlyName = ""
	return p == SettingsParams{}
}

// errNotSettings is a JSON object without any of the fields that every account's
// settings have. Reading it as "all off" would be a guess.
var errNotSettings = errors.New("the answer is JSON, but not Twilio Video settings: account_sid, friendly_name and url are all missing")

// SettingsAPI is one of the two singletons. They differ in path only.
type SettingsAPI struct {
	path  string
	fetch func(*video.ApiService) (*video.VideoV1RecordingSettings, error)
	write func(*video.ApiService, *video.CreateRecordingSettingsParams) (*video.VideoV1RecordingSettings, error)
}

// RecordingSettings says where recordings go: /v1/RecordingSettings/Default.
var RecordingSettings = SettingsAPI{
	path:  "/v1/RecordingSettings/Default",
	fetch: (*video.ApiService).FetchRecordingSettings,
	write: (*video.ApiService).CreateRecordingSettings,
}

// CompositionSettings says where compositions go: /v1/CompositionSettings/Default.
// twilio-go's types for it have the fields of its twin's, which the conversions
// below make the compiler check.
var CompositionSettings = SettingsAPI{
	path: "/v1/CompositionSettings/Default",
	fetch: func(api *video.ApiService) (*video.VideoV1RecordingSettings, error) {
		got, err := api.FetchCompositionSettings()
		return (*video.VideoV1RecordingSettings)(got), err
	},
	write: func(api *video.ApiService, params *video.CreateRecordingSettingsParams) (*video.VideoV1RecordingSettings, error) {
		got, err := api.CreateCompositionSettings((*video.CreateCompositionSettingsParams)(params))
		return (*video.VideoV1RecordingSettings)(got), err
	},
}

// Fetch reads the settings. The error is an [*Error]; it is [ErrNotFound] for an
// account that was never configured, if Twilio answers so.
func (a SettingsAPI) Fetch(ctx context.Context, c *Client) (Settings, error) {
	got, err := a.fetch(c.video(ctx))
	return a.settings(http.MethodGet, got, err)
}

// Write replaces the settings and returns what Twilio then holds. The name and
// both switches are always sent; a string without a value is left out, because
// whether "" clears it or is refused is not documented. The same write twice
// does no harm, so it is repeated after failures that may pass.
func (a SettingsAPI) Write(ctx context.Context, c *Client, p SettingsParams) (Settings, error) {
	params := (&video.CreateRecordingSettingsParams{}).
		SetFriendlyName(p.FriendlyName).
		SetAwsStorageEnabled(p.AWSStorageEnabled).
		SetEncryptionEnabled(p.EncryptionEnabled)
	if p.AWSS3URL != "" {
		params.SetAwsS3Url(p.AWSS3URL)
	}
	if p.AWSCredentialsSID != "" {
		params.SetAwsCredentialsSid(p.AWSCredentialsSID)
	}
	if p.EncryptionKeySID != "" {
		params.SetEncryptionKeySid(p.EncryptionKeySID)
	}
	got, err := a.write(c.video(transport.WithIdempotent(ctx)), params)
	return a.settings(http.MethodPost, got, err)
}

func (a SettingsAPI) settings(method string, got *video.VideoV1RecordingSettings, err error) (Settings, error) {
	if err == nil && got.AccountSid == nil && got.FriendlyName == nil && got.Url == nil {
		err = errNotSettings
	}
	if err != nil {
		if failed := (*Error)(nil); errors.As(err, &failed) {
			return Settings{}, failed
		}
		// A field of another type than documented, or no settings at all.
		return Settings{}, &Error{Method: method, URL: a.path, Foreign: true, Message: err.Error()}
	}
	return Settings{
		AccountSID: orZero(got.AccountSid),
		URL:        orZero(got.Url),
		Off:        isOff(got.AwsStorageEnabled, got.AwsS3Url, got.AwsCredentialsSid) && isOff(got.EncryptionEnabled, got.EncryptionKeySid),
		SettingsParams: SettingsParams{
			FriendlyName:      orZero(got.FriendlyName),
			AWSStorageEnabled: orZero(got.AwsStorageEnabled),
			AWSS3URL:          orZero(got.AwsS3Url),
			AWSCredentialsSID: orZero(got.AwsCredentialsSid),
			EncryptionEnabled: orZero(got.EncryptionEnabled),
			EncryptionKeySID:  orZero(got.EncryptionKeySid),
		},
	}, nil
}

func isOff(toggle *bool, references ...*string) bool {
	if toggle != nil {
		return !*toggle
	}
	return !slices.ContainsFunc(references, func(r *string) bool { return orZero(r) != "" })
}

func orZero[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
