package twiliosandbox

import (
	"slices"
	"time"
)

// filter is what a list request asks for; its zero value is everything.
type filter struct {
	// hideDeleted leaves out the deleted ones.
	hideDeleted bool
	status      string
	sourceSID   string
	mediaType   string
	roomSID     string
	// grouping are SIDs of rooms and participants, all of which a recording
	// must have, or any with anyGrouping.
	grouping    []string
	anyGrouping bool
	// after is inclusive, before is not; nil is no bound.
	after, before *time.Time
}

func (f *filter) admitsStatus(status string) bool {
	if f.hideDeleted && status == statusDeleted {
		return false
	}
	return f.status == "" || f.status == status
}

func (f *filter) admitsDate(created time.Time) bool {
	return !f.tooEarly(created) && !f.tooLate(created)
}

func (f *filter) tooEarly(created time.Time) bool {
	return f.after != nil && created.Before(*f.after)
}

func (f *filter) tooLate(created time.Time) bool {
	return f.before != nil && !created.Before(*f.before)
}

func (f *filter) admitsGrouping(r *Recording) bool {
	has := func(sid string) bool { return sid == r.RoomSID || sid == r.ParticipantSID }
	if f.anyGrouping && len(f.grouping) > 0 {
		return slices.ContainsFunc(f.grouping, has)
	}
	return !slices.ContainsFunc(f.grouping, func(sid string) bool { return !has(sid) })
}

func (r *Recording) matches(f *filter) bool {
	return f.admitsStatus(r.Status) &&
		(f.sourceSID == "" || f.sourceSID == r.SourceSID) &&
		(f.mediaType == "" || f.mediaType == r.Type) &&
		(f.roomSID == "" || f.roomSID == r.RoomSID) &&
		f.admitsGrouping(r) && f.admitsDate(r.DateCreated)
}

func (c *Composition) matches(f *filter) bool {
	return f.admitsStatus(c.Status) &&
		(f.roomSID == "" || f.roomSID == c.RoomSID) &&
		f.admitsDate(c.DateCreated)
}
