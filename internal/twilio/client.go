// Package twilio holds the client for Twilio's API and the Terraform objects of Twilio. The client files know no Terraform, and the
// object files know no HTTP.
package twilio

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	twilio "github.com/twilio/twilio-go/client"
	accounts "github.com/twilio/twilio-go/rest/accounts/v1"
	video "github.com/twilio/twilio-go/rest/video/v1"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/lazyregexp"
)

// Twilio's quota of the Video API for each account.
// Source: https://www.twilio.com/docs/video/api#rate-limits
const (
	readsPerSecond  = 80
	writesPerSecond = 20
)

// codeNotFound is Twilio's error code of an object that does not exist.
// Source: https://www.twilio.com/docs/api/errors/20404
const codeNotFound = 20404

const (
	wrongCredentials = "Twilio does not accept the credentials. Check the provider's twilio.account_sid with twilio.auth_token, or twilio.api_key with " +
		"twilio.api_key_secret."
	missingPermission = "The credentials lack a permission, or the API key was removed. Use the auth token, or a main or standard API key."
	closedAccount     = "The account is suspended or closed. Look at its status in Twilio's console. Twilio's support reactivates accounts."
)

// adviceByCode is the next step by Twilio's error code. The guide on troubleshooting lists the same codes.
// Source: https://www.twilio.com/docs/api/errors
var adviceByCode = map[int]string{
	10001: closedAccount,
	20003: wrongCredentials,
	20005: closedAccount,
	20008: "The credentials are test credentials, which Video does not accept. Use the live account SID and auth token, or an API key.",
	20403: closedAccount,
	70051: missingPermission,
}

// The hosts of Twilio's products, before region and edge.
const (
	videoHost    = "https://video.twilio.com"
	accountsHost = "https://accounts.twilio.com"
)

// ClientConfig is the configuration of a [Client].
type ClientConfig struct {
	// AccountSID is the account (AC…) of the credentials.
	AccountSID string
	// Username and Password are an account SID and its auth token, or the SID of an API key and its secret.
	Username, Password string
	// Region and Edge select Twilio's hosts. Both may be empty.
	Region, Edge string
	// Location describes region and edge with their sources in messages. It is empty without both.
	Location string
	// BaseURL is an origin that serves all paths instead of Twilio's own hosts. It may be nil.
	BaseURL *url.URL
}

// Client calls Twilio for one account. It is safe for concurrent use.
type Client struct {
	config ClientConfig
	api    *api.Client
}

// NewClient returns a client. It sends nothing. The error is about region and edge.
func NewClient(config ClientConfig, options api.Options) (*Client, error) {
	c := &Client{config: config, api: api.NewClient(api.Vendor{
		Name:               "Twilio",
		StatusPage:         "https://status.twilio.com",
		ConnectionSettings: "the provider's twilio.base_url, twilio.region and twilio.edge",
		TimeoutSettings:    "the provider's request_timeout, or the timeouts of the object",
		RequestIDHeader:    "Twilio-Request-Id",
		ReadsPerSecond:     readsPerSecond,
		WritesPerSecond:    writesPerSecond,
		Authorize: func(_ context.Context, req *http.Request) error {
			req.SetBasicAuth(config.Username, config.Password)
			return nil
		},
		Secrets:          []string{config.Password, config.Username + ":" + config.Password},
		DecodeError:      decodeError,
		Advise:           advise,
		ConnectionAdvice: locationAdvice(config.Location),
	}, options)}
	for _, host := range []string{videoHost, accountsHost} {
		if _, err := c.resolveURL(host); err != nil {
			return nil, fmt.Errorf("region %q and edge %q: %w", config.Region, config.Edge, err)
		}
	}
	return c, nil
}

// AccountSID returns the SID of the configured account.
func (c *Client) AccountSID() string { return c.config.AccountSID }

// resolveURL maps a URL on one of Twilio's hosts to the configured region, edge or base URL.
func (c *Client) resolveURL(rawURL string) (*url.URL, error) {
	// The constructor of twilio-go would read TWILIO_EDGE and TWILIO_REGION, which the configuration may override.
	regional, err := (&twilio.RequestHandler{Region: c.config.Region, Edge: c.config.Edge}).BuildUrl(rawURL)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(regional)
	if err == nil && c.config.BaseURL != nil {
		u.Scheme, u.Host = c.config.BaseURL.Scheme, c.config.BaseURL.Host
	}
	return u, err
}

// call is one call of twilio-go, which builds the request. It sends the request within its context and decodes the response,
// because twilio-go 1.31 has no context and no retries, and takes a redirect for a success. Descriptors have functions of a call and not of
// an ApiService: the linker would keep every method of a type that they mention.
type call struct {
	client *Client
	ctx    context.Context
	// idempotent allows repeating a write that may have been processed.
	idempotent bool
	// secrets are redacted from errors and from the log.
	secrets []string
	// object is a pointer that the response is decoded into. It is nil for a response without a body.
	object any
	// response is set once Twilio has answered.
	response *api.Response
}

