package twilioapi

import (
	"net/url"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

func TestRegionAndEdgeSelectTheHost(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		region, edge, base string
		want               string
	}{
		"neither":              {"", "", "", "https://video.twilio.com"},
		"region only":          {"ie1", "", "", "https://video.ie1.twilio.com"},
		"edge only":            {"", "dublin", "", "https://video.dublin.us1.twilio.com"},
		"both":                 {"ie1", "dublin", "", "https://video.dublin.ie1.twilio.com"},
		"a base URL":           {"", "", "http://127.0.0.1:8080", "http://127.0.0.1:8080"},
		"a base URL over both": {"ie1", "dublin", "http://127.0.0.1:8080", "http://127.0.0.1:8080"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := Config{Region: tt.region, Edge: tt.edge}
			if tt.base != "" {
				var err error
				if config.BaseURL, err = url.Parse(tt.base); err != nil {
					t.Fatal(err)
				}
			}
			client, err := New(config)
			if err != nil {
				t.Fatal(err)
			}
			const path = "/v1/RecordingSettings/Default?a=b.5"
			got, err := client.locate("https://video.twilio.com" + path)
			if err != nil || got.String() != tt.want+path {
				t.Errorf("located at %v, %v; want %s", got, err, tt.want+path)
			}
		})
	}
}

func TestOtherProductsHostsAreSelectedAlike(t *testing.T) {
	t.Parallel()
	client, err := New(Config{Region: "ie1", Edge: "dublin"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := client.locate("https://accounts.twilio.com/v1/Credentials/AWS")
	if want := "https://accounts.dublin.ie1.twilio.com/v1/Credentials/AWS"; err != nil || got.String() != want {
		t.Errorf("located at %v, %v; want %s", got, err, want)
	}
}

// TestNoRegionLeadsAwayFromTwilio: the credentials would go wherever it leads.
// The provider checks both beforehand; this is what is left if it does not.
func TestNoRegionLeadsAwayFromTwilio(t *testing.T) {
	t.Parallel()
	for _, value := range []string{
		"example.org/", "example.org#", "example.org?", "user@example.org/", "example.org:443/", "example.org:443",
		`example.org\`, "example.org%2f", "a b", "a\nb", "a..b", ".", "@", "[::1]",
	} {
		for _, config := range []Config{{Region: value}, {Edge: value}} {
			t.Run(config.Region+" "+config.Edge, func(t *testing.T) {
				t.Parallel()
				client, err := New(config)
				if err != nil {
					return
				}
				got, err := client.locate(productHosts[0])
				if err == nil && (got.User != nil || got.Port() != "" || !strings.HasSuffix(got.Hostname(), ".twilio.com")) {
					t.Errorf("located at %s", transport.Origin(got))
				}
			})
		}
	}
}
