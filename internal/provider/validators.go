package provider

import (
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/rule"
	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// positiveDuration accepts what [time.ParseDuration] does, above zero.
var positiveDuration = rule.Rule{
	Must: `be a duration above zero, such as "30s" or "2m"`,
	Valid: func(value string) bool {
		d, err := time.ParseDuration(value)
		return err == nil && d > 0
	},
}

// safeOrigin accepts what [parseOrigin] does.
var safeOrigin = rule.Rule{
	Must: "be an origin without a path or anything else, such as https://twilio.example.com or http://127.0.0.1:8080: https, or http on a " +
		"loopback address, because anything else would show the credentials to the network",
	Valid: func(value string) bool { return parseOrigin(value) != nil },
	// A user name, perhaps with a password.
	Secret: func(value string) bool { return strings.Contains(value, "@") },
}

// parseOrigin returns nil unless raw is an origin that credentials may be sent
// to.
func parseOrigin(raw string) *url.URL {
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" || u.User != nil || strings.TrimSuffix(u.Path, "/") != "" || strings.ContainsAny(raw, "?#") {
		return nil
	}
	// Messages name the host, which may be written in percent-encoded bytes.
	if transport.OneLine(u.Host) != u.Host {
		return nil
	}
	if u.Scheme == "https" || (u.Scheme == "http" && isLoopback(u.Hostname())) {
		return u
	}
	return nil
}

func isLoopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}
