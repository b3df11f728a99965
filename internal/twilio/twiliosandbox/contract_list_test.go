package twiliosandbox_test

import (
	"bytes"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/contract"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// stricter are the queries of listQueries that the sandbox refuses although
// the description, or the library that reads it, lets them through.
var stricter = map[string]string{
	"a source's group":        "only the text says that a group is a room or a participant",
	"a page size with a sign": "a number is what the library reads as one",
	"a date that never was":   "the library looks at the digits alone",
}

// TestContractOfQueries holds what the lists refuse to the description.
func TestContractOfQueries(t *testing.T) {
	t.Parallel()
	c := contract.Require(t)
	s := of(t)
	used := map[string]bool{}
	for name, tt := range listQueries {
		for letter, path := range lists {
			found := c.Request(request(t, s, http.MethodGet, path+"?"+tt.query, nil), nil)
			taken := strings.Contains(tt.taken, letter)
			switch {
			case taken && len(found) > 0:
				t.Errorf("%s: %s is taken against the description: %v", name, path, found)
			case !taken && len(found) == 0 && stricter[name] == "":
				t.Errorf("%s: %s is refused although it is described", name, path)
			case !taken && len(found) == 0:
				used[name] = true
			}
		}
	}
	for name, why := range stricter {
		if !used[name] {
			t.Errorf("%s need not be an exception (%s)", name, why)
		}
	}
}

// TestContractOfLists reads each list from the first page to the last, with every status
// and some filters, so that the sandbox's watch holds every page to the description.
func TestContractOfLists(t *testing.T) {
	t.Parallel()
	contract.Require(t)
	for name, b := range map[string]twiliosandbox.Behaviour{
		"default":      {},
		"AbsentFields": {AbsentFields: true},
		"OverlapPages": {OverlapPages: 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sandboxtest.Start(t, b)
			account := s.Account.SID
			all := twiliosandbox.Settings{
				AWSStorageEnabled: true, AWSS3URL: bucket, EncryptionEnabled: true, EncryptionKeySID: key,
			}
			s.Generate(account, twiliosandbox.Generated{Seed: 1, Rooms: 2, Recordings: 400, Compositions: 200})
			s.SetSettings(account, recording, all)
			s.SetSettings(account, composition, all)
			g := twiliosandbox.Generated{Seed: 2, Rooms: 2, Recordings: 400, Compositions: 200}
			s.Generate(account, g)
			s.Record(account, g.RoomSID(0), 2)
			s.Compose(account, g.RoomSID(0))

			queries := []string{"", "Status=processing", "Status=completed", "Status=deleted", "Status=failed", "DateCreatedAfter=2024-01-01T00:10:00%2B00:00"}
			own := map[string][]string{
				recordingsPath:   {"MediaType=data", "GroupingSid=" + g.RoomSID(1), "SourceSid=" + source},
				compositionsPath: {"Status=enqueued", "RoomSid=" + g.RoomSID(1)},
			}
			for _, path := range []string{roomPath(g.RoomSID(0)), recordingsPath, compositionsPath} {
				for _, query := range append(own[path], queries...) {
					walk(t, s, path+"?PageSize=30&"+query)
				}
			}
		})
	}
}

// TestContractOfWhatIsNotServed lists what the description allows at these
// paths and the sandbox does not have.
func TestContractOfWhatIsNotServed(t *testing.T) {
	t.Parallel()
	c := contract.Require(t)
	var missing []string
	for _, path := range lists {
		for _, method := range methods {
			s := of(t)
			s.AddRooms(s.Account.SID, room)
			req := request(t, s, method, path, nil)
			operation, _ := c.Described(req)
			status, _, _ := send(t, req)
			switch served := status != http.StatusMethodNotAllowed; {
			case operation != "" && !served:
				missing = append(missing, operation)
			case operation == "" && served:
				t.Errorf("%s %s is served, and not described", method, path)
			}
		}
	}
	if want := []string{"CreateComposition"}; !slices.Equal(missing, want) {
		t.Errorf("not served are %v, want %v", missing, want)
	}
}

// TestContractOfExamples seeds the sandbox with each answer that is an example
// in the description, and wants its items back.
func TestContractOfExamples(t *testing.T) {
	t.Parallel()
	const exampleRoom = "RMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	for operation, path := range map[string]string{
		"ListRoomRecording": roomPath(exampleRoom), "ListRecording": recordingsPath, "ListComposition": compositionsPath,
	} {
		for _, example := range examples(t, operation) {
			t.Run(operation+"/"+example.Name, func(t *testing.T) {
				t.Parallel()
				seed, err := twiliosandbox.ReadSeed(bytes.NewReader(example.Body))
				if err != nil {
					t.Fatal(err)
				}
				s := of(t, seed.Recordings...)
				s.AddRooms(s.Account.SID, exampleRoom)
				s.AddCompositions(s.Account.SID, seed.Compositions...)
				_, got := exchange(t, request(t, s, http.MethodGet, path, nil))
				var want object
				unmarshal(t, example.Body, &want)
				delete(got, "meta")
				delete(want, "meta")
				if !reflect.DeepEqual(got, want) {
					t.Errorf("answer %v\nwant %v", got, want)
				}
			})
		}
	}
}

// examples are those that the descriptions give of an operation's answers.
func examples(t *testing.T, operation string) []contract.Example {
	t.Helper()
	all, err := contract.Require(t).Examples()
	if err != nil {
		t.Fatal(err)
	}
	all = slices.DeleteFunc(all, func(e contract.Example) bool { return e.Operation != operation })
	if len(all) == 0 {
		t.Fatalf("%s has no examples", operation)
	}
	return all
}
