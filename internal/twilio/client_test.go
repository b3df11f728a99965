package twilio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/hostile"
	"github.com/videostorage/terraform-provider-videostorage/internal/api"
)

const (
	testAccountSID    = "AC0123456789abcdef0123456789abcdef"
	testCredentialSID = "CR0123456789abcdef0123456789ABCDEF"
	testBucketURL     = "https://my-bucket.s3.amazonaws.com/recordings"
	testToken         = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
	testSecret        = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKE="
	// echoMark stands for the secrets of the request in a response.
	echoMark = "{secret}"
	// maxFuzzedBody bounds a fuzzed response, in bytes.
	maxFuzzedBody = 64 << 10
)

var testSettings = SettingsParams{
	FriendlyName: "all", AWSStorageEnabled: true, AWSS3URL: testBucketURL, AWSCredentialsSID: testCredentialSID,
	EncryptionEnabled: true, EncryptionKeySID: testCredentialSID,
}

// clientCall is a request that the client can make.
type clientCall func(context.Context, *Client) error

// clientCalls are one call for each way in which the client makes a request and reads the response.
var clientCalls = map[string]clientCall{
	"fetch settings": func(ctx context.Context, c *Client) error { _, _, err := RecordingSettings.Fetch(ctx, c); return err },
	"write settings": func(ctx context.Context, c *Client) error {
		_, err := CompositionSettings.Write(ctx, c, testSettings)
		return err
	},
	"create credential": func(ctx context.Context, c *Client) error {
		_, err := AWSCredentials.Create(ctx, c, testKey)
		return err
	},
	"fetch credential": func(ctx context.Context, c *Client) error {
		_, err := PublicKeys.Fetch(ctx, c, testCredentialSID)
		return err
	},
	"rename credential": func(ctx context.Context, c *Client) error {
		_, err := AWSCredentials.Rename(ctx, c, testCredentialSID, "renamed")
		return err
	},
	"delete credential": func(ctx context.Context, c *Client) error { return PublicKeys.Delete(ctx, c, testCredentialSID) },
	"list credentials":  func(ctx context.Context, c *Client) error { _, err := AWSCredentials.List(ctx, c, 0); return err },
}

// cannedTwilio answers the requests to all of Twilio's hosts with its bodies, one after the other, without a network.
type cannedTwilio struct {
	status   int
	header   http.Header
	bodies   []string
	requests []*http.Request
	forms    []url.Values
}

func (n *cannedTwilio) RoundTrip(req *http.Request) (*http.Response, error) {
	if len(n.requests) == len(n.bodies) {
		return nil, errors.New("there are no more responses")
	}
	if err := req.ParseForm(); err != nil {
		return nil, err
	}
	body := echoSecrets(n.bodies[len(n.requests)], req.PostForm)
	n.requests, n.forms = append(n.requests, req), append(n.forms, req.PostForm)
	return &http.Response{
		StatusCode: n.status, Header: n.header.Clone(), Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: req,
	}, nil
}

// echoSecrets returns the body of a server that quotes the request.
func echoSecrets(body string, form url.Values) string {
	secrets := testToken
	if form.Has("Credentials") {
		secrets += " " + url.QueryEscape(testSecret) + strings.ReplaceAll(testSecret, "/", `\/`)
	}
	return strings.ReplaceAll(body, echoMark, secrets)
}

// newCannedClient returns a client without retries, and the stand-in for Twilio's hosts.
func newCannedClient(t testing.TB, status int, bodies ...string) (*Client, *cannedTwilio) {
	t.Helper()
	twilio := &cannedTwilio{status: status, header: http.Header{}, bodies: bodies}
	return newTestClient(t, ClientConfig{}, api.Options{Transport: twilio}), twilio
}

