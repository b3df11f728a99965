package sendbirdtest_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox/sendbirdtest"
)

// ask asks for the sandbox's recording to be copied to its bucket.
func ask(t *testing.T, s *sendbirdtest.Running) (status int, err error) {
	t.Helper()
	body := `{"access_key":"` + s.Bucket.AccessKey + `","secret_key":"` + s.Bucket.SecretKey + `","bucket":"` + s.Bucket.Name + `","region":"` + s.Bucket.Region + `"}`
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.BaseURL+"/v1/cloud-recordings/"+s.Recording.ID+"/copy", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Close = true
	req.Header.Set("Api-Token", s.Application.APIToken)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, errors.Join(err, resp.Body.Close())
}

func TestStartMakesAllThatACopyNeeds(t *testing.T) {
	t.Parallel()
	s := sendbirdtest.Start(t, sendbirdsandbox.Behaviour{})
	if err := s.Application.Validate(); err != nil {
		t.Error(err)
	}
	if status, err := ask(t, s); err != nil || status != http.StatusOK || len(s.Objects(s.Bucket.Name)) != 1 {
		t.Errorf("answer %d, %v, objects %v", status, err, s.Objects(s.Bucket.Name))
	}
}

func TestStartTakesApplicationsAndBehaviour(t *testing.T) {
	t.Parallel()
	one, two := sendbirdsandbox.NewApplication(), sendbirdsandbox.NewApplication()
	one.Region = "eu-central-1"
	s := sendbirdtest.Start(t, sendbirdsandbox.Behaviour{Created: true}, one, two)
	if s.Application != one || s.Bucket.Region != one.Region {
		t.Errorf("the application is %+v and the bucket %+v, want the first, and its region", s.Application, s.Bucket)
	}
	if status, err := ask(t, s); err != nil || status != http.StatusCreated {
		t.Errorf("answer %d, %v, want 201", status, err)
	}
	s.Application = two
	if status, err := ask(t, s); err != nil || status != http.StatusBadRequest {
		t.Errorf("answer %d, %v to another application, want 400", status, err)
	}
}

// TestStartClosesWithItsTest leaves a delayed request behind in a test of its own,
// which is not parallel because this one goes on once it has ended.
func TestStartClosesWithItsTest(t *testing.T) {
	t.Parallel()
	var (
		s        *sendbirdtest.Running
		arrived  = make(chan struct{})
		answered = make(chan error, 1)
	)
	t.Run("inner", func(inner *testing.T) {
		s = sendbirdtest.Start(inner, sendbirdsandbox.Behaviour{})
		s.Faults().Add(sandbox.Fault{Delay: time.Hour, Hook: func() { close(arrived) }})
		go func() {
			_, err := ask(t, s)
			answered <- err
		}()
		<-arrived
	})
	if err := <-answered; err == nil {
		t.Error("the delayed request was answered, want the connection closed")
	}
	if status, err := ask(t, s); err == nil {
		t.Errorf("answered %d after its test had ended", status)
	}
}
