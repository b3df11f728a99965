package twiliosandbox

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// Recording is a recorded track. Its tags are the names of the fields in responses, where a zero value is null.
type Recording struct {
	// SID defaults to a random one, AccountSID to the account, Status to completed and DateCreated to the present.
	SID             string `json:"sid"`
	AccountSID      string `json:"account_sid"`
	Status          string `json:"status"`
	Type            string `json:"type"`
	Codec           string `json:"codec"`
	ContainerFormat string `json:"container_format"`
	Duration        *int64 `json:"duration"`
	Size            *int64 `json:"size"`
	Offset          *int64 `json:"offset"`
	TrackName       string `json:"track_name"`
	SourceSID       string `json:"source_sid"`
	// RoomSID is grouping_sids.room_sid, and room_sid in the list of a room.
	RoomSID string `json:"room_sid"`
	// ParticipantSID is grouping_sids.participant_sid.
	ParticipantSID string    `json:"-"`
	DateCreated    time.Time `json:"date_created"`
	// Twilio's current description lacks DateUpdated, DateDeleted and EncryptionKey. Older responses had them.
	DateUpdated           time.Time `json:"date_updated"`
	DateDeleted           time.Time `json:"date_deleted"`
	EncryptionKey         string    `json:"encryption_key"`
	MediaExternalLocation string    `json:"media_external_location"`
	// The list of a room lacks StatusCallback and StatusCallbackMethod.
	StatusCallback       string `json:"status_callback"`
	StatusCallbackMethod string `json:"status_callback_method"`
}

// URL returns the recording's address in the list of its account.
func (r Recording) URL() string { return videoAPI + "/v1/Recordings/" + r.SID }

// RoomURL returns the recording's address in the list of its room.
func (r Recording) RoomURL() string {
	return videoAPI + "/v1/Rooms/" + r.RoomSID + "/Recordings/" + r.SID
}

// AddRecordings adds recordings without checks.
func (s *Server) AddRecordings(account string, all ...Recording) {
	defer s.Lock()()
	for _, r := range all {
		r.SID, r.AccountSID, r.Status = cmp.Or(r.SID, "RT"+sandbox.RandomHex()), cmp.Or(r.AccountSID, account), cmp.Or(r.Status, "completed")
		r.DateCreated = cmp.Or(r.DateCreated, time.Now().Truncate(time.Second)).UTC()
		s.rooms[[2]string{account, r.RoomSID}] = true
		s.recordings[account] = append(s.recordings[account], r)
	}
}

// RemoveRecording removes a recording as if it had never existed. A recording that Twilio deleted has the status deleted instead.
func (s *Server) RemoveRecording(account, sid string) {
	defer s.Lock()()
	s.recordings[account] = slices.DeleteFunc(s.recordings[account], func(r Recording) bool { return r.SID == sid })
}

// AddRooms adds rooms without recordings.
func (s *Server) AddRooms(account string, sids ...string) {
	defer s.Lock()()
	for _, sid := range sids {
		s.rooms[[2]string{account, sid}] = true
	}
}

func (r *Recording) matches(query url.Values) bool {
	return matchesAll(query, r.Status, r.DateCreated) && matchesFilter(query, "SourceSid", r.SourceSID) &&
		matchesFilter(query, "MediaType", r.Type) &&
		!slices.ContainsFunc(query["GroupingSid"], func(sid string) bool { return sid != r.RoomSID && sid != r.ParticipantSID })
}

// listRecordings lists the recordings of the account, or of the room in the path.
func (s *Server) listRecordings(w http.ResponseWriter, r *http.Request) {
	room, account, maxPageSize := r.PathValue("room"), sandbox.AccountOf(r), 100
	if room != "" {
		maxPageSize = 1000
	}
	if room != "" && !s.rooms[[2]string{account, room}] {
		s.notFound(w, r)
		return
	}
	writePage(s, w, r, list[Recording]{
		key: "recordings", maxPageSize: maxPageSize, items: s.recordings[account],
		matches: func(r *Recording, query url.Values) bool {
			return (room == "" || r.RoomSID == room) && r.matches(query)
		},
		view: func(r *Recording) any { return r.view(room != "") },
	})
}

