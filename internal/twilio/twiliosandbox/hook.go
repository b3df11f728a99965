package twiliosandbox

import (
	"cmp"
	"encoding/json"
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

	Absent, Null []string `json:"-"`
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
	s.hooks[accountSID] = slices.DeleteFunc(s.hooks[accountSID], func(h CompositionHook) bool { return h.SID == sid })
}

func (s *Server) listCompositionHooks(w http.ResponseWriter, r *http.Request) {
	writePage(s, w, r, list[CompositionHook]{
		key: "composition_hooks", maxPageSize: 1000, items: s.hooks[sandbox.AccountOf(r)], view: s.viewCompositionHook,
		matches: func(h *CompositionHook, query url.Values) bool {
			pattern := strings.ReplaceAll(regexp.QuoteMeta(query.Get("FriendlyName")), `\*`, ".*")
			named := !query.Has("FriendlyName") || regexp.MustCompile("(?is)^"+pattern+"$").MatchString(h.FriendlyName)
			return named && matchesFilter(query, "Enabled", strconv.FormatBool(h.Enabled))
		},
	})
}

func (s *Server) createCompositionHook(w http.ResponseWriter, r *http.Request) {
	account := sandbox.AccountOf(r)
	h := CompositionHook{SID: "HK" + sandbox.RandomHex(), AccountSID: account, DateCreated: time.Now().UTC().Truncate(time.Second)}
	if s.setCompositionHook(w, r, &h, CompositionHook{Enabled: true}) {
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
	before := CompositionHook{Enabled: true}
	if s.behaviour.Merge {
		before = *h
	}
	if s.setCompositionHook(w, r, h, before) {
		h.DateUpdated = time.Now().UTC().Truncate(time.Second)
		sandbox.WriteJSON(w, http.StatusOK, encode(s.viewCompositionHook(h)))
	}
}

// setCompositionHook sets the fields of a hook to those of the form, and others to those before. It refuses invalid ones and returns false.
// Twilio does not document the code for a name that another hook has.
func (s *Server) setCompositionHook(w http.ResponseWriter, r *http.Request, h *CompositionHook, before CompositionHook) bool {
	if !s.readForm(w, r, "FriendlyName") {
		return false
	}
	form := r.PostForm
	next := *h
	next.FriendlyName, next.Enabled, next.Trim = form.Get("FriendlyName"), before.Enabled, before.Trim
	next.Resolution, next.Format, next.VideoLayout = before.Resolution, before.Format, before.VideoLayout
	next.StatusCallback, next.StatusCallbackMethod = before.StatusCallback, before.StatusCallbackMethod
	next.AudioSources, next.AudioSourcesExcluded = before.AudioSources, before.AudioSourcesExcluded
	for name, to := range map[string]*string{
		"Resolution": &next.Resolution, "Format": &next.Format, "StatusCallback": &next.StatusCallback, "StatusCallbackMethod": &next.StatusCallbackMethod,
	} {
		*to = cmp.Or(form.Get(name), *to)
	}
	for name, to := range map[string]*[]string{"AudioSources": &next.AudioSources, "AudioSourcesExcluded": &next.AudioSourcesExcluded} {
		if form.Has(name) {
			*to = form[name]
		}
	}
	if form.Has("Enabled") {
		next.Enabled = form.Get("Enabled") == "true"
	}
	if form.Has("Trim") {
		next.Trim = new(form.Get("Trim") == "true")
	}
	if form.Has("VideoLayout") {
		next.VideoLayout = json.RawMessage(form.Get("VideoLayout"))
	}
	layout, isLayout := decodeLayout(next.VideoLayout)
	switch {
	case slices.ContainsFunc(s.hooks[sandbox.AccountOf(r)], func(other CompositionHook) bool { return other.FriendlyName == next.FriendlyName && other.SID != h.SID }):
		s.refuseParameter(w, "FriendlyName", "is not unique")
	case !isLayout:
		s.refuseParameter(w, "VideoLayout", "is not valid")
	case len(next.AudioSources) == 0 && len(layout) == 0:
		s.refuseParameter(w, "AudioSources", "or VideoLayout is required")
	default:
		*h = next
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
		for _, sources := range []*[]string{&view.AudioSources, &view.AudioSourcesExcluded} {
			if *sources == nil {
				*sources = []string{}
			}
		}
	}
	return edit(struct {
		CompositionHook
		URL string `json:"url"`
	}{view, h.URL()}, h.Absent, h.Null)
}

// viewLayout returns the layout with the defaults of its regions.
func (s *Server) viewLayout(h *CompositionHook) json.RawMessage {
	layout, _ := decodeLayout(h.VideoLayout)
	if s.behaviour.Regions == FillNothing || len(layout) == 0 {
		return h.VideoLayout
	}
	width, height, _ := strings.Cut(cmp.Or(h.Resolution, "640x480"), "x")
	for _, region := range layout {
		for name, value := range map[string]any{
			"x_pos": 0.0, "y_pos": 0.0, "z_pos": 0.0, "reuse": "show_oldest", "video_sources_excluded": []any{}, "cells_excluded": []any{},
		} {
			if region[name] == nil {
				region[name] = value
			}
		}
		xPos, _ := region["x_pos"].(float64)
		yPos, _ := region["y_pos"].(float64)
		rest := map[string]any{"width": remaining(width, xPos), "height": remaining(height, yPos), "max_columns": nil, "max_rows": nil}
		for name, value := range rest {
			switch {
			case region[name] != nil:
			case s.behaviour.Regions == FillZero:
				region[name] = 0
			case s.behaviour.Regions == FillRest:
				region[name] = value
			default:
				region[name] = nil
			}
		}
	}
	return encode(layout)
}

// remaining returns the length of a side after a position.
func remaining(side string, position float64) float64 {
	length, _ := strconv.ParseFloat(side, 64)
	return length - position
}

// findCompositionHook returns the hook in the path. If there is none, it refuses the request and returns nil.
func (s *Server) findCompositionHook(w http.ResponseWriter, r *http.Request) *CompositionHook {
	account := sandbox.AccountOf(r)
	for i := range s.hooks[account] {
		if h := &s.hooks[account][i]; h.SID == r.PathValue("sid") {
			return h
		}
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
		sid, account := h.SID, sandbox.AccountOf(r)
		s.hooks[account] = slices.DeleteFunc(s.hooks[account], func(h CompositionHook) bool { return h.SID == sid })
		w.WriteHeader(http.StatusNoContent)
	}
}
