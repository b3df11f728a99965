package faults

import (
	"cmp"
	_ "embed"
	"maps"

	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// The calls of Terraform.
const (
	plan     = "plan"
	apply    = "apply"
	refresh  = "refresh"
	readData = "read data"
	query    = "query"
	invoke   = "invoke"
)

// The effects of a request.
const (
	read = "read"
	// write can be repeated without harm.
	write = "write"
	// create creates a second object if it is repeated.
	create = "create"
)

// The outcomes of an operation.
const (
	done = "done"
	// failed is an error after which nothing has changed at the vendor.
	failed = "failed"
	// unknown is an error that tells that the vendor may have processed the request.
	unknown = "unknown"
	// gone removes the object from the state.
	gone = "gone"
	// warned is done, with a warning.
	warned = "warned"
)

// operation is a call of Terraform, and the one request of it that fails.
type operation struct {
	name, call, typeName string
	// before is the configuration that was applied before, and config the one of the operation. Both may be nil.
	before, config map[string]any
	// arrange changes objects at the vendor after the first configuration was applied. It may be nil.
	arrange func(c *cell)
	// request is the method and the beginning of the path, and nth is the first attempt of it that fails, 0 for 1.
	request string
	nth     int
	effect  string
	// losesCreations loses the response of the creation, so that the provider searches for the created object.
	losesCreations bool
	// timeout names the operation in the timeouts of the object, or is empty.
	timeout string

	// success is the outcome without a fault, failure with one, and notFound after the vendor's own 404. The defaults are done,
	// failed and failure.
	success, failure, notFound string
	// later is how often the operation sends the same request again after a success.
	later int
	// notFoundRequests is how often the request is sent after the vendor's own 404, 0 for once.
	notFoundRequests int
	// recovers makes a creation succeed if the vendor processed it and its response is lost.
	recovers bool
	// isGetStream tells that the error names GetStream's application.
	isGetStream bool
}

const (
	account   = "AC0123456789abcdef0123456789abcdef"
	authToken = "5bd2f90a11c94e0fa3c0d8b2e7764f19"
	// awsSID and keySID are credentials that exist before the operation.
	awsSID    = "CR0123456789abcdef0123456789abcdef"
	keySID    = "CRfedcba9876543210fedcba9876543210"
	awsSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLE+00"
)

//go:embed testdata/public.pem
var publicKey string

// recordings are one page of each list, or two pages of three items.
var recordings = twiliosandbox.Generated{Seed: 1, Rooms: 1, Recordings: 5, Compositions: 5}

func operations() []operation {
	var every []operation
	for _, name := range []string{"recording", "composition"} {
		every = append(every, settingsOperations(name)...)
	}
	every = append(every, credentialOperations("AWS credential", "videostorage_twilio_aws_credential", "/v1/Credentials/AWS", map[string]any{
		"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key_wo": awsSecret, "secret_access_key_wo_version": 1,
	})...)
	every = append(every, credentialOperations("public key", "videostorage_twilio_public_key", "/v1/Credentials/PublicKeys", map[string]any{
		"public_key": publicKey,
	})...)
	every = append(every, hookOperations()...)
	every = append(append(every, listOperations()...), copyOperations()...)
	every = append(append(append(every, storageOperations()...), callTypeOperations()...), dailyOperations()...)
	for i := range every {
		every[i].success, every[i].failure = cmp.Or(every[i].success, done), cmp.Or(every[i].failure, failed)
	}
	return every
}

var settingsPaths = map[string]string{"recording": "/v1/RecordingSettings/Default", "composition": "/v1/CompositionSettings/Default"}

func settingsOperations(name string) []operation {
	typeName, get, post := "videostorage_twilio_"+name+"_settings", "GET "+settingsPaths[name], "POST "+settingsPaths[name]
	before := map[string]any{
		"friendly_name": "before", "aws_storage_enabled": true, "aws_s3_url": "https://recordings.s3.eu-central-1.amazonaws.com", "aws_credentials_sid": awsSID,
	}
	after := with(before, "friendly_name", "after")
	every := []operation{
		{name: "plan of a creation, GET", call: plan, config: after, request: get, effect: read, timeout: "create", notFound: done},
		{
			name: "plan of a creation, GET credential", call: plan, config: after, request: "GET /v1/Credentials/AWS/" + awsSID, effect: read, timeout: "create",
			failure: warned, notFound: failed,
		},
		{name: "create, GET", call: apply, config: after, request: get, effect: read, timeout: "create", notFound: done},
		{name: "create, POST", call: apply, config: after, request: post, effect: write, timeout: "create"},
		{name: "read, GET", call: refresh, before: before, config: before, request: get, effect: read, timeout: "read", notFound: gone},
		{name: "update, GET", call: apply, before: before, config: after, request: get, effect: read, timeout: "update", notFound: done},
		{name: "update, POST", call: apply, before: before, config: after, request: post, effect: write, timeout: "update"},
		{name: "destroy, GET", call: apply, before: before, request: get, effect: read, timeout: "delete", notFound: gone},
		{name: "destroy, POST", call: apply, before: before, request: post, effect: write, timeout: "delete"},
		{name: "data source, GET", call: readData, request: get, effect: read, arrange: storeSettings},
		{name: "query, GET", call: query, request: get, effect: read, arrange: storeSettings, notFound: warned},
	}
	for i := range every {
		every[i].name, every[i].typeName = name+" settings: "+every[i].name, typeName
	}
	return every
}

func credentialOperations(title, typeName, path string, content map[string]any) []operation {
	before := with(content, "friendly_name", "before")
	after := with(content, "friendly_name", "after")
	getRecording, getComposition := "GET "+settingsPaths["recording"], "GET "+settingsPaths["composition"]
	every := []operation{
		{name: "create, POST", call: apply, config: after, request: "POST " + path, effect: create, timeout: "create"},
		{
			name: "create, GET list after a lost response", call: apply, config: after, request: "GET " + path, effect: read, timeout: "create",
			losesCreations: true, success: unknown, failure: unknown,
		},
		{name: "read, GET", call: refresh, before: before, config: after, request: "GET " + path + "/CR", effect: read, timeout: "read", notFound: gone},
		{
			name: "read after a deletion, GET settings", call: refresh, before: before, config: after, request: getRecording, effect: read, timeout: "read",
			arrange: deleteCredentials, success: gone, notFound: gone,
		},
		{name: "update, POST", call: apply, before: before, config: after, request: "POST " + path + "/CR", effect: write, timeout: "update"},
		{name: "delete, GET recording settings", call: apply, before: before, request: getRecording, effect: read, timeout: "delete", notFound: done},
		{name: "delete, GET composition settings", call: apply, before: before, request: getComposition, effect: read, timeout: "delete", notFound: done},
		{name: "delete, DELETE", call: apply, before: before, request: "DELETE " + path + "/CR", effect: write, timeout: "delete", notFound: gone},
		{name: "query, GET list", call: query, request: "GET " + path, effect: read},
		// The settings tell which credentials are in use. Without them, there is still the list.
		{name: "query, GET recording settings", call: query, request: getRecording, effect: read, failure: warned, notFound: done},
		{name: "query, GET composition settings", call: query, request: getComposition, effect: read, failure: warned, notFound: done},
	}
	for i := range every {
		every[i].name, every[i].typeName = title+": "+every[i].name, typeName
	}
	return every
}

const hookSID = "HK0123456789abcdef0123456789abcdef"

func hookOperations() []operation {
	const path = "/v1/CompositionHooks"
	before := map[string]any{"friendly_name": "before", "audio_sources": []any{"*"}}
	after := with(before, "friendly_name", "after")
	getSettings := "GET " + settingsPaths["recording"]
	addHook := func(c *cell) {
		c.twilio.AddCompositionHook(account, twiliosandbox.CompositionHook{SID: hookSID, FriendlyName: "By hand", AudioSources: []string{"*"}})
	}
	deleteHook := func(c *cell) { c.twilio.RemoveCompositionHook(account, c.twilio.CompositionHooks(account)[0].SID) }
	every := []operation{
		// The settings tell whether Twilio can compose. The hook does not need them.
		{
			name: "plan of a creation, GET settings", call: plan, config: after, request: getSettings, effect: read, timeout: "create", failure: warned,
			notFound: done,
		},
		{name: "create, POST", call: apply, config: after, request: "POST " + path, effect: create, timeout: "create"},
		{
			name: "create, GET list after a lost response", call: apply, config: after, request: "GET " + path, effect: read, timeout: "create",
			losesCreations: true, success: unknown, failure: unknown,
		},
		{name: "read, GET", call: refresh, before: before, config: after, request: "GET " + path + "/HK", effect: read, timeout: "read", notFound: gone},
		{
			name: "read after a deletion, GET settings", call: refresh, before: before, config: after, request: getSettings, effect: read, timeout: "read",
			arrange: deleteHook, success: gone, notFound: gone,
		},
		{name: "update, POST", call: apply, before: before, config: after, request: "POST " + path + "/HK", effect: write, timeout: "update"},
		{name: "delete, DELETE", call: apply, before: before, request: "DELETE " + path + "/HK", effect: write, timeout: "delete", notFound: gone},
		{
			name: "data source by SID, GET", call: readData, config: map[string]any{"sid": hookSID}, request: "GET " + path + "/HK", effect: read,
			arrange: addHook,
		},
		{
			name: "data source by name, GET list", call: readData, config: map[string]any{"friendly_name": "By hand"}, request: "GET " + path, effect: read,
			arrange: addHook,
		},
		{name: "query, GET list", call: query, request: "GET " + path, effect: read, arrange: addHook},
	}
	for i := range every {
		every[i].name, every[i].typeName = "composition hook: "+every[i].name, "videostorage_twilio_composition_hook"
	}
	return every
}

func listOperations() []operation {
	room := recordings.RoomSID(0)
	every := []operation{
		{name: "recordings of a room", typeName: "videostorage_twilio_room_recordings", request: "GET /v1/Rooms/" + room + "/Recordings", config: map[string]any{"room_sid": room}},
		{name: "recordings", typeName: "videostorage_twilio_recordings", request: "GET /v1/Recordings", config: map[string]any{}},
		{name: "compositions", typeName: "videostorage_twilio_compositions", request: "GET /v1/Compositions", config: map[string]any{}},
	}
	for _, o := range every {
		o.name, o.nth, o.config = o.name+": second page", 2, with(o.config, "page_size", 3)
		every = append(every, o)
	}
	every = append(every,
		operation{name: "summary of recordings", typeName: "videostorage_twilio_recordings_summary", request: "GET /v1/Recordings", config: map[string]any{}},
		operation{name: "summary of compositions", typeName: "videostorage_twilio_compositions_summary", request: "GET /v1/Compositions", config: map[string]any{}},
	)
	for i := range every {
		every[i].call, every[i].effect, every[i].arrange = readData, read, func(c *cell) { c.twilio.Generate(account, recordings) }
	}
	// The pages of a summary have 100 items.
	for _, o := range every[len(every)-2:] {
		many := twiliosandbox.Generated{Seed: 1, Rooms: 1, Recordings: 101, Compositions: 101}
		o.name, o.nth, o.arrange = o.name+": second page", 2, func(c *cell) { c.twilio.Generate(account, many) }
		every = append(every, o)
	}
	return every
}

const copyType = "videostorage_sendbird_recording_copy"

func copyOperations() []operation {
	arguments := map[string]any{
		"recording_id": sendbirdsandbox.RecordingID, "bucket": sendbirdsandbox.BucketName, "region": sendbirdsandbox.Region,
		"access_key": sendbirdsandbox.AccessKey,
	}
	o := operation{typeName: copyType, request: "POST " + sendbirdsandbox.Path, effect: create}
	asResource, asAction := o, o
	asResource.name, asResource.call, asResource.timeout = "copy as a resource: POST", apply, "create"
	asResource.config = with(with(arguments, "secret_key_wo", sendbirdsandbox.SecretKey), "secret_key_wo_version", 1)
	asAction.name, asAction.call, asAction.timeout = "copy as an action: POST", invoke, "invoke"
	asAction.config = with(arguments, "secret_key", sendbirdsandbox.SecretKey)
	return []operation{asResource, asAction}
}

const dailyType = "videostorage_daily_domain_storage"

func dailyOperations() []operation {
	const get, post = "GET /v1/", "POST /v1/"
	before := map[string]any{"recordings_bucket": map[string]any{
		"bucket_name": "recordings", "bucket_region": "eu-central-1", "assume_role_arn": "arn:aws:iam::123456789012:role/daily",
	}}
	after := with(before, "enable_transcription_storage", true)
	every := []operation{
		{name: "plan of a creation, GET", call: plan, config: after, request: get, effect: read, timeout: "create"},
		{name: "create, GET", call: apply, config: after, request: get, effect: read, later: 1, timeout: "create"},
		{name: "create, POST", call: apply, config: after, request: post, effect: write, timeout: "create"},
		{name: "read, GET", call: refresh, before: before, config: before, request: get, effect: read, timeout: "read"},
		{name: "update, GET", call: apply, before: before, config: after, request: get, effect: read, later: 1, timeout: "update"},
		{name: "update, POST", call: apply, before: before, config: after, request: post, effect: write, timeout: "update"},
		{name: "destroy, GET", call: apply, before: before, request: get, effect: read, later: 1, timeout: "delete"},
		{name: "destroy, POST", call: apply, before: before, request: post, effect: write, timeout: "delete"},
		{name: "data source, GET", call: readData, request: get, effect: read},
		{name: "query, GET", call: query, request: get, effect: read, success: warned},
	}
	for i := range every {
		every[i].name, every[i].typeName = "Daily domain: "+every[i].name, dailyType
	}
	return every
}

// Requests about an object that may have been created a moment ago are repeated after a 404.
func storageOperations() []operation {
	const storages = "/api/v2/external_storage"
	block := map[string]any{
		"bucket": "recordings", "region": "eu-central-1", "access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key_wo": awsSecret, "secret_access_key_wo_version": 1,
	}
	before := map[string]any{"name": "calls", "s3": block}
	after := with(before, "s3", with(block, "path", "after/"))
	every := []operation{
		{name: "plan of a creation, GET", call: plan, config: after, request: "GET " + storages, effect: read, timeout: "create"},
		{name: "create, GET", call: apply, config: after, request: "GET " + storages, effect: read, timeout: "create", later: 1},
		{name: "create, POST", call: apply, config: after, request: "POST " + storages, effect: create, timeout: "create", recovers: true},
		{name: "create, GET after the creation", call: apply, config: after, request: "GET " + storages, nth: 2, effect: read, failure: done},
		{name: "read, GET", call: refresh, before: before, config: before, request: "GET " + storages, effect: read, timeout: "read"},
		{name: "update, PUT", call: apply, before: before, config: after, request: "PUT " + storages, effect: write, timeout: "update", notFoundRequests: 4},
		{name: "delete, GET call types", call: apply, before: before, request: "GET /api/v2/video/calltypes", effect: read, timeout: "delete"},
		{name: "delete, DELETE", call: apply, before: before, request: "DELETE " + storages, effect: write, timeout: "delete", notFoundRequests: 2},
		{name: "query, GET", call: query, request: "GET " + storages, effect: read},
		{name: "data source, GET", typeName: "videostorage_getstream_external_storages", call: readData, request: "GET " + storages, effect: read, config: map[string]any{}},
		{
			name: "check, GET", typeName: "videostorage_getstream_external_storage_check", call: invoke, request: "GET " + storages + "/before/check", effect: read,
			config: map[string]any{"name": "before"}, timeout: "invoke", notFoundRequests: 4,
		},
	}
	for i := range every {
		every[i].name, every[i].isGetStream = "external storage: "+every[i].name, true
		every[i].typeName = cmp.Or(every[i].typeName, "videostorage_getstream_external_storage")
	}
	return every
}

func callTypeOperations() []operation {
	const get, put = "GET /api/v2/video/calltypes/default", "PUT /api/v2/video/calltypes/default"
	before := map[string]any{"call_type": "default", "external_storage": "before"}
	after := with(before, "external_storage", "after")
	every := []operation{
		{name: "plan of a creation, GET", call: plan, config: after, request: get, effect: read, timeout: "create", notFound: done},
		{name: "create, GET", call: apply, config: after, request: get, effect: read, timeout: "create"},
		{name: "create, PUT", call: apply, config: after, request: put, effect: write, timeout: "create", notFoundRequests: 4},
		{name: "read, GET", call: refresh, before: before, config: before, request: get, effect: read, timeout: "read", notFound: gone},
		{name: "update, GET", call: apply, before: before, config: after, request: get, effect: read, timeout: "update"},
		{name: "update, PUT", call: apply, before: before, config: after, request: put, effect: write, timeout: "update", notFoundRequests: 4},
		{name: "destroy, GET", call: apply, before: before, request: get, effect: read, timeout: "delete", notFound: gone},
		{name: "destroy, PUT", call: apply, before: before, request: put, effect: write, timeout: "delete"},
		{name: "query, GET", call: query, request: "GET /api/v2/video/calltypes", effect: read},
	}
	for i := range every {
		every[i].name, every[i].typeName, every[i].isGetStream = "call type: "+every[i].name, "videostorage_getstream_call_type_storage", true
	}
	return every
}

// with returns a copy of a configuration with one more argument.
func with(config map[string]any, name string, value any) map[string]any {
	config = maps.Clone(config)
	config[name] = value
	return config
}

func storeSettings(c *cell) {
	for _, kind := range []twiliosandbox.Kind{twiliosandbox.RecordingSettings, twiliosandbox.CompositionSettings} {
		c.twilio.SetSettings(account, kind, twiliosandbox.Settings{FriendlyName: "By hand", EncryptionEnabled: true, EncryptionKeySID: keySID})
	}
}

// deleteCredentials deletes the credentials that the provider created.
func deleteCredentials(c *cell) {
	for _, credential := range c.twilio.Credentials(account) {
		if credential.SID != awsSID && credential.SID != keySID {
			c.twilio.RemoveCredential(account, credential.SID)
		}
	}
}
