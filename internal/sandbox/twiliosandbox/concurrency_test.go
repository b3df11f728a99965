package twiliosandbox_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox"
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
