package twiliosandbox

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

var (
	anySID  = regexp.MustCompile(`^[a-zA-Z]{2}[0-9a-fA-F]{32}$`)
	roomSID = regexp.MustCompile(`^RM[0-9a-fA-F]{32}$`)
	// groupingSID is narrower than the description's, whose text says that it
	// is a room or a participant.
	groupingSID = regexp.MustCompile(`^(RM|PA)[0-9a-fA-F]{32}$`)
	mediaTypes  = []string{"audio", "video", "data"}
)

// enter sets what a parameter stands for, and returns what is wrong with its
// value, "" if nothing is.
func (l rules) enter(f *filter, name, value string) (wrong string) {
	switch name {
	case paramStatus:
		f.status = value
		return unlessOneOf(l.statuses, value)
	case paramMediaType:
		f.mediaType = value
		return unlessOneOf(mediaTypes, value)
	case paramSource:
		f.sourceSID = value
		return unless(anySID.MatchString(value), "must be a SID")
	case paramRoom:
		f.roomSID = value
		return unless(roomSID.MatchString(value), "must be the SID of a room")
	case paramGrouping:
		f.grouping = append(f.grouping, value)
		return unless(groupingSID.MatchString(value), "must be the SID of a room or a participant")
	case paramCreatedAfter:
		return date(value, &f.after)
	case paramCreatedBefore:
		return date(value, &f.before)
	default:
		return "is unknown"
	}
}

func unless(valid bool, want string) string {
	if valid {
		return ""
	}
	return want
}

func unlessOneOf(values []string, value string) string {
	return unless(slices.Contains(values, value), "must be one of "+strings.Join(values, ", "))
}

// date goes by the rules of [time.Time.UnmarshalText], for [time.Parse] takes
// more than RFC 3339.
func date(value string, to **time.Time) (wrong string) {
	*to = &time.Time{}
	err := (*to).UnmarshalText([]byte(value))
	return unless(err == nil, "must be an RFC 3339 date and time with a zone")
}
