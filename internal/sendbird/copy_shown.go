package sendbird

import (
	"fmt"
	"strconv"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// shown is a key, or where it is, as somebody may look for it: as it is if all of it can
// be seen, else quoted, with escapes for what cannot. The provider would put spaces there.
func shown(text string) string {
	if transport.OneLine(text) == text {
		return text
	}
	return quoted(text)
}

// quoted is a text in quotes, as readable as it may be on a terminal.
func quoted(text string) string {
	if readable := strconv.Quote(text); transport.Lines(readable) == readable {
		return readable
	}
	// Go takes what has no width for printable if it changes the character before it.
	return strconv.QuoteToASCII(text)
}

// whereToLook is what names the object that a copy may have made.
func whereToLook(bucket, prefix, recordingID string) string {
	begins := ""
	if prefix != "" {
		begins = "begins with " + quoted(prefix) + " and "
	}
	return fmt.Sprintf("look in bucket %s for an object whose key %sends in _%s.mp4", bucket, begins, recordingID)
}
