package twiliosandbox

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// list is a list of the API.
type list[T any] struct {
	// key is the name of the array in the response.
	key         string
	maxPageSize int
	items       []T
	matches     func(*T, url.Values) bool
	view        func(*T) any
}

// matchesAll applies the filters that recordings and compositions share. Only Status=deleted finds the deleted ones.
func matchesAll(query url.Values, status string, created time.Time) bool {
	after, afterErr := time.Parse(time.RFC3339, query.Get("DateCreatedAfter"))
	before, beforeErr := time.Parse(time.RFC3339, query.Get("DateCreatedBefore"))
	return matchesFilter(query, "Status", status) && (status != "deleted" || query.Has("Status")) &&
		(afterErr != nil || !created.Before(after)) && (beforeErr != nil || created.Before(before))
}

func matchesFilter(query url.Values, name, value string) bool {
	return !query.Has(name) || query.Get(name) == value
}

// tokenPrefix has the form of a decimal fraction. twilio-go removes such fractions from a query, and then the token is refused.
const tokenPrefix = "PT.5-"

// writePage responds with a page. Items are in the order of their addition, because Twilio does not document its own.
func writePage[T any](s *Server, w http.ResponseWriter, r *http.Request, l list[T]) {
	query := r.URL.Query()
	token := query.Get("PageToken")
	size, page, start := 50, 0, 0
	for name, to := range map[string]*int{"PageSize": &size, "Page": &page, "PageToken": &start} {
		if !query.Has(name) {
			continue
		}
		n, err := strconv.ParseUint(strings.TrimPrefix(query.Get(name), tokenPrefix), 10, 31)
		if err != nil || n == 0 && name == "PageSize" {
			s.refuseParameter(w, name, "is not valid")
			return
		}
		*to = int(n)
	}
	if size > l.maxPageSize && s.behaviour.RefuseLargePages {
		s.refuseParameter(w, "PageSize", "is above the maximum")
		return
	}
	size = min(size, l.maxPageSize)

	views, positions := []any{}, []int{}
	for i := start; i < len(l.items) && len(views) <= size; i++ {
		if item := &l.items[i]; l.matches(item, query) {
			views, positions = append(views, l.view(item)), append(positions, i)
		}
	}
	origin := "http://" + r.Host
	address := func(page int, token string) string {
		query.Set("PageSize", strconv.Itoa(size))
		query.Set("Page", strconv.Itoa(page))
		query.Set("PageToken", token)
		if token == "" {
			query.Del("PageToken")
		}
		return origin + r.URL.Path + "?" + query.Encode()
	}
	meta := map[string]any{
		"key": l.key, "page": page, "page_size": size, "previous_page_url": nil, "next_page_url": nil,
		"url": address(page, token), "first_page_url": address(0, ""),
	}
	if len(views) > size {
		views = views[:size]
		next := positions[size-min(s.behaviour.OverlapPages, size-1)]
		meta["next_page_url"] = address(page+1, tokenPrefix+strconv.Itoa(next))
		if page > 0 && page == s.behaviour.RepeatToken {
			meta["next_page_url"] = address(page, token)
		}
	}
	body := any(map[string]any{l.key: views, "meta": meta})
	if l.key != "credentials" { // which may have an empty name
		body = encode(body)
	}
	sandbox.WriteJSON(w, http.StatusOK, body)
}

// encode returns the JSON of an object, with null in place of empty strings and dates.
func encode(v any) json.RawMessage {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	// No string contains these texts, because JSON escapes its quotes.
	body = bytes.ReplaceAll(body, []byte(`:""`), []byte(`:null`))
	return bytes.ReplaceAll(body, []byte(`:"0001-01-01T00:00:00Z"`), []byte(`:null`))
}
