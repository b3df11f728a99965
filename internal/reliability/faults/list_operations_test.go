package faults_test

import (
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

var storedSettings = twiliosandbox.Settings{FriendlyName: "By hand"}

func kindOf(k twin) twiliosandbox.Kind {
	if k == twins[0] {
		return twiliosandbox.RecordingSettings
	}
	return twiliosandbox.CompositionSettings
}

// library is what the account has recorded: two pages of each list.
var library = twiliosandbox.Generated{Seed: 1, Rooms: 1, Recordings: 5, Compositions: 5}

func listOperations() []operation {
	var every []operation
	for _, list := range []struct{ typeName, attribute, path string }{
		{"videostorage_twilio_room_recordings", "recordings", "/v1/Rooms/" + library.RoomSID(0) + "/Recordings"},
		{"videostorage_twilio_recordings", "recordings", "/v1/Recordings"},
		{"videostorage_twilio_compositions", "compositions", "/v1/Compositions"},
	} {
		for page, name := range []string{"first page", "second page"} {
			o := operation{
				name: list.typeName[len("videostorage_twilio_"):] + ": " + name, class: reading, vendor: twilio,
				method: "GET", path: list.path, nth: page, what: "Could not read the " + list.attribute,
			}
			every = append(every, dataOperation(o, list.typeName, func(*cell) map[string]any {
				arguments := map[string]any{"page_size": int64(3)}
				if list.typeName == "videostorage_twilio_room_recordings" {
					arguments["room_sid"] = library.RoomSID(0)
				}
				return arguments
			}, func(c *cell) { c.twilio.Generate(c.account.SID, library) }))
		}
	}
	return every
}
