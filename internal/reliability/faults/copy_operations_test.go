package faults_test

import (
	"context"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
)

const copyType = "videostorage_sendbird_recording_copy"

func copyArguments() map[string]any {
	return map[string]any{
		"recording_id": sendbirdsandbox.RecordingID, "bucket": sendbirdsandbox.BucketName, "region": sendbirdsandbox.Region,
		"access_key": sendbirdsandbox.AccessKey,
	}
}

func copyOperations() []operation {
	copying := operation{
		class: creating, vendor: sendbird, method: "POST", path: "/copy", what: "Could not copy the recording",
	}
	asResource, asAction := copying, copying
	asResource.name, asAction.name = "copy, resource: POST", "copy, action: POST"
	asResource = resource{typeName: copyType, after: func(*cell) map[string]any {
		arguments := copyArguments()
		arguments["secret_key_wo"], arguments["secret_key_wo_version"] = sendbirdsandbox.SecretKey, int64(1)
		return arguments
	}}.applied(asResource)
	asAction.timeouts = "invoke"
	asAction.prepare = func(_ context.Context, c *cell) error {
		c.copied = copyArguments()
		c.copied["secret_key"] = sendbirdsandbox.SecretKey
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
