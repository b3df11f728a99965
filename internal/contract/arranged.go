package contract

import (
	"encoding/json"
	"reflect"
	"slices"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// notArranged returns those of the violations of one answer that are not what a test
// put into the sandbox as it is: an item of a list with another value than Twilio's,
// without a value, or without the field; or settings that are to lack their account. The
// test says so where it does, and the sandbox only repeats it.
func notArranged(s *twiliosandbox.Server, account string, found []Violation) []Violation {
	found = slices.DeleteFunc(found, func(v Violation) bool {
		return v.Rule == RuleMissingField && slices.Contains(settings, v.Operation) &&
			slices.Equal(v.At, []string{"account_sid"}) && s.RespondsAs() == "-"
	})
	for item := range listed(s, account, found) {
		found = slices.DeleteFunc(found, item.puts)
	}
	return found
}

// stored is an item of a list as the sandbox has it.
type stored struct {
	sid          string
	fields       reflect.Value
	absent, null []string
}

// listed yields those of the items that violations are about which a test has added.
func listed(s *twiliosandbox.Server, account string, found []Violation) func(yield func(stored) bool) {
	about := map[string]map[string]bool{"recordings": {}, "compositions": {}}
	for _, v := range found {
		if sid, ok := sidOf(v.item()); ok && about[v.At[0]] != nil {
			about[v.At[0]][sid] = true
		}
	}
	return func(yield func(stored) bool) {
		if of := about["recordings"]; len(of) > 0 {
			for r := range s.ArrangedRecordings(account) {
				item := stored{r.SID, reflect.ValueOf(r), r.Absent, r.Null}
				if of[item.shownSID()] && !yield(item) {
					return
				}
			}
		}
		if of := about["compositions"]; len(of) > 0 {
			for c := range s.ArrangedCompositions(account) {
				item := stored{c.SID, reflect.ValueOf(c), c.Absent, c.Null}
				if of[item.shownSID()] && !yield(item) {
					return
				}
			}
		}
	}
}

// shownSID is what answers have as the item's SID, "" for nothing.
func (i stored) shownSID() string {
	if slices.Contains(i.absent, "sid") || slices.Contains(i.null, "sid") {
		return ""
	}
	return i.sid
}

// sidOf is the SID that an item of an answer has, "" for nothing. It is not ok for no
// item, nor for one whose SID is neither a string nor null: no test can put that there.
func sidOf(item map[string]any) (sid string, ok bool) {
	sid, ok = item["sid"].(string)
	return sid, item != nil && (ok || item["sid"] == nil)
}

// puts reports whether the item has the value that a violation is about, or is to lack
// it.
func (i stored) puts(v Violation) bool {
	if sid, ok := sidOf(v.item()); !ok || sid != i.shownSID() {
		return false
	}
	name := v.At[2]
	if v.Rule == RuleMissingField {
		return slices.Contains(i.absent, name)
	}
	value, ok := i.field(name)
	if v.Value == (null{}) {
		return ok && value.IsZero() || slices.Contains(i.null, name)
	}
	if !ok {
		return false
	}
	raw, err := json.Marshal(value.Interface())
	if err != nil {
		return false
	}
	var plain any
	return json.Unmarshal(raw, &plain) == nil && reflect.DeepEqual(plain, v.Value)
}

// field is the one that has a name in JSON.
func (i stored) field(name string) (reflect.Value, bool) {
	for at := range i.fields.NumField() {
		if i.fields.Type().Field(at).Tag.Get("json") == name {
			return i.fields.Field(at), true
		}
	}
	return reflect.Value{}, false
}
