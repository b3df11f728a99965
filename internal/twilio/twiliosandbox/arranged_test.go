package twiliosandbox_test

import (
	"slices"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func TestWhatIsArrangedIsWhatWasAdded(t *testing.T) {
	t.Parallel()
	account := twiliosandbox.NewAccount()
	s := twiliosandbox.New(twiliosandbox.Behaviour{}, account)
	s.AddRecordings(account.SID, twiliosandbox.Recording{SID: "RT1"}, twiliosandbox.Recording{SID: "RT2"})
	s.AddCompositions(account.SID, twiliosandbox.Composition{SID: "CJ1"})
	s.Record(account.SID, room, 2)
	s.Compose(account.SID, room)
	s.Generate(account.SID, twiliosandbox.Generated{Seed: 1, Rooms: 1, Recordings: 3, Compositions: 3})
	s.AddRecordings(account.SID, twiliosandbox.Recording{SID: "RT3"})
	s.RemoveRecording(account.SID, "RT1")

	var got []string
	for r := range s.ArrangedRecordings(account.SID) {
		got = append(got, r.SID)
	}
	for c := range s.ArrangedCompositions(account.SID) {
		got = append(got, c.SID)
	}
	if want := []string{"RT2", "RT3", "CJ1"}; !slices.Equal(got, want) {
		t.Errorf("arranged are %v, want %v", got, want)
	}
}
