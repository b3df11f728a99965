package twiliosandbox

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// CompositionHook is a template for compositions. Tags and zero values are as in [Recording].
type CompositionHook struct {
	// SID defaults to a random one in [Server.AddCompositionHook], and DateCreated to the present.
	SID                  string          `json:"sid"`
	AccountSID           string          `json:"account_sid"`
	FriendlyName         string          `json:"friendly_name"`
	Enabled              bool            `json:"enabled"`
	AudioSources         []string        `json:"audio_sources"`
	AudioSourcesExcluded []string        `json:"audio_sources_excluded"`
	VideoLayout          json.RawMessage `json:"video_layout"`
	Resolution           string          `json:"resolution"`
	Format               string          `json:"format"`
	Trim                 *bool           `json:"trim"`
	StatusCallback       string          `json:"status_callback"`
	StatusCallbackMethod string          `json:"status_callback_method"`
	DateCreated          time.Time       `json:"date_created"`
	// DateUpdated is zero until the first update.
	DateUpdated time.Time `json:"date_updated"`
}

// URL returns the hook's address in responses.
func (h CompositionHook) URL() string { return videoAPI + "/v1/CompositionHooks/" + h.SID }

// RegionFill is the value that Twilio fills in for a width, a height, or a maximum of columns or rows that a region does not have. Twilio's
// examples have [FillZero], and a third party recorded [FillNull].
type RegionFill string

const (
	FillNull RegionFill = ""
	FillZero RegionFill = "zero"
	// FillRest fills in the remaining width and height.
	FillRest RegionFill = "rest"
	// FillNothing returns regions as they were sent, without any default.
	FillNothing RegionFill = "nothing"
)

// CompositionHooks returns the hooks of an account in the order of their creation.
func (s *Server) CompositionHooks(accountSID string) []CompositionHook {
	defer s.Lock()()
	return slices.Clone(s.hooks[accountSID])
}

// AddCompositionHook adds a hook without checks, as another administrator does, and returns it with its defaults.
func (s *Server) AddCompositionHook(accountSID string, h CompositionHook) CompositionHook {
	h.SID, h.AccountSID = cmp.Or(h.SID, "HK"+sandbox.RandomHex()), cmp.Or(h.AccountSID, accountSID)
	h.DateCreated = cmp.Or(h.DateCreated, time.Now()).UTC().Truncate(time.Second)
	defer s.Lock()()
	s.hooks[accountSID] = append(s.hooks[accountSID], h)
	return h
}

// ChangeCompositionHook changes a hook without checks. It does nothing if there is none.
func (s *Server) ChangeCompositionHook(accountSID, sid string, change func(*CompositionHook)) {
	defer s.Lock()()
	for i := range s.hooks[accountSID] {
		if h := &s.hooks[accountSID][i]; h.SID == sid {
			change(h)
		}
	}
}

// RemoveCompositionHook deletes a hook.
func (s *Server) RemoveCompositionHook(accountSID, sid string) {
	defer s.Lock()()
	s.removeHook(accountSID, sid)
}

func (s *Server) removeHook(accountSID, sid string) {
	s.hooks[accountSID] = slices.DeleteFunc(s.hooks[accountSID], func(h CompositionHook) bool { return h.SID == sid })
}

func (s *Server) listCompositionHooks(w http.ResponseWriter, r *http.Request) {
	writePage(s, w, r, list[CompositionHook]{
		key: "composition_hooks", maxPageSize: 1000, items: s.hooks[sandbox.AccountOf(r)], view: s.viewCompositionHook,
		matches: func(h *CompositionHook, query url.Values) bool {
			pattern := strings.ReplaceAll(regexp.QuoteMeta(query.Get("FriendlyName")), `\*`, ".*")
			return !query.Has("FriendlyName") || regexp.MustCompile("(?is)^"+pattern+"$").MatchString(h.FriendlyName)
		},
	})
}

func (s *Server) createCompositionHook(w http.ResponseWriter, r *http.Request) {
	account := sandbox.AccountOf(r)
	h := CompositionHook{SID: "HK" + sandbox.RandomHex(), AccountSID: account, Enabled: true, DateCreated: time.Now().UTC().Truncate(time.Second)}
	if s.setFields(w, r, &h) {
		s.hooks[account] = append(s.hooks[account], h)
		sandbox.WriteJSON(w, http.StatusCreated, encode(s.viewCompositionHook(&h)))
	}
}

// updateCompositionHook replaces all fields. With Merge, those that the form omits stay.
func (s *Server) updateCompositionHook(w http.ResponseWriter, r *http.Request) {
	h := s.findCompositionHook(w, r)
	if h == nil {
		return
	}
	next := *h
	if !s.behaviour.Merge {
		next = CompositionHook{SID: h.SID, AccountSID: h.AccountSID, Enabled: true, DateCreated: h.DateCreated}
	}
	next.DateUpdated = time.Now().UTC().Truncate(time.Second)
	if s.setFields(w, r, &next) {
		*h = next
		sandbox.WriteJSON(w, http.StatusOK, encode(s.viewCompositionHook(h)))
	}
}

