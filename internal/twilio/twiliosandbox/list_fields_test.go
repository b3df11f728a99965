package twiliosandbox_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

var created = time.Date(2015, 7, 30, 20, 0, 0, 0, time.UTC)

// exampleRecording is the one of Twilio's description, made to have all
// fields.
func exampleRecording() twiliosandbox.Recording {
	return twiliosandbox.Recording{
		SID: "RTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", AccountSID: "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		Status: "completed", DateCreated: created, SourceSID: "MTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		Size: new(int64(23)), Type: "audio", Duration: new(int64(10)), ContainerFormat: "mka", Codec: "opus",
		TrackName: "A name", Offset: new(int64(10)),
		RoomSID: "RMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ParticipantSID: "PAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		MediaExternalLocation: "https://my-super-duper-bucket.s3.amazonaws.com/my/path/",
		StatusCallback:        "https://mycallbackurl.com", StatusCallbackMethod: "POST",
		Absent: []string{"date_updated", "date_deleted", "encryption_key"},
	}
}

func exampleComposition() twiliosandbox.Composition {
	return twiliosandbox.Composition{
		SID: "CJaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", AccountSID: "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		Status: "completed", DateCreated: created, DateCompleted: created.Add(93 * time.Second),
		RoomSID:      "RMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		AudioSources: []string{"RTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "user*"}, AudioSourcesExcluded: []string{},
		VideoLayout: json.RawMessage(`{"grid":{"video_sources":["user*"]}}`), Resolution: "1280x720", Format: "webm",
		Bitrate: new(int64(64)), Size: new(int64(4)), Duration: new(int64(6)), Trim: true,
		StatusCallback: "https://mycallbackurl.com", StatusCallbackMethod: "POST",
	}
}

// bare is how an item looks of which nothing is known.
const bare = `{"account_sid":"AC1","status":"completed","date_created":"2015-07-30T20:00:00Z","sid":"RT1","source_sid":null,` +
	`"size":null,"type":null,"duration":null,"container_format":null,"codec":null,"track_name":null,"offset":null,` +
	`"grouping_sids":null,"media_external_location":null,"date_updated":null,"date_deleted":null,"encryption_key":null,` +
	`"status_callback":null,"status_callback_method":null,"url":"https://video.twilio.com/v1/Recordings/RT1",` +
	`"links":{"media":"https://video.twilio.com/v1/Recordings/RT1/Media"}}`

