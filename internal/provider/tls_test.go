package provider_test

import (
	"crypto/tls"
	"io"
	"log"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/tlstest"
	videostorage "github.com/videostorage/terraform-provider-videostorage/internal/provider"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// switches are what other programs, in other languages, take for leave not to check
// certificates, or to speak old TLS.
var switches = []string{
	"NODE_TLS_REJECT_UNAUTHORIZED=0", "PYTHONHTTPSVERIFY=0", "GIT_SSL_NO_VERIFY=1", "CURL_SSL_BACKEND=none", "SSL_VERIFY=false", "SSL_NO_VERIFY=1",
	"TLS_SKIP_VERIFY=1", "TLS_INSECURE=1", "INSECURE=1", "INSECURE_SKIP_VERIFY=1", "TF_INSECURE=1", "TF_SKIP_TLS_VERIFY=1", "VAULT_SKIP_VERIFY=1",
	"TWILIO_INSECURE=1", "TWILIO_SKIP_VERIFY=1", "SENDBIRD_INSECURE=1", "VIDEOSTORAGE_INSECURE=1", "VIDEOSTORAGE_SKIP_VERIFY=1",
	"GODEBUG=tls10server=1,tlsrsakex=1,tls3des=1,x509sha1=1,x509negativeserial=1,x509usefallbackroots=1",
}

// Nothing in the environment makes the provider speak to a server that it cannot be sure
// of. The error says what to do about it.
func TestNothingSwitchesCertificateChecksOff(t *testing.T) {
	t.Parallel()
	program := acctest.Build(t)
	stranger, err := tlstest.NewAuthority()
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		most uint16
		want []string
	}{
		"a stranger's certificate": {
			tls.VersionTLS13, []string{"certificate signed by unknown authority", "SSL_CERT_FILE", "Certificates are always checked."},
		},
		"TLS 1.1": {tls.VersionTLS11, []string{"protocol version not supported", "The server must offer TLS 1.2 or newer."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
			server := httptest.NewUnstartedServer(s.Server)
			server.Config.ErrorLog = log.New(io.Discard, "", 0)
			server.TLS = &tls.Config{Certificates: []tls.Certificate{stranger.Issue(t, nil)}, MinVersion: tls.VersionTLS10, MaxVersion: tt.most}
			server.StartTLS()
			t.Cleanup(server.Close)
			s.Setenv("VIDEOSTORAGE_TWILIO_BASE_URL", server.URL)
			s.ProviderConfig = "provider \"videostorage\" {\n  max_retries = 0\n}\n"
			w := program.NewWorkspace(t, s.Account, switches...)
			w.Config(object)
			w.Succeed("init")
			expectOneError(t, w.Fail("plan", "-no-color"), append(tt.want, "Could not read the recording settings", "no connection came about")...)
			expectRequests(t, s, 0)
		})
	}
}

// Whoever adds an attribute is asked here whether it touches what a connection has to
// keep to. None of these does.
func TestNoAttributeTouchesTLS(t *testing.T) {
	t.Parallel()
	var resp provider.SchemaResponse
	videostorage.New("test").Schema(t.Context(), provider.SchemaRequest{}, &resp)
	var names []string
	for name, attribute := range resp.Schema.Attributes {
		names = append(names, name)
		if nested, ok := attribute.(schema.SingleNestedAttribute); ok {
			for inner := range nested.Attributes {
				names = append(names, name+"."+inner)
			}
		}
	}
	slices.Sort(names)
	want := []string{
		"max_retries", "request_timeout", "sendbird", "sendbird.api_token", "sendbird.application_id", "sendbird.base_url",
		"twilio", "twilio.account_sid", "twilio.api_key", "twilio.api_key_secret", "twilio.auth_token", "twilio.base_url", "twilio.edge", "twilio.region",
	}
	if !slices.Equal(names, want) {
		t.Errorf("the attributes are %q, of which %q were looked at", names, want)
	}
}
