package twilioapi_test

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/videostorage/terraform-provider-videostorage/internal/contract"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// The SIDs and the bucket of the descriptions' examples.
const (
	exampleAccount    = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	exampleCredential = "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	exampleRoom       = "RMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	exampleRecording  = "RTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	exampleBucket     = "https://my-super-duper-bucket.s3.amazonaws.com/my/path/"
)

// decoding is how the provider decodes the answers of an operation, and what it is to
// make of each example, by the example's name.
type decoding struct {
	call func(context.Context, *twilioapi.Client) (any, error)
	want map[string]any
}

// decodings are those of all operations that the provider uses.
var decodings = func() map[string]decoding {
	all := map[string]decoding{}
	for kind, api := range map[string]twilioapi.SettingsAPI{
		"RecordingSettings": twilioapi.RecordingSettings, "CompositionSettings": twilioapi.CompositionSettings,
	} {
		want := func(name string) twilioapi.Settings {
			return twilioapi.Settings{
				AccountSID: exampleAccount, URL: "https://video.twilio.com/v1/" + kind + "/Default",
				SettingsParams: twilioapi.SettingsParams{
					FriendlyName: name, AWSStorageEnabled: true, AWSS3URL: exampleBucket, AWSCredentialsSID: exampleCredential,
					EncryptionEnabled: true, EncryptionKeySID: exampleCredential,
				},
			}
		}
		all["Fetch"+kind] = decoding{func(ctx context.Context, c *twilioapi.Client) (any, error) { return api.Fetch(ctx, c) }, map[string]any{"fetch": want("string")}}
		all["Create"+kind] = decoding{func(ctx context.Context, c *twilioapi.Client) (any, error) { return api.Write(ctx, c, basic) }, map[string]any{"create": want("friendly_name")}}
	}
	for kind, k := range map[string]struct {
		storedKind
		path string
	}{"Aws": {storedKinds["AWS credential"], "AWS"}, "PublicKey": {storedKinds["public key"], "PublicKeys"}} {
		one := twilioapi.Credential{
			SID: exampleCredential, AccountSID: exampleAccount, FriendlyName: "friendly_name",
			DateCreated: "2015-07-31T04:00:00Z", DateUpdated: "2015-07-31T04:00:00Z",
			URL: "https://accounts.twilio.com/v1/Credentials/" + k.path + "/" + exampleCredential,
		}
		all["ListCredential"+kind] = decoding{
			func(ctx context.Context, c *twilioapi.Client) (any, error) { return k.api.List(ctx, c) },
			map[string]any{"readEmpty": []twilioapi.Credential(nil), "readFull": []twilioapi.Credential{one}},
		}
		all["CreateCredential"+kind] = decoding{func(ctx context.Context, c *twilioapi.Client) (any, error) {
			return k.api.Create(ctx, c, twilioapi.NewCredential{Material: k.material})
		}, map[string]any{"create": one}}
		all["FetchCredential"+kind] = decoding{func(ctx context.Context, c *twilioapi.Client) (any, error) {
			return k.api.Fetch(ctx, c, exampleCredential)
		}, map[string]any{"fetch": one}}
		all["UpdateCredential"+kind] = decoding{func(ctx context.Context, c *twilioapi.Client) (any, error) {
			return k.api.Rename(ctx, c, exampleCredential, "n")
		}, map[string]any{"update": one}}
		// 204 has no body, and so no example.
		all["DeleteCredential"+kind] = decoding{call: func(ctx context.Context, c *twilioapi.Client) (any, error) {
			return nil, k.api.Delete(ctx, c, exampleCredential)
		}}
	}
	all["ListRecording"] = decoding{pagesOf(twilioapi.Recordings()), map[string]any{
		"readEmpty":   []twilioapi.Recording(nil),
		"readResults": []twilioapi.Recording{recordingOfExamples(nil, "https://video.twilio.com/v1/Recordings/"+exampleRecording)},
	}}
	all["ListRoomRecording"] = decoding{pagesOf(twilioapi.RoomRecordings(exampleRoom)), map[string]any{
		"readEmpty": []twilioapi.Recording(nil),
		"readResults": []twilioapi.Recording{
			recordingOfExamples(new(exampleRoom), "https://video.twilio.com/v1/Rooms/"+exampleRoom+"/Recordings/"+exampleRecording),
		},
	}}
	all["ListComposition"] = decoding{pagesOf(twilioapi.Compositions()), map[string]any{
		"readEnqueued": []twilioapi.Composition(nil),
		"readEmpty":    []twilioapi.Composition(nil),
		"readResults":  []twilioapi.Composition{compositionOfExamples()},
	}}
	return all
}()

