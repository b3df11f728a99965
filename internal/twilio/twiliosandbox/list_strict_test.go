package twiliosandbox_test

import (
	"net/http"
	"strings"
	"testing"
)

// listQueries are tried on each list; taken has a letter for each that takes
// it: r for a room's recordings, a for the account's, c for compositions.
var listQueries = map[string]struct{ query, taken string }{
	"nothing":                    {"", "rac"},
	"the smallest page":          {"PageSize=1", "rac"},
	"a page of 100":              {"PageSize=100", "rac"},
	"a page of 101":              {"PageSize=101", "r"},
	"the largest page":           {"PageSize=1000", "r"},
	"a larger page":              {"PageSize=1001", ""},
	"an empty page":              {"PageSize=0", ""},
	"a negative page size":       {"PageSize=-1", ""},
	"a page size with a sign":    {"PageSize=%2B1", ""},
	"a page size in words":       {"PageSize=ten", ""},
	"a fractional page size":     {"PageSize=1.5", ""},
	"no page size":               {"PageSize=", ""},
	"two page sizes":             {"PageSize=5&PageSize=5", ""},
	"an endless page size":       {"PageSize=99999999999999999999", ""},
	"the first page":             {"Page=0", "rac"},
	"another page":               {"Page=7", "rac"},
	"a page before the first":    {"Page=-1", ""},
	"no page":                    {"Page=", ""},
	"a status":                   {"Status=failed", "rac"},
	"a composition's status":     {"Status=enqueued", "c"},
	"a status in capitals":       {"Status=Completed", ""},
	"another status":             {"Status=done", ""},
	"no status":                  {"Status=", ""},
	"two statuses":               {"Status=failed&Status=completed", ""},
	"a source":                   {"SourceSid=" + source, "ra"},
	"a source of any kind":       {"SourceSid=xY" + source[2:], "ra"},
	"a short source":             {"SourceSid=" + source[:33], ""},
	"a long source":              {"SourceSid=" + source + "0", ""},
	"a source that is a name":    {"SourceSid=camera", ""},
	"a room":                     {"RoomSid=" + room, "c"},
	"a room that is not":         {"RoomSid=" + participant, ""},
	"a medium":                   {"MediaType=data", "a"},
	"another medium":             {"MediaType=text", ""},
	"a room's group":             {"GroupingSid=" + room, "a"},
	"a participant's group":      {"GroupingSid=" + participant, "a"},
	"both groups":                {"GroupingSid=" + room + "&GroupingSid=" + participant, "a"},
	"a source's group":           {"GroupingSid=" + source, ""},
	"groups with a comma":        {"GroupingSid=" + room + "," + participant, ""},
	"one good and one bad group": {"GroupingSid=" + room + "&GroupingSid=x", ""},
	"a date":                     {"DateCreatedAfter=2025-01-02T03:04:05Z", "rac"},
	"a date with a zone":         {"DateCreatedBefore=2025-01-02T03:04:05-08:00", "rac"},
	"a date with a fraction":     {"DateCreatedBefore=2025-01-02T03:04:05.678Z", "rac"},
	"a date without a zone":      {"DateCreatedAfter=2025-01-02T03:04:05", ""},
	"a date alone":               {"DateCreatedAfter=2025-01-02", ""},
	"a date that never was":      {"DateCreatedBefore=2025-02-30T00:00:00Z", ""},
	"a plus that became a space": {"DateCreatedBefore=2025-01-02T03:04:05+02:00", ""},
	"a date in small letters":    {"DateCreatedBefore=2025-01-02t03:04:05z", ""},
	"no date":                    {"DateCreatedBefore=", ""},
	"a parameter in lower case":  {"status=failed", ""},
	"an unknown parameter":       {"Limit=5", ""},
	"a broken query":             {"Status=%zz", ""},
	"a semicolon":                {"Status=failed;Page=1", ""},
}

// lists are the paths of the lists by their letters.
var lists = map[string]string{"r": roomPath(room), "a": recordingsPath, "c": compositionsPath}

func TestListParameters(t *testing.T) {
	t.Parallel()
	s := of(t)
	s.AddRooms(s.Account.SID, room)
	for name, tt := range listQueries {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for letter, path := range lists {
				status, body := exchange(t, request(t, s, http.MethodGet, path+"?"+tt.query, nil))
				if !strings.Contains(tt.taken, letter) {
					wantError(t, status, body, 400, 20001)
				} else if status != 200 {
					t.Errorf("%s: %d %v, want 200", path, status, body)
				}
			}
		})
	}
}

func TestListRouting(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		method, path string
		status, code int
	}{
		"an unknown room":         {"GET", roomPath(otherRoom), 404, 20404},
		"a room in other letters": {"GET", roomPath("RM" + strings.ToUpper(room[2:])), 404, 20404},
		"something else's SID":    {"GET", roomPath(participant), 404, 20404},
		"no room":                 {"GET", "/v1/Rooms//Recordings", 404, 20404},
		"the room":                {"GET", "/v1/Rooms/" + room, 404, 20404},
		"below a room":            {"GET", roomPath(room) + "/RT1", 404, 20404},
		"a trailing slash":        {"GET", recordingsPath + "/", 404, 20404},
		"a recording":             {"GET", recordingsPath + "/RT1", 404, 20404},
		"POST":                    {"POST", recordingsPath, 405, 20004},
		"POST of a room's":        {"POST", roomPath(room), 405, 20004},
		"POST of a composition":   {"POST", compositionsPath, 405, 20004},
		"DELETE":                  {"DELETE", recordingsPath, 405, 20004},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := of(t)
			s.AddRooms(s.Account.SID, room)
			status, header, _ := send(t, request(t, s, tt.method, tt.path, nil))
			if allow := header.Get("Allow"); (allow == "GET") != (status == 405) {
				t.Errorf("Allow %q with status %d", allow, status)
			}
			status, body := exchange(t, request(t, s, tt.method, tt.path, nil))
			wantError(t, status, body, tt.status, tt.code)
		})
	}
}

func TestListsWantCredentials(t *testing.T) {
	t.Parallel()
	s := of(t)
	for _, path := range []string{recordingsPath, compositionsPath, roomPath(room)} {
		req := request(t, s, http.MethodGet, path+"?Limit=1", nil)
		req.SetBasicAuth(s.Account.SID, "wrong")
		status, body := exchange(t, req)
		wantError(t, status, body, 401, 20003)
	}
}
