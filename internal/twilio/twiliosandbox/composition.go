package twiliosandbox

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// Composition is a media file composed of a room's recordings. Tags, defaults and zero values are as in [Recording].
type Composition struct {
	SID                   string          `json:"sid"`
	AccountSID            string          `json:"account_sid"`
	Status                string          `json:"status"`
	RoomSID               string          `json:"room_sid"`
	DateCreated           time.Time       `json:"date_created"`
	DateCompleted         time.Time       `json:"date_completed"`
	DateDeleted           time.Time       `json:"date_deleted"`
	AudioSources          []string        `json:"audio_sources"`
	AudioSourcesExcluded  []string        `json:"audio_sources_excluded"`
	VideoLayout           json.RawMessage `json:"video_layout"`
	Resolution            string          `json:"resolution"`
	Trim                  bool            `json:"trim"`
	Format                string          `json:"format"`
	Bitrate               *int64          `json:"bitrate"`
	Size                  *int64          `json:"size"`
	Duration              *int64          `json:"duration"`
	MediaExternalLocation string          `json:"media_external_location"`
	// EncryptionKey is not in Twilio's description, but in its guide to encrypted compositions.
	EncryptionKey        string `json:"encryption_key,omitempty"`
	StatusCallback       string `json:"status_callback"`
	StatusCallbackMethod string `json:"status_callback_method"`
}

// URL returns the composition's address in responses.
func (c Composition) URL() string { return videoAPI + "/v1/Compositions/" + c.SID }

// AddCompositions adds compositions without checks.
func (s *Server) AddCompositions(account string, all ...Composition) {
	defer s.Lock()()
	for _, c := range all {
		c.SID, c.AccountSID, c.Status = cmp.Or(c.SID, "CJ"+sandbox.RandomHex()), cmp.Or(c.AccountSID, account), cmp.Or(c.Status, "completed")
		c.DateCreated = cmp.Or(c.DateCreated, time.Now().Truncate(time.Second)).UTC()
		if len(c.VideoLayout) == 0 {
			c.VideoLayout = nil
		}
		s.rooms[[2]string{account, c.RoomSID}] = true
		s.compositions[account] = append(s.compositions[account], c)
	}
}

func (s *Server) listCompositions(w http.ResponseWriter, r *http.Request) {
	writePage(s, w, r, list[Composition]{
		key: "compositions", maxPageSize: 100, items: s.compositions[sandbox.AccountOf(r)], view: (*Composition).view,
		matches: func(c *Composition, query url.Values) bool {
			return matchesAll(query, c.Status, c.DateCreated) && matchesFilter(query, "RoomSid", c.RoomSID)
		},
	})
}

func (c *Composition) view() any {
	return struct {
		*Composition
		URL   string            `json:"url"`
		Links map[string]string `json:"links"`
	}{c, c.URL(), map[string]string{"media": c.URL() + "/Media"}}
}

// fetchComposition serves a composition and its media.
func (s *Server) fetchComposition(w http.ResponseWriter, r *http.Request) {
	for _, found := range s.compositions[sandbox.AccountOf(r)] {
		if found.SID == r.PathValue("sid") {
			writeItem(w, r, found.view(), found.MediaExternalLocation)
			return
		}
	}
	s.notFound(w, r)
}

// Compose adds a completed composition of a room under the settings in force.
func (s *Server) Compose(account, room string) {
	settings, _ := s.Settings(account, CompositionSettings)
	s.AddCompositions(account, newComposition("CJ"+sandbox.RandomHex(), room, time.Now().Truncate(time.Second), settings))
}

func newComposition(sid, room string, created time.Time, settings Settings) Composition {
	c := Composition{
		SID: sid, RoomSID: room, DateCreated: created, DateCompleted: created.Add(time.Minute).UTC(),
		AudioSources: []string{"*"}, AudioSourcesExcluded: []string{}, VideoLayout: json.RawMessage(`{"grid":{"video_sources":["*"]}}`),
		Resolution: "1280x720", Format: "mp4", Trim: true, Duration: new(int64(60)), Size: new(int64(480_000)), Bitrate: new(int64(64)),
	}
	c.MediaExternalLocation, c.EncryptionKey = storeMedia(settings, sid+".mp4")
	return c
}
