package transport

import (
	"fmt"
	"net/http"
	"strings"
)

// Describe is the text of a vendor's error: the request, its HTTP status (0 for none)
// with the vendor's own code ("Twilio error 20404", or ""), what the answer says, and
// what went wrong when none came. It is one line of bounded length, whatever a server
// has put in there.
func Describe(method, url string, status int, code, message string, err error) string {
	var what []string
	if status != 0 {
		what = append(what, fmt.Sprintf("HTTP status %d", status))
	}
	if code != "" {
		what = append(what, code)
	}
	said := []string{method + " " + line(url, maxURL)}
	if len(what) > 0 {
		said = append(said, strings.Join(what, ", "))
	}
	if message != "" {
		said = append(said, line(message, maxSaid))
	}
	if err != nil {
		said = append(said, line(err.Error(), maxSaid))
	}
	return strings.Join(said, ": ")
}

// MaybeCarriedOut reports whether a request may have been carried out although it
// failed: not where nothing was sent, and not where the vendor itself refused it. An
// answer is foreign if the vendor would not give it. A redirect may follow a request
// that was carried out (RFC 9110, section 15.4.4), and so may a gateway's 408.
func MaybeCarriedOut(status int, foreign bool, err error) bool {
	switch {
	case status == 0:
		return err == nil || !NeverSent(err)
	case status == http.StatusTooManyRequests:
		return false
	case status == http.StatusRequestTimeout:
		return true
	case status >= 400 && status < 500:
		return foreign
	}
	return true
}
