package sendbirdsandbox

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Object is what a copy left in a bucket.
type Object struct {
	Key         string
	RecordingID string
	// Copied is when it was last written.
	Copied time.Time
	// Copies is how often it was written: each costs money.
	Copies int
}

// Objects returns those in a bucket, in the order of their keys.
func (s *Server) Objects(bucket string) []Object {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []Object{}
	for _, o := range s.objects[bucket] {
		all = append(all, o)
	}
	slices.SortFunc(all, func(a, b Object) int { return cmp.Compare(a.Key, b.Key) })
	return all
}

// put writes an object, in the place of one with the same key. It needs the lock.
func (s *Server) put(bucket, key, recordingID string, at time.Time) {
	if s.objects[bucket] == nil {
		s.objects[bucket] = map[string]Object{}
	}
	copies := s.objects[bucket][key].Copies + 1
	s.objects[bucket][key] = Object{Key: key, RecordingID: recordingID, Copied: at, Copies: copies}
}

// key is where the copy of a recording is made, under the documented name.
func (b Behaviour) key(directory string, r Recording, at time.Time) string {
	if b.RecordingTime {
		at = r.Started
	}
	if directory != "" && !b.LiteralDirectory {
		directory = strings.TrimSuffix(directory, "/") + "/"
	}
	return directory + at.UTC().Format("060102_150405") + "_" + r.ID + ".mp4"
}