func newTestClient(t testing.TB, config ClientConfig, options api.Options) *Client {
	t.Helper()
	if config.AccountSID == "" {
		config.AccountSID, config.Username, config.Password = testAccountSID, testAccountSID, testToken
	}
	options.UserAgent = "provider/1"
	client, err := NewClient(config, options)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// expectAPIError expects an [*api.Error] that a message may show.
func expectAPIError(t *testing.T, err error) *api.Error {
	t.Helper()
	failure, ok := errors.AsType[*api.Error](err)
	if !ok {
		t.Fatalf("error %v (%T), want an *api.Error", err, err)
	}
	expectShowable(t, err.Error())
	expectShowable(t, failure.MoreInfo)
	return failure
}

// expectShowable expects a short text on one line, without invisible characters and secrets.
func expectShowable(t *testing.T, text string) {
	t.Helper()
	if !utf8.ValidString(text) || len(text) > 4<<10 {
		t.Errorf("%d bytes: %.300q", len(text), text)
	}
	if at := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }); at >= 0 {
		t.Errorf("an invisible character: %.300q", text[at:])
	}
	for _, secret := range []string{testToken, testSecret[:20], testSecret[20:]} {
		if strings.Contains(text, secret) {
			t.Errorf("a secret: %q", text)
		}
	}
}

// The environment variables of twilio-go would override the configuration.
func TestConfigurationAloneSelectsHostsAndCredentials(t *testing.T) {
	t.Setenv("TWILIO_REGION", "au1")
	t.Setenv("TWILIO_EDGE", "sydney")
	t.Setenv("TWILIO_AUTH_TOKEN", "another")
	const password = "p@ss:w/o+rd=&%25?# \"quote\" back\\slash ä"
	for name, tt := range map[string]struct{ region, edge, base, want string }{
		"default":              {"", "", "", "https://PRODUCT.twilio.com"},
		"region":               {"ie1", "", "", "https://PRODUCT.ie1.twilio.com"},
		"region and edge":      {"ie1", "dublin", "", "https://PRODUCT.dublin.ie1.twilio.com"},
		"base URL before both": {"ie1", "dublin", "http://127.0.0.1:8080", "http://127.0.0.1:8080"},
	} {
		for do, call := range clientCalls {
			twilio := &cannedTwilio{status: 404, bodies: []string{""}}
			c := newTestClient(t, ClientConfig{
				AccountSID: testAccountSID, Username: "SK1", Password: password, Region: tt.region, Edge: tt.edge, BaseURL: api.ParseBaseURL(tt.base),
			}, api.Options{Transport: twilio})
			product := map[bool]string{true: "video", false: "accounts"}[strings.Contains(do, "settings")]
			if err := call(t.Context(), c); expectAPIError(t, err).Status != 404 {
				t.Errorf("%s, %s: error %v", name, do, err)
			}
			r := twilio.requests[0]
			if r.URL.Scheme+"://"+r.URL.Host != strings.Replace(tt.want, "PRODUCT", product, 1) {
				t.Errorf("%s, %s: the request goes to %s", name, do, r.URL)
			}
			username, sent, _ := r.BasicAuth()
			if username != "SK1" || sent != password || r.Header.Get("Accept") != "application/json" || r.Header.Get("User-Agent") != "provider/1" {
				t.Errorf("%s, %s: user %s, header %v", name, do, username, r.Header)
			}
		}
	}
}

