package twilioapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strconv"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// Listing is one of Twilio's paged lists of T.
//
// twilio-go's own list helpers are not used: they damage page tokens with a dot,
// panic when the first page fails, and lack fields that the API still answers.
type Listing[T any] struct {
	// host serves it, and path is where, such as /v1/Recordings.
	host, path string
	// items are a page's, nil where the page has none of the list's key.
	items func(*page) *[]T
	// sid identifies an item.
	sid func(*T) *string
}

// ListOptions narrow a [Listing].
type ListOptions struct {
	// Filters are the list's own parameters.
	Filters url.Values
	// PageSize is how many items a request asks for.
	PageSize int
	// Max ends the list after so many items; 0 is no bound.
	Max int64
}

// page is one answer. Only one of its lists is there.
type page struct {
	Recordings   *[]Recording   `json:"recordings"`
	Compositions *[]Composition `json:"compositions"`
	Credentials  *[]credential  `json:"credentials"`
	Meta         *struct {
		// NextPageURL is raw to tell null, the end, from absent, a broken answer.
		NextPageURL json.RawMessage `json:"next_page_url"`
	} `json:"meta"`
}

// PageError is a page that makes the list unusable: what was read before it would
// look complete.
type PageError struct {
	// Page counts from 1.
	Page int
	Err  error
}

func (e *PageError) Error() string { return fmt.Sprintf("page %d: %s", e.Page, e.Err) }

// Unwrap gives the cause.
func (e *PageError) Unwrap() error { return e.Err }

// What a page can be wrong in, beside not arriving.
var (
	ErrRepeatedPage = errors.New("the next page is one that was read before, so the list would never end")
	ErrForeignPage  = errors.New("the next page is on another origin, which the credentials are not for")
	errNotAPage     = errors.New("the answer is JSON, but not a page of the list")
)

// Pages reads the list page by page, in the API's order. An item that comes twice,
// because the list changed while it was read, is yielded once. While a page is
// looked at, the next one is fetched; never more than what Max needs. The
// sequence ends after an error, which is a [*PageError], and otherwise only when
// the list is complete, or Max is reached.
func (l Listing[T]) Pages(ctx context.Context, c *Client, o ListOptions) iter.Seq2[[]T, error] {
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
				// Until the channel is closed, when the goroutine has ended.
			}
		}()
		go func() {
			defer close(pages)
			r := l.newReader(c, o)
			for !r.done {
				items, err := r.next(ctx)
				// Every page and every error is delivered, or drained above.
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

// reader is a position in a list.
type reader[T any] struct {
	Listing[T]
	client *Client
	max    int64
	url    string
	number int
	done   bool
	// seen are the items, tokens the pages, that were read. Without pointers in
	// it, the larger of the two costs the garbage collector nothing.
	seen   map[[sidLength]byte]struct{}
	tokens map[string]struct{}
}

// sidLength is that of every SID: two letters and 32 hexadecimal digits.
const sidLength = 34

func (l Listing[T]) newReader(c *Client, o ListOptions) *reader[T] {
	size := o.PageSize
	if o.Max > 0 {
		size = int(min(int64(size), o.Max))
	}
	query := url.Values{"PageSize": {strconv.Itoa(size)}}
	for name, values := range o.Filters {
		query[name] = values
	}
	return &reader[T]{
		Listing: l, client: c, max: o.Max, url: l.host + l.path + "?" + query.Encode(),
		seen: map[[sidLength]byte]struct{}{}, tokens: map[string]struct{}{},
	}
}

// next reads the next page's new items.
func (r *reader[T]) next(ctx context.Context) ([]T, error) {
	r.number++
	here, err := r.client.place(r.url)
	if err != nil {
		return nil, &PageError{r.number, err}
	}
	p, err := r.client.getPage(ctx, here)
	if err != nil {
		return nil, &PageError{r.number, err}
	}
	items, err := r.take(p)
	if err == nil && !r.done {
		err = r.advance(p, here)
	}
	if err != nil {
		return nil, &PageError{r.number, &Error{
			Method: http.MethodGet, URL: here.Redacted(), Err: r.client.mask.Error(err), Foreign: errors.Is(err, errNotAPage),
		}}
	}
	return items, nil
}

// take returns the page's items that were not read before, up to the bound.
func (r *reader[T]) take(p *page) ([]T, error) {
	all := r.items(p)
	if all == nil || p.Meta == nil || p.Meta.NextPageURL == nil {
		return nil, fmt.Errorf("%w: its items or meta.next_page_url are missing", errNotAPage)
	}
	fresh := (*all)[:0]
	for i := range *all {
		sid := r.sid(&(*all)[i])
		if sid == nil || !isSID(*sid) {
			return nil, fmt.Errorf("%w: item %d has no sid of %d characters, letters and digits only", errNotAPage, i+1, sidLength)
		}
		key := [sidLength]byte([]byte(*sid))
		if _, twice := r.seen[key]; twice {
			continue
		}
		r.seen[key] = struct{}{}
		fresh = append(fresh, (*all)[i])
		if r.max > 0 && int64(len(r.seen)) == r.max {
			r.done = true
			break
		}
	}
	return fresh, nil
}

// isSID reports whether a text has the length and the characters of a SID: messages name
// them, and a terminal must not get what is none.
func isSID(text string) bool {
	for _, c := range []byte(text) {
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return len(text) == sidLength
}

// advance moves on from the page that was read here to the next, if there is one.
func (r *reader[T]) advance(p *page, here *url.URL) error {
	var next *string
	if err := json.Unmarshal(p.Meta.NextPageURL, &next); err != nil {
		return fmt.Errorf("%w: meta.next_page_url is not a string", errNotAPage)
	}
	if next == nil {
		r.done = true
		return nil
	}
	there, err := r.client.place(*next)
	switch {
	case err != nil:
		return fmt.Errorf("%w: meta.next_page_url: %w", errNotAPage, err)
	case there.Host == "":
		return fmt.Errorf("%w: meta.next_page_url is %q, which is no absolute URL", errNotAPage, *next)
	case transport.Origin(here) != transport.Origin(there):
		return fmt.Errorf("%w: it is on %s, and this one is on %s", ErrForeignPage, transport.Origin(there), transport.Origin(here))
	case here.Path != there.Path:
		return fmt.Errorf("%w: the next page is of another list, %s", errNotAPage, there.Path)
	}
	// The same token is the same page, whatever else the URL says.
	token := there.Query().Get("PageToken")
	if token == "" {
		token = there.String()
	}
	if _, before := r.tokens[token]; before || there.String() == here.String() {
		return ErrRepeatedPage
	}
	r.tokens[token] = struct{}{}
	r.url = *next
	return nil
}
