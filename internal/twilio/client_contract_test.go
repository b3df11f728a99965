package twilio

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/videostorage/terraform-provider-videostorage/internal/contract"
)

// Values of the examples in Twilio's descriptions.
const (
	exampleAccountSID    = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	exampleCredentialSID = "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	exampleRoomSID       = "RMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	exampleRecordingSID  = "RTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	exampleBucketURL     = "https://my-super-duper-bucket.s3.amazonaws.com/my/path/"
)

// operation is an operation of Twilio that the client uses.
type operation struct {
	call func(context.Context, *Client) (any, error)
	// examples are the results of the call for the examples of the response, by their names.
	examples map[string]any
}

// operations returns all operations by the names in Twilio's descriptions.
func operations() map[string]operation {
	all := map[string]operation{
		"ListRecording": {collectPages(Recordings()), map[string]any{
			"readEmpty": []Recording(nil), "readResults": []Recording{exampleRecording(nil, "https://video.twilio.com/v1/Recordings/"+exampleRecordingSID)},
		}},
		"ListRoomRecording": {collectPages(RoomRecordings(exampleRoomSID)), map[string]any{
			"readEmpty":   []Recording(nil),
			"readResults": []Recording{exampleRecording(new(exampleRoomSID), "https://video.twilio.com/v1/Rooms/"+exampleRoomSID+"/Recordings/"+exampleRecordingSID)},
		}},
		"ListComposition": {collectPages(Compositions()), map[string]any{
			"readEnqueued": []Composition(nil), "readEmpty": []Composition(nil), "readResults": []Composition{exampleComposition()},
		}},
	}
	for kind, settings := range map[string]SettingsAPI{"RecordingSettings": RecordingSettings, "CompositionSettings": CompositionSettings} {
		want := func(name string) map[string]any {
			params := testSettings
			params.FriendlyName, params.AWSS3URL, params.AWSCredentialsSID, params.EncryptionKeySID = name, exampleBucketURL, exampleCredentialSID, exampleCredentialSID
			return map[string]any{
				map[string]string{"string": "fetch", "friendly_name": "create"}[name]: Settings{
					AccountSID: exampleAccountSID, URL: "https://video.twilio.com/v1/" + kind + "/Default", SettingsParams: params,
				},
			}
		}
		all["Fetch"+kind] = operation{func(ctx context.Context, c *Client) (any, error) {
			got, _, err := settings.Fetch(ctx, c)
			return got, err
		}, want("string")}
		all["Create"+kind] = operation{func(ctx context.Context, c *Client) (any, error) { return settings.Write(ctx, c, testSettings) }, want("friendly_name")}
	}
	for kind, credentials := range map[string]CredentialAPI{"Aws": AWSCredentials, "PublicKey": PublicKeys} {
		want := Credential{
			SID: exampleCredentialSID, AccountSID: exampleAccountSID, FriendlyName: "friendly_name", DateCreated: "2015-07-31T04:00:00Z", DateUpdated: "2015-07-31T04:00:00Z",
			URL: "https://accounts.twilio.com" + credentials.path + "/" + exampleCredentialSID,
		}
		all["ListCredential"+kind] = operation{
			func(ctx context.Context, c *Client) (any, error) { return credentials.List(ctx, c, 0) },
			map[string]any{"readEmpty": []Credential(nil), "readFull": []Credential{want}},
		}
		all["CreateCredential"+kind] = operation{
			func(ctx context.Context, c *Client) (any, error) { return credentials.Create(ctx, c, testKey) }, map[string]any{"create": want},
		}
		all["FetchCredential"+kind] = operation{
			func(ctx context.Context, c *Client) (any, error) {
				return credentials.Fetch(ctx, c, exampleCredentialSID)
			}, map[string]any{"fetch": want},
		}
		all["UpdateCredential"+kind] = operation{
			func(ctx context.Context, c *Client) (any, error) {
				return credentials.Rename(ctx, c, exampleCredentialSID, "n")
			}, map[string]any{"update": want},
		}
		// A response without a body has no example.
		all["DeleteCredential"+kind] = operation{
			func(ctx context.Context, c *Client) (any, error) {
				return nil, credentials.Delete(ctx, c, exampleCredentialSID)
			}, map[string]any{"": nil},
		}
	}
	return all
}

func collectPages[T any](l List[T]) func(context.Context, *Client) (any, error) {
	return func(ctx context.Context, c *Client) (any, error) {
		var all []T
		for items, err := range l.Pages(ctx, c, ListOptions{PageSize: 50}) {
			if err != nil {
				return nil, err
			}
			all = append(all, items...)
		}
		return all, nil
	}
}

