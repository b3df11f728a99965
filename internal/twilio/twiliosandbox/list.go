package twiliosandbox

import (
	"net/http"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// videoAPI is where items say that they are, wherever they are served.
const videoAPI = "https://video.twilio.com"

const (
	pathRooms        = "/v1/Rooms/"
	pathRecordings   = "/v1/Recordings"
	pathCompositions = "/v1/Compositions"
)

// serveList answers a request for a list, and reports whether the path is that
// of one.
func (s *Server) serveList(w http.ResponseWriter, r *http.Request) bool {
	recordings, compositions, behaviour := s.snapshot(sandbox.AccountOf(r.Context()))
	switch r.URL.Path {
	case pathRecordings:
		answerList(w, r, accountRecordings, recordings, "", behaviour)
		return true
	case pathCompositions:
		answerList(w, r, accountCompositions, compositions, "", behaviour)
		return true
	}

	below, ok := strings.CutPrefix(r.URL.Path, pathRooms)
	room, ofRecordings := strings.CutSuffix(below, "/Recordings")
	if !ok || !ofRecordings || !s.hasRoom(sandbox.AccountOf(r.Context()), room) {
		return false
	}
	answerList(w, r, roomRecordings, recordings, room, behaviour)
	return true
}

// snapshot returns what a list is made of, which is made without the lock.
func (s *Server) snapshot(account string) (shelf[Recording], shelf[Composition], Behaviour) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.library(account)
	return l.recordings, l.compositions, s.behaviour
}

func (s *Server) hasRoom(account, sid string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.library(account).hasRoom(sid)
}

// answerList answers with a page of a list, of the recordings of one room if
// room is not "".
func answerList[T any](w http.ResponseWriter, r *http.Request, l listing[T], items shelf[T], room string, b Behaviour) {
	if r.Method != http.MethodGet {
		w.Header().Set("Allow", http.MethodGet)
		methodNotAllowed(r.Method).write(w)
		return
	}
	q, failed := l.readQuery(r)
	if failed != nil {
		failed.write(w)
		return
	}
	if room != "" {
		q.filter.roomSID = room
	}
	q.filter.anyGrouping = b.AnyGroupingSid

	memory := takeMemory()
	defer memory.giveBack()
	made := reading[T]{
		listing: l, items: items, query: q, overlap: b.OverlapPages, as: shape{current: b.AbsentFields},
		// A token is of no use for another account, list or filter.
		name: sandbox.AccountOf(r.Context()) + r.URL.Path + "?" + q.encoded,
	}
	p, failed := made.page(memory.bytes[:0])
	if failed != nil {
		failed.write(w)
		return
	}
	m := meta{origin: origin(r), path: r.URL.Path, name: made.name, key: l.key, query: q, page: p}
	memory.bytes = append(m.append(append(p.body, `],"meta":`...), b), '}')
	sandbox.WriteBody(w, http.StatusOK, memory.bytes)
}
