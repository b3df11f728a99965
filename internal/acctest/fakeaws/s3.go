package fakeaws

import (
	"fmt"
	"net/http/httptest"
	"regexp"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/s3check/s3sandbox"
)

// ServeS3 serves a stand-in for S3 until the test ends, and returns its URL.
func ServeS3(t testing.TB, s *s3sandbox.Server) string {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		server.CloseClientConnections() // Close waits for requests that a fault delays
		server.Close()
	})
	return server.URL
}

var uploadCheck = regexp.MustCompile(`(?:resource "videostorage_s3_upload_check" "\w+" \{|action "videostorage_s3_upload_check" "\w+" \{\s+config \{)\n`)

// SetEndpoint lets the upload checks of a configuration, which are about AWS's S3, use the stand-in.
func SetEndpoint(configuration, s3URL string) string {
	return uploadCheck.ReplaceAllString(configuration, fmt.Sprintf("${0}endpoint = %q\nuse_path_style = true\n", s3URL))
}
