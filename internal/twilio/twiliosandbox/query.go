package twiliosandbox

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// query is what a list request asks for.
type query struct {
	filter filter
	// encoded are the filters as sent, in the listing's order.
	encoded  string
	pageSize int
	// index is what the client says the number of the page is, from 0.
	index int
	// token is "" on the first page.
	token string
}

// readQuery refuses whatever the OpenAPI description does not allow.
func (l rules) readQuery(r *http.Request) (query, *apiError) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return query{}, invalid("The query string is not valid: %v", err)
	}
	q := query{pageSize: defaultPageSize}
	for _, name := range sortedNames(values) {
		if len(values[name]) > 1 && name != paramGrouping {
			return query{}, invalid("Parameter %s was sent %d times", name, len(values[name]))
		}
		for _, value := range values[name] {
			if failed := l.take(&q, name, value); failed != nil {
				return query{}, failed
			}
		}
	}
	q.encoded = l.encode(values)
	q.filter.hideDeleted = q.filter.status == ""
	return q, nil
}

// take checks a parameter and enters it in q.
func (l rules) take(q *query, name, value string) *apiError {
	switch name {
	case paramPageSize:
		return number(name, value, 1, l.maxPageSize, &q.pageSize)
	case paramPage:
		// The description has no maximum; this one leaves room to count on.
		return number(name, value, 0, 1<<31-1, &q.index)
	case paramPageToken:
		if value == "" {
			return badToken()
		}
		q.token = value
		return nil
	}
	if !slices.Contains(l.filters, name) {
		return invalid("Unknown parameter %s", name)
	}
	if wrong := l.enter(&q.filter, name, value); wrong != "" {
		return invalid("Parameter %s %s", name, wrong)
	}
	return nil
}

// number sets *to to a decimal number within bounds.
func number(name, value string, least, most int, to *int) *apiError {
	n, err := strconv.Atoi(value)
	if err != nil || strings.Trim(value, "0123456789") != "" || n < least || n > most {
		return invalid("Parameter %s must be a number from %d to %d", name, least, most)
	}
	*to = n
	return nil
}

// encode returns the filters for a URL, each followed by "&".
func (l rules) encode(values url.Values) string {
	var b strings.Builder
	for _, name := range l.filters {
		for _, value := range values[name] {
			b.WriteString(name + "=" + url.QueryEscape(value) + "&")
		}
	}
	return b.String()
}
