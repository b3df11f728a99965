package twiliosandbox

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// Record adds n completed recordings of a room under the settings in force, and returns them.
func (s *Server) Record(account, room string, n int) []Recording {
	settings, _ := s.Settings(account, RecordingSettings)
	var all []Recording
	for range n {
		participant, source := "PA"+sandbox.RandomHex(), "MT"+sandbox.RandomHex()
		r := newRecording("RT"+sandbox.RandomHex(), source, room, participant, time.Now().UTC().Truncate(time.Second), settings)
		r.AccountSID = account
		all = append(all, r)
	}
	s.AddRecordings(account, all...)
	return all
}

// Compose adds a completed composition of a room under the settings in force.
func (s *Server) Compose(account, room string) {
	settings, _ := s.Settings(account, CompositionSettings)
	s.AddCompositions(account, newComposition("CJ"+sandbox.RandomHex(), room, time.Now().Truncate(time.Second), settings))
}

// Generated describes recordings and compositions for [Server.Generate]. The same value gives the same items, with the same SIDs in
// every account.
type Generated struct {
	Seed uint64
	// Rooms is the number of rooms, among which the items are spread in turn.
	Rooms, Recordings, Compositions int
}

// RoomSID returns the SID of a room, counted from 0.
func (g Generated) RoomSID(i int) string { return g.sid("RM", i) }

func (g Generated) sid(prefix string, i int) string {
	return fmt.Sprintf("%s%016x%016x", prefix, g.Seed, i)
}

// Generate adds completed items under the settings in force.
func (s *Server) Generate(account string, g Generated) {
	for i := range g.Rooms {
		s.AddRooms(account, g.RoomSID(i))
	}
	// Three items have the same date.
	created := func(i int) time.Time { return time.Date(2024, 1, 1, 0, 0, i/3*11, 0, time.UTC) }
	settings, _ := s.Settings(account, RecordingSettings)
	recordings := make([]Recording, g.Recordings)
	for i := range recordings {
		room, participant := g.RoomSID(i%g.Rooms), g.sid("PA", i%(2*g.Rooms))
		recordings[i] = newRecording(g.sid("RT", i), g.sid("MT", i), room, participant, created(i), settings)
	}
	s.AddRecordings(account, recordings...)
	settings, _ = s.Settings(account, CompositionSettings)
	for i := range g.Compositions {
		s.AddCompositions(account, newComposition(g.sid("CJ", i), g.RoomSID(i%g.Rooms), created(i), settings))
	}
}

func newRecording(sid, source, room, participant string, created time.Time, settings Settings) Recording {
	r := Recording{
		SID: sid, Status: "completed", Type: "video", Codec: "VP8", ContainerFormat: "mkv", TrackName: source, SourceSID: source,
		RoomSID: room, ParticipantSID: participant, DateCreated: created, DateUpdated: created,
		// The offset exceeds 32 bits.
		Duration: new(int64(60)), Size: new(int64(1 << 20)), Offset: new(int64(3_000_000_000)),
	}
	r.MediaExternalLocation, r.EncryptionKey = storeMedia(settings, sid+".mkv")
	return r
}

func newComposition(sid, room string, created time.Time, settings Settings) Composition {
	c := Composition{
		SID: sid, RoomSID: room, DateCreated: created, DateCompleted: created.Add(time.Minute).UTC(),
		AudioSources: []string{"*"}, AudioSourcesExcluded: []string{}, VideoLayout: json.RawMessage(`{"grid":{"video_sources":["*"]}}`),
		Resolution: "1280x720", Format: "mp4", Trim: true, Duration: new(int64(60)), Size: new(int64(480_000)), Bitrate: new(int64(64)),
	}
	c.MediaExternalLocation, c.EncryptionKey = storeMedia(settings, sid+".mp4")
	return c
}

// storeMedia returns the URL of a new file in the bucket and the SID of its key. Both are "" if the settings are off. Twilio does not
// document the names of files in full.
func storeMedia(settings Settings, name string) (url, key string) {
	if settings.AWSStorageEnabled && settings.AWSS3URL != "" {
		url = strings.TrimRight(settings.AWSS3URL, "/") + "/" + name
	}
	if settings.EncryptionEnabled {
		key = settings.EncryptionKeySID
	}
	return url, key
}
