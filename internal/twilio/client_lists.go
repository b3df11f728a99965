package twilio

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
)

// List is one of Twilio's paged lists. T is the type of its items.
//
// It does not use twilio-go 1.31, which panics if the first page fails and lacks fields that Twilio still returns.
type List[T any] struct {
	host, path string
	// key is the name of the items in a page.
	key string
	// sid returns the SID of an item, or "".
	sid func(*T) string
	// accepts reports whether an item belongs to the requested list. It may be nil.
	accepts func(*T) bool
	// selects reports whether an item is yielded. It may be nil.
	selects func(*T) bool
}

// ListOptions narrow a [List].
type ListOptions struct {
	// Filters are the query parameters of the list.
	Filters url.Values
	// PageSize is the number of items in a page.
	PageSize int
	// Limit is the largest number of items. Zero means no limit.
	Limit int64
	// Unbounded is for a list of any length: of the items that were yielded, the reader remembers only those of the latest page.
	Unbounded bool
}

// page is a response with a part of a list. One of the fields with items is a pointer to a slice.
type page struct {
	Recordings       any `json:"recordings"`
	Compositions     any `json:"compositions"`
	CompositionHooks any `json:"composition_hooks"`
	Credentials      any `json:"credentials"`
	Meta             *struct {
		// NextPageURL is raw to tell null, the end of the list, from an incomplete response.
		NextPageURL json.RawMessage `json:"next_page_url"`
	} `json:"meta"`
}

// items returns the field with the items of a list.
func (p *page) items(key string) *any {
	switch key {
	case "recordings":
		return &p.Recordings
	case "compositions":
		return &p.Compositions
	case "composition_hooks":
		return &p.CompositionHooks
	}
	return &p.Credentials
}

// ErrRepeatedPage is the error of a list whose next page was read before.
var ErrRepeatedPage = errors.New("the next page was read before, so the list has no end")

// Fetch reads an item of the list. It returns false if Twilio answers that the item does not exist. The error is an [*api.Error].
func (l *List[T]) Fetch(ctx context.Context, c *Client, sid string) (item T, found bool, err error) {
	u, err := c.resolveURL(l.host + l.path + "/" + sid)
	if err != nil {
		return item, false, err
	}
	response, err := c.api.Do(ctx, api.Request{Method: http.MethodGet, URL: u.String()})
	if err != nil {
		if isNotFound(err) {
			err = nil
		}
		return item, false, err
	}
	if err := response.Decode(&item); err != nil {
		return item, false, err
	}
	if !strings.EqualFold(l.sid(&item), sid) {
		return item, false, response.Unusable("the response is about another object than " + sid)
	}
	return item, true, nil
}

// PageError is the error of a page. Without the page, the list would only look complete.
type PageError struct {
	// Page counts from 1.
	Page int
	Err  error
}

func (e *PageError) Error() string { return fmt.Sprintf("page %d: %s", e.Page, e.Err) }

// Unwrap returns the cause.
func (e *PageError) Unwrap() error { return e.Err }

// Pages reads the list page by page in Twilio's order. While the caller uses one page, the next one is fetched. An item that
// is on two pages, because the list changed meanwhile, is yielded once. The sequence ends after an error, which is a
// [*PageError].
func (l *List[T]) Pages(ctx context.Context, c *Client, o ListOptions) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		type fetched struct {
			items []T
			err   error
		}
		pages := make(chan fetched)
		defer func() {
			cancel()
			for range pages {
				// Wait for the goroutine, which closes the channel.
			}
		}()
		go func() {
			defer close(pages)
			r := newListReader(c, l.host+l.path, l.key, o)
			for !r.done {
				items, err := l.next(ctx, r)
				if err != nil {
					err = &PageError{r.number, err}
				}
				pages <- fetched{items, err}
				if err != nil {
					return
				}
			}
		}()
		for p := range pages {
			if !yield(p.items, p.err) {
				return
			}
		}
	}
}

// next reads the new items of the next page, up to the limit.
func (l *List[T]) next(ctx context.Context, r *listReader) ([]T, error) {
	var all []T
	if err := r.fetch(ctx, &all); err != nil {
		return nil, err
	}
	fresh := all[:0]
	for i := range all {
		item := &all[i]
		isNew, err := r.note(i, l.sid(item), l.accepts == nil || l.accepts(item))
		if err != nil {
			return nil, err
		}
		if isNew && (l.selects == nil || l.selects(item)) {
			fresh = append(fresh, *item)
		}
		if r.done {
			return fresh, nil
		}
	}
	return fresh, r.advance()
}