// setFields sets the fields of a hook that the form has. It refuses invalid ones and returns false. Twilio does not document the code for a name that
// another hook has.
func (s *Server) setFields(w http.ResponseWriter, r *http.Request, h *CompositionHook) bool {
	if !s.readForm(w, r, "FriendlyName") {
		return false
	}
	form := r.PostForm
	for name, to := range map[string]*string{
		"FriendlyName": &h.FriendlyName, "Resolution": &h.Resolution, "Format": &h.Format,
		"StatusCallback": &h.StatusCallback, "StatusCallbackMethod": &h.StatusCallbackMethod,
	} {
		*to = cmp.Or(form.Get(name), *to)
	}
	for name, to := range map[string]*[]string{"AudioSources": &h.AudioSources, "AudioSourcesExcluded": &h.AudioSourcesExcluded} {
		if form.Has(name) {
			*to = form[name]
		}
	}
	h.Enabled = cmp.Or(form.Get("Enabled"), strconv.FormatBool(h.Enabled)) == "true"
	if form.Has("Trim") {
		h.Trim = new(form.Get("Trim") == "true")
	}
	if form.Has("VideoLayout") {
		h.VideoLayout = json.RawMessage(form.Get("VideoLayout"))
	}
	layout, isLayout := decodeLayout(h.VideoLayout)
	isTaken := func(other CompositionHook) bool { return other.FriendlyName == h.FriendlyName && other.SID != h.SID }
	switch {
	case slices.ContainsFunc(s.hooks[sandbox.AccountOf(r)], isTaken):
		s.refuseParameter(w, "FriendlyName", "is not unique")
	case !isLayout:
		s.refuseParameter(w, "VideoLayout", "is not valid")
	case len(h.AudioSources) == 0 && len(layout) == 0:
		s.refuseParameter(w, "AudioSources", "or VideoLayout is required")
	default:
		return true
	}
	return false
}

// decodeLayout reports whether a layout consists of regions with sources.
func decodeLayout(raw json.RawMessage) (layout map[string]map[string]any, valid bool) {
	if len(raw) > 0 && json.Unmarshal(raw, &layout) != nil {
		return nil, false
	}
	for _, region := range layout {
		if _, ok := region["video_sources"].([]any); !ok {
			return nil, false
		}
	}
	return layout, true
}

// viewCompositionHook returns a hook in a response. With NoHookDefaults, fields that were never set are null, except the format, which the
// description has not as nullable.
func (s *Server) viewCompositionHook(h *CompositionHook) any {
	view := *h
	view.Format = cmp.Or(h.Format, "webm")
	view.VideoLayout, view.AccountSID = s.viewLayout(h), cmp.Or(s.respondAs, h.AccountSID)
	if !s.behaviour.NoHookDefaults {
		view.Resolution, view.StatusCallbackMethod = cmp.Or(h.Resolution, "640x480"), cmp.Or(h.StatusCallbackMethod, http.MethodPost)
		view.Trim = cmp.Or(h.Trim, new(true))
		view.AudioSources = append([]string{}, h.AudioSources...)
		view.AudioSourcesExcluded = append([]string{}, h.AudioSourcesExcluded...)
	}
	return struct {
		CompositionHook
		URL string `json:"url"`
	}{view, h.URL()}
}

// viewLayout returns the layout with the defaults of its regions.
func (s *Server) viewLayout(h *CompositionHook) json.RawMessage {
	layout, _ := decodeLayout(h.VideoLayout)
	if s.behaviour.Regions == FillNothing || len(layout) == 0 {
		return h.VideoLayout
	}
	var width, height float64
	if _, err := fmt.Sscanf(cmp.Or(h.Resolution, "640x480"), "%gx%g", &width, &height); err != nil {
		panic(err)
	}
	for _, region := range layout {
		xPos, _ := region["x_pos"].(float64)
		yPos, _ := region["y_pos"].(float64)
		sizes := map[RegionFill][4]any{FillZero: {0, 0, 0, 0}, FillRest: {width - xPos, height - yPos, nil, nil}}[s.behaviour.Regions]
		for name, value := range map[string]any{
			"x_pos": 0, "y_pos": 0, "z_pos": 0, "reuse": "show_oldest", "video_sources_excluded": []any{}, "cells_excluded": []any{},
			"width": sizes[0], "height": sizes[1], "max_columns": sizes[2], "max_rows": sizes[3],
		} {
			if region[name] == nil {
				region[name] = value
			}
		}
	}
	return encode(layout)
}

// findCompositionHook returns the hook in the path. If there is none, it refuses the request and returns nil.
func (s *Server) findCompositionHook(w http.ResponseWriter, r *http.Request) *CompositionHook {
	hooks := s.hooks[sandbox.AccountOf(r)]
	if i := slices.IndexFunc(hooks, func(h CompositionHook) bool { return h.SID == r.PathValue("sid") }); i >= 0 {
		return &hooks[i]
	}
	s.notFound(w, r)
	return nil
}

func (s *Server) fetchCompositionHook(w http.ResponseWriter, r *http.Request) {
	if h := s.findCompositionHook(w, r); h != nil {
		sandbox.WriteJSON(w, http.StatusOK, encode(s.viewCompositionHook(h)))
	}
}

func (s *Server) deleteCompositionHook(w http.ResponseWriter, r *http.Request) {
	if h := s.findCompositionHook(w, r); h != nil {
		s.removeHook(sandbox.AccountOf(r), h.SID)
		w.WriteHeader(http.StatusNoContent)
	}
}
