package faults_test

import (
	"context"
	"maps"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
)

const copyType = "videostorage_sendbird_recording_copy"

func copyArguments(c *cell) map[string]any {
	return map[string]any{
		"recording_id": c.recording.ID, "bucket": c.bucket.Name, "region": c.bucket.Region, "access_key": c.bucket.AccessKey,
	}
}

func copyOperations() []operation {
	copying := operation{
		class: creating, vendor: sendbird, method: "POST", path: "/copy", what: "Could not copy the recording",
	}
	asResource, asAction := copying, copying
	asResource.name, asAction.name = "copy, resource: POST", "copy, action: POST"
	asResource = resource{typeName: copyType, after: func(c *cell) map[string]any {
		arguments := copyArguments(c)
		arguments["secret_key_wo"], arguments["secret_key_wo_version"] = c.bucket.SecretKey, int64(1)
		return arguments
	}}.applied(asResource)
	asAction.timeouts = "invoke"
	asAction.prepare = func(_ context.Context, c *cell) error {
		c.copied = maps.Clone(copyArguments(c))
		c.copied["secret_key"] = c.bucket.SecretKey
		if len(c.timeouts) > 0 {
			c.copied["timeouts"] = c.timeouts
		}
		return nil
	}
	asAction.run = func(ctx context.Context, c *cell) (protocol.Diagnostics, error) {
		_, told, err := c.provider.Invoke(ctx, copyType, c.copied)
		return told, err
	}
	return []operation{asResource, asAction}
}
