package twilioapi

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

const (
	fuzzedAccount = "AC0123456789abcdef0123456789abcdef"
	fuzzedSID     = "CR0123456789abcdef0123456789abcdef"
	// What no error may show, and what stands for it in an answer.
	fuzzedToken, fuzzedSecret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKE="
	echo                      = "{secret}"
	// mostFuzzed bounds an answer, in bytes.
	mostFuzzed = 64 << 10
	// mostTold bounds an error's text, in bytes: a server may fill several parts of it.
	mostTold = 8 << 10
)

// canned answers every request with what was made up for it, without a network.
type canned struct {
	t      testing.TB
	status int
	header http.Header
	// bodies are answered one after the other, and the last of them from then on.
	bodies []string
	asked  []*url.URL
}

// cannedClient is a client, and what it has in place of a network.
func cannedClient(t testing.TB, status int, header http.Header, bodies ...string) (*Client, *canned) {
	t.Helper()
	client, err := New(Config{AccountSID: fuzzedAccount, Username: fuzzedAccount, Password: fuzzedToken})
	if err != nil {
		t.Fatal(err)
	}
	c := &canned{t: t, status: status, header: header, bodies: bodies}
	client.http.Transport = c
	return client, c
}

func (c *canned) RoundTrip(req *http.Request) (*http.Response, error) {
	if got := transport.Origin(req.URL); got != videoHost && got != accountsHost {
		c.t.Errorf("a request went to %s", got)
	}
	if len(c.asked) > len(c.bodies) {
		// The last page came twice, and was not noticed.
		c.t.Errorf("request %d for %d answers", len(c.asked)+1, len(c.bodies))
		return nil, errors.New("no more answers")
	}
	body := echoed(c.bodies[min(len(c.asked), len(c.bodies)-1)])
	c.asked = append(c.asked, req.URL)
	return &http.Response{
		StatusCode: c.status, Header: c.header, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: req,
	}, nil
}

// echoed is a body of a server that echoes what it was sent.
func echoed(body string) string {
	return strings.ReplaceAll(body, echo, fuzzedToken+" "+url.QueryEscape(fuzzedSecret)+strings.ReplaceAll(fuzzedSecret, "/", `\/`))
}

// fuzzedCalls are all that take one answer. The one at deletion looks at no body.
var fuzzedCalls = []func(context.Context, *Client) error{
	func(ctx context.Context, c *Client) error { _, err := RecordingSettings.Fetch(ctx, c); return err },
	func(ctx context.Context, c *Client) error { _, err := CompositionSettings.Fetch(ctx, c); return err },
	func(ctx context.Context, c *Client) error {
		_, err := RecordingSettings.Write(ctx, c, SettingsParams{FriendlyName: "name"})
		return err
	},
	func(ctx context.Context, c *Client) error {
		_, err := CompositionSettings.Write(ctx, c, SettingsParams{FriendlyName: "name"})
		return err
	},
	func(ctx context.Context, c *Client) error {
		_, err := AWSCredentials.Create(ctx, c, NewCredential{Material: AWSKey("AKIAIOSFODNN7EXAMPLE", fuzzedSecret)})
		return err
	},
	func(ctx context.Context, c *Client) error {
		_, err := AWSCredentials.Rename(ctx, c, fuzzedSID, "name")
		return err
	},
	func(ctx context.Context, c *Client) error { _, err := PublicKeys.Fetch(ctx, c, fuzzedSID); return err },
	func(ctx context.Context, c *Client) error { return PublicKeys.Delete(ctx, c, fuzzedSID) },
	func(ctx context.Context, c *Client) error { _, err := AWSCredentials.List(ctx, c); return err },
}

const deletion = 7

// told is an [*Error] that may be shown.
func told(t *testing.T, err error) *Error {
	t.Helper()
	wantTold(t, err)
	failed, _ := errors.AsType[*Error](err)
	return failed
}

// wantTold wants an [*Error] that may be shown: on one line, short, without characters
// that steer a terminal, and without the account's token.
func wantTold(t *testing.T, err error) {
	t.Helper()
	failed, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("error %v (%T), want an *Error", err, err)
	}
	for what, text := range map[string]string{"the error": err.Error(), "its message": failed.Message, "more_info": failed.MoreInfo} {
		if !utf8.ValidString(text) || len(text) > mostTold {
			t.Errorf("%s has %d bytes: %.300q", what, len(text), text)
		}
		if at := strings.IndexFunc(text, func(r rune) bool {
			return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029'
		}); at >= 0 {
			t.Errorf("%s has a control character: %.300q", what, text[at:])
		}
		if strings.Contains(text, fuzzedToken) {
			t.Errorf("%s has the token: %q", what, text)
		}
	}
}