// The advice follows Twilio's code, and the status if there is no code.
func TestErrorsOfTwilioAndOfOthers(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		status            int
		body              string
		foreign, notFound bool
		code              int
		says, advice      string
	}{
		"refused":               {400, `{"code":20001,"message":"Missing parameter","status":400,"details":{"a":1}}`, false, false, 20001, "HTTP status 400, Twilio error 20001: Missing parameter", "Correct the values"},
		"no such object":        {404, `{"code":20404,"message":"The requested resource was not found","status":404}`, false, true, 20404, "Twilio error 20404", "Correct the values"},
		"gone":                  {410, `{"code":20404,"message":"m"}`, false, false, 20404, "HTTP status 410", "Correct the values"},
		"404, empty":            {404, "", false, false, 0, "HTTP status 404", "Another server than Twilio's API"},
		"404, a web page":       {404, "<html>404 page not found</html>", true, false, 0, "it begins: <html>404 page not found</html>", "Another server than Twilio's API"},
		"404, a gateway's JSON": {404, `{"message":"no Route matched with those values"}`, true, false, 0, "it begins: {", "Another server than Twilio's API"},
		"a code that is text":   {400, `{"code":"20404","message":"m"}`, true, false, 0, `it begins: {"code":"20404"`, "Another server than Twilio's API"},
		"null":                  {400, "null", true, false, 0, "it begins: null", "Another server than Twilio's API"},
		"outage":                {503, "<html>\n<h1>Unavailable</h1>", true, false, 0, "it begins: <html> <h1>Unavailable</h1>", "The fault is at Twilio or on the way there. Look at https://status.twilio.com"},
		"credentials":           {401, `{"code":20003,"message":"m"}`, false, false, 20003, "HTTP status 401", "Twilio does not accept the credentials."},
		"permission":            {401, `{"code":70051,"message":"m"}`, false, false, 70051, "HTTP status 401", "The credentials lack a permission"},
		"forbidden":             {403, `{"code":20003,"message":"m"}`, false, false, 20003, "HTTP status 403", "Twilio does not accept the credentials."},
		"closed":                {403, `{"code":20403,"message":"m"}`, false, false, 20403, "HTTP status 403", closedAccount},
		"suspended":             {403, `{"code":20005,"message":"m"}`, false, false, 20005, "HTTP status 403", closedAccount},
		"inactive":              {401, `{"code":10001,"message":"m"}`, false, false, 10001, "HTTP status 401", closedAccount},
		"test credentials":      {403, `{"code":20008,"message":"m"}`, false, false, 20008, "HTTP status 403", "The credentials are test credentials"},
		"401, empty":            {401, "", false, false, 0, "HTTP status 401", wrongCredentials},
		"403, empty":            {403, "", false, false, 0, "HTTP status 403", missingPermission},
		"401, another code":     {401, `{"code":99999,"message":"m"}`, false, false, 99999, "HTTP status 401", "Correct the values"},
		"403, another code":     {403, `{"code":99999,"message":"m"}`, false, false, 99999, "HTTP status 403", "Correct the values"},
		"redirect":              {302, `{"code":20404}`, false, false, 0, "HTTP status 302: it redirects to https://login.example, which is never followed", "Another server than Twilio's API"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, twilio := newCannedClient(t, tt.status, tt.body)
			twilio.header.Set("Location", "https://user:"+testToken+"@login.example/?token="+testToken)
			_, err := PublicKeys.Fetch(t.Context(), c, testCredentialSID)
			failure := expectAPIError(t, err)
			if failure.Status != tt.status || failure.Code != tt.code || failure.Foreign != tt.foreign || isNotFound(err) != tt.notFound {
				t.Errorf("error %+v, not found: %t", failure, isNotFound(err))
			}
			if !strings.Contains(err.Error(), tt.says) || !strings.HasPrefix(failure.Advice(), tt.advice) {
				t.Errorf("error %q with advice %q, want %q and %q", err, failure.Advice(), tt.says, tt.advice)
			}
		})
	}
}

func TestTroubleshootingListsTheCodesWithAdvice(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../templates/guides/troubleshooting.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	for code := range adviceByCode {
		if !strings.Contains(string(guide), fmt.Sprintf("| %d |", code)) {
			t.Errorf("the guide does not list %d", code)
		}
	}
}

// Source: https://www.twilio.com/docs/video/api#rate-limits
func TestRequestsKeepToTwiliosQuota(t *testing.T) {
	t.Parallel()
	for do, perSecond := range map[string]int{"fetch settings": 80, "write settings": 20} {
		synctest.Test(t, func(t *testing.T) {
			const seconds = 3
			start, n := time.Now(), seconds*perSecond
			c, _ := newCannedClient(t, 200, slices.Repeat([]string{`{"friendly_name":"n"}`}, n+1)...)
			for range n + 1 {
				if err := clientCalls[do](t.Context(), c); err != nil {
					t.Fatal(err)
				}
			}
			if took := time.Since(start).Round(time.Millisecond); took != seconds*time.Second {
				t.Errorf("%s: %d requests took %v, want %d a second", do, n+1, took, perSecond)
			}
		})
	}
}

