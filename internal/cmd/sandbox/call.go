package main

import (
	"cmp"
	"fmt"
	"net/http"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// callPath is the sandbox's own: nothing that a vendor serves is under /sandbox.
const callPath = "/sandbox/calls"

// participants are how many have a recording of a call.
const participants = 2

// calls has POST on callPath stand for a video call of the account: it is recorded
// under the settings in force, as a call is whose participants know nothing of them.
// The answer tells, as text, the room and where each recording went. next serves all
// other paths.
func calls(twilio *twiliosandbox.Server, account string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || r.URL.Path != callPath {
			next.ServeHTTP(w, r)
			return
		}
		room := "RM" + sandbox.RandomHex(32)
		text := "A call was recorded in room " + room + "\n"
		for _, made := range twilio.Record(account, room, participants) {
			text += fmt.Sprintf("%s went to %s\n", made.SID, cmp.Or(made.MediaExternalLocation, "Twilio's cloud"))
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(http.StatusOK)
		// Whoever has gone needs no answer.
		_, _ = w.Write([]byte(text))
	})
}
