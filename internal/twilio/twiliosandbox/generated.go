package twiliosandbox

import (
	"encoding/binary"
	"encoding/hex"
	"time"
)

// Generated describes data of any size that takes no memory: each item is
// computed from the seed and its index when it is asked for. The same values
// give the same data, down to the bytes of a page.
type Generated struct {
	// Seed decides everything but the numbers below. Data of one seed has the
	// same SIDs in whatever account, so an account needs a seed for each call
	// unless duplicates are wanted.
	Seed uint64
	// Rooms is how many rooms there are; without one, a room is added if there
	// is anything to be in it.
	Rooms int
	// Recordings is how many there are in total; index j belongs to room
	// j % Rooms.
	Recordings int
	// Compositions is how many there are in total, spread like the recordings.
	Compositions int
	// ParticipantsPerRoom is between how many the recordings of a room are
	// spread; 0 is 2.
	ParticipantsPerRoom int
}

// Generate adds data behind what the account has, under the settings in force
// now. Nothing is added in place of a negative number.
func (s *Server) Generate(account string, g Generated) {
	g = g.completed()
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.library(account)
	l.generated = append(l.generated, g)
	l.recordings.append(generatedRecordings{g, account, s.storage(account, RecordingSettings), nil})
	l.compositions.append(generatedCompositions{g, account, s.storage(account, CompositionSettings)})
}

// completed applies what the zero values stand for.
func (g Generated) completed() Generated {
	g.Recordings, g.Compositions, g.Rooms = max(g.Recordings, 0), max(g.Compositions, 0), max(g.Rooms, 0)
	if g.Rooms == 0 && g.Recordings+g.Compositions > 0 {
		g.Rooms = 1
	}
	if g.ParticipantsPerRoom <= 0 {
		g.ParticipantsPerRoom = 2
	}
	return g
}

// RoomSID returns the SID of a room, counted from 0.
func (g Generated) RoomSID(i int) string { return string(g.appendSID(nil, "RM", i)) }

// room returns the number of a room, or -1 if it is none of these.
func (g Generated) room(sid string) int { return g.index("RM", sid, g.Rooms) }

// appendSID appends a SID that tells its index to whoever knows the seed, so
// that a filter by SID needs no search. The index is hidden in the second half
// under the first, which depends on the index in turn.
func (g Generated) appendSID(b []byte, prefix string, i int) []byte {
	var raw [16]byte
	first := g.random(prefix, i)
	binary.BigEndian.PutUint64(raw[:8], first)
	binary.BigEndian.PutUint64(raw[8:], mix(first)^uint64(i))
	return hex.AppendEncode(append(b, prefix...), raw[:])
}

// index returns what appendSID was given, or -1 for a SID that it does not
// make of an index from 0 to below count.
func (g Generated) index(prefix, sid string, count int) int {
	var raw [16]byte
	if len(sid) != len(prefix)+32 || sid[:len(prefix)] != prefix {
		return -1
	}
	if _, err := hex.Decode(raw[:], []byte(sid[len(prefix):])); err != nil {
		return -1
	}
	i := binary.BigEndian.Uint64(raw[8:]) ^ mix(binary.BigEndian.Uint64(raw[:8]))
	if i >= uint64(count) || string(g.appendSID(nil, prefix, int(i))) != sid {
		return -1
	}
	return int(i)
}

// random returns bits that depend on the seed, on what they are for and on the
// index.
func (g Generated) random(purpose string, i int) uint64 {
	h := g.Seed
	for _, c := range []byte(purpose) {
		h = mix(h + uint64(c))
	}
	return mix(h + uint64(i))
}

// dice are random numbers of one item, from what random returned for it.
type dice uint64

// roll returns a number from 0 to below n.
func (d *dice) roll(n uint64) int64 {
	*d = dice(mix(uint64(*d)))
	return int64(uint64(*d) % n)
}

// mix is the output function of SplitMix64, by Guy Steele, Doug Lea and
// Christine Flood.
func mix(z uint64) uint64 {
	z += 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// created returns when the item of an index was created. It never decreases
// with the index, and is now and then the same for two.
func (g Generated) created(i int) time.Time {
	const apart = 11
	return firstCreated.Add(time.Duration(uint64(i)*apart+g.random("created", i)%(apart+1)) * time.Second)
}

// sidLength is that of every SID.
const sidLength = 34

var firstCreated = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
