package sendbirdsandbox

import "time"

// Status is how far a recording is.
type Status string

// The statuses of a recording:
// https://docs.sendbird.com/docs/live/platform-api/v1/cloud-recording/overview-cloud-recording
const (
	Ready     Status = "ready"
	Underway  Status = "recording"
	Paused    Status = "paused"
	Uploading Status = "uploading"
	// Completed is that of the recordings that can be copied.
	Completed Status = "completed"
	Failed    Status = "failed"
)

// Recording is the cloud recording of a live event.
type Recording struct {
	// ID becomes a random UUID if "" when added.
	ID string
	// Status becomes Completed if "" when added.
	Status Status
	// Started is when the recording began; the present if zero when added.
	Started time.Time
}

// recorded is where a recording is found: others than its application do not.
type recorded struct{ application, id string }

// AddRecordings adds recordings to an application, or replaces those with the same
// ID. It returns them as they were added.
func (s *Server) AddRecordings(applicationID string, recordings ...Recording) []Recording {
	s.mu.Lock()
	defer s.mu.Unlock()
	added := make([]Recording, 0, len(recordings))
	for _, r := range recordings {
		if r.ID == "" {
			r.ID = randomUUID()
		}
		if r.Status == "" {
			r.Status = Completed
		}
		if r.Started.IsZero() {
			r.Started = s.clock()
		}
		s.recordings[recorded{applicationID, r.ID}] = r
		added = append(added, r)
	}
	return added
}
