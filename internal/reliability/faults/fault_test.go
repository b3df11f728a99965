package faults_test

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
)

// fault is what goes wrong with an attempt, at the first step that is set.
type fault struct {
	name string
	// noName has the name not be found, and refuses has nobody listen.
	noName, refuses bool
	// resetsHandshake resets the connection before TLS is agreed on, and tls is what
	// is to be agreed on.
	resetsHandshake bool
	tls             func() *tls.Config
	// resetsBefore resets the connection when a part of the request has arrived.
	resetsBefore bool
	// processed has the vendor carry the request out. answer gives the answer.
	processed bool
	answer    func(*exchange) error
	// slow is an answer that only a limit on the time ends, and large one that takes much
	// memory.
	slow, large bool
	// lost is set where another fault is the same without the request being carried out.
	lost bool
}

// after is the fault with the request carried out before it: the answer is lost.
func (f *fault) after() *fault {
	lost := *f
	lost.name, lost.processed, lost.lost = f.name+", carried out", true, true
	return &lost
}

var (
	refused   = &fault{name: "connection refused", refuses: true}
	noName    = &fault{name: "DNS: no such name", noName: true}
	handshake = &fault{name: "TLS: reset", resetsHandshake: true}
	oldTLS    = &fault{name: "TLS: 1.1 only", tls: func() *tls.Config {
		//nolint:gosec // what the provider must refuse
		return &tls.Config{Certificates: []tls.Certificate{trusted}, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}
	}}
	stranger = &fault{name: "TLS: untrusted", tls: func() *tls.Config {
		return &tls.Config{Certificates: []tls.Certificate{untrusted}, MinVersion: tls.VersionTLS12}
	}}
	resetBefore = &fault{name: "reset before", resetsBefore: true}
	resetAfter  = &fault{name: "reset after", processed: true, answer: func(x *exchange) error { hangUp(x.raw); return nil }}
	slowHeaders = &fault{name: "slow headers", slow: true, processed: true, answer: func(x *exchange) error {
		return x.trickle("HTTP/1.1 200 OK\r\nX-Slow: ")
	}}
	slowBody = &fault{name: "slow body", slow: true, processed: true, answer: func(x *exchange) error {
		return x.trickle("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n")
	}}
	cutBody = &fault{name: "body cut short", processed: true, answer: (*exchange).half}

	internalError = &fault{name: "500, empty", answer: status(500, "", nothing)}
	badGateway    = &fault{name: "502, HTML", answer: status(502, htmlType, page)}
	unavailable   = &fault{name: "503, HTML", answer: status(503, htmlType, page)}
	noGateway     = &fault{name: "504, HTML", answer: status(504, htmlType, page)}

	limited        = &fault{name: "429", answer: limit(func() string { return "" })}
	limitedSeconds = &fault{name: "429, seconds", answer: limit(func() string { return "1" })}
	limitedDate    = &fault{name: "429, a date", answer: limit(func() string { return time.Now().Add(2 * time.Second).UTC().Format(http.TimeFormat) })}
	limitedLong    = &fault{name: "429, too long", answer: limit(func() string { return "18446744074" })}
	limitedFar     = &fault{name: "429, a far date", answer: limit(func() string { return "Fri, 31 Dec 9999 23:59:59 GMT" })}

	movedHere = &fault{name: "302, same host", answer: func(x *exchange) error {
		return x.reply(302, "", "", "Location", x.front.url()+"/v1/elsewhere")
	}}
	movedAway = &fault{name: "307, another host", answer: func(x *exchange) error {
		return x.reply(307, "", "", "Location", elsewhere.URL+x.req.URL.Path)
	}}

	html       = &fault{name: "200, HTML", answer: status(200, htmlType, page)}
	otherShape = &fault{name: "200, other JSON", answer: status(200, jsonType, func(x *exchange) string {
		return `{"status":"ok","received":` + quoted(x.secrets()) + `}`
	})}
	nulls = &fault{name: "200, null fields", answer: status(200, jsonType, func(*exchange) string {
		return `{"sid":null,"account_sid":null,"friendly_name":null,"url":null,"recordings":null,"compositions":null,"credentials":null,"meta":null,` +
			`"recording_id":null,"bucket":null,"key":null}`
	})}
	deep = &fault{name: "200, nested deeply", answer: status(200, jsonType, func(*exchange) string {
		return strings.Repeat(`{"sid":[`, 20_000)
	})}
	// It announces what it is, so that it need not be sent; see also endless.
	oversized = &fault{name: "200, oversized", answer: func(x *exchange) error {
		return x.trickle(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n{", api.MaxBody+1))
	}}
	endless = &fault{name: "200, endless", large: true, answer: (*exchange).pour}

	unauthorized = &fault{name: "401", answer: refusal(401, 20003, 401121, "Authenticate")}
	forbidden    = &fault{name: "403", answer: refusal(403, 20403, 401120, "Forbidden")}
	notFound     = &fault{name: "404", answer: refusal(404, 20404, 400200, "The requested resource was not found")}
	conflict     = &fault{name: "409", answer: refusal(409, 20409, 400201, "Conflict")}
	notFoundPage = &fault{name: "404, HTML", answer: status(404, htmlType, page)}
	notFoundBare = &fault{name: "404, empty", answer: status(404, "", nothing)}
)
