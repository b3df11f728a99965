package twilioapi

import "net/http"

// SendThrough puts rt in the place of the transport and the network, so that tests see
// where a client without a base URL would send its requests.
func (c *Client) SendThrough(rt http.RoundTripper) { c.http.Transport = rt }
