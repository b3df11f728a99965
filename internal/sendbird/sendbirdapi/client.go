// Package sendbirdapi is a narrow, typed API for Sendbird Live's cloud recordings.
// It knows nothing of Terraform.
package sendbirdapi

import (
	"net/http"
	"net/url"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// Config is what a [Client] needs to reach one application.
type Config struct {
	// ApplicationID names the application that APIToken belongs to. It becomes a
	// part of the host.
	ApplicationID string
	APIToken      string
	// BaseURL, when set, is the origin to use in place of Sendbird's own.
	BaseURL *url.URL
	// UserAgent is sent with every request.
	UserAgent string
	// MaxRetries is how often a request is repeated after its first attempt.
	MaxRetries int
}

// Client calls Sendbird for one application. It is safe for concurrent use.
type Client struct {
	config Config
	base   *url.URL
	http   *http.Client
	// mask keeps the token out of what errors quote.
	mask transport.Mask
}

// New returns a client. It sends nothing. Sendbird documents no rate limit, and not
// how long a copy takes: only the context of a call bounds it.
//
// Source: https://sendbird.com/docs/live/platform-api/v1/cloud-recording/overview-cloud-recording
func New(c Config) (*Client, error) {
	base := c.BaseURL
	if base == nil {
		var err error
		if base, err = url.Parse("https://api-" + c.ApplicationID + ".calls.sendbird.com"); err != nil {
			return nil, err
		}
	}
	return &Client{
		config: c,
		base:   base,
		mask:   transport.NewMask(c.APIToken),
		http: transport.NewClient(transport.Config{
			UserAgent:  c.UserAgent,
			Origins:    []string{transport.Origin(base)},
			Authorize:  func(req *http.Request) { req.Header.Set("Api-Token", c.APIToken) },
			MaxRetries: c.MaxRetries,
			Secrets:    []string{c.APIToken},
		}),
	}, nil
}

// ApplicationID is the application that the client was configured for.
func (c *Client) ApplicationID() string { return c.config.ApplicationID }
