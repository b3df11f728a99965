package twiliosandbox

// The query parameters of the lists, from the OpenAPI description.
const (
	paramStatus        = "Status"
	paramSource        = "SourceSid"
	paramGrouping      = "GroupingSid"
	paramMediaType     = "MediaType"
	paramRoom          = "RoomSid"
	paramCreatedAfter  = "DateCreatedAfter"
	paramCreatedBefore = "DateCreatedBefore"
	paramPageSize      = "PageSize"
	paramPage          = "Page"
	paramPageToken     = "PageToken"
)

const defaultPageSize = 50

// rules are what a list allows.
type rules struct {
	// filters are its parameters but those of paging, in the order that they
	// have in the meta of the description's examples.
	filters     []string
	statuses    []string
	maxPageSize int
}

// listing is one of the lists of the API.
type listing[T any] struct {
	rules
	// key is the name of the array in the body.
	key     string
	matches func(*T, *filter) bool
	// append appends an item as JSON.
	append func(b []byte, item *T, as shape) []byte
}

// shape is what an item's JSON depends on besides the item.
type shape struct {
	// current leaves out what only older answers have.
	current bool
}

var recordingStatuses = []string{statusProcessing, statusCompleted, statusDeleted, statusFailed}

var (
	roomRecordings = listing[Recording]{
		rules: rules{
			filters:     []string{paramStatus, paramCreatedBefore, paramCreatedAfter, paramSource},
			statuses:    recordingStatuses,
			maxPageSize: 1000,
		},
		key:     "recordings",
		matches: (*Recording).matches,
		append:  appendRoomRecording,
	}
	accountRecordings = listing[Recording]{
		rules: rules{
			filters: []string{
				paramStatus, paramCreatedAfter, paramCreatedBefore, paramSource, paramMediaType, paramGrouping,
			},
			statuses:    recordingStatuses,
			maxPageSize: 100,
		},
		key:     "recordings",
		matches: (*Recording).matches,
		append:  appendAccountRecording,
	}
	accountCompositions = listing[Composition]{
		rules: rules{
			filters:     []string{paramStatus, paramRoom, paramCreatedAfter, paramCreatedBefore},
			statuses:    append([]string{statusEnqueued}, recordingStatuses...),
			maxPageSize: 100,
		},
		key:     "compositions",
		matches: (*Composition).matches,
		append:  appendComposition,
	}
)
