package twiliosandbox_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// TestConcurrentUse is for the race detector: requests and every method that
// changes the server at once.
func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	account := twiliosandbox.NewAccount()
	s := twiliosandbox.New(twiliosandbox.Behaviour{}, account)
	answerAt := func(method, path, body string) {
		r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
		r.SetBasicAuth(account.SID, account.AuthToken)
		r.Header.Set("Content-Type", sandbox.FormType)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d %s", method, w.Code, w.Body)
		}
	}
	answer := func(method, body string) { answerAt(method, settingsPath(recording), body) }
	s.AddRecordings(account.SID, twiliosandbox.Recording{SID: "RT1", RoomSID: room})

	var wg sync.WaitGroup
	for _, act := range []func(){
		func() { answer(http.MethodGet, "") },
		func() { answer(http.MethodPost, form(full...).Encode()) },
		func() { s.SetBehaviour(twiliosandbox.Behaviour{Merge: true}) },
		func() { s.AddAccount(account) },
		func() { s.SetSettings(account.SID, recording, twiliosandbox.Settings{FriendlyName: "n"}) },
		func() { s.Settings(account.SID, recording) },
		func() { s.Unset(account.SID, recording) },
		func() { s.RespondAs("-") },
		func() { s.Faults().Add(sandbox.Fault{}) },
		func() { s.Log().All() },
		func() { answerAt(http.MethodGet, recordingsPath, "") },
		func() { answerAt(http.MethodGet, roomPath(room), "") },
		func() { answerAt(http.MethodGet, compositionsPath, "") },
		func() { s.AddRooms(account.SID, otherRoom) },
		func() { s.AddRecordings(account.SID, twiliosandbox.Recording{SID: "RT2"}) },
		func() { s.RemoveRecording(account.SID, "RT2") },
		func() { s.Record(account.SID, room, 1) },
		func() { s.Compose(account.SID, room) },
		func() { s.Generate(account.SID, twiliosandbox.Generated{Recordings: 1, Compositions: 1}) },
		func() { firstOf(s.AllRecordings(account.SID)) },
		func() { firstOf(s.AllCompositions(account.SID)) },
		func() { firstOf(s.Rooms(account.SID)) },
		func() { answerAt(http.MethodGet, awsPath, "") },
		func() { s.AddCredential(account.SID, twiliosandbox.Credential{SID: credential}) },
		func() { s.RemoveCredential(account.SID, credential) },
		func() { s.Credentials(account.SID) },
		func() { s.Dangling(account.SID) },
	} {
		wg.Go(func() {
			for range 50 {
				act()
			}
		})
	}
	wg.Wait()
	if got := sandbox.Count(s.Log().All(), "", "/RecordingSettings/"); got != 100 {
		t.Errorf("the log holds %d requests, want 100", got)
	}
}

// TestRotationsAtTheSameTime has several accounts rotate a key in the right
// order: at no moment does anything dangle, and no list has anything twice.
func TestRotationsAtTheSameTime(t *testing.T) {
	t.Parallel()
	first := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	t.Cleanup(func() {
		for _, r := range first.Log().All() {
			if len(r.Dangling) > 0 {
				t.Errorf("after %s %s: %v", r.Method, r.Path, r.Dangling)
			}
		}
	})
	for range 4 {
		account := twiliosandbox.NewAccount()
		first.AddAccount(account)
		t.Run("", func(t *testing.T) {
			t.Parallel()
			rotate(t, as(first, account), 10)
		})
	}
}

func rotate(t *testing.T, s *sandboxtest.Running, times int) {
	t.Helper()
	old := ""
	for range times {
		next := createSID(t, s, twiliosandbox.AWSCredentials)
		if status, body := post(t, s, recording, "FriendlyName", "n", "AwsStorageEnabled", "true", "AwsCredentialsSid", next); status != http.StatusOK {
			t.Errorf("setting: %d %v", status, body)
		}
		if got := sids(list(t, s, awsPath).items); got[len(got)-1] != next || len(got) > 2 {
			t.Errorf("listed %v, want %q and %s", got, old, next)
		}
		if old != "" && remove(t, s, awsPath+"/"+old) != http.StatusNoContent {
			t.Errorf("%s could not be deleted", old)
		}
		old = next
	}
	if all := s.Credentials(s.Account.SID); len(all) != 1 || all[0].SID != old {
		t.Errorf("there are %v, want %s", all, old)
	}
}
