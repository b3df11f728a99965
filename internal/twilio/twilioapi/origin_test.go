package twilioapi_test

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/contract"
	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// network stands in for all of Twilio's hosts, and holds each request to the
// descriptions: it must be for the operation, on the host that serves that.
type network struct {
	t         *testing.T
	contract  *contract.Contract
	operation string
	// answer is what every request gets.
	answer   contract.Example
	requests int
}

func (n *network) RoundTrip(r *http.Request) (*http.Response, error) {
	n.requests++
	operation, origin := n.contract.Described(r)
	if operation != n.operation || origin == "" || origin != transport.Origin(r.URL) {
		n.t.Errorf("%s %s is sent to %s; the descriptions have it as %q on %q", r.Method, r.URL.Path, transport.Origin(r.URL), operation, origin)
	}
	return &http.Response{
		StatusCode: n.answer.Status, Header: http.Header{"Content-Type": {n.answer.ContentType}}, Request: r,
		Body: io.NopCloser(bytes.NewReader(n.answer.Body)), ContentLength: int64(len(n.answer.Body)),
	}, nil
}

// TestContractOfEveryOrigin calls every operation without a base URL. A sandbox serves all
// of Twilio's hosts at one, so what crosses it cannot show a request for the wrong host.
func TestContractOfEveryOrigin(t *testing.T) {
	t.Parallel()
	c := contract.Require(t)
	examples, err := c.Examples()
	if err != nil {
		t.Fatal(err)
	}
	for operation, d := range decodings {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			n := &network{t: t, contract: c, operation: operation, answer: contract.Example{Status: http.StatusNoContent}}
			if i := slices.IndexFunc(examples, func(e contract.Example) bool { return e.Operation == operation }); i >= 0 {
				n.answer = examples[i]
			}
			client, err := twilioapi.New(twilioapi.Config{AccountSID: exampleAccount, Username: exampleAccount, Password: "secret"})
			if err != nil {
				t.Fatal(err)
			}
			client.SendThrough(n)
			if _, err := d.call(t.Context(), client); err != nil {
				t.Error(err)
			}
			if n.requests != 1 {
				t.Errorf("it sends %d requests, want 1", n.requests)
			}
		})
	}
}
