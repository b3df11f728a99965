// Package sendbirdtest starts the Sendbird sandbox for a test. It is apart from
// sendbirdsandbox so that the sandbox's command does not link package testing.
package sendbirdtest

import (
	"net/http/httptest"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
)

// Running is a sandbox that serves until its test ends.
type Running struct {
	*sendbirdsandbox.Server
	// BaseURL takes the place of https://api-{application_id}.calls.sendbird.com, for
	// every application; it has no trailing slash.
	BaseURL string
	// Application is the first of the server.
	Application sendbirdsandbox.Application
	// Recording is a completed one of Application, and Bucket one that it can be
	// copied to.
	Recording sendbirdsandbox.Recording
	Bucket    sendbirdsandbox.Bucket
}

// Start serves a sandbox of the test's own on this machine's loopback address and
// closes it, with any request that is still waiting, when the test ends. A Hook that
// blocks must have ended by then. Without applications it makes one with
// [sendbirdsandbox.NewApplication].
func Start(tb testing.TB, b sendbirdsandbox.Behaviour, applications ...sendbirdsandbox.Application) *Running {
	tb.Helper()
	if len(applications) == 0 {
		applications = []sendbirdsandbox.Application{sendbirdsandbox.NewApplication()}
	}
	first := applications[0]
	server := sendbirdsandbox.New(b, applications...)
	bucket := sendbirdsandbox.NewBucket(first.Region)
	server.AddBuckets(bucket)
	recording := server.AddRecordings(first.ID, sendbirdsandbox.Recording{})[0]
	listening := httptest.NewServer(server)
	tb.Cleanup(func() {
		// Close waits for requests that are being answered, among them those that a
		// fault delays.
		listening.CloseClientConnections()
		listening.Close()
	})
	return &Running{Server: server, BaseURL: listening.URL, Application: first, Recording: recording, Bucket: bucket}
}
