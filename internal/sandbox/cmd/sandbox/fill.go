package main

import (
	"slices"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox"
)

// fill adds what the options say was recorded. It returns a few of the rooms,
// each as a comment in a line of its own.
func fill(server *twiliosandbox.Server, o options) string {
	server.AddRecordings(o.account.SID, o.seed.Recordings...)
	server.AddCompositions(o.account.SID, o.seed.Compositions...)
	server.Generate(o.account.SID, o.generated)

	const few = 3
	var rooms []string
	for _, r := range o.seed.Recordings {
		if len(rooms) < few && !slices.Contains(rooms, r.RoomSID) && printable(r.RoomSID) {
			rooms = append(rooms, r.RoomSID)
		}
	}
	if generated := o.generated; generated.Recordings+generated.Compositions > 0 {
		generated.Rooms = max(generated.Rooms, 1)
		o.generated = generated
	}
	for i := range min(o.generated.Rooms, few) {
		rooms = append(rooms, o.generated.RoomSID(i))
	}

	var lines strings.Builder
	for _, room := range rooms {
		lines.WriteString("# room " + room + "\n")
	}
	return lines.String()
}
