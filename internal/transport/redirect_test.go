package transport_test

import (
	"net/http"
	"net/url"
	"strconv"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// TestRedirectIsReturnedAsItIs has the target among the allowed origins, so that
// not even the origin's check is what stops the client.
func TestRedirectIsReturnedAsItIs(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			t.Run(method+" "+strconv.Itoa(status), func(t *testing.T) {
				t.Parallel()
				target := serve(t, ok)
				s := serve(t, answer(status, "moved", "Location", target.URL+"/x"))
				client := s.client(func(c *transport.Config) { c.Origins = []string{s.URL, target.URL} })

				var form url.Values
				if method == http.MethodPost {
					form = url.Values{"FriendlyName": {"n"}}
				}
				got, err := send(t.Context(), t, client, method, s.URL, form)
				wantStatus(t, got, err, status)
				if got.body != "moved" || got.header.Get("Location") != target.URL+"/x" {
					t.Errorf("answer %q to %q, want it unchanged", got.body, got.header.Get("Location"))
				}
				s.wantRequests(t, 1)
				target.wantRequests(t, 0)
			})
		}
	}
}

func TestRedirectWithinTheOriginIsNotFollowedEither(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(302, "", "Location", "/elsewhere"), ok)
	got, err := get(t.Context(), t, s.client(), s.URL)
	wantStatus(t, got, err, 302)
	s.wantRequests(t, 1)
}