// recordingView is a recording in a response. Its fields take the place of fields of the recording.
type recordingView struct {
	*Recording
	RoomSID              *string           `json:"room_sid,omitempty"`
	StatusCallback       *string           `json:"status_callback,omitempty"`
	StatusCallbackMethod *string           `json:"status_callback_method,omitempty"`
	GroupingSIDs         map[string]string `json:"grouping_sids"`
	URL                  string            `json:"url"`
	Links                map[string]string `json:"links"`
}

func (r *Recording) view(ofRoom bool) any {
	view := recordingView{Recording: r, URL: r.URL()}
	if ofRoom {
		view.RoomSID, view.URL = &r.RoomSID, r.RoomURL()
	} else {
		view.StatusCallback, view.StatusCallbackMethod = &r.StatusCallback, &r.StatusCallbackMethod
	}
	view.Links = map[string]string{"media": view.URL + "/Media"}
	if r.RoomSID != "" || r.ParticipantSID != "" {
		view.GroupingSIDs = map[string]string{"room_sid": r.RoomSID, "participant_sid": r.ParticipantSID}
	}
	return view
}

// fetchRecording serves a recording and its media, below the account and below a room.
func (s *Server) fetchRecording(w http.ResponseWriter, r *http.Request) {
	room := r.PathValue("room")
	for _, found := range s.recordings[sandbox.AccountOf(r)] {
		if found.SID == r.PathValue("sid") && (room == "" || room == found.RoomSID) {
			writeItem(w, r, found.view(room != ""), found.MediaExternalLocation)
			return
		}
	}
	s.notFound(w, r)
}

// writeItem responds with an item, or with a redirect to its media. The stand-in has no media.
func writeItem(w http.ResponseWriter, r *http.Request, view any, location string) {
	if !strings.HasSuffix(r.URL.Path, "/Media") {
		sandbox.WriteJSON(w, http.StatusOK, encode(view))
		return
	}
	location = cmp.Or(location, "https://com-twilio-us1-video-recording.s3.amazonaws.com/"+r.PathValue("sid"))
	w.Header().Set("Location", location)
	sandbox.WriteJSON(w, http.StatusFound, map[string]string{"redirect_to": location})
}

func (s *Server) fetchRoom(w http.ResponseWriter, r *http.Request) {
	sid, account := r.PathValue("room"), sandbox.AccountOf(r)
	if !s.rooms[[2]string{account, sid}] {
		s.notFound(w, r)
		return
	}
	url := videoAPI + "/v1/Rooms/" + sid
	sandbox.WriteJSON(w, http.StatusOK, map[string]any{
		"sid": sid, "account_sid": account, "unique_name": sid, "status": "completed", "type": "group", "duration": 0,
		"date_created": nil, "date_updated": nil, "end_time": nil, "enable_turn": true, "audio_only": false, "large_room": false,
		"max_participants": 50, "max_participant_duration": 14400, "max_concurrent_published_tracks": 170,
		"empty_room_timeout": 5, "unused_room_timeout": 5, "video_codecs": []string{"VP8"}, "media_region": "us1",
		"record_participants_on_connect": true, "status_callback": nil, "status_callback_method": nil,
		"url": url, "links": map[string]string{"recordings": url + "/Recordings"},
	})
}

// Record adds n completed recordings of a room under the settings in force, and returns them.
func (s *Server) Record(account, room string, n int) []Recording {
	settings, _ := s.Settings(account, RecordingSettings)
	var all []Recording
	for range n {
		source, participant, now := "MT"+sandbox.RandomHex(), "PA"+sandbox.RandomHex(), time.Now().Truncate(time.Second)
		all = append(all, newRecording("RT"+sandbox.RandomHex(), source, room, participant, now, settings))
	}
	s.AddRecordings(account, all...)
	return all
}

// Generated describes recordings and compositions for [Server.Generate]. The same value gives the same items, in every account.
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