func TestFieldsOfARecording(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*twiliosandbox.Recording)
		want   []string // pairs of a part of bare and what is in its place
	}{
		"nothing known":   {func(*twiliosandbox.Recording) {}, nil},
		"a null status":   {func(r *twiliosandbox.Recording) { r.Null = []string{"status"} }, []string{`"status":"completed"`, `"status":null`}},
		"null links":      {func(r *twiliosandbox.Recording) { r.Null = []string{"links"} }, []string{`{"media":"https://video.twilio.com/v1/Recordings/RT1/Media"}`, `null`}},
		"no SID":          {func(r *twiliosandbox.Recording) { r.Absent = []string{"sid"} }, []string{`"sid":"RT1",`, ``}},
		"no first field":  {func(r *twiliosandbox.Recording) { r.Absent = []string{"account_sid"} }, []string{`"account_sid":"AC1",`, ``}},
		"no size":         {func(r *twiliosandbox.Recording) { r.Absent = []string{"size", "duration"} }, []string{`"size":null,`, ``, `"duration":null,`, ``}},
		"no grouping":     {func(r *twiliosandbox.Recording) { r.Absent = []string{"grouping_sids"} }, []string{`"grouping_sids":null,`, ``}},
		"absent and null": {func(r *twiliosandbox.Recording) { r.Absent, r.Null = []string{"sid"}, []string{"sid"} }, []string{`"sid":"RT1",`, ``}},
		"size 0":          {func(r *twiliosandbox.Recording) { r.Size = new(int64(0)) }, []string{`"size":null`, `"size":0`}},
		"a huge size":     {func(r *twiliosandbox.Recording) { r.Size = new(int64(1<<53 + 1)) }, []string{`"size":null`, `"size":9007199254740993`}},
		"the largest":     {func(r *twiliosandbox.Recording) { r.Size = new(int64(1<<63 - 1)) }, []string{`"size":null`, `"size":9223372036854775807`}},
		"a lower case":    {func(r *twiliosandbox.Recording) { r.Codec = "vp8" }, []string{`"codec":null`, `"codec":"vp8"`}},
		"odd letters":     {func(r *twiliosandbox.Recording) { r.TrackName = "a\"\\\n\u00e9\x7f" }, []string{`"track_name":null`, `"track_name":"a\"\\\n` + "\u00e9\x7f" + `"`}},
		"a fraction":      {func(r *twiliosandbox.Recording) { r.DateCreated = created.Add(time.Second / 2) }, []string{`20:00:00Z`, `20:00:00.5Z`}},
		"another zone": {
			func(r *twiliosandbox.Recording) { r.DateDeleted = created.In(time.FixedZone("", 3600)) },
			[]string{`"date_deleted":null`, `"date_deleted":"2015-07-30T20:00:00Z"`},
		},
		"a room alone": {
			func(r *twiliosandbox.Recording) { r.RoomSID = room },
			[]string{`"grouping_sids":null`, `"grouping_sids":{"room_sid":"` + room + `","participant_sid":null}`},
		},
		"a participant alone": {
			func(r *twiliosandbox.Recording) {
				r.ParticipantSID, r.Absent = participant, []string{"grouping_sids.room_sid"}
			},
			[]string{`"grouping_sids":null`, `"grouping_sids":{"participant_sid":"` + participant + `"}`},
		},
		"a null participant": {
			func(r *twiliosandbox.Recording) {
				r.RoomSID, r.ParticipantSID, r.Null = room, participant, []string{"grouping_sids.participant_sid"}
			},
			[]string{`"grouping_sids":null`, `"grouping_sids":{"room_sid":"` + room + `","participant_sid":null}`},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := twiliosandbox.Recording{SID: "RT1", AccountSID: "AC1", DateCreated: created}
			tt.change(&r)
			s := of(t, r)
			_, _, body := send(t, request(t, s, http.MethodGet, recordingsPath, nil))
			want := strings.NewReplacer(tt.want...).Replace(bare)
			if !strings.HasPrefix(string(body), `{"recordings":[`+want+`],"meta":{`) {
				t.Errorf("answer %s\nwant %s", body, want)
			}
		})
	}
}

// TestARoomsListHasItsOwnFields compares the two lists that have a recording.
func TestARoomsListHasItsOwnFields(t *testing.T) {
	t.Parallel()
	r := exampleRecording()
	s := of(t, r)
	inAccount, inRoom := list(t, s, recordingsPath).items[0], list(t, s, roomPath(r.RoomSID)).items[0]
	want := map[string]any{
		"room_sid": r.RoomSID, "url": r.RoomURL(), "links": map[string]any{"media": r.RoomURL() + "/Media"},
	}
	for name, value := range want {
		if !reflect.DeepEqual(inRoom[name], value) {
			t.Errorf("%s in the room's list: %v, want %v", name, inRoom[name], value)
		}
		delete(inRoom, name)
	}
	if inAccount["url"] != r.URL() || inAccount["status_callback"] != r.StatusCallback {
		t.Errorf("in the account's list: %v", inAccount)
	}
	for _, name := range []string{"url", "links", "status_callback", "status_callback_method"} {
		delete(inAccount, name)
	}
	if !reflect.DeepEqual(inRoom, inAccount) {
		t.Errorf("the rest is %v and %v", inRoom, inAccount)
	}
}