func exampleRecording(room *string, url string) Recording {
	r := Recording{
		Sid: new(exampleRecordingSID), Status: new("completed"), Type: new("audio"), Codec: new("opus"), ContainerFormat: new("mka"), Duration: new(int64(10)),
		Size: new(int64(23)), Offset: new(int64(10)), TrackName: new("A name"), SourceSid: new("MTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), RoomSid: room,
		AccountSid: new(exampleAccountSID), DateCreated: new("2015-07-30T20:00:00Z"), MediaExternalLocation: new(exampleBucketURL), URL: &url, Links: Links{Media: new(url + "/Media")},
	}
	if room == nil {
		// Only the list of the account has them.
		r.StatusCallback, r.StatusCallbackMethod = new("https://mycallbackurl.com"), new("POST")
	}
	r.GroupingSids.RoomSid, r.GroupingSids.ParticipantSid = new(exampleRoomSID), new("PAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
	return r
}

func exampleComposition() Composition {
	const (
		url    = "https://video.twilio.com/v1/Compositions/CJaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		layout = `"video_sources_excluded": [], "x_pos": 100, "y_pos": 600, "z_pos": 10, "width": 0, "height": 0, "max_columns": 0, "max_rows": 0, "cells_excluded": []`
	)
	return Composition{
		Sid: new("CJaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), Status: new("completed"), RoomSid: new(exampleRoomSID), AccountSid: new(exampleAccountSID),
		DateCreated: new("2015-07-30T20:00:00Z"), DateCompleted: new("2015-07-30T20:01:33Z"), AudioSources: []string{exampleRecordingSID, "user*"}, AudioSourcesExcluded: []string{},
		VideoLayout: json.RawMessage(`{"grid": {"video_sources": ["user*"], "reuse": "show_oldest", ` + layout + `},
			"pip": {"video_sources": ["RTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"], "reuse": "none", ` + layout + `}}`),
		Resolution: new("1280x720"), Trim: new(true), Format: new("webm"), Bitrate: new(int64(64)), Size: new(int64(4)), Duration: new(int64(6)),
		StatusCallback: new("https://mycallbackurl.com"), StatusCallbackMethod: new("POST"), URL: new(url), Links: Links{Media: new(url + "/Media")},
	}
}

// sameJSON compares layouts as JSON.
var sameJSON = cmp.Transformer("JSON", func(raw json.RawMessage) (value any) {
	if err := json.Unmarshal(raw, &value); err != nil {
		return string(raw)
	}
	return value
})

// TestContractOfEveryOperation checks without a base URL that each request goes to the host that Twilio's descriptions name, and that the
// client decodes every example of a response. A sandbox serves all of Twilio's hosts at one.
func TestContractOfEveryOperation(t *testing.T) {
	t.Parallel()
	descriptions := contract.Require(t)
	examples, err := descriptions.Examples()
	if err != nil {
		t.Fatal(err)
	}
	all := operations()
	if got, want := slices.Sorted(maps.Keys(all)), slices.Sorted(slices.Values(contract.Used)); !slices.Equal(got, want) {
		t.Errorf("the test has the operations %v, and the client uses %v", got, want)
	}
	for _, name := range []string{"DeleteCredentialAws", "DeleteCredentialPublicKey"} {
		examples = append(examples, contract.Example{Operation: name, Status: http.StatusNoContent})
	}
	found := map[string]int{}
	for _, example := range examples {
		found[example.Operation]++
		t.Run(example.Operation+"/"+example.Name, func(t *testing.T) {
			t.Parallel()
			want, known := all[example.Operation].examples[example.Name]
			if !known {
				t.Fatal("the test lacks this example")
			}
			c, twilio := newCannedClient(t, example.Status, string(example.Body))
			c.config.AccountSID = exampleAccountSID
			got, err := all[example.Operation].call(t.Context(), c)
			if err != nil || len(twilio.requests) != 1 {
				t.Fatalf("error %v after %d requests", err, len(twilio.requests))
			}
			if diff := cmp.Diff(want, got, sameJSON); diff != "" {
				t.Errorf("decoded from %s (-want +got):\n%s", example.Body, diff)
			}
			u := twilio.requests[0].URL
			if operation, origin := descriptions.Described(twilio.requests[0]); operation != example.Operation || origin != u.Scheme+"://"+u.Host {
				t.Errorf("the request for %s is %q on %q in the descriptions", u, operation, origin)
			}
		})
	}
	for name, operation := range all {
		if found[name] != len(operation.examples) {
			t.Errorf("%s has %d examples, want %d", name, found[name], len(operation.examples))
		}
	}
}
