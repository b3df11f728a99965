package contract

import (
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

func TestOperationsHaveTheOriginOfTheNearestServer(t *testing.T) {
	t.Parallel()
	c := things(t)
	tests := map[string]struct{ method, target, operation, origin string }{
		"the description's":        {"GET", "https://elsewhere.example.org/v1/Things?PageSize=1", "ListThing", "https://things.example.org"},
		"the path's":               {"GET", "/v1/Parts", "ListPart", "https://parts.example.org"},
		"the operation's":          {"DELETE", "/v1/Parts", "DeleteParts", "http://parts.example.org:8080"},
		"what is not described":    {"GET", "/v1/Nothing", "", ""},
		"a method that is neither": {"PUT", "/v1/Parts", "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if operation, origin := c.Described(ask(t, tt.method, tt.target, "")); operation != tt.operation || origin != tt.origin {
				t.Errorf("it is %q on %q, want %q on %q", operation, origin, tt.operation, tt.origin)
			}
		})
	}
}

func TestServersThatNameNoSingleOriginAreNone(t *testing.T) {
	t.Parallel()
	for name, servers := range map[string]openapi3.Servers{
		"none":        {},
		"a path":      {{URL: "/v1"}},
		"a broken":    {{URL: "https://%zz"}},
		"more than 1": {{URL: "https://a.example.org"}, {URL: "https://b.example.org"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := originOf(servers); got != "" {
				t.Errorf("they are %q", got)
			}
		})
	}
}
