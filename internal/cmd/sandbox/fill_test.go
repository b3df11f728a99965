package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// filled returns what is printed about the rooms, and the account's recordings
// and compositions, under a command line.
func filled(t *testing.T, args ...string) (rooms string, recordings []twiliosandbox.Recording, compositions int) {
	t.Helper()
	o, err := parse(args, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	server := twiliosandbox.New(o.behaviour, o.account)
	fill(server, o)
	for r := range server.AllRecordings(o.account.SID) {
		recordings = append(recordings, r)
	}
	for range server.AllCompositions(o.account.SID) {
		compositions++
	}
	return someRooms(server, o.account.SID), recordings, compositions
}

func seedFile(t *testing.T, content string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "seed.json")
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestNothingIsRecordedByDefault(t *testing.T) {
	t.Parallel()
	if rooms, recordings, compositions := filled(t); rooms != "" || len(recordings)+compositions > 0 {
		t.Errorf("rooms %q, %d recordings, %d compositions", rooms, len(recordings), compositions)
	}
}

func TestGenerateFlags(t *testing.T) {
	t.Parallel()
	args := []string{"-generate-recordings", "20", "-generate-rooms", "5", "-generate-compositions", "7", "-generate-seed", "3"}
	rooms, recordings, compositions := filled(t, args...)
	if len(recordings) != 20 || compositions != 7 {
		t.Errorf("%d recordings, %d compositions", len(recordings), compositions)
	}
	want := ""
	for i := range 3 {
		want += "# room " + twiliosandbox.Generated{Seed: 3}.RoomSID(i) + "\n"
	}
	if rooms != want {
		t.Errorf("rooms %q, want %q", rooms, want)
	}
	if _, other, _ := filled(t, append(args, "-generate-seed", "4")...); other[0].SID == recordings[0].SID {
		t.Error("another seed gave the same")
	}
}

// TestSeedFlag has a room whose SID would be a command of its own.
func TestSeedFlag(t *testing.T) {
	t.Parallel()
	const room = "RM0123456789abcdef0123456789abcdef"
	name := seedFile(t, `{"recordings":[{"room_sid":"`+room+`","size":5},{"room_sid":"x\nid"}],"compositions":[{}]}`)
	rooms, recordings, compositions := filled(t, "-seed", name)
	if rooms != "# room "+room+"\n" {
		t.Errorf("rooms %q", rooms)
	}
	if len(recordings) != 2 || *recordings[0].Size != 5 || compositions != 1 {
		t.Errorf("%+v and %d compositions", recordings, compositions)
	}
}

func TestWrongSeeds(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		args []string
		want string
	}{
		"no such file":        {[]string{"-seed", filepath.Join(t.TempDir(), "none")}, "none"},
		"not a seed file":     {[]string{"-seed", seedFile(t, `{"rooms":[]}`)}, `unknown field "rooms"`},
		"fewer than none":     {[]string{"-generate-recordings", "-1"}, "-1"},
		"a seed that is none": {[]string{"-generate-seed", "x"}, "generate-seed"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := parse(tt.args, io.Discard)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestServesWhatWasSeeded(t *testing.T) {
	t.Parallel()
	r := start(t, "-seed", seedFile(t, `{"recordings":[{"room_sid":"RM0123456789abcdef0123456789abcdef"}]}`))
	for path, want := range map[string]int{
		"/v1/Rooms/RM0123456789abcdef0123456789abcdef/Recordings": 200,
		"/v1/Rooms/RMffffffffffffffffffffffffffffffff/Recordings": 404,
	} {
		if got := r.status(t, "GET", path, ""); got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	if err := r.stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
}

func TestPrintsRoomsLast(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, []string{"-generate-rooms", "1"}, writer, io.Discard) }()
	printed := make([]byte, 4096)
	n, err := reader.Read(printed)
	if err != nil {
		t.Fatal(err)
	}
	if want := "(Ctrl+C).\n# room " + (twiliosandbox.Generated{Seed: 1}).RoomSID(0) + "\n"; !strings.HasSuffix(string(printed[:n]), want) {
		t.Errorf("printed %q, want it to end in %q", printed[:n], want)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("stopped with %v", err)
	}
}
