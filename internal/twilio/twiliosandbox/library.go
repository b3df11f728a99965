package twiliosandbox

import (
	"iter"
	"maps"
	"slices"
)

// The statuses that the sandbox itself tells apart.
const (
	statusCompleted  = "completed"
	statusDeleted    = "deleted"
	statusProcessing = "processing"
	statusFailed     = "failed"
	statusEnqueued   = "enqueued"
)

// library is what one account has recorded.
type library struct {
	recordings   shelf[Recording]
	compositions shelf[Composition]
	// rooms are those that were named; those of generated are in addition.
	rooms     map[string]struct{}
	generated []Generated
	// made are the SIDs of what the sandbox added itself.
	made map[string]struct{}
}

// library returns that of an account, which it makes at first. It needs the
// lock.
func (s *Server) library(account string) *library {
	l, ok := s.libraries[account]
	if !ok {
		l = &library{rooms: map[string]struct{}{}, made: map[string]struct{}{}}
		s.libraries[account] = l
	}
	return l
}

func (l *library) addRoom(sid string) {
	if sid != "" {
		l.rooms[sid] = struct{}{}
	}
}

func (l *library) hasRoom(sid string) bool {
	if _, named := l.rooms[sid]; named {
		return true
	}
	return slices.ContainsFunc(l.generated, func(g Generated) bool { return g.room(sid) >= 0 })
}

// AddRooms makes rooms exist that may have no recordings. A room that a
// recording or composition was added to exists already, and stays when they
// are removed.
func (s *Server) AddRooms(account string, sids ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.library(account)
	for _, sid := range sids {
		l.addRoom(sid)
	}
}

// Rooms yields the SIDs of an account's rooms, those that were named first and
// in the order of the alphabet.
func (s *Server) Rooms(account string) iter.Seq[string] {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.library(account)
	named, generated := slices.Sorted(maps.Keys(l.rooms)), slices.Clone(l.generated)
	return func(yield func(string) bool) {
		for _, sid := range named {
			if !yield(sid) {
				return
			}
		}
		for _, g := range generated {
			for i := range g.Rooms {
				if !yield(g.RoomSID(i)) {
					return
				}
			}
		}
	}
}

// AddRecordings adds recordings behind those that the account has, as they
// are: nothing is checked. Lists are in the order in which things were added,
// for Twilio does not document its own.
func (s *Server) AddRecordings(account string, r ...Recording) {
	items := make([]*Recording, 0, len(r))
	for _, item := range r {
		items = append(items, item.filledIn(account))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.library(account)
	for _, item := range items {
		l.addRoom(item.RoomSID)
	}
	l.recordings.add(items...)
}

// AddCompositions adds compositions as [Server.AddRecordings] does recordings.
func (s *Server) AddCompositions(account string, c ...Composition) {
	items := make([]*Composition, 0, len(c))
	for _, item := range c {
		items = append(items, item.filledIn(account))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.library(account)
	for _, item := range items {
		l.addRoom(item.RoomSID)
	}
	l.compositions.add(items...)
}

// RemoveRecording takes a recording out of every list, as if it had never
// been; one that Twilio deleted has the status deleted instead. It does
// nothing if the account has no such recording.
func (s *Server) RemoveRecording(account, sid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	shelf := &s.library(account).recordings
	for shelf.put(func(r *Recording) bool { return r.SID == sid }, nil) {
		// Once more, because a recording may have been added twice.
	}
	shelf.parts = slices.Clone(shelf.parts)
	for i, p := range shelf.parts {
		if part, ok := p.part.(generatedRecordings); ok {
			shelf.parts[i].part = part.without(sid)
		}
	}
}

// AllRecordings yields all that the account has now, of any status, in the
// order of the API's lists. What a recording points to is shared and must not
// be changed.
func (s *Server) AllRecordings(account string) iter.Seq[Recording] {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.library(account).recordings.all()
}

// AllCompositions is the like of [Server.AllRecordings].
func (s *Server) AllCompositions(account string) iter.Seq[Composition] {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.library(account).compositions.all()
}
