package provider

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// rule is what a value must look like, in the configuration and in the
// environment. Unlike the validators of framework-validators it does not show
// the value, which may be a secret in the wrong place.
type rule struct {
	// must completes "The value must …".
	must  string
	valid func(string) bool
}

var _ validator.String = rule{}

// matching is the rule that a value matches a regular expression.
func matching(pattern, must string) rule {
	return rule{must: must, valid: regexp.MustCompile(pattern).MatchString}
}

// positiveDuration accepts what [time.ParseDuration] does, above zero.
var positiveDuration = rule{
	must: `be a duration above zero, such as "30s" or "2m"`,
	valid: func(value string) bool {
		d, err := time.ParseDuration(value)
		return err == nil && d > 0
	},
}

// safeOrigin accepts what [parseOrigin] does.
var safeOrigin = rule{
	must: "be an origin without a path or anything else, such as https://twilio.example.com or http://127.0.0.1:8080: https, or http on a " +
		"loopback address, because anything else would show the credentials to the network",
	valid: func(value string) bool { return parseOrigin(value) != nil },
}

// Description implements [validator.Describer].
func (r rule) Description(context.Context) string { return "must " + r.must }

// MarkdownDescription implements [validator.Describer].
func (r rule) MarkdownDescription(ctx context.Context) string { return r.Description(ctx) }

// ValidateString implements [validator.String].
func (r rule) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || r.valid(req.ConfigValue.ValueString()) {
		return
	}
	name, _ := req.Path.Steps().LastStep()
	resp.Diagnostics.AddAttributeError(req.Path, fmt.Sprintf("Invalid %s", name),
		fmt.Sprintf("The value of %s %s.", req.Path, r.Description(ctx)))
}

// parseOrigin returns nil unless raw is an origin that credentials may be sent
// to.
func parseOrigin(raw string) *url.URL {
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" || u.User != nil || strings.TrimSuffix(u.Path, "/") != "" || strings.ContainsAny(raw, "?#") {
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