// sidLength is the length of every SID: two letters and 32 hexadecimal digits.
const sidLength = 34

// listReader is a position in a list of any type of items.
type listReader struct {
	client   *Client
	url, key string
	options  ListOptions
	// query is the one of the next page.
	query  string
	number int
	done   bool
	// response is the latest page.
	response    *api.Response
	nextPageURL json.RawMessage
	// seen holds the SIDs of all items. If the list is unbounded, it holds those of the latest page, and before those of the page before. Keys
	// without pointers cost the garbage collector nothing.
	seen, before map[[sidLength]byte]struct{}
	// tokens holds the page tokens that were followed, and the query of the first page, which has no token.
	tokens map[string]struct{}
}

func newListReader(c *Client, address, key string, o ListOptions) *listReader {
	size := o.PageSize
	if o.Limit > 0 {
		size = int(min(int64(size), o.Limit))
	}
	query := url.Values{"PageSize": {strconv.Itoa(size)}}
	maps.Copy(query, o.Filters)
	first := query.Encode()
	return &listReader{
		client: c, url: address, key: key, options: o, query: first,
		seen: map[[sidLength]byte]struct{}{}, tokens: map[string]struct{}{first: {}},
	}
}

// fetch reads the next page. It decodes the items into a pointer to a slice.
func (r *listReader) fetch(ctx context.Context, items any) error {
	r.number++
	u, err := r.client.resolveURL(r.url)
	if err != nil {
		return err
	}
	u.RawQuery = r.query
	if r.response, err = r.client.api.Do(ctx, api.Request{Method: http.MethodGet, URL: u.String()}); err != nil {
		return err
	}
	var p page
	*p.items(r.key) = items
	if err := r.response.Decode(&p); err != nil {
		return err
	}
	slice := reflect.ValueOf(items).Elem()
	if slice.IsNil() || p.Meta == nil || p.Meta.NextPageURL == nil {
		failure := r.response.Unusable("the response is no page of the list: its items or meta.next_page_url are missing")
		failure.Foreign = true
		return failure
	}
	r.nextPageURL = p.Meta.NextPageURL
	if r.options.Unbounded {
		r.before, r.seen = r.seen, make(map[[sidLength]byte]struct{}, slice.Len())
	}
	return nil
}

// note notes an item of the page, by its index and SID, and reports whether it was not read before. At the limit, the list is done.
func (r *listReader) note(i int, sid string, accepted bool) (isNew bool, err error) {
	if !isSID(sid) {
		return false, r.response.Unusable(fmt.Sprintf("the response is no page of the list: item %d has no sid of %d letters and digits", i+1, sidLength))
	}
	if !accepted {
		return false, r.response.Unusable(fmt.Sprintf("the response is about another list: %s does not belong to this one", sid))
	}
	key := [sidLength]byte([]byte(sid))
	_, isRepeated := r.before[key]
	_, isDouble := r.seen[key]
	r.seen[key] = struct{}{}
	r.done = r.options.Limit > 0 && int64(len(r.seen)) == r.options.Limit
	return !isRepeated && !isDouble, nil
}

// isSID reports whether a text has the length and the characters of a SID. Messages show SIDs.
func isSID(text string) bool {
	for _, c := range []byte(text) {
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return len(text) == sidLength
}

// advance moves to the next page. It uses only the query of next_page_url, so that no response can send the credentials to
// another host or path.
func (r *listReader) advance() error {
	var raw *string
	if err := json.Unmarshal(r.nextPageURL, &raw); err != nil {
		return r.response.Unusable("the response is no page of the list: meta.next_page_url is no string")
	}
	if raw == nil {
		r.done = true
		return nil
	}
	next, err := url.Parse(*raw)
	if err != nil || next.RawQuery == "" {
		return r.response.Unusable("the response is no page of the list: meta.next_page_url is no URL with a query")
	}
	// The same token is the same page, with whichever other parameters.
	token := cmp.Or(next.Query().Get("PageToken"), next.RawQuery)
	if _, found := r.tokens[token]; found {
		failure := r.response.Unusable(ErrRepeatedPage.Error())
		failure.Err = ErrRepeatedPage
		return failure
	}
	r.tokens[token] = struct{}{}
	r.query = next.RawQuery
	return nil
}
