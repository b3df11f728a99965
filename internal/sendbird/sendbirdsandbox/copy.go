package sendbirdsandbox

// copied is the answer to a copy.
type copied struct {
	RecordingID string `json:"recording_id"`
	Bucket      string `json:"bucket"`
	Key         string `json:"key"`
	// Received is what [Behaviour].EchoSecrets quotes.
	Received string `json:"received,omitempty"`
}

// copyRecording copies a recording of an application. That one which is not there is
// [codeNotFound] is documented, of resources in general.
func (s *Server) copyRecording(b Behaviour, from recorded, c copyParams) (*copied, *apiError) {
	s.mu.Lock()
	defer s.mu.Unlock()
	recording, exists := s.recordings[from]
	if !exists {
		return nil, notFound("there is no recording %s", from.id)
	}
	if recording.Status != Completed {
		return nil, b.refused("recording %s is %s: only completed ones can be copied", recording.ID, recording.Status)
	}
	if own := s.applications[from.application].Region; c.region != own {
		return nil, b.refused("region %s is not that of the application, %s", c.region, own)
	}
	if failed := s.permit(b, c); failed != nil {
		return nil, failed
	}
	now := s.clock()
	key := b.key(c.directory, recording, now)
	if _, exists := s.objects[c.bucket][key]; exists && b.RefuseExisting {
		return nil, newError(codeUniqueConstraint, "bucket %s has an object %s", c.bucket, key)
	}
	s.put(c.bucket, key, recording.ID, now)
	return &copied{RecordingID: recording.ID, Bucket: c.bucket, Key: key}, nil
}
