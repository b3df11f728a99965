package twilio

import (
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3"
)

// The problems of a recording or a composition.
const (
	problemWrongLocation = "wrong_location"
	problemNotEncrypted  = "not_encrypted"
	problemWrongKey      = "wrong_key"
	problemFailed        = "failed"
	problemMissing       = "missing_in_bucket"
)

const (
	statusCompleted = "completed"
	statusFailed    = "failed"
)

// finding is one problem of a recording or a composition.
type finding struct {
	SID         types.String `tfsdk:"sid"`
	RoomSID     types.String `tfsdk:"room_sid"`
	DateCreated types.String `tfsdk:"date_created"`
	Problem     string       `tfsdk:"problem"`
}

// summary adds up the figures of a list. Its size does not depend on the length of the list, apart from completed.
type summary struct {
	// expectedURL is nil, and expectedKeySID empty, if nothing is expected.
	expectedURL    *s3.URL
	expectedKeySID string
	maxFindings    int

	total, sizeBytes, durationSeconds    int64
	byStatus                             map[string]int64
	inExpected, elsewhere, inTwilioCloud int64
	encrypted, unencrypted               int64
	first, last                          time.Time
	findings                             []finding
	findingsTotal                        int64
	// completed holds the SIDs to look for in the bucket. It is nil if the bucket is not listed.
	completed            *sidSet
	objects, objectBytes int64

	directory latestDirectory
}

// latestDirectory is the directory of the latest location. The locations in a list have few directories, and parsing each URL would
// take as long as decoding its page.
type latestDirectory struct {
	url        string
	isExpected bool
}

func newSummary(statuses []string) *summary {
	s := &summary{byStatus: map[string]int64{}, findings: []finding{}}
	for _, status := range statuses {
		s.byStatus[status] = 0
	}
	return s
}

// add adds an item of the list.
func (s *summary) add(m *Media, sidPrefix string) {
	s.total++
	s.sizeBytes += m.Size
	s.durationSeconds += m.Duration
	s.byStatus[m.Status]++
	s.addDate(m.DateCreated)
	switch m.Status {
	case statusFailed:
		s.report(m, problemFailed)
	case statusCompleted:
		s.addLocation(m)
		s.addKey(m)
		if digits, ok := parseSID(m.Sid, sidPrefix); ok && s.completed != nil {
			s.completed.add(digits)
		}
	}
}

func (s *summary) addDate(text string) {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return
	}
	if s.first.IsZero() || at.Before(s.first) {
		s.first = at
	}
	if at.After(s.last) {
		s.last = at
	}
}

func (s *summary) addLocation(m *Media) {
	switch {
	case m.MediaExternalLocation == "":
		s.inTwilioCloud++
	case s.isExpected(m):
		s.inExpected++
		return
	default:
		s.elsewhere++
	}
	if s.expectedURL != nil {
		s.report(m, problemWrongLocation)
	}
}

// isExpected reports whether a location is under the expected URL.
func (s *summary) isExpected(m *Media) bool {
	if s.expectedURL == nil {
		return false
	}
	// Twilio's reference shows a directory as the location. Otherwise the name of the object has the SID.
	directory := m.MediaExternalLocation
	if end := strings.LastIndexByte(directory, '/') + 1; strings.Contains(directory[end:], m.Sid) {
		directory = directory[:end]
	}
	if directory != s.directory.url {
		s.directory = latestDirectory{directory, s.expectedURL.Contains(directory)}
	}
	return s.directory.isExpected
}

func (s *summary) addKey(m *Media) {
	if m.EncryptionKey == "" {
		s.unencrypted++
	} else {
		s.encrypted++
	}
	switch {
	case s.expectedKeySID == "" || strings.EqualFold(m.EncryptionKey, s.expectedKeySID):
	case m.EncryptionKey == "":
		s.report(m, problemNotEncrypted)
	default:
		s.report(m, problemWrongKey)
	}
}

// report counts a problem, and keeps it among the first ones.
func (s *summary) report(m *Media, problem string) {
	s.findingsTotal++
	if s.wantsFindings() {
		s.findings = append(s.findings, finding{
			SID: types.StringValue(m.Sid), RoomSID: framework.StringOrNull(m.room()),
			DateCreated: framework.StringOrNull(m.DateCreated), Problem: problem,
		})
	}
}

func (s *summary) wantsFindings() bool { return len(s.findings) < s.maxFindings }

// addObject adds an object in the bucket.
func (s *summary) addObject(key string, size int64, sidPrefix string) {
	s.objects++
	s.objectBytes += size
	for digits := range parseSIDs(key, sidPrefix) {
		s.completed.mark(digits)
	}
}

// attributes returns the computed attributes.
func (s *summary) attributes() map[string]any {
	count := func(n int64, isKnown bool) types.Int64 {
		if !isKnown {
			return types.Int64Null()
		}
		return types.Int64Value(n)
	}
	date := func(at time.Time) types.String {
		if at.IsZero() {
			return types.StringNull()
		}
		return types.StringValue(at.Format(time.RFC3339))
	}
	return map[string]any{
		"total": s.total, "size_bytes": s.sizeBytes, "duration_seconds": s.durationSeconds, "by_status": s.byStatus,
		"in_twilio_cloud": s.inTwilioCloud, "encrypted": s.encrypted, "unencrypted": s.unencrypted,
		"in_expected_location": count(s.inExpected, s.expectedURL != nil), "elsewhere": count(s.elsewhere, s.expectedURL != nil),
		"objects": count(s.objects, s.completed != nil), "objects_bytes": count(s.objectBytes, s.completed != nil),
		"first_created": date(s.first), "last_created": date(s.last), "findings": s.findings, "findings_total": s.findingsTotal,
	}
}
