package sendbirdapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// Copy asks for a cloud recording to be copied to S3.
//
// Source: https://sendbird.com/docs/live/platform-api/v1/cloud-recording/copying-cloud-recording/copy-cloud-recording
type Copy struct {
	RecordingID string
	// AccessKey and SecretKey are of the AWS account that the bucket is in.
	AccessKey, SecretKey string
	Bucket               string
	// Region is the bucket's, which must be the application's own.
	Region string
	// Directory is what the key begins with, without a leading slash, "" for nothing.
	// A slash at its end makes no difference.
	Directory string
}

// Copied is where a recording was copied to.
type Copied struct {
	RecordingID string `json:"recording_id"`
	Bucket      string `json:"bucket"`
	// Key is DIRECTORY/YYMMDD_HHMMSS_RECORDING_ID.mp4.
	Key string `json:"key"`
}

// Copy copies a recording, and returns once Sendbird has answered. A second copy
// costs money, so it is repeated only where Sendbird certainly did not process the
// request; of any other failure [Error.MaybeCarriedOut] tells. The secret key appears
// in no log and no error.
func (c *Client) Copy(ctx context.Context, copied Copy) (Copied, error) {
	body := map[string]string{
		"access_key": copied.AccessKey, "secret_key": copied.SecretKey, "bucket": copied.Bucket, "region": copied.Region,
	}
	if prefix := copied.Prefix(); prefix != "" {
		body["recording_file_directory"] = prefix
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return Copied{}, err
	}
	ctx = transport.WithSecrets(ctx, copied.SecretKey, copied.AccessKey)
	target := c.base.JoinPath("v1", "cloud-recordings", copied.RecordingID, "copy")
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(raw))
	if err != nil {
		return Copied{}, err
	}
	req.Header.Set("Content-Type", "application/json; charset=utf8")
	req.Header.Set("Accept", "application/json")
	return c.do(req, copied)
}

// do sends the request. An answer that is not about the recording and the bucket that
// were asked for is an error: the copy would be looked for where it is not. Of the key,
// only what [Copy.unkept] names is one.
func (c *Client) do(req *http.Request, asked Copy) (Copied, error) {
	mask := c.mask.For(req.Context())
	failed := &Error{Method: req.Method, URL: req.URL.Redacted()}
	resp, body, err := transport.Exchange(c.http, req, mask)
	if err != nil {
		return Copied{}, failed.without(err)
	}
	failed.Status = resp.StatusCode
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		failed.decode(mask, body)
		return Copied{}, failed
	}
	var copied Copied
	if err := json.Unmarshal(body, &copied); err != nil || copied == (Copied{}) {
		// Some of Sendbird's APIs answer 200 with an error.
		failed.decode(mask, body)
		return Copied{}, failed
	}
	if !strings.EqualFold(copied.RecordingID, asked.RecordingID) || copied.Bucket != asked.Bucket {
		failed.Foreign = true
		failed.Message = fmt.Sprintf("the answer is about recording %q, bucket %q and key %q", transport.Value(mask.Replace(copied.RecordingID)),
			transport.Value(mask.Replace(copied.Bucket)), transport.Value(mask.Replace(copied.Key)))
		return Copied{}, failed
	}
	if why := asked.unkept(copied.Key, mask); why != "" {
		failed.BadKey = true
		failed.Message = fmt.Sprintf("the answer has a key that %s: %q", why, transport.Cut(mask.Replace(copied.Key), transport.MaxValue))
		return Copied{}, failed
	}
	return copied, nil
}
