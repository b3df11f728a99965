package twiliosandbox

import "time"

// Record adds n completed recordings of a room, made now under the settings in
// force: where storage is on they are in the bucket, and where encryption is
// on they have the key. It returns them as they were added.
func (s *Server) Record(account, room string, n int) []Recording {
	under := s.storageNow(account, RecordingSettings)
	made := make([]Recording, 0, n)
	for i := range n {
		r := Recording{
			SID: randomSID("RT"), AccountSID: account, Status: statusCompleted,
			Type: "video", Codec: "VP8", ContainerFormat: "mkv",
			Duration: new(int64(60)), Size: new(int64(1 << 20)), Offset: new(int64(i) * 10),
			SourceSID: randomSID("MT"), RoomSID: room, ParticipantSID: randomSID("PA"),
			DateCreated: now(),
		}
		r.TrackName = r.SourceSID
		r.MediaExternalLocation = under.location(r.SID, r.ContainerFormat)
		r.EncryptionKey = under.key
		s.claim(account, r.SID)
		made = append(made, r)
	}
	s.AddRecordings(account, made...)
	return made
}

// Compose adds a completed composition of a room as [Server.Record] does
// recordings. It looks at no recordings: Twilio composes none that are
// encrypted or in external storage.
func (s *Server) Compose(account, room string) Composition {
	under := s.storageNow(account, CompositionSettings)
	c := Composition{
		SID: randomSID("CJ"), AccountSID: account, Status: statusCompleted, RoomSID: room,
		AudioSources: []string{"*"}, AudioSourcesExcluded: []string{}, VideoLayout: gridLayout,
		Resolution: "1280x720", Trim: true, Format: "mp4",
		Bitrate: new(int64(64)), Size: new(int64(480_000)), Duration: new(int64(60)),
		DateCreated: now(),
	}
	c.DateCompleted = c.DateCreated.Add(time.Minute)
	c.MediaExternalLocation = under.location(c.SID, c.Format)
	c.EncryptionKey = under.key
	s.claim(account, c.SID)
	s.AddCompositions(account, c)
	return c
}

func (s *Server) storageNow(account string, k Kind) storage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.storage(account, k)
}
