// Package sandbox holds what the stand-ins for the vendors' APIs share: a log
// of the requests that arrived, faults that a test arranges beforehand, and a
// listener that only this machine can reach.
//
// A vendor's package supplies an [http.Handler] that knows the API. [Wrap] adds
// the log and the faults around it.
package sandbox