var _ twilio.BaseClient = (*call)(nil)

// video returns the Video API of twilio-go for this call.
func (c *call) video() *video.ApiService {
	return video.NewApiService(&twilio.RequestHandler{Client: c})
}

// accounts returns the Accounts API of twilio-go for this call.
func (c *call) accounts() *accounts.ApiService {
	return accounts.NewApiService(&twilio.RequestHandler{Client: c})
}

// SendRequest implements [twilio.BaseClient]. data is the query of a GET or DELETE, and the form of a POST. Twilio-go gets an
// empty object to decode. The error is an [*api.Error].
func (c *call) SendRequest(method, rawURL string, data url.Values, headers map[string]any, _ ...byte) (*http.Response, error) {
	u, err := c.client.resolveURL(rawURL)
	if err != nil {
		return nil, err
	}
	request := api.Request{Method: method, Header: http.Header{}, Idempotent: c.idempotent, Secrets: c.secrets}
	for name, value := range headers {
		request.Header.Set(name, fmt.Sprint(value))
	}
	if method == http.MethodPost {
		request.Body = []byte(data.Encode())
	} else if len(data) > 0 {
		u.RawQuery = data.Encode()
	}
	request.URL = u.String()
	if c.response, err = c.client.api.Do(c.ctx, request); err != nil {
		return nil, err
	}
	if c.object != nil {
		err = c.response.Decode(c.object)
	} else if len(bytes.TrimSpace(c.response.Body)) > 0 {
		// Twilio answers a DELETE with an empty body. A web page with status 200, as of a network with a login page, must not make
		// Terraform forget the object.
		err = c.response.Foreign()
	}
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader("{}"))}, nil
}

// The rest of [twilio.BaseClient]. The API client authorizes requests and limits their duration.

func (c *call) AccountSid() string       { return c.client.config.AccountSID }
func (c *call) SetTimeout(time.Duration) {}
func (c *call) SetOauth(twilio.OAuth)    {}
func (c *call) OAuth() twilio.OAuth      { return nil }

// decodeError reads the body of an error.
// Source: https://www.twilio.com/docs/usage/twilios-response#errors
func decodeError(body []byte) (api.VendorError, bool) {
	var found struct {
		Code     int    `json:"code"`
		Message  string `json:"message"`
		MoreInfo string `json:"more_info"`
	}
	if err := json.Unmarshal(body, &found); err != nil || found.Code == 0 {
		return api.VendorError{}, false
	}
	return api.VendorError{Code: found.Code, Message: found.Message, MoreInfo: twilioLink(found.MoreInfo)}, true
}

var twilioHost = lazyregexp.New(`(?i)^([a-z0-9-]+\.)*twilio\.com$`)

// twilioLink returns a link that a message may show: an https URL on twilio.com, in visible ASCII and without credentials. A proxy or a
// hostile server may have written it. It returns "" for every other link.
func twilioLink(raw string) string {
	const longest = 512
	if len(raw) > longest || strings.ContainsFunc(raw, func(r rune) bool { return r <= ' ' || r >= unicode.MaxASCII }) {
		return ""
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "https" || !twilioHost.MatchString(u.Host) || u.User != nil {
		return ""
	}
	return raw
}

// advise returns the next step for an error of Twilio. The status counts only without a code.
func advise(e *api.Error) string {
	switch {
	case e.Foreign:
		return ""
	case e.Code != 0:
		return adviceByCode[e.Code]
	case e.Status == http.StatusUnauthorized:
		return wrongCredentials
	case e.Status == http.StatusForbidden:
		return missingPermission
	}
	return ""
}

// locationAdvice returns the advice about a region and an edge.
func locationAdvice(location string) string {
	if location == "" {
		return ""
	}
	return fmt.Sprintf("The provider uses %s, and Twilio serves Video from us1. Remove them, or set twilio.region = \"us1\", unless they are intended.",
		location)
}

// isNotFound reports whether Twilio answered that an object does not exist. Any other 404, such as one of a proxy, is no proof of
// that, and would drop an existing object from the state.
func isNotFound(err error) bool {
	failure, ok := errors.AsType[*api.Error](err)
	return ok && failure.Status == http.StatusNotFound && failure.Code == codeNotFound
}

// validateSID protects the path of a request, into which twilio-go puts the SID without escapes. The title names the object.
func validateSID(sid string, format *lazyregexp.Regexp, title string) error {
	if !format.MatchString(sid) {
		return fmt.Errorf("%q is not the SID of a %s; nothing was sent", api.SanitizeValue(sid), title)
	}
	return nil
}

// formatDate returns a date of Twilio in RFC 3339 and UTC. A date in an undocumented format stays as it is.
func formatDate(date string) string {
	for _, layout := range []string{time.RFC3339, time.RFC1123Z, time.RFC1123} {
		if at, err := time.Parse(layout, date); err == nil {
			return at.UTC().Format(time.RFC3339)
		}
	}
	return date
}
