package transport_test

import (
	"crypto/tls"
	"net/http"
	"net/url"
	"strconv"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/tlstest"
	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// TestRedirectIsReturnedAsItIs has the target among the allowed origins, so that
// not even the origin's check is what stops the client.
func TestRedirectIsReturnedAsItIs(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
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
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			s := serve(t, answer(302, "", "Location", "/elsewhere"), ok)
			got, err := send(t.Context(), t, s.client(), method, s.URL, nil)
			wantStatus(t, got, err, 302)
			s.wantRequests(t, 1)
		})
	}
}

// Not even where somebody who is trusted asks for it do credentials go over the network
// in plain text.
func TestRedirectFromTLSToPlainTextIsNotFollowed(t *testing.T) {
	t.Parallel()
	tlstest.NeedFile(t)
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			plain := serve(t, ok)
			s := serveTLS(t, &tls.Config{Certificates: []tls.Certificate{trusted.Issue(t, nil)}}, answer(307, "", "Location", plain.URL))
			client := s.client(func(c *transport.Config) { c.Origins = []string{s.URL, plain.URL} })
			got, err := send(t.Context(), t, client, method, s.URL, nil)
			wantStatus(t, got, err, 307)
			s.wantRequests(t, 1)
			plain.wantRequests(t, 0)
		})
	}
}
