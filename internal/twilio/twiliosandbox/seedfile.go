package twiliosandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Seed is what a seed file holds.
type Seed struct {
	Recordings   []Recording
	Compositions []Composition
}

// ReadSeed reads a seed file: a JSON object with the lists "recordings" and
// "compositions", either of which may be left out. Their items have the fields
// of the API's answers, so that an answer is itself a seed file; its meta is
// not looked at.
//
// A field that is null or left out is so in the sandbox's answers as well. But
// account_sid, sid, status, date_created and a recording's room_sid are filled
// in, and url and links are always the sandbox's own. A field that the API does
// not have is an error.
func ReadSeed(r io.Reader) (Seed, error) {
	var file struct {
		Recordings   []json.RawMessage `json:"recordings"`
		Compositions []json.RawMessage `json:"compositions"`
		Meta         json.RawMessage   `json:"meta"`
	}
	decoder := json.NewDecoder(r)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		return Seed{}, fmt.Errorf("reading a seed file: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Seed{}, errors.New("reading a seed file: something follows the JSON object")
	}

	var seed Seed
	for i, raw := range file.Recordings {
		recording, err := readRecording(raw)
		if err != nil {
			return Seed{}, fmt.Errorf("recording %d of a seed file: %w", i, err)
		}
		seed.Recordings = append(seed.Recordings, recording)
	}
	for i, raw := range file.Compositions {
		composition, err := readComposition(raw)
		if err != nil {
			return Seed{}, fmt.Errorf("composition %d of a seed file: %w", i, err)
		}
		seed.Compositions = append(seed.Compositions, composition)
	}
	return seed, nil
}

// own are the fields that an item has even if a seed file does not say so.
var own = []string{"account_sid", "sid", "status", "date_created", "url", "links"}

// addresses are the fields whose values are the sandbox's own.
type addresses struct {
	URL   *string           `json:"url"`
	Links map[string]string `json:"links"`
}

func readRecording(raw json.RawMessage) (Recording, error) {
	type grouping struct {
		RoomSID        string `json:"room_sid"`
		ParticipantSID string `json:"participant_sid"`
	}
	var item struct {
		Recording
		addresses
		Grouping json.RawMessage `json:"grouping_sids"`
	}
	absent, null, err := readObject(raw, &item, append([]string{"room_sid"}, own...))
	if err != nil {
		return Recording{}, err
	}
	recording := item.Recording
	if item.Grouping != nil && string(item.Grouping) != "null" {
		var sids grouping
		within, none, err := readObject(item.Grouping, &sids, nil)
		if err != nil {
			return Recording{}, fmt.Errorf("grouping_sids: %w", err)
		}
		absent = append(absent, prefixed(within)...)
		null = append(null, prefixed(none)...)
		recording.ParticipantSID = sids.ParticipantSID
		fillIn(&recording.RoomSID, sids.RoomSID)
	}
	recording.Absent, recording.Null = absent, null
	return recording, nil
}

func readComposition(raw json.RawMessage) (Composition, error) {
	var item struct {
		Composition
		addresses
	}
	absent, null, err := readObject(raw, &item, own)
	if err != nil {
		return Composition{}, err
	}
	composition := item.Composition
	composition.Absent, composition.Null = absent, null
	return composition, nil
}

func prefixed(names []string) []string {
	for i := range names {
		names[i] = groupingPrefix + names[i]
	}
	return names
}

// readObject decodes a JSON object into a struct, and returns the names of the
// struct's fields that it leaves out, but those that it may, and those that
// are null.
func readObject(raw json.RawMessage, into any, mayLack []string) (absent, null []string, err error) {
	known, err := namesOf(into)
	if err != nil {
		return nil, nil, err
	}
	decoder := json.NewDecoder(strings.NewReader(string(raw)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return nil, nil, err
	}
	var sent map[string]json.RawMessage
	if err := json.Unmarshal(raw, &sent); err != nil {
		return nil, nil, err
	}
	if sent == nil {
		return nil, nil, errors.New("null is not an object")
	}
	for _, name := range known {
		switch value, ok := sent[name]; {
		case !ok && !slices.Contains(mayLack, name):
			absent = append(absent, name)
		case string(value) == "null":
			null = append(null, name)
		}
	}
	return absent, null, nil
}

// namesOf returns the names that a struct's fields have in JSON, in order.
func namesOf(value any) ([]string, error) {
	raw, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, err
	}
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	return names, nil
}
