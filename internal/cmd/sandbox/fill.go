package main

import (
	"regexp"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// fill adds what the options say was recorded.
func fill(server *twiliosandbox.Server, o options) {
	server.AddRecordings(o.account.SID, o.seed.Recordings...)
	server.AddCompositions(o.account.SID, o.seed.Compositions...)
	server.Generate(o.account.SID, o.generated)
}

// roomSID guards the shell, which may read what the command prints: a seed
// file can have anything for a SID.
var roomSID = regexp.MustCompile(`^RM[0-9a-fA-F]{32}$`)

// someRooms returns a few of the account's rooms, each as a comment in a line
// of its own.
func someRooms(server *twiliosandbox.Server, account string) string {
	const few = 3
	var lines []string
	for sid := range server.Rooms(account) {
		if roomSID.MatchString(sid) {
			lines = append(lines, "# room "+sid+"\n")
		}
		if len(lines) == few {
			break
		}
	}
	return strings.Join(lines, "")
}
