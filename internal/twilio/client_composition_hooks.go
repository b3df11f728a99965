package twilio

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	video "github.com/twilio/twilio-go/rest/video/v1"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/lazyregexp"
)

// CompositionHook is a template by which Twilio composes the recordings of each completed room. "" in place of a text means null or absent
// in Twilio's response.
//
// Source: https://www.twilio.com/docs/video/api/composition-hooks
type CompositionHook struct {
	SID        string `json:"sid"`
	AccountSID string `json:"account_sid"`
	// DateCreated and DateUpdated are in RFC 3339 and UTC.
	DateCreated string `json:"date_created"`
	DateUpdated string `json:"date_updated"`
	URL         string `json:"url"`
	CompositionHookParams
}

// CompositionHookParams are the writable fields of a [CompositionHook].
type CompositionHookParams struct {
	FriendlyName         string      `json:"friendly_name"`
	Enabled              bool        `json:"enabled"`
	AudioSources         []string    `json:"audio_sources"`
	AudioSourcesExcluded []string    `json:"audio_sources_excluded"`
	VideoLayout          VideoLayout `json:"video_layout"`
	Resolution           string      `json:"resolution"`
	Format               string      `json:"format"`
	Trim                 bool        `json:"trim"`
	StatusCallback       string      `json:"status_callback"`
	StatusCallbackMethod string      `json:"status_callback_method"`
}

// defaultResolution is the resolution of a hook without one.
const defaultResolution = "640x480"

// UnmarshalJSON decodes a hook of Twilio's response. A field that is null or absent has Twilio's documented default.
func (h *CompositionHook) UnmarshalJSON(data []byte) error {
	type plain CompositionHook
	decoded := plain{CompositionHookParams: CompositionHookParams{
		Enabled: true, Resolution: defaultResolution, Format: "webm", Trim: true, StatusCallbackMethod: "POST",
	}}
	if err := json.Unmarshal(data, &decoded); err != nil {
		return err
	}
	*h = CompositionHook(decoded)
	h.DateCreated, h.DateUpdated = formatDate(h.DateCreated), formatDate(h.DateUpdated)
	return nil
}

// CreateCompositionHook creates a hook. The request is repeated only where Twilio certainly did not process it, because Twilio would refuse the name
// of a hook that the first attempt created. The error is an [*api.Error].
func (c *Client) CreateCompositionHook(ctx context.Context, p CompositionHookParams) (CompositionHook, error) {
	u := p.asUpdate()
	return doCompositionHook(&call{client: c, ctx: ctx, secrets: p.secrets()}, "", func(c *call) error {
		_, err := c.video().CreateCompositionHook(&video.CreateCompositionHookParams{
			FriendlyName: u.FriendlyName, Enabled: u.Enabled, VideoLayout: u.VideoLayout, AudioSources: u.AudioSources,
			AudioSourcesExcluded: u.AudioSourcesExcluded, Resolution: u.Resolution, Format: u.Format, Trim: u.Trim,
			StatusCallback: u.StatusCallback, StatusCallbackMethod: u.StatusCallbackMethod,
		})
		return err
	})
}

// FetchCompositionHook reads a hook. The error is an [*api.Error] or an [*OtherAccountError]; isNotFound tells whether the hook does not exist.
func (c *Client) FetchCompositionHook(ctx context.Context, sid string) (CompositionHook, error) {
	if err := validateSID(sid, compositionHookSID, "composition hook"); err != nil {
		return CompositionHook{}, err
	}
	return doCompositionHook(&call{client: c, ctx: ctx}, sid, func(c *call) error {
		_, err := c.video().FetchCompositionHook(sid)
		return err
	})
}

// UpdateCompositionHook replaces all writable fields of a hook and returns Twilio's response. The write is idempotent, and so it is repeated.
// The error is as that of FetchCompositionHook.
func (c *Client) UpdateCompositionHook(ctx context.Context, sid string, p CompositionHookParams) (CompositionHook, error) {
	if err := validateSID(sid, compositionHookSID, "composition hook"); err != nil {
		return CompositionHook{}, err
	}
	return doCompositionHook(&call{client: c, ctx: ctx, idempotent: true, secrets: p.secrets()}, sid, func(c *call) error {
		_, err := c.video().UpdateCompositionHook(sid, p.asUpdate())
		return err
	})
}

