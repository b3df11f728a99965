package sandboxtest_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/contract"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// get returns the error of a request for the recording settings, nil if it was
// answered.
func get(t *testing.T, s *sandboxtest.Running) (status int, err error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.BaseURL+"/v1/RecordingSettings/Default", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(s.Account.SID, s.Account.AuthToken)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, resp.Body.Close()
}

func TestStartMakesAnAccount(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	if err := s.Account.Validate(); err != nil {
		t.Error(err)
	}
	if status, err := get(t, s); err != nil || status != http.StatusOK {
		t.Errorf("answer %d, %v", status, err)
	}
}

func TestStartTakesAccountsAndBehaviour(t *testing.T) {
	t.Parallel()
	one, two := twiliosandbox.NewAccount(), twiliosandbox.NewAccount()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{NeverConfigured404: true}, one, two)
	if s.Account.SID != one.SID {
		t.Errorf("Account is %s, want the first, %s", s.Account.SID, one.SID)
	}
	for _, s.Account = range []twiliosandbox.Account{one, two} {
		if status, err := get(t, s); err != nil || status != http.StatusNotFound {
			t.Errorf("answer %d, %v, want 404", status, err)
		}
	}
}

func TestStartHoldsTheSandboxToTheDescriptions(t *testing.T) {
	t.Parallel()
	contract.Require(t)
	if s := sandboxtest.Start(t, twiliosandbox.Behaviour{}); s.Log().Witness == nil {
		t.Error("nothing sees what crosses it")
	}
}

// TestStartClosesWithItsTest leaves a delayed request behind in a test of its
// own, which is not parallel because this one goes on once it has ended.
func TestStartClosesWithItsTest(t *testing.T) {
	t.Parallel()
	var (
		s        *sandboxtest.Running
		arrived  = make(chan struct{})
		answered = make(chan error, 1)
	)
	t.Run("inner", func(inner *testing.T) {
		s = sandboxtest.Start(inner, twiliosandbox.Behaviour{})
		s.Faults().Add(sandbox.Fault{Delay: time.Hour, Hook: func() { close(arrived) }})
		go func() {
			_, err := get(t, s)
			answered <- err
		}()
		<-arrived
	})
	if err := <-answered; err == nil {
		t.Error("the delayed request was answered, want the connection closed")
	}
	if status, err := get(t, s); err == nil {
		t.Errorf("answered %d after its test had ended", status)
	}
}
