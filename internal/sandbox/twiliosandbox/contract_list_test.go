package twiliosandbox_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox/sandboxtest"
)

const roomTemplate = "/v1/Rooms/{RoomSid}/Recordings"

// templates are how the description has the paths of the lists, by their
// letters in listQueries.
var templates = map[string]string{"r": roomTemplate, "a": recordingsPath, "c": compositionsPath}

// undescribedFields are those that answers have against the description: older
// answers of Twilio's had them, and its products' pages tell of encryption.
// Behaviour.AbsentFields leaves them out.
var undescribedFields = map[string][]string{
	"r": {"date_updated", "date_deleted", "encryption_key"},
	"a": {"date_updated", "date_deleted", "encryption_key"},
	"c": {"encryption_key"},
}

// stricter are the queries of listQueries that the sandbox refuses although
// the description, or the library that reads it, lets them through. Besides, it
// refuses parameters that the description of a list does not name.
var stricter = map[string]string{
	"two page sizes":          "a description does not forbid to send a parameter twice",
	"two statuses":            "the same",
	"a source's group":        "only the text says that a group is a room or a participant",
	"a page size with a sign": "a number is what the library reads as one",
	"no page size":            "the library takes an empty value for none",
	"a date that never was":   "the library looks at the digits alone",
}

// TestContractOfQueries holds what the lists refuse to the description.
func TestContractOfQueries(t *testing.T) {
	t.Parallel()
	c := loadContract(t)
	s := of(t)
	s.AddRooms(s.Account.SID, room)
	used := map[string]bool{}
	for name, tt := range listQueries {
		for letter, path := range lists {
			o := c.list(t, s, templates[letter], path+"?"+tt.query)
			err := o.checkRequest(t)
			taken := strings.Contains(tt.taken, letter)
			switch {
			case !o.names(tt.query):
				if taken {
					t.Errorf("%s: %s takes what the description does not name", name, path)
				}
			case taken && err != nil:
				t.Errorf("%s: %s is taken against the description: %v", name, path, err)
			case !taken && err == nil && stricter[name] == "":
				t.Errorf("%s: %s is refused although it is described", name, path)
			case !taken && err == nil:
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

// names reports whether the description has all parameters of a query, which
// is one.
func (o operation) names(query string) bool {
	values, err := url.ParseQuery(query)
	if err != nil {
		return false
	}
	for name := range values {
		if o.described.Parameters.GetByInAndName("query", name) == nil {
			return false
		}
	}
	return true
}

// TestContractOfLists reads each list from the first page to the last, with
// every status and some filters, and holds each page to the description.
func TestContractOfLists(t *testing.T) {
	t.Parallel()
	c := loadContract(t)
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
				"a": {"MediaType=data", "GroupingSid=" + g.RoomSID(1), "SourceSid=" + source},
				"c": {"Status=enqueued", "RoomSid=" + g.RoomSID(1)},
			}
			for letter, template := range templates {
				path := strings.Replace(template, "{RoomSid}", g.RoomSID(0), 1)
				for _, query := range append(own[letter], queries...) {
					holdList(t, c, s, letter, path+"?PageSize=30&"+query, b)
				}
			}
		})
	}
}

// holdList follows a list to its end.
func holdList(t *testing.T, c *contract, s *sandboxtest.Running, letter, address string, b twiliosandbox.Behaviour) {
	t.Helper()
	for next := &address; next != nil; {
		o := c.list(t, s, templates[letter], strings.TrimPrefix(*next, s.BaseURL))
		if err := o.checkRequest(t); err != nil {
			t.Fatalf("%s: %v", *next, err)
		}
		status, header, body := send(t, request(t, s, http.MethodGet, strings.TrimPrefix(*next, s.BaseURL), nil))
		if err := o.checkResponse(t, status, header, body); err != nil {
			t.Fatalf("%s: %v", *next, err)
		}
		o.checkListFields(t, letter, body, b.AbsentFields)
		next = list(t, s, *next).meta.Next
	}
}

// checkListFields refuses fields that the description does not have, save for
// the exceptions, and wants those of the meta.
func (o operation) checkListFields(t *testing.T, letter string, body []byte, current bool) {
	t.Helper()
	var answer map[string]json.RawMessage
	unmarshal(t, body, &answer)
	schema := o.described.Responses.Status(http.StatusOK).Value.Content.Get("application/json").Schema.Value
	for key, part := range schema.Properties {
		if key == "meta" {
			var meta object
			unmarshal(t, answer[key], &meta)
			for name := range part.Value.Properties {
				if _, ok := meta[name]; !ok {
					t.Errorf("meta lacks %s: %s", name, answer[key])
				}
			}
			if len(meta) != len(part.Value.Properties) {
				t.Errorf("meta is %s", answer[key])
			}
			continue
		}
		var items []object
		unmarshal(t, answer[key], &items)
		for _, item := range items {
			for name := range item {
				excepted := slices.Contains(undescribedFields[letter], name)
				if part.Value.Items.Value.Properties[name] == nil && (!excepted || current) {
					t.Errorf("the description has no field %s", name)
				}
			}
		}
	}
	if len(answer) != len(schema.Properties) {
		t.Errorf("the answer has %d fields, want %d", len(answer), len(schema.Properties))
	}
}

// TestContractOfWhatIsNotServed lists what the description allows at these
// paths and the sandbox does not have.
func TestContractOfWhatIsNotServed(t *testing.T) {
	t.Parallel()
	c := loadContract(t)
	var missing []string
	for letter, template := range templates {
		for method := range c.doc.Paths.Value(template).Operations() {
			s := of(t)
			s.AddRooms(s.Account.SID, room)
			if status, _, _ := send(t, request(t, s, method, lists[letter], nil)); status == http.StatusMethodNotAllowed {
				missing = append(missing, method+" "+template)
			}
		}
	}
	if want := []string{"POST " + compositionsPath}; !slices.Equal(missing, want) {
		t.Errorf("not served are %v, want %v", missing, want)
	}
}

// TestContractOfExamples seeds the sandbox with each answer that is an example
// in the description, and wants its items back.
func TestContractOfExamples(t *testing.T) {
	t.Parallel()
	c := loadContract(t)
	for letter, template := range templates {
		schema := c.doc.Paths.Value(template).Get.Responses.Status(http.StatusOK).Value.Content.Get("application/json")
		for name, example := range schema.Examples {
			t.Run(letter+"/"+name, func(t *testing.T) {
				t.Parallel()
				file, err := json.Marshal(example.Value.Value)
				if err != nil {
					t.Fatal(err)
				}
				seed, err := twiliosandbox.ReadSeed(bytes.NewReader(file))
				if err != nil {
					t.Fatal(err)
				}
				s := of(t, seed.Recordings...)
				s.AddRooms(s.Account.SID, "RMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
				s.AddCompositions(s.Account.SID, seed.Compositions...)
				_, _, body := send(t, request(t, s, http.MethodGet, strings.Replace(template, "{RoomSid}", "RMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 1), nil))
				var got, want object
				unmarshal(t, body, &got)
				unmarshal(t, file, &want)
				delete(got, "meta")
				delete(want, "meta")
				if !reflect.DeepEqual(got, want) {
					t.Errorf("answer %v\nwant %v", got, want)
				}
			})
		}
	}
}