// DeleteCompositionHook deletes a hook. The error is an [*api.Error]; isNotFound tells whether the hook does not exist, perhaps because an earlier
// attempt deleted it.
func (c *Client) DeleteCompositionHook(ctx context.Context, sid string) error {
	if err := validateSID(sid, compositionHookSID, "composition hook"); err != nil {
		return err
	}
	return (&call{client: c, ctx: ctx, idempotent: true}).video().DeleteCompositionHook(sid)
}

// ListCompositionHooks returns the hooks of the account in Twilio's order, at most limit if that is positive. A name that is not empty selects
// hooks without regard to case, and an asterisk in it stands for any text. The error is a [*PageError] or an [*OtherAccountError].
func (c *Client) ListCompositionHooks(ctx context.Context, name string, limit int64) (all []CompositionHook, err error) {
	list := List[CompositionHook]{
		host: videoHost, path: "/v1/CompositionHooks", key: "composition_hooks",
		sid: func(hook *CompositionHook) string { return hook.SID },
	}
	options := ListOptions{PageSize: 1000, Limit: limit, Filters: url.Values{}}
	if name != "" {
		options.Filters.Set("FriendlyName", name)
	}
	for page, err := range list.Pages(ctx, c, options) {
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
	}
	for _, hook := range all {
		if hook.AccountSID != "" && hook.AccountSID != c.AccountSID() {
			return nil, &OtherAccountError{Configured: c.AccountSID(), Reached: hook.AccountSID}
		}
	}
	return all, nil
}

// FindCompositionHook returns the hook with a name, or else one with a name that differs only in case, because Twilio does not document whether
// case counts. The error is as that of ListCompositionHooks.
func (c *Client) FindCompositionHook(ctx context.Context, name string) (hook CompositionHook, found bool, err error) {
	all, err := c.ListCompositionHooks(ctx, name, 0)
	for _, h := range all {
		if h.FriendlyName == name {
			return h, true, nil
		}
		if strings.EqualFold(h.FriendlyName, name) {
			hook, found = h, true
		}
	}
	return hook, found, err
}

// asUpdate returns the form of a request, which always has the values of every field. Twilio replaces a field that an update omits by its default, and
// documents {} for no layout.
func (p CompositionHookParams) asUpdate() *video.UpdateCompositionHookParams {
	layout := any(p.VideoLayout.withoutDefaults(p.Resolution))
	return &video.UpdateCompositionHookParams{
		FriendlyName: &p.FriendlyName, Enabled: &p.Enabled, VideoLayout: &layout, AudioSources: &p.AudioSources, AudioSourcesExcluded: &p.AudioSourcesExcluded,
		Trim: &p.Trim, Format: nilIfEmpty(p.Format), Resolution: &p.Resolution, StatusCallback: nilIfEmpty(p.StatusCallback),
		StatusCallbackMethod: nilIfEmpty(p.StatusCallbackMethod),
	}
}

// secrets returns the password in the URL of the status callback, if there is one.
func (p CompositionHookParams) secrets() []string {
	if u, err := url.Parse(p.StatusCallback); err == nil {
		if password, ok := u.User.Password(); ok && password != "" {
			return []string{password}
		}
	}
	return nil
}

// doCompositionHook makes a request about the hook with the SID, which is empty for a creation. A created hook is returned even if it is in
// another account, so that it does not get lost.
func doCompositionHook(c *call, sid string, request func(*call) error) (CompositionHook, error) {
	var got CompositionHook
	c.object = &got
	if err := request(c); err != nil {
		return CompositionHook{}, err
	}
	switch {
	case !compositionHookSID.MatchString(got.SID):
		return CompositionHook{}, c.response.Foreign()
	case sid != "" && got.SID != sid:
		return CompositionHook{}, c.response.Unusable(fmt.Sprintf("the response is about another composition hook, %s", got.SID))
	case got.AccountSID == "":
		got.AccountSID = c.client.AccountSID()
	case sid != "" && got.AccountSID != c.client.AccountSID():
		return CompositionHook{}, &OtherAccountError{Configured: c.client.AccountSID(), Reached: got.AccountSID}
	}
	return got, nil
}

// isRefusal reports whether Twilio itself refused the values of a request. Twilio does not document the code for a name that is in use.
func isRefusal(failure *api.Error) bool {
	return failure.Code != 0 && (failure.Status == http.StatusBadRequest || failure.Status == http.StatusConflict)
}

var compositionHookSID = lazyregexp.New(`^HK[0-9a-fA-F]{32}$`)