func TestFieldsOfAComposition(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	s.AddCompositions(
		s.Account.SID,
		exampleComposition(),
		twiliosandbox.Composition{
			SID: "CJ1", AccountSID: "AC1", DateCreated: created, EncryptionKey: key,
			Absent: []string{"trim"}, Null: []string{"format"},
		},
	)
	const example = `{"account_sid":"ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","status":"completed","date_created":"2015-07-30T20:00:00Z",` +
		`"date_completed":"2015-07-30T20:01:33Z","date_deleted":null,"sid":"CJaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",` +
		`"room_sid":"RMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","audio_sources":["RTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","user*"],` +
		`"audio_sources_excluded":[],"video_layout":{"grid":{"video_sources":["user*"]}},"resolution":"1280x720","format":"webm",` +
		`"bitrate":64,"size":4,"duration":6,"trim":true,"media_external_location":null,"status_callback":"https://mycallbackurl.com",` +
		`"status_callback_method":"POST","url":"https://video.twilio.com/v1/Compositions/CJaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",` +
		`"links":{"media":"https://video.twilio.com/v1/Compositions/CJaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Media"}}`
	const other = `{"account_sid":"AC1","status":"completed","date_created":"2015-07-30T20:00:00Z","date_completed":null,"date_deleted":null,` +
		`"sid":"CJ1","room_sid":null,"audio_sources":null,"audio_sources_excluded":null,"video_layout":null,"resolution":null,"format":null,` +
		`"bitrate":null,"size":null,"duration":null,"media_external_location":null,"encryption_key":"` + key + `","status_callback":null,` +
		`"status_callback_method":null,"url":"https://video.twilio.com/v1/Compositions/CJ1",` +
		`"links":{"media":"https://video.twilio.com/v1/Compositions/CJ1/Media"}}`
	_, _, body := send(t, request(t, s, http.MethodGet, compositionsPath, nil))
	if want := `{"compositions":[` + example + "," + other + `],"meta":{`; !strings.HasPrefix(string(body), want) {
		t.Errorf("answer %s\nwant %s", body, want)
	}
}

// TestWhatIsAddedIsTheServersOwn changes what was handed in, afterwards.
func TestWhatIsAddedIsTheServersOwn(t *testing.T) {
	t.Parallel()
	r, c := exampleRecording(), exampleComposition()
	s := of(t, r)
	s.AddCompositions(s.Account.SID, c)
	*r.Size, *r.Duration, *r.Offset, r.Absent[0] = 1, 2, 3, "size"
	*c.Bitrate, c.AudioSources[0], c.VideoLayout[0] = 1, "x", 'x'
	if got := firstOf(s.AllRecordings(s.Account.SID)); !reflect.DeepEqual(got, exampleRecording()) {
		t.Errorf("the recording became %+v", got)
	}
	if got := firstOf(s.AllCompositions(s.Account.SID)); !reflect.DeepEqual(got, exampleComposition()) {
		t.Errorf("the composition became %+v", got)
	}
}

func TestWhatIsMissingIsFilledIn(t *testing.T) {
	t.Parallel()
	s := of(t, twiliosandbox.Recording{}, twiliosandbox.Recording{})
	s.AddCompositions(s.Account.SID, twiliosandbox.Composition{})
	var seen []string
	for r := range s.AllRecordings(s.Account.SID) {
		if len(r.SID) != 34 || r.AccountSID != s.Account.SID || r.Status != "completed" || time.Since(r.DateCreated) > time.Minute {
			t.Errorf("%+v", r)
		}
		seen = append(seen, r.SID)
	}
	if seen[0] == seen[1] {
		t.Errorf("%s came twice", seen[0])
	}
	if c := firstOf(s.AllCompositions(s.Account.SID)); len(c.SID) != 34 || c.AccountSID != s.Account.SID || c.Status != "completed" || c.DateCreated.IsZero() {
		t.Errorf("%+v", c)
	}
}
