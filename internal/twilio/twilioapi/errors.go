package twilioapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// ErrNotFound is what [errors.Is] finds in an [*Error] for an object that does
// not exist: Twilio's 404, or null in place of the object that was asked for.
var ErrNotFound = errors.New("not found")

// Error is a request that did not lead to the object it was for.
type Error struct {
	Method, URL string
	// Status is the HTTP status, 0 when no answer came.
	Status int
	// Code, Message and MoreInfo are Twilio's own; Code is 0 when the answer
	// held none. https://www.twilio.com/docs/usage/twilios-response#errors
	Code     int
	Message  string
	MoreInfo string
	// Null is an answer of JSON null.
	Null bool
	// Err is what went wrong when no answer came.
	Err error
	// Foreign is an answer that Twilio would not give, such as an HTML page.
	Foreign bool
	// Earlier says that an attempt before the one that was answered may have been
	// carried out.
	Earlier bool
}

func (e *Error) Error() string {
	code := ""
	if e.Code != 0 {
		code = fmt.Sprintf("Twilio error %d", e.Code)
	}
	return transport.Describe(e.Method, e.URL, e.Status, code, e.Message, e.Err)
}

// MaybeCarriedOut reports whether Twilio may have carried the request out although
// it failed.
func (e *Error) MaybeCarriedOut() bool {
	return e.Earlier || transport.MaybeCarriedOut(e.Status, e.Foreign, e.Err)
}

// Unwrap gives the cause when no answer came, such as a context's error.
func (e *Error) Unwrap() error { return e.Err }

// Is makes errors.Is(err, ErrNotFound) work. A 404 from something that is not
// Twilio, such as a web server that a wrong base URL names, is not one: taking
// it for "gone" would drop the object from the state.
func (e *Error) Is(target error) bool {
	if target != ErrNotFound {
		return false
	}
	return (e.Status == http.StatusNotFound && !e.Foreign) || (e.Null && e.Method == http.MethodGet)
}

// decode fills in what Twilio said in an error's body. Bodies can also be empty,
// HTML from an edge, or JSON of another shape.
func (e *Error) decode(mask transport.Mask, raw []byte) {
	body := transport.Quotable(mask, raw)
	if body == "" {
		return
	}
	// What else a server puts there is of no use, and may be large.
	var said struct {
		Code     int    `json:"code"`
		Message  string `json:"message"`
		MoreInfo string `json:"more_info"`
	}
	if err := json.Unmarshal(raw, &said); err != nil {
		e.notTwilio(body)
		return
	}
	e.Code, e.Message, e.MoreInfo = said.Code, transport.Said(mask, said.Message), link(mask, said.MoreInfo)
	if e.Code == 0 {
		e.Foreign, e.MoreInfo = true, ""
		e.Message = "the answer is JSON, but not the error that Twilio sends; it begins: " + transport.Excerpt(body)
	}
}

// maxLink is how long an address is that somebody may want to open, in bytes. Those of
// Twilio's documentation are far shorter.
const maxLink = 512

// twilioHost are the hosts that Twilio's words may send somebody to.
var twilioHost = regexp.MustCompile(`(?i)^([a-z0-9-]+\.)*twilio\.com$`)

// link is raw if somebody may be told to open it, else "": an https URL of Twilio's own, in
// characters that look like what they are, without credentials of whomever. A gateway or a
// hostile server can answer too, and the message says that Twilio does.
func link(mask transport.Mask, raw string) string {
	if len(raw) > maxLink || strings.ContainsFunc(raw, func(r rune) bool { return r <= ' ' || r >= unicode.MaxASCII }) {
		return ""
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "https" || !twilioHost.MatchString(u.Host) || u.User != nil {
		return ""
	}
	return mask.Replace(raw)
}

// notTwilio marks an answer that is not what Twilio sends.
func (e *Error) notTwilio(body string) {
	e.Foreign = true
	e.Message = "the answer is empty, where Twilio sends JSON"
	if body != "" {
		e.Message = "the answer is not the JSON that Twilio sends; it begins: " + transport.Excerpt(body)
	}
}
