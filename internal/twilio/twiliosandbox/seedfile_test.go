package twiliosandbox_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// TestAnAnswerIsASeedFile reads a list's answer into another sandbox, which
// must give the same one.
func TestAnAnswerIsASeedFile(t *testing.T) {
	t.Parallel()
	account := twiliosandbox.NewAccount()
	items := func(s *sandboxtest.Running, path string) string {
		_, _, body := send(t, request(t, s, http.MethodGet, path+"?PageSize=100", nil))
		before, _, _ := strings.Cut(string(body), `"meta"`)
		return before
	}
	from := sandboxtest.Start(t, twiliosandbox.Behaviour{}, account)
	g := twiliosandbox.Generated{Seed: 9, Recordings: 100, Compositions: 100}
	from.Generate(account.SID, g)
	from.AddRecordings(account.SID, exampleRecording(), twiliosandbox.Recording{RoomSID: g.RoomSID(0)})
	from.AddCompositions(account.SID, exampleComposition())

	for _, path := range []string{recordingsPath, roomPath(g.RoomSID(0)), compositionsPath} {
		_, _, body := send(t, request(t, from, http.MethodGet, path+"?PageSize=100", nil))
		seed, err := twiliosandbox.ReadSeed(strings.NewReader(string(body)))
		if err != nil {
			t.Fatal(err)
		}
		to := sandboxtest.Start(t, twiliosandbox.Behaviour{}, account)
		to.AddRecordings(account.SID, seed.Recordings...)
		to.AddCompositions(account.SID, seed.Compositions...)
		// The account's list has fields that a room's lacks, and the reverse.
		if got, want := items(to, path), items(from, path); got != want {
			t.Errorf("%s: %s\nwant %s", path, got, want)
		}
	}
}

func TestSeedFiles(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		file string
		want string // part of the error, "" if it is read
	}{
		"nothing":                     {`{}`, ""},
		"empty lists":                 {`{"recordings":[],"compositions":[]}`, ""},
		"null lists":                  {`{"recordings":null}`, ""},
		"an empty recording":          {`{"recordings":[{}]}`, ""},
		"null grouping":               {`{"recordings":[{"grouping_sids":null}]}`, ""},
		"no JSON":                     {`recordings`, "reading a seed file"},
		"a list":                      {`[]`, "reading a seed file"},
		"two objects":                 {`{} {}`, "something follows"},
		"another list":                {`{"rooms":[]}`, `"rooms"`},
		"an unknown field":            {`{"recordings":[{},{"sise":1}]}`, `recording 1 of a seed file: json: unknown field "sise"`},
		"a composition's field":       {`{"compositions":[{"codec":"VP8"}]}`, `composition 0 of a seed file: json: unknown field "codec"`},
		"another type":                {`{"recordings":[{"size":"big"}]}`, "recording 0"},
		"a size beyond 64 bits":       {`{"recordings":[{"size":9223372036854775808}]}`, "recording 0"},
		"no date":                     {`{"recordings":[{"date_created":"yesterday"}]}`, "recording 0"},
		"an unknown grouping":         {`{"recordings":[{"grouping_sids":{"sid":"x"}}]}`, "grouping_sids"},
		"null for a recording":        {`{"recordings":[null]}`, "recording 0 of a seed file: null is not an object"},
		"a number for a composition":  {`{"compositions":[1]}`, "composition 0"},
		"addresses that are not used": {`{"recordings":[{"url":"https://example.com","links":{"media":"https://example.com"}}]}`, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seed, err := twiliosandbox.ReadSeed(strings.NewReader(tt.file))
			if tt.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %s", err, tt.want)
			}
			if !reflect.DeepEqual(seed, twiliosandbox.Seed{}) {
				t.Errorf("%+v came with the error", seed)
			}
		})
	}
}

// TestSeededFields has a recording of a few fields, some of them null.
func TestSeededFields(t *testing.T) {
	t.Parallel()
	seed, err := twiliosandbox.ReadSeed(strings.NewReader(`{"recordings": [
		{"room_sid": "` + room + `", "size": 9007199254740993, "codec": null, "status": null, "grouping_sids": {"participant_sid": null}}
	]}`))
	if err != nil {
		t.Fatal(err)
	}
	s := of(t, seed.Recordings...)
	_, _, body := send(t, request(t, s, http.MethodGet, roomPath(room), nil))
	if !strings.Contains(string(body), `"size":9007199254740993,`) {
		t.Errorf("the size is another in %s", body)
	}
	item := list(t, s, roomPath(room)).items[0]
	for _, name := range []string{"sid", "account_sid", "date_created", "url", "links"} {
		if item[name] == nil {
			t.Errorf("%s was not filled in: %v", name, item)
		}
		delete(item, name)
	}
	delete(item, "size")
	want := object{"room_sid": room, "codec": nil, "status": nil, "grouping_sids": map[string]any{"participant_sid": nil}}
	if !reflect.DeepEqual(item, want) {
		t.Errorf("the rest is %v, want %v", item, want)
	}
}
