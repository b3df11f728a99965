package twiliosandbox_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// direct is a server that is asked without a network, so that a test's clock may
// stand still.
type direct struct {
	*twiliosandbox.Server
	account twiliosandbox.Account
}

func newDirect(b twiliosandbox.Behaviour) *direct {
	account := twiliosandbox.NewAccount()
	return &direct{twiliosandbox.New(b, account), account}
}

func (d *direct) ask(t *testing.T, method, path string, body url.Values) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body.Encode()))
	r.SetBasicAuth(d.account.SID, d.account.AuthToken)
	r.Header.Set("Content-Type", sandbox.FormType)
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return w
}

func (d *direct) rename(t *testing.T, name string) *httptest.ResponseRecorder {
	t.Helper()
	return d.ask(t, http.MethodPost, settingsPath(recording), form("FriendlyName", name))
}

func TestBeyondTheQuotaIs429AndNotCarriedOut(t *testing.T) {
	t.Parallel()
	for name, retryAfter := range map[string]string{"with Retry-After": "1", "without": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := newDirect(twiliosandbox.Behaviour{ReadsPerSecond: 2, WritesPerSecond: 1, RetryAfter: retryAfter != ""})
				if w := d.rename(t, "first"); w.Code != http.StatusOK {
					t.Fatalf("answer %d %s", w.Code, w.Body)
				}
				w := d.rename(t, "second")
				var body object
				if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
					t.Fatal(err)
				}
				wantError(t, w.Code, body, http.StatusTooManyRequests, 20429)
				if got := w.Header().Get("Retry-After"); got != retryAfter {
					t.Errorf("Retry-After is %q, want %q", got, retryAfter)
				}
				if got, _ := d.Settings(d.account.SID, recording); got.FriendlyName != "first" {
					t.Errorf("the settings have the name %q of a request that was refused", got.FriendlyName)
				}
				if log := d.Log().All(); len(log) != 2 || log[1].Status != http.StatusTooManyRequests {
					t.Errorf("the log has %+v, want the refusal too", log)
				}
				if w := d.ask(t, http.MethodGet, settingsPath(recording), nil); w.Code != http.StatusOK {
					t.Errorf("a read is answered with %d where only the writes were used up", w.Code)
				}
				time.Sleep(time.Second)
				if w := d.rename(t, "third"); w.Code != http.StatusOK {
					t.Errorf("a second later: %d %s", w.Code, w.Body)
				}
			})
		})
	}
}

func TestQuotaIsAnAccountsOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDirect(twiliosandbox.Behaviour{WritesPerSecond: 1})
		other := &direct{d.Server, twiliosandbox.NewAccount()}
		d.AddAccount(other.account)
		for _, each := range []*direct{d, other} {
			if w := each.rename(t, "first"); w.Code != http.StatusOK {
				t.Errorf("the first write of %s is answered with %d", each.account.SID, w.Code)
			}
		}
		stranger := &direct{d.Server, twiliosandbox.NewAccount()}
		for range 2 {
			if w := stranger.rename(t, "x"); w.Code != http.StatusUnauthorized {
				t.Errorf("a stranger's write is answered with %d, want 401", w.Code)
			}
		}
	})
}

// A fault answers before the vendor counts.
func TestQuotaDoesNotCountWhatAFaultAnswers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDirect(twiliosandbox.Behaviour{WritesPerSecond: 1})
		d.Faults().Add(sandbox.Fault{Status: http.StatusServiceUnavailable})
		d.rename(t, "lost")
		if w := d.rename(t, "first"); w.Code != http.StatusOK {
			t.Errorf("answer %d %s", w.Code, w.Body)
		}
	})
}
