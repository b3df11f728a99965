package twilio

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/videostorage/terraform-provider-videostorage/internal/contract"
)

// SIDs in the examples of Twilio's descriptions.
const (
	exampleAccountSID    = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	exampleCredentialSID = "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	exampleRoomSID       = "RMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	exampleHookSID       = "HKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
)

// operations returns a call for each operation that the client uses, by the names in Twilio's descriptions.
func operations() map[string]func(context.Context, *Client) (any, error) {
	all := map[string]func(context.Context, *Client) (any, error){
		"ListCompositionHook":   func(ctx context.Context, c *Client) (any, error) { return c.ListCompositionHooks(ctx, "*Hook*", 0) },
		"CreateCompositionHook": func(ctx context.Context, c *Client) (any, error) { return c.CreateCompositionHook(ctx, testHook) },
		"FetchCompositionHook":  func(ctx context.Context, c *Client) (any, error) { return c.FetchCompositionHook(ctx, exampleHookSID) },
		"UpdateCompositionHook": func(ctx context.Context, c *Client) (any, error) {
			return c.UpdateCompositionHook(ctx, exampleHookSID, testHook)
		},
		"DeleteCompositionHook": func(ctx context.Context, c *Client) (any, error) {
			return nil, c.DeleteCompositionHook(ctx, exampleHookSID)
		},
		"ListRecording": collectPages(Recordings()), "ListRoomRecording": collectPages(RoomRecordings(exampleRoomSID)), "ListComposition": collectPages(Compositions()),
		"FetchRecording": fetchItem(Recordings()), "FetchRoomRecording": fetchItem(RoomRecordings(exampleRoomSID)), "FetchComposition": fetchItem(Compositions()),
	}
	for kind, settings := range map[string]SettingsAPI{"RecordingSettings": RecordingSettings, "CompositionSettings": CompositionSettings} {
		all["Fetch"+kind] = func(ctx context.Context, c *Client) (any, error) {
			got, _, err := settings.Fetch(ctx, c)
			return fieldsOf(got), err
		}
		all["Create"+kind] = func(ctx context.Context, c *Client) (any, error) {
			got, err := settings.Write(ctx, c, testSettings)
			return fieldsOf(got), err
		}
	}
	for kind, credentials := range map[string]CredentialAPI{"Aws": AWSCredentials, "PublicKey": PublicKeys} {
		all["ListCredential"+kind] = func(ctx context.Context, c *Client) (any, error) { return credentials.List(ctx, c, 0) }
		all["CreateCredential"+kind] = func(ctx context.Context, c *Client) (any, error) { return credentials.Create(ctx, c, testKey) }
		all["FetchCredential"+kind] = func(ctx context.Context, c *Client) (any, error) {
			return credentials.Fetch(ctx, c, exampleCredentialSID)
		}
		all["UpdateCredential"+kind] = func(ctx context.Context, c *Client) (any, error) {
			return credentials.Rename(ctx, c, exampleCredentialSID, "n")
		}
		all["DeleteCredential"+kind] = func(ctx context.Context, c *Client) (any, error) {
			return nil, credentials.Delete(ctx, c, exampleCredentialSID)
		}
	}
	return all
}

var testHook = CompositionHookParams{FriendlyName: "n", AudioSources: []string{"*"}, Resolution: defaultResolution}

func collectPages[T any](l *List[T]) func(context.Context, *Client) (any, error) {
	return func(ctx context.Context, c *Client) (any, error) {
		all := []T{}
		for items, err := range l.Pages(ctx, c, ListOptions{PageSize: 50}) {
			if err != nil {
				return nil, err
			}
			all = append(all, items...)
		}
		return all, nil
	}
}

// fetchItem fetches the item of the examples.
func fetchItem[T any](l *List[T]) func(context.Context, *Client) (any, error) {
	return func(ctx context.Context, c *Client) (any, error) {
		prefix := map[string]string{"recordings": recordingPrefix, "compositions": compositionPrefix}[l.key]
		item, _, err := l.Fetch(ctx, c, prefix+strings.Repeat("a", 32))
		return item, err
	}
}

// fieldsOf returns the fields of settings by Twilio's names.
func fieldsOf(s Settings) map[string]any {
	return map[string]any{
		"account_sid": s.AccountSID, "url": s.URL, "friendly_name": s.FriendlyName, "aws_storage_enabled": s.AWSStorageEnabled, "aws_s3_url": s.AWSS3URL,
		"aws_credentials_sid": s.AWSCredentialsSID, "encryption_enabled": s.EncryptionEnabled, "encryption_key_sid": s.EncryptionKeySID,
	}
}

// expectDecoded fails the test unless a decoded object, or each of a list, has the fields of the example.
func expectDecoded(t *testing.T, example []byte, decoded any) {
	t.Helper()
	var body map[string]any
	raw, err := json.Marshal(decoded)
	if err != nil || json.Unmarshal(example, &body) != nil {
		t.Fatalf("decoded %+v from %s: %v", decoded, example, err)
	}
	want, got := []any{body}, []any{}
	for _, items := range []string{"recordings", "compositions", "composition_hooks", "credentials"} {
		if list, isList := body[items].([]any); isList {
			want = list
		}
	}
	if raw[0] != '[' && string(raw) != "null" {
		raw = append(append([]byte("["), raw...), ']')
	}
	if err := json.Unmarshal(raw, &got); err != nil || len(got) != len(want) {
		t.Fatalf("decoded %s from %s (%v)", raw, example, err)
	}
	for i := range want {
		wanted, item := want[i].(map[string]any), got[i].(map[string]any) //nolint:forcetypeassert // The examples and the items are objects.
		deleteOthers(item, wanted)
		for name, value := range wanted {
			if value == nil && item[name] == "" {
				item[name] = nil // The client decodes null as "".
			}
		}
		if diff := cmp.Diff(wanted, item); diff != "" {
			t.Errorf("(-example +decoded):\n%s", diff)
		}
	}
}

// deleteOthers deletes the fields that an object of an example lacks.
func deleteOthers(item, example map[string]any) {
	maps.DeleteFunc(item, func(name string, _ any) bool { _, inExample := example[name]; return !inExample })
	for name, value := range item {
		inner, isObject := value.(map[string]any)
		if wanted, ok := example[name].(map[string]any); isObject && ok {
			deleteOthers(inner, wanted)
		}
	}
}

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
	// A response without a body has no example.
	for _, name := range []string{"DeleteCredentialAws", "DeleteCredentialPublicKey", "DeleteCompositionHook"} {
		examples = append(examples, contract.Example{Operation: name, Status: http.StatusNoContent})
	}
	untested := maps.Clone(all)
	for _, example := range examples {
		delete(untested, example.Operation)
		t.Run(example.Operation+"/"+example.Name, func(t *testing.T) {
			t.Parallel()
			c, twilio := newCannedClient(t, example.Status, string(example.Body))
			c.config.AccountSID = exampleAccountSID
			got, err := all[example.Operation](t.Context(), c)
			if err != nil || len(twilio.requests) != 1 {
				t.Fatalf("error %v after %d requests", err, len(twilio.requests))
			}
			if len(example.Body) > 0 {
				expectDecoded(t, example.Body, got)
			}
			u := twilio.requests[0].URL
			if operation, origin := descriptions.Described(twilio.requests[0]); operation != example.Operation || origin != u.Scheme+"://"+u.Host {
				t.Errorf("the request for %s is %q on %q in the descriptions", u, operation, origin)
			}
		})
	}
	if len(untested) > 0 {
		t.Errorf("there is no example for %v", slices.Sorted(maps.Keys(untested)))
	}
}
