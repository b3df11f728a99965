package twiliosandbox

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Record adds n completed recordings of a room under the settings in force, and returns them.
func (s *Server) Record(account, room string, n int) []Recording {
	settings, _ := s.Settings(account, RecordingSettings)
	all := make([]Recording, 0, n)
	for range n {
		all = append(all, completeRecording(Recording{
			SID: randomSID("RT"), AccountSID: account, SourceSID: randomSID("MT"), RoomSID: room, ParticipantSID: randomSID("PA"),
			DateCreated: time.Now().UTC().Truncate(time.Second),
		}, settings))
	}
	s.AddRecordings(account, all...)
	return all
}

// Compose adds a completed composition of a room under the settings in force, and returns it.
func (s *Server) Compose(account, room string) Composition {
	settings, _ := s.Settings(account, CompositionSettings)
	c := completeComposition(Composition{
		SID: randomSID("CJ"), AccountSID: account, RoomSID: room, DateCreated: time.Now().UTC().Truncate(time.Second),
	}, settings)
	s.AddCompositions(account, c)
	return c
}

// Generated describes recordings and compositions for [Server.Generate]. The same value gives the same items, with the same SIDs in
// every account.
type Generated struct {
	Seed uint64
	// Rooms is the number of rooms, among which the items are spread in turn.
	Rooms                    int
	Recordings, Compositions int
}

// RoomSID returns the SID of a room, counted from 0.
func (g Generated) RoomSID(i int) string { return g.sid("RM", i) }

func (g Generated) sid(prefix string, i int) string {
	return fmt.Sprintf("%s%016x%016x", prefix, g.Seed, i)
}

// Generate adds items under the settings in force. Every fortieth one is deleted, and the others are completed.
func (s *Server) Generate(account string, g Generated) {
	settings, _ := s.Settings(account, RecordingSettings)
	recordings := make([]Recording, 0, g.Recordings)
	for i := range g.Recordings {
		recordings = append(recordings, completeRecording(Recording{
			SID: g.sid("RT", i), SourceSID: g.sid("MT", i), RoomSID: g.RoomSID(i % g.Rooms), ParticipantSID: g.sid("PA", i%(2*g.Rooms)),
			Status: statusOf(i), DateCreated: createdAt(i),
		}, settings))
	}
	settings, _ = s.Settings(account, CompositionSettings)
	compositions := make([]Composition, 0, g.Compositions)
	for i := range g.Compositions {
		compositions = append(compositions, completeComposition(Composition{
			SID: g.sid("CJ", i), RoomSID: g.RoomSID(i % g.Rooms), Status: statusOf(i), DateCreated: createdAt(i),
		}, settings))
	}
	for i := range g.Rooms {
		s.AddRooms(account, g.RoomSID(i))
	}
	s.AddRecordings(account, recordings...)
	s.AddCompositions(account, compositions...)
}

func statusOf(i int) string {
	if i%40 == 39 {
		return statusDeleted
	}
	return "completed"
}

// createdAt returns a date that grows with the index, and is the same for three items.
func createdAt(i int) time.Time {
	return time.Date(2024, 1, 1, 0, 0, i/3*11, 0, time.UTC)
}

func completeRecording(r Recording, settings Settings) Recording {
	r.Type, r.Codec, r.ContainerFormat, r.TrackName = "video", "VP8", "mkv", r.SourceSID
	// The offset exceeds 32 bits.
	r.Duration, r.Size, r.Offset = new(int64(60)), new(int64(1<<20)), new(int64(3_000_000_000))
	r.DateUpdated = r.DateCreated
	r.MediaExternalLocation, r.EncryptionKey = storeMedia(settings, r.SID+".mkv")
	return r
}

func completeComposition(c Composition, settings Settings) Composition {
	c.AudioSources, c.AudioSourcesExcluded, c.VideoLayout = []string{"*"}, []string{}, json.RawMessage(`{"grid":{"video_sources":["*"]}}`)
	c.Resolution, c.Format, c.Trim = "1280x720", "mp4", true
	c.Duration, c.Size, c.Bitrate = new(int64(60)), new(int64(480_000)), new(int64(64))
	c.DateCompleted = c.DateCreated.Add(time.Minute)
	c.MediaExternalLocation, c.EncryptionKey = storeMedia(settings, c.SID+".mp4")
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
