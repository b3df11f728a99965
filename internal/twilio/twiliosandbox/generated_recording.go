package twiliosandbox

import (
	"maps"
	"strconv"
)

// generatedRecordings is the part of a shelf that [Generated] describes.
//
// Recording j belongs to participant j % (Rooms × ParticipantsPerRoom), who is
// in room j % Rooms.
type generatedRecordings struct {
	Generated
	account string
	storage storage
	removed map[int]struct{}
}

func (g generatedRecordings) size() int         { return g.Recordings }
func (g generatedRecordings) participants() int { return g.Rooms * g.ParticipantsPerRoom }

// without returns the part with a gap in place of a recording.
func (g generatedRecordings) without(sid string) generatedRecordings {
	j := g.index("RT", sid, g.Recordings)
	if j < 0 {
		return g
	}
	removed := map[int]struct{}{j: {}}
	maps.Copy(removed, g.removed)
	g.removed = removed
	return g
}

// narrow uses that a SID tells its index and that dates are in order.
func (g generatedRecordings) narrow(f *filter) progression {
	p := progression{0, 1, g.Recordings}
	if f.roomSID != "" {
		p = g.every(g.Rooms, g.room(f.roomSID))
	}
	if !f.anyGrouping || len(f.grouping) == 1 {
		for _, sid := range f.grouping {
			p = p.narrower(g.group(sid))
		}
	}
	if f.sourceSID != "" {
		p = p.narrower(g.every(max(g.Recordings, 1), g.index("MT", f.sourceSID, g.Recordings)))
	}
	return p.between(f, g.Generated)
}

// group returns the recordings of a room or a participant.
func (g generatedRecordings) group(sid string) progression {
	if room := g.room(sid); room >= 0 {
		return g.every(g.Rooms, room)
	}
	return g.every(g.participants(), g.index("PA", sid, g.participants()))
}

// every returns the indices first, first+step, …, none if first is below 0.
func (g generatedRecordings) every(step, first int) progression {
	if first < 0 {
		return progression{0, 1, 0}
	}
	return progression{first, step, g.Recordings}
}

// generatedRecording is a recording with its numbers, in one piece of memory.
type generatedRecording struct {
	Recording
	duration, size, offset int64
}

func (g generatedRecordings) at(j int) *Recording {
	return g.make(j, &generatedRecording{})
}

func (g generatedRecordings) reader() func(int) *Recording {
	again := &generatedRecording{}
	return func(j int) *Recording { return g.make(j, again) }
}

// make overwrites made with a recording.
func (g generatedRecordings) make(j int, made *generatedRecording) *Recording {
	if _, gone := g.removed[j]; gone {
		return nil
	}
	*made = generatedRecording{}
	var buffer [4 * sidLength]byte
	sids := g.appendSID(buffer[:0], "RT", j)
	sids = g.appendSID(sids, "MT", j)
	sids = g.appendSID(sids, "RM", j%g.Rooms)
	sids = g.appendSID(sids, "PA", j%g.participants())
	text := string(sids)

	dice := dice(g.random("recording", j))
	r := &made.Recording
	r.SID, r.SourceSID = text[:sidLength], text[sidLength:2*sidLength]
	r.RoomSID, r.ParticipantSID = text[2*sidLength:3*sidLength], text[3*sidLength:]
	r.AccountSID = g.account
	r.DateCreated = g.created(j)
	absent := r.setKind(&dice)
	r.setTrackName(&dice)

	made.offset = 3_000_000_000 + int64(j%g.Rooms)*3_600_000 + dice.roll(3_600_000)
	made.duration = 1 + dice.roll(5_400)
	// Some are beyond 32 bits.
	made.size = made.duration * (1_000 + dice.roll(2_000_000))
	r.Offset, r.Duration, r.Size = &made.offset, &made.duration, &made.size
	absent |= r.setStatus(&dice, g.storage)
	r.Absent = absentFields[absent]
	return r
}

// setKind sets the type and what depends on it.
func (r *Recording) setKind(d *dice) (absent absence) {
	switch n := d.roll(32); {
	case n < 13:
		r.Type, r.ContainerFormat, r.Codec = "audio", "mka", "OPUS"
	case n < 16:
		r.Type, r.ContainerFormat, r.Codec = "audio", "mka", "PCMU"
	case n < 26:
		r.Type, r.ContainerFormat, r.Codec = "video", "mkv", "VP8"
	case n < 31:
		r.Type, r.ContainerFormat, r.Codec = "video", "mkv", "H264"
	default:
		// None of the described codecs suits data, and null is not described.
		r.Type, r.ContainerFormat = "data", "mkv"
		absent = absentCodec
	}
	return absent
}

// setTrackName has the source's SID if nobody gave the track a name, as the
// API does.
func (r *Recording) setTrackName(d *dice) {
	switch n := d.roll(64); {
	case n < 8:
		r.TrackName = r.SourceSID
	case n < 16:
		r.TrackName = r.Type + "-" + strconv.FormatInt(d.roll(100), 10)
	case n == 16:
		r.TrackName = `Zoë's "` + r.Type + `"`
	default:
		r.TrackName = r.Type
	}
}

// setStatus sets the status and what depends on it. The numbers are set.
func (r *Recording) setStatus(d *dice, s storage) (absent absence) {
	switch n := d.roll(100); {
	case n < 4:
		r.Status = statusProcessing
		switch d.roll(3) {
		case 0:
			*r.Size, *r.Duration = 0, 0
		case 1:
			r.Size, r.Duration = nil, nil
		default:
			absent |= absentSize
		}
	case n < 7:
		r.Status = statusFailed
		*r.Size, *r.Duration = 0, 0
	case n < 12:
		r.Status = statusDeleted
		r.DateDeleted = r.DateCreated.AddDate(0, 0, 1)
	default:
		r.Status = statusCompleted
		r.MediaExternalLocation = s.location(r.SID, r.ContainerFormat)
		r.EncryptionKey = s.key
	}
	r.DateUpdated = r.DateCreated
	if d.roll(2) == 0 && r.EncryptionKey == "" {
		absent |= absentLegacy
	}
	return absent
}

// absence is what a generated recording lacks, in bits.
type absence uint8

const (
	absentCodec absence = 1 << iota
	absentSize
	absentLegacy
	absences
)

// absentFields are the names for each absence. All recordings share them.
var absentFields = func() (names [absences][]string) {
	for a := range absences {
		if a&absentCodec != 0 {
			names[a] = append(names[a], "codec")
		}
		if a&absentSize != 0 {
			names[a] = append(names[a], "size", "duration")
		}
		if a&absentLegacy != 0 {
			names[a] = append(names[a], legacyFields[:]...)
		}
	}
	return names
}()

// legacyFields are those of a recording that only older answers have.
var legacyFields = [...]string{"date_updated", "date_deleted", "encryption_key"}
