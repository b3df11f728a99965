package faults_test

import "slices"

// outcome is what comes of an operation.
type outcome string

const (
	// done is what was asked for.
	done outcome = "done"
	// failed is an error, and nothing has changed at the vendor.
	failed outcome = "failed"
	// unknown is an error that says that nobody knows whether something has changed.
	unknown outcome = "fate unknown"
	// gone is the vendor's own word that there is no such thing: it leaves the state.
	gone outcome = "gone"
	// warned is what was asked for, and a warning.
	warned outcome = "done, warned"
)

// verdict is what a fault does to an operation: whether the request is repeated, and
// what comes of it if the fault stays. One that passes is survived if it is.
type verdict struct {
	repeated bool
	end      outcome
}

func once(end outcome) verdict  { return verdict{false, end} }
func again(end outcome) verdict { return verdict{true, end} }

// class is what a request may do if it is carried out twice.
type class int

const (
	// reading changes nothing.
	reading class = iota
	// writing the same twice does no harm.
	writing
	// creating twice does.
	creating
	// removing twice does no harm.
	removing
)

// row is what a fault does to each class of operation, and what the user must read: what
// happened, and what to do about it. Of alternatives, divided by |, one.
type row struct {
	fault                                *fault
	reading, writing, creating, removing verdict
	happened, do                         []string
}

func (r row) verdict(c class) verdict {
	return [...]verdict{r.reading, r.writing, r.creating, r.removing}[c]
}

// saying is the row with what the user must read. {vendor} stands for the vendor's name,
// and {config} for its name in the provider's configuration.
func (r row) saying(happened string, do ...string) row {
	r.happened, r.do = []string{happened}, do
	return r
}

// same is one verdict on all classes.
func same(f *fault, v verdict) row {
	return row{fault: f, reading: v, writing: v, creating: v, removing: v}
}

// lost is a fault after which nobody knows whether the request was carried out.
// Whatever is safe to repeat is repeated.
func lost(f *fault) row {
	return row{fault: f, reading: again(failed), writing: again(unknown), creating: once(unknown), removing: again(unknown)}
}

// foreign is an answer that the vendor would not give, which another attempt will not
// mend.
func foreign(f *fault) row {
	return row{fault: f, reading: once(failed), writing: once(unknown), creating: once(unknown), removing: once(unknown)}
}

const (
	reach      = "Check that this machine can reach {vendor}"
	base       = "{config}.base_url"
	statusPage = "https://status.{config}.com"
	inTime     = "{vendor} did not answer in time"
	rateLimit  = "raise the provider's max_retries"
	correct    = "Correct the values that {vendor} refuses"
	another    = "Another server than {vendor}'s API seems to have answered"
	tryAfter   = "Try again after "
	reset      = "connection reset by peer|broken pipe|EOF"
)

// table is the whole of what is promised. Operations may name exceptions.
var table = slices.Concat([]row{
	same(refused, again(failed)).saying("connection refused", reach, base),
	same(noName, again(failed)).saying("no such host", reach, base),
	same(handshake, again(failed)).saying(reset, reach, base),
	same(oldTLS, again(failed)).saying("protocol version not supported", "must offer TLS 1.2 or newer"),
	// It would be as bad the next time.
	same(stranger, once(failed)).saying("certificate signed by unknown authority", "SSL_CERT_FILE"),

	lost(resetBefore).saying(reset, reach),
	lost(resetAfter).saying(reset, reach),
	lost(slowHeaders).saying("context deadline exceeded", inTime),
	lost(slowBody).saying("context deadline exceeded", inTime),
	lost(cutBody).saying("reading the response: unexpected EOF", reach),
}, carriedOutOrNot(
	lost(internalError).saying("HTTP status 500", statusPage),
	lost(badGateway).saying("HTTP status 502", statusPage),
	lost(unavailable).saying("HTTP status 503", statusPage),
	lost(noGateway).saying("HTTP status 504", statusPage),
), []row{
	// It was never processed, says Twilio.
	same(limited, again(failed)).saying("HTTP status 429", rateLimit),
	same(limitedSeconds, again(failed)).saying("HTTP status 429", rateLimit),
	same(limitedDate, again(failed)).saying("HTTP status 429", rateLimit),
	// The wait would outlast the operation's own limit.
	same(limitedLong, once(failed)).saying("HTTP status 429", tryAfter),
	same(limitedFar, once(failed)).saying("HTTP status 429", tryAfter),
}, carriedOutOrNot(
	foreign(movedHere).saying("HTTP status 302: it redirects to https://cell-", "never followed", base),
	foreign(movedAway).saying("HTTP status 307: it redirects to http://127.0.0.1", "never followed", base),
	foreign(html).saying("Sorry", another, base),
	foreign(otherShape).saying("the response", another, base),
	foreign(nulls).saying("the response", another, base),
	foreign(deep).saying("the response", another, base),
	foreign(oversized).saying("larger than 64 MiB", another),
), []row{
	same(unauthorized, once(failed)).saying("HTTP status 401", "{vendor} does not accept the"),
	same(forbidden, once(failed)).saying("HTTP status 403", "lack a permission|{vendor} does not allow the request"),
	same(conflict, once(failed)).saying("HTTP status 409", correct+"|Such a copy exists already"),
	// To some operations it means something: they name it as an exception.
	same(notFound, once(failed)).saying("HTTP status 404", correct+"|Check recording_id"),
	same(notFoundBare, once(failed)).saying("HTTP status 404", another),
	foreign(endless).saying("larger than 64 MiB", another),
	foreign(notFoundPage).saying("HTTP status 404", another, base),
})

// carriedOutOrNot are rows twice: an answer that does not tell may come of a request
// that was carried out, and of one that was not.
func carriedOutOrNot(rows ...row) []row {
	var both []row
	for _, r := range rows {
		after := r
		after.fault = r.fault.after()
		both = append(both, r, after)
	}
	return both
}
