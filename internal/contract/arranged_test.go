package contract

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// TestWhatATestArrangesIsTheTests adds recordings that Twilio would not have, and settings
// without an account. What the sandbox makes of itself is held to the descriptions.
func TestWhatATestArrangesIsTheTests(t *testing.T) {
	t.Parallel()
	good := twiliosandbox.Recording{
		SID: "RTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", Type: "audio", Codec: "OPUS", ContainerFormat: "mka",
		RoomSID: "RMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", DateCreated: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
	}
	tests := map[string]func(*twiliosandbox.Recording){
		"nothing":            func(*twiliosandbox.Recording) {},
		"another value":      func(r *twiliosandbox.Recording) { r.Codec, r.TrackName = "opus", "x" },
		"a SID that is none": func(r *twiliosandbox.Recording) { r.SID = "RT1" },
		"no value":           func(r *twiliosandbox.Recording) { r.Type = "" },
		"null":               func(r *twiliosandbox.Recording) { r.Null = []string{"status"} },
		"no field":           func(r *twiliosandbox.Recording) { r.Absent = []string{"url", "sid"} },
	}
	for name, arrange := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := good
			arrange(&r)
			told := watched(t, twiliosandbox.Behaviour{}, func(s *twiliosandbox.Server, account string, send func(agent, method, target, form string)) {
				s.AddRecordings(account, good, r)
				send(client, "GET", "/v1/Recordings", "")
				send(client, "GET", "/v1/Rooms/"+r.RoomSID+"/Recordings", "")
			})
			if len(told) > 0 {
				t.Errorf("the test is told %q", told)
			}
		})
	}
}

// TestWhatTheSandboxMakesOfAnItemIsHeld compares an answer with what is stored: it is the
// test's only where they agree.
func TestWhatTheSandboxMakesOfAnItemIsHeld(t *testing.T) {
	t.Parallel()
	stored := twiliosandbox.Recording{SID: "RT1", Codec: "opus", Absent: []string{"size"}, Null: []string{"status"}}
	nameless := twiliosandbox.Recording{SID: "RT3", Codec: "h264", Null: []string{"sid"}}
	answer := map[string]any{"recordings": []any{
		map[string]any{"sid": "RT1"}, map[string]any{"sid": "RT2"}, map[string]any{"sid": nil}, map[string]any{"sid": []any{"RT1"}},
	}}
	tests := map[string]struct {
		v    Violation
		left bool
	}{
		"the value that is stored":   {Violation{Rule: RuleBody, At: []string{"recordings", "0", "codec"}, Value: "opus"}, false},
		"another value":              {Violation{Rule: RuleBody, At: []string{"recordings", "0", "codec"}, Value: "vp9"}, true},
		"null that is arranged":      {Violation{Rule: RuleBody, At: []string{"recordings", "0", "status"}, Value: null{}}, false},
		"null of what has none":      {Violation{Rule: RuleBody, At: []string{"recordings", "0", "type"}, Value: null{}}, false},
		"null of what has a value":   {Violation{Rule: RuleBody, At: []string{"recordings", "0", "codec"}, Value: null{}}, true},
		"absence that is arranged":   {Violation{Rule: RuleMissingField, At: []string{"recordings", "0", "size"}}, false},
		"absence that is not":        {Violation{Rule: RuleMissingField, At: []string{"recordings", "0", "codec"}}, true},
		"a field that there is not":  {Violation{Rule: RuleUnknownField, At: []string{"recordings", "0", "more"}, Value: "x"}, true},
		"an item that nobody stored": {Violation{Rule: RuleBody, At: []string{"recordings", "1", "codec"}, Value: "opus"}, true},
		"an item without a SID":      {Violation{Rule: RuleBody, At: []string{"recordings", "2", "codec"}, Value: "h264"}, false},
		"an item with another SID":   {Violation{Rule: RuleBody, At: []string{"recordings", "2", "codec"}, Value: "opus"}, true},
		"a SID that is a list":       {Violation{Rule: RuleBody, At: []string{"recordings", "3", "codec"}, Value: "opus"}, true},
		"a list, and no SID":         {Violation{Rule: RuleBody, At: []string{"recordings", "3", "codec"}, Value: "h264"}, true},
		"the list":                   {Violation{Rule: RuleMissingField, At: []string{"meta"}}, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := twiliosandbox.NewAccount()
			s := twiliosandbox.New(twiliosandbox.Behaviour{}, account)
			s.AddRecordings(account.SID, stored, nameless)
			tt.v.Operation, tt.v.answer = "ListRecording", answer
			if left := len(notArranged(s, account.SID, []Violation{tt.v})) > 0; left != tt.left {
				t.Errorf("it is a violation: %v, want %v", left, tt.left)
			}
		})
	}
}

func TestSettingsMayLackTheirAccountWhereATestSaysSo(t *testing.T) {
	t.Parallel()
	for as, missing := range map[string]bool{"": false, "-": false, "AC1": true} {
		t.Run(as, func(t *testing.T) {
			t.Parallel()
			told := watched(t, twiliosandbox.Behaviour{}, func(s *twiliosandbox.Server, _ string, send func(agent, method, target, form string)) {
				s.RespondAs(as)
				send(client, "GET", settingsAddress, "")
			})
			if got := slices.ContainsFunc(told, func(text string) bool { return strings.Contains(text, "account_sid") }); got != missing {
				t.Errorf("the test is told %q", told)
			}
		})
	}
}
