package twilioapi_test

import (
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// TestRedirectIsAnErrorThatNamesItsTarget: Go's client would turn the POST into
// a GET and take its answer for a success.
func TestRedirectIsAnErrorThatNamesItsTarget(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for do, call := range allCalls {
			t.Run(strconv.Itoa(status)+"/"+do, func(t *testing.T) {
				t.Parallel()
				var reached atomic.Int32
				target := serve(t, func(http.ResponseWriter, *http.Request) { reached.Add(1) })
				origin := serve(t, func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Location", strings.Replace(target, "://", "://user:hidden@", 1)+"/login?token=hidden")
					w.WriteHeader(status)
				})
				err := call(t.Context(), connect(t, origin, twiliosandbox.NewAccount()))
				failed := failure(t, err)
				if failed.Status != status || !strings.Contains(err.Error(), "redirects to "+target+",") {
					t.Errorf("error %v, want one that names %s", err, target)
				}
				if strings.Contains(err.Error(), "hidden") {
					t.Errorf("%q quotes more than the target's origin", err)
				}
				if n := reached.Load(); n != 0 {
					t.Errorf("%d requests reached the target", n)
				}
			})
		}
	}
}

func TestRedirectWithoutATarget(t *testing.T) {
	t.Parallel()
	for do, call := range allCalls {
		t.Run(do, func(t *testing.T) {
			t.Parallel()
			err := call(t.Context(), answering(t, 302, "text/html", "moved"))
			if failure(t, err).Status != 302 || !strings.Contains(err.Error(), "redirects") {
				t.Errorf("error %v, want one about a redirect", err)
			}
		})
	}
}
