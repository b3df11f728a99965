package twilio

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

const testHookSID = "HK0123456789abcdef0123456789abcdef"

// A field that is null or absent has Twilio's documented default. Twilio's reference names dates in RFC 2822.
func TestCompositionHookHasTheDocumentedDefaults(t *testing.T) {
	t.Parallel()
	want := CompositionHook{SID: testHookSID, AccountSID: testAccountSID, DateCreated: "2015-07-31T04:00:00Z", CompositionHookParams: CompositionHookParams{
		FriendlyName: "n", Enabled: true, Resolution: "640x480", Format: "webm", Trim: true, StatusCallbackMethod: "POST",
	}}
	head := fmt.Sprintf(`{"sid":%q,"account_sid":%q,"date_created":"Fri, 31 Jul 2015 06:00:00 +0200","friendly_name":"n"`, testHookSID, testAccountSID)
	for _, item := range []string{
		head + `}`,
		head + `,"enabled":null,"audio_sources":null,"video_layout":null,"resolution":null,"format":null,"trim":null,"status_callback":null,"status_callback_method":null}`,
	} {
		c, _ := newCannedClient(t, 200, item, `{"composition_hooks":[`+item+`],"meta":{"next_page_url":null}}`)
		fetched, fetchErr := c.FetchCompositionHook(t.Context(), testHookSID)
		found, ok, findErr := c.FindCompositionHook(t.Context(), "N")
		if err := errors.Join(fetchErr, findErr); err != nil || !ok || !reflect.DeepEqual(fetched, want) || !reflect.DeepEqual(found, want) {
			t.Errorf("%s: fetched %+v, found %+v, error %v", item, fetched, found, err)
		}
	}
}

// FuzzCompositionHook checks that a response without a hook is an error, and that the state of any other is stable.
func FuzzCompositionHook(f *testing.F) {
	for _, body := range []string{
		`{"sid":"` + testHookSID + `","audio_sources":["b","a","a"],"video_layout":{"grid":{"video_sources":["*"],"width":0,"reuse":"show_oldest"}},"trim":false}`,
		`{"sid":"` + testHookSID + `","resolution":"x","video_layout":{"a":null,"b":{"video_sources":[{},[],1e308],"width":{}}}}`,
		`{"sid":"` + testHookSID + `","video_layout":{},"audio_sources":[null]}`, `{"sid":"` + testHookSID + `","video_layout":[]}`,
		`{"sid":"` + testHookSID + `\n"}`, `{"sid":null}`, `{}`, `null`, ``,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if len(body) > maxFuzzedBody {
			t.Skip()
		}
		c, _ := newCannedClient(t, 201, body)
		got, err := c.CreateCompositionHook(t.Context(), testHook)
		if err != nil {
			if failure := expectAPIError(t, err); !failure.MaybeProcessed {
				t.Errorf("the creation is certain to have failed: %+v", failure)
			}
			return
		}
		if !compositionHookSID.MatchString(got.SID) {
			t.Errorf("%q is the SID of a hook", got.SID)
		}
		state := compositionHookAttributes{AudioSources: types.SetNull(types.StringType), AudioSourcesExcluded: types.SetNull(types.StringType)}
		state.setRemote(got)
		again, encoded := state, CompositionHook{}
		raw, err := json.Marshal(got)
		if err != nil || json.Unmarshal(raw, &encoded) != nil {
			t.Fatal(string(raw), err)
		}
		again.setRemote(encoded)
		if differences := again.differences(state); len(differences) > 0 {
			t.Errorf("the state of %s differs: %v", raw, differences)
		}
	})
}
