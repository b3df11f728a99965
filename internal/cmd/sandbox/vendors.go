package main

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
)

// standIns returns the stand-ins for all vendors but Twilio, by the prefix of their paths.
func standIns() map[string]sandbox.StandIn {
	return map[string]sandbox.StandIn{
		sendbirdsandbox.Path: sendbirdsandbox.New(sendbirdsandbox.Behaviour{}),
	}
}

// serveVendors returns a handler for all vendors at one address. Twilio's stand-in refuses the paths of no vendor.
func serveVendors(twilio http.Handler, others map[string]sandbox.StandIn) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for prefix, other := range others {
			if strings.HasPrefix(r.URL.Path, prefix) {
				other.ServeHTTP(w, r)
				return
			}
		}
		twilio.ServeHTTP(w, r)
	})
}

// describeVendors returns the environment that leads the provider to stand-ins, as shell commands, and arguments that work with
// them, as comments.
func describeVendors(others map[string]sandbox.StandIn, baseURL string) (exports, samples string) {
	environment, arguments := map[string]string{}, map[string]string{}
	for _, other := range others {
		maps.Copy(environment, other.Environment(baseURL))
		maps.Copy(arguments, other.Samples())
	}
	for _, name := range slices.Sorted(maps.Keys(environment)) {
		exports += fmt.Sprintf("export %s=%s\n", name, environment[name])
	}
	samples = "# Arguments that work:\n"
	for _, name := range slices.Sorted(maps.Keys(arguments)) {
		samples += fmt.Sprintf("#   %s = %q\n", name, arguments[name])
	}
	return exports, samples
}
