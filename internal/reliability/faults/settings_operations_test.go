package faults_test

import (
	"context"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
)

// twin is one of the two settings singletons.
type twin struct{ typeName, title, path string }

var twins = []twin{
	{"videostorage_twilio_recording_settings", "recording settings", "/v1/RecordingSettings/Default"},
	{"videostorage_twilio_composition_settings", "composition settings", "/v1/CompositionSettings/Default"},
}

// storing is a configuration of settings.
func storing(name string) func(*cell) map[string]any {
	return func(c *cell) map[string]any {
		return map[string]any{
			"friendly_name": name, "aws_storage_enabled": true,
			"aws_s3_url": "https://recordings.s3-us-east-2.amazonaws.com/kept", "aws_credentials_sid": c.account.Credentials[0],
		}
	}
}

func settingsOperations() []operation {
	var every []operation
	for _, k := range twins {
		read := operation{class: reading, vendor: twilio, method: "GET", path: k.path, what: "Could not read the " + k.title}
		write := operation{class: writing, vendor: twilio, method: "POST", path: k.path, what: "Could not write the " + k.title}
		named := func(o operation, name string, end outcome) operation {
			o.name = k.title + ": " + name
			if end != "" {
				o.except = map[string]verdict{notFound.name: once(end)}
			}
			return o
		}
		existing := resource{k.typeName, storing("before"), storing("after")}
		created := resource{typeName: k.typeName, after: storing("after")}
		destroyed := resource{typeName: k.typeName, before: storing("before")}
		every = append(every,
			// What was never made is for the creation to make.
			created.planned(named(read, "plan of creation, GET", done)),
			created.applied(named(read, "create, GET", done)),
			created.applied(named(write, "create, POST", "")),
			existing.refreshed(named(read, "read, GET", gone)),
			existing.applied(named(read, "update, GET", done)),
			existing.applied(named(write, "update, POST", "")),
			// There is nothing to switch off.
			destroyed.applied(named(read, "destroy, GET", gone)),
			destroyed.applied(named(write, "destroy, POST", "")),
			dataOperation(named(read, "data source, GET", ""), k.typeName, nil, func(c *cell) {
				c.twilio.SetSettings(c.account.SID, kindOf(k), storedSettings)
			}),
		)
		data := &every[len(every)-1]
		data.happened = map[string]string{notFound.name: "never configured"}
	}
	return every
}

// dataOperation has the operation be the reading of a data source.
func dataOperation(o operation, typeName string, arguments func(*cell) map[string]any, arrange func(*cell)) operation {
	read := func(ctx context.Context, c *cell) (protocol.Diagnostics, error) {
		config := map[string]any{}
		if arguments != nil {
			config = arguments(c)
		}
		state, told, err := c.provider.ReadData(ctx, typeName, config)
		c.data = nil
		if state != nil {
			c.data = state
		}
		return told, err
	}
	o.prepare = func(_ context.Context, c *cell) error {
		arrange(c)
		return nil
	}
	o.run = read
	return o
}
