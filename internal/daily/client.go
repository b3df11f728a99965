// Package daily holds the client for Daily's REST API and the Terraform objects of Daily. The client file knows no Terraform, and the
// object files know no HTTP.
package daily

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
)

// Client calls Daily for one domain, which the API key decides. It is safe for concurrent use.
type Client struct {
	url string
	api *api.Client
}

// NewClient returns a client. It sends nothing. baseURL is an origin to use instead of Daily's own, or nil.
func NewClient(apiKey string, baseURL *url.URL, options api.Options) *Client {
	if baseURL == nil {
		baseURL = &url.URL{Scheme: "https", Host: "api.daily.co"}
	}
	return &Client{baseURL.JoinPath("v1").String() + "/", api.NewClient(api.Vendor{
		Name:               "Daily",
		StatusPage:         "https://www.dailystatus.co",
		ConnectionSettings: "the provider's daily.base_url",
		TimeoutSettings:    "the provider's request_timeout, or the timeouts of the resource",
		// Daily counts reads and writes together: 20 requests a second, and 100 in five seconds.
		// Source: https://docs.daily.co/reference/rest-api
		ReadsPerSecond: 10, WritesPerSecond: 10,
		Authorize: func(_ context.Context, req *http.Request) error {
			req.Header.Set("Authorization", "Bearer "+apiKey)
			return nil
		},
		Secrets:     []string{apiKey},
		DecodeError: decodeError,
		Advise:      advise,
	}, options)}
}

// Properties are properties of a domain by name, with the values of JSON. In a write, nil unsets one.
// Source: https://docs.daily.co/reference/rest-api/domain/set-domain-config
type Properties map[string]any

// Domain is the domain of the API key.
type Domain struct {
	Name   string     `json:"domain_name"`
	ID     string     `json:"domain_id"`
	Config Properties `json:"config"`
}

// Fetch reads the domain. The error is an [*api.Error].
func (c *Client) Fetch(ctx context.Context) (Domain, error) {
	response, err := c.api.Do(ctx, api.Request{Method: http.MethodGet, URL: c.url})
	if err != nil {
		return Domain{}, err
	}
	return decodeDomain(response)
}

// Write changes these properties and leaves the others unchanged. It is idempotent, and so it is repeated. Daily does not
// document the body of the response, which may be empty, so read the domain afterwards. The error is an [*api.Error].
func (c *Client) Write(ctx context.Context, properties Properties) error {
	body, err := json.Marshal(map[string]Properties{"properties": properties})
	if err != nil {
		return err
	}
	response, err := c.api.Do(ctx, api.Request{
		Method: http.MethodPost, URL: c.url, Header: http.Header{"Content-Type": {"application/json"}}, Body: body, Idempotent: true,
	})
	if err == nil && len(bytes.TrimSpace(response.Body)) > 0 {
		_, err = decodeDomain(response)
	}
	return err
}

func decodeDomain(response *api.Response) (Domain, error) {
	var domain Domain
	if err := response.Decode(&domain); err != nil {
		return Domain{}, err
	}
	if domain.Name == "" {
		return Domain{}, response.Foreign()
	}
	return domain, nil
}

// decodeError reads the body of an error. Daily documents that error is stable, and that info is not.
func decodeError(body []byte) (api.VendorError, bool) {
	var found struct{ Error, Info string }
	if err := json.Unmarshal(body, &found); err != nil || found.Error == "" {
		return api.VendorError{}, false
	}
	return api.VendorError{Message: strings.TrimSuffix(found.Error+": "+found.Info, ": ")}, true
}

// advise returns the next step by Daily's error, which begins the message.
func advise(e *api.Error) string {
	kind, info, _ := strings.Cut(e.Message, ": ")
	switch {
	case e.Foreign:
		return ""
	case kind == "authentication-error", kind == "authorization-header-error", e.Status == http.StatusUnauthorized:
		return "Daily does not accept the API key. Check the provider's daily.api_key: copy it from Developers in Daily's dashboard."
	case strings.Contains(info, "assume role"):
		return "Check the trust policy of the role, which daily_assume_role_policy returns, and set max_session_duration = 43200 for the role. AWS needs " +
			"some seconds to make a new role known."
	case kind == "forbidden-error":
		return "Check that the plan of the domain includes the properties, and that the API key may change the domain."
	}
	return ""
}