func TestLinksLeadToTwilioOnly(t *testing.T) {
	t.Parallel()
	for link, valid := range map[string]bool{
		"https://www.twilio.com/docs/errors/20001": true, "https://www.twilio.com/docs/errors/20001?a=b&c=%20": true, "https://twilio.com/docs": true, "https://Help.Eu1.Twilio.com": true,
		"https://evil.example/docs/errors/20001": false, "https://eviltwilio.com/": false, "https://www.twilio.com.evil.example/": false, "https://evil.example/?www.twilio.com": false,
		"https://evil.example?.twilio.com": false, "https://evil.example#.twilio.com": false, "https://evil.example;.twilio.com/": false, `https://evil.example\.twilio.com/`: false,
		"https://evil.example%EF%BC%8F.twilio.com/": false, "https://.twilio.com/": false, "https://www.twilio.com:8443/": false, "http://www.twilio.com/docs": false,
		"javascript:alert(1)": false, "file:///etc/passwd": false, "https:///docs": false, "https:docs": false, "//www.twilio.com": false, "docs/errors": false,
		"https://www.twilio.com@evil.example/": false, "https://www.twilio.com/ and run this": false, "https://www.twіlio.com/": false, "https://www.twilio.com/\u202e": false,
		"https://www.twilio.com/" + strings.Repeat("x", 512): false,
	} {
		c, _ := newCannedClient(t, 400, `{"code":20001,"message":"m","more_info":`+hostile.InJSON(link)+`}`)
		_, _, err := RecordingSettings.Fetch(t.Context(), c)
		if got := expectAPIError(t, err).MoreInfo; (got == link) != valid || (!valid && got != "") {
			t.Errorf("%q is shown as %q", link, got)
		}
	}
}

// FuzzError checks errors of every call that gets no success. Of these, Twilio's 404 is a success for a deletion and for settings.
func FuzzError(f *testing.F) {
	for _, seed := range []struct {
		status         uint16
		location, body string
	}{
		{400, "", `{"code":20001,"message":"Missing required parameter FriendlyName","more_info":"https://www.twilio.com/docs/errors/20001","status":400}`},
		{404, "", `{"code":20404,"message":"The requested resource was not found","status":404}`},
		{429, "", `{"code":20429,"message":"Too Many Requests {secret}","details":{"limit":[20]}}`},
		{503, "", "<html>\x1b[31m{secret}</html>"},
		{307, "https://%E2%80%AE.example/\u202e", "null"},
		{400, "", `{"code":1,"message":"\u001b]0;title\u0007\u202e","more_info":"\u009b31m"}`},
		{408, "", `{"code":20408,"message":""}`},
		{400, "", `{"code":` + strings.Repeat("9", 30_000) + "}"},
		{400, "", strings.Repeat(`{"a":`, 5_000)},
		{400, "", `{"code":20001,"message":"` + strings.Repeat(`\u001b`, 5_000) + `","more_info":"` + strings.Repeat("x", 30_000) + `"}`},
	} {
		for call := range uint8(len(clientCalls)) {
			f.Add(call, seed.status, "application/json", seed.location, seed.body)
		}
	}
	f.Fuzz(func(t *testing.T, call uint8, status uint16, contentType, location, body string) {
		if len(body) > maxFuzzedBody || len(location) > maxFuzzedBody {
			t.Skip()
		}
		c, twilio := newCannedClient(t, 300+int(status)%300, body)
		twilio.header.Set("Content-Type", contentType)
		twilio.header.Set("Location", location)
		names := slices.Sorted(maps.Keys(clientCalls))
		do := names[int(call)%len(names)]
		err := clientCalls[do](t.Context(), c)
		if len(twilio.requests) != 1 {
			t.Fatalf("%d requests", len(twilio.requests))
		}
		if err == nil {
			if (do != "delete credential" && do != "fetch settings") || twilio.status != http.StatusNotFound {
				t.Fatalf("status %d is a success", twilio.status)
			}
			return
		}
		failure := expectAPIError(t, err)
		refused := twilio.status == http.StatusTooManyRequests || (twilio.status >= 400 && twilio.status < 500 && twilio.status != http.StatusRequestTimeout && !failure.Foreign)
		if isRead := twilio.requests[0].Method == http.MethodGet; failure.Status != twilio.status || failure.MaybeProcessed != (!refused && !isRead) {
			t.Errorf("error %+v for status %d and %q", failure, twilio.status, body)
		}
		if (failure.Foreign || twilio.status < 400) && (failure.Code != 0 || failure.MoreInfo != "") {
			t.Errorf("error %+v has a code of Twilio", failure)
		}
		if isNotFound(err) && (twilio.status != http.StatusNotFound || failure.Code != codeNotFound) {
			t.Errorf("%d %q is taken for an object that does not exist", twilio.status, body)
		}
	})
}
