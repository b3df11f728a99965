package main

import (
	"net/http"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
)

// vendors has one origin serve both: no path is of both. What is of neither is
// Twilio's to refuse.
func vendors(twilio, sendbird http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, sendbirdsandbox.PathPrefix) {
			sendbird.ServeHTTP(w, r)
			return
		}
		twilio.ServeHTTP(w, r)
	})
}
