// Package twilioapi is a narrow, typed API over twilio-go. It adds what that
// library lacks and the provider needs: contexts, a base URL, retries and
// quotas, redirects that are refused, errors that say what happened. It knows
// nothing of Terraform.
package twilioapi

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	twilio "github.com/twilio/twilio-go/client"
	video "github.com/twilio/twilio-go/rest/video/v1"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// Twilio's quota per account for the Video API.
// Source: https://www.twilio.com/docs/video/api#rate-limits
const (
	readsPerSecond  = 80
	writesPerSecond = 20
)

// The hosts of the Twilio products that the provider uses, before region and edge.
const (
	videoHost    = "https://video.twilio.com"
	accountsHost = "https://accounts.twilio.com"
)

var productHosts = []string{videoHost, accountsHost}

// Config is what a [Client] needs to reach one account.
type Config struct {
	// AccountSID names the account (AC…) that Username belongs to.
	AccountSID string
	// Username and Password are an account SID and its auth token, or an API
	// key's SID and its secret.
	Username, Password string
	// Region and Edge select Twilio's hosts; both may be empty.
	Region, Edge string
	// BaseURL, when set, is one origin that serves every Twilio path, in place
	// of Twilio's own hosts.
	BaseURL *url.URL
	// UserAgent is sent with every request.
	UserAgent string
	// MaxRetries is how often a request is repeated after its first attempt.
	MaxRetries int
	// AttemptTimeout bounds each attempt.
	AttemptTimeout time.Duration
}

// Client calls Twilio for one account. It is safe for concurrent use.
type Client struct {
	config Config
	http   *http.Client
	// twilio are Twilio's own origins, before and after region and edge.
	twilio []string
	// mask keeps the credentials out of what errors quote.
	mask transport.Mask
}

// New returns a client. It sends nothing.
func New(c Config) (*Client, error) {
	client := &Client{config: c}
	var origins []string
	for _, host := range productHosts {
		u, err := client.locate(host)
		if err != nil {
			return nil, err
		}
		origins = append(origins, transport.Origin(u))
		regional, err := client.regional(host)
		if err != nil {
			return nil, err
		}
		client.twilio = append(client.twilio, host, transport.Origin(regional))
	}
	secrets := []string{c.Password, c.Username + ":" + c.Password}
	client.mask = transport.NewMask(secrets...)
	client.http = transport.NewClient(transport.Config{
		UserAgent:      c.UserAgent,
		Origins:        origins,
		Authorize:      func(req *http.Request) { req.SetBasicAuth(c.Username, c.Password) },
		ReadsPerSecond: readsPerSecond, WritesPerSecond: writesPerSecond,
		MaxRetries:      c.MaxRetries,
		AttemptTimeout:  c.AttemptTimeout,
		Secrets:         secrets,
		RequestIDHeader: "Twilio-Request-Id",
		LoggedFields: []string{
			"FriendlyName", "AwsStorageEnabled", "AwsS3Url", "AwsCredentialsSid", "EncryptionEnabled", "EncryptionKeySid",
			"AccountSid",
		},
	})
	return client, nil
}

// AccountSID is the account that the client was configured for.
func (c *Client) AccountSID() string { return c.config.AccountSID }

// locate maps a URL on one of Twilio's hosts to the one that serves it under
// this configuration.
func (c *Client) locate(rawURL string) (*url.URL, error) {
	u, err := c.regional(rawURL)
	if err == nil && c.config.BaseURL != nil {
		u.Scheme, u.Host = c.config.BaseURL.Scheme, c.config.BaseURL.Host
	}
	return u, err
}

// regional maps a URL on one of Twilio's hosts to that of the region and edge.
func (c *Client) regional(rawURL string) (*url.URL, error) {
	// twilio-go's own constructor reads TWILIO_EDGE and TWILIO_REGION behind
	// the configuration's back, so the handler is built here.
	located, err := (&twilio.RequestHandler{Region: c.config.Region, Edge: c.config.Edge}).BuildUrl(rawURL)
	if err != nil {
		return nil, fmt.Errorf("region %q and edge %q: %w", c.config.Region, c.config.Edge, err)
	}
	u, err := url.Parse(located)
	if err != nil {
		return nil, fmt.Errorf("region %q and edge %q: %w", c.config.Region, c.config.Edge, err)
	}
	return u, nil
}

// video is the Video API bound to ctx, which twilio-go's methods cannot take.
func (c *Client) video(ctx context.Context) *video.ApiService {
	return video.NewApiService(&twilio.RequestHandler{Client: &session{client: c, ctx: ctx}})
}