func pagesOf[T any](l twilioapi.Listing[T]) func(context.Context, *twilioapi.Client) (any, error) {
	return func(ctx context.Context, c *twilioapi.Client) (any, error) {
		var all []T
		for items, err := range l.Pages(ctx, c, twilioapi.ListOptions{PageSize: 50}) {
			if err != nil {
				return nil, err
			}
			all = append(all, items...)
		}
		return all, nil
	}
}

func recordingOfExamples(room *string, url string) twilioapi.Recording {
	r := twilioapi.Recording{
		Sid: new(exampleRecording), Status: new("completed"), Type: new("audio"), Codec: new("opus"), ContainerFormat: new("mka"),
		Duration: new(int64(10)), Size: new(int64(23)), Offset: new(int64(10)), TrackName: new("A name"),
		SourceSid: new("MTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), RoomSid: room, AccountSid: new(exampleAccount),
		DateCreated: new("2015-07-30T20:00:00Z"), MediaExternalLocation: new(exampleBucket), URL: &url,
		Links: twilioapi.Links{Media: new(url + "/Media")},
	}
	r.GroupingSids.RoomSid, r.GroupingSids.ParticipantSid = new(exampleRoom), new("PAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
	return r
}

func compositionOfExamples() twilioapi.Composition {
	const url = "https://video.twilio.com/v1/Compositions/CJaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	return twilioapi.Composition{
		Sid: new("CJaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), Status: new("completed"), RoomSid: new(exampleRoom), AccountSid: new(exampleAccount),
		DateCreated: new("2015-07-30T20:00:00Z"), DateCompleted: new("2015-07-30T20:01:33Z"),
		AudioSources: []string{exampleRecording, "user*"}, AudioSourcesExcluded: []string{},
		VideoLayout: json.RawMessage(`{
			"grid": {"video_sources": ["user*"], "video_sources_excluded": [], "reuse": "show_oldest", "x_pos": 100, "y_pos": 600, "z_pos": 10,
				"width": 0, "height": 0, "max_columns": 0, "max_rows": 0, "cells_excluded": []},
			"pip": {"video_sources": ["RTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"], "video_sources_excluded": [], "reuse": "none", "x_pos": 100, "y_pos": 600, "z_pos": 10,
				"width": 0, "height": 0, "max_columns": 0, "max_rows": 0, "cells_excluded": []}}`),
		Resolution: new("1280x720"), Trim: new(true), Format: new("webm"), Bitrate: new(int64(64)), Size: new(int64(4)), Duration: new(int64(6)),
		StatusCallback: new("https://mycallbackurl.com"), StatusCallbackMethod: new("POST"),
		URL: new(url), Links: twilioapi.Links{Media: new(url + "/Media")},
	}
}

// sameJSON compares a layout as the JSON that it is.
var sameJSON = cmp.Transformer("JSON", func(raw json.RawMessage) (value any) {
	if err := json.Unmarshal(raw, &value); err != nil {
		return string(raw)
	}
	return value
})

// TestContractOfEveryExample has the client decode every answer that Twilio's
// descriptions give as an example for an operation that the provider uses.
func TestContractOfEveryExample(t *testing.T) {
	t.Parallel()
	examples, err := contract.Require(t).Examples()
	if err != nil {
		t.Fatal(err)
	}
	left := map[string][]string{}
	for operation, d := range decodings {
		left[operation] = slices.Collect(maps.Keys(d.want))
	}
	for _, example := range examples {
		want, known := decodings[example.Operation].want[example.Name]
		if !known {
			t.Errorf("%s has an example %s, which no test decodes", example.Operation, example.Name)
			continue
		}
		left[example.Operation] = slices.DeleteFunc(left[example.Operation], func(name string) bool { return name == example.Name })
		t.Run(example.Operation+"/"+example.Name, func(t *testing.T) {
			t.Parallel()
			client := answering(t, example.Status, example.ContentType, string(example.Body))
			got, err := decodings[example.Operation].call(t.Context(), client)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, sameJSON); diff != "" {
				t.Errorf("decoded from %s (-want +got):\n%s", example.Body, diff)
			}
		})
	}
	for operation, names := range left {
		if len(names) > 0 {
			t.Errorf("%s has no examples %v any more", operation, names)
		}
	}
}

// TestEveryOperationInUseHasItsDecoding is what makes the test above miss none.
func TestEveryOperationInUseHasItsDecoding(t *testing.T) {
	t.Parallel()
	if got, want := slices.Sorted(maps.Keys(decodings)), slices.Sorted(slices.Values(contract.Used)); !slices.Equal(got, want) {
		t.Errorf("decoded are the answers of %v,\nand in use are %v", got, want)
	}
}
