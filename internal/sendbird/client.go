// Package sendbird holds the client for Sendbird Live's API and the Terraform objects of Sendbird. The client file knows no
// Terraform, and the object files know no HTTP.
package sendbird

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3"
)

// The error codes that decide the next step. Sendbird documents them for its Calls API, which has the same host.
// Source: https://sendbird.com/docs/calls/platform-api/v1/features/error-codes
const (
	codeNotFound      = 400200
	codeExists        = 400201
	codeNotAllowed    = 401120
	codeNotAuthorized = 401121
)

// errInvalidKey is the error of a response about the requested copy with a key that the state cannot hold.
var errInvalidKey = errors.New("invalid key")

// Client calls Sendbird for one application. It is safe for concurrent use.
type Client struct {
	applicationID string
	baseURL       *url.URL
	api           *api.Client
}

// NewClient returns a client. It sends nothing. baseURL is an origin to use instead of Sendbird's own, or nil.
// Source: https://sendbird.com/docs/live/platform-api/v1/cloud-recording/overview-cloud-recording
func NewClient(applicationID, apiToken string, baseURL *url.URL, options api.Options) *Client {
	if baseURL == nil {
		baseURL = &url.URL{Scheme: "https", Host: "api-" + applicationID + ".calls.sendbird.com"}
	}
	// Sendbird documents neither a rate limit nor the duration of a copy, so only the context bounds an attempt.
	options.AttemptTimeout = 0
	return &Client{applicationID, baseURL, api.NewClient(api.Vendor{
		Name:               "Sendbird",
		StatusPage:         "https://status.sendbird.com",
		ConnectionSettings: "the provider's sendbird.application_id and sendbird.base_url",
		TimeoutSettings:    "the timeouts of this object, because copying a large recording takes long",
		Authorize: func(_ context.Context, req *http.Request) error {
			req.Header.Set("Api-Token", apiToken)
			return nil
		},
		Secrets:     []string{apiToken},
		DecodeError: decodeError,
		Advise:      advise,
	}, options)}
}

// CopyRequest is a cloud recording to copy, and the location in S3 to copy it to.
// Source: https://sendbird.com/docs/live/platform-api/v1/cloud-recording/copying-cloud-recording/copy-cloud-recording
type CopyRequest struct {
	RecordingID string `json:"-"`
	AccessKey   string `json:"access_key"`
	SecretKey   string `json:"secret_key"`
	Bucket      string `json:"bucket"`
	Region      string `json:"region"`
	// Directory is the beginning of the key, without a leading slash. A trailing slash makes no difference. It may be empty.
	Directory string `json:"recording_file_directory,omitempty"`
}

// prefix returns the beginning of the key: the directory with one trailing slash, or "".
func (r CopyRequest) prefix() string {
	if r.Directory == "" {
		return ""
	}
	return strings.TrimSuffix(r.Directory, "/") + "/"
}

// Copy is the copy of a recording.
type Copy struct {
	RecordingID string `json:"recording_id"`
	Bucket      string `json:"bucket"`
	// Key is DIRECTORY/YYMMDD_HHMMSS_RECORDING_ID.mp4.
	Key string `json:"key"`
}

// S3URI returns the location of the copy in the notation of AWS's tools.
func (c Copy) S3URI() string { return "s3://" + c.Bucket + "/" + c.Key }

// CopyRecording copies a recording and returns once Sendbird has answered. A second copy costs money, so the request is repeated
// only where Sendbird certainly did not process it. The error is an [*api.Error], and errInvalidKey if the state cannot hold the key.
func (c *Client) CopyRecording(ctx context.Context, r CopyRequest) (Copy, error) {
	sent := r
	sent.Directory = r.prefix()
	body, err := json.Marshal(sent)
	if err != nil {
		return Copy{}, err
	}
	response, err := c.api.Do(ctx, api.Request{
		Method:  http.MethodPost,
		URL:     c.baseURL.JoinPath("v1", "cloud-recordings", r.RecordingID, "copy").String(),
		Header:  http.Header{"Content-Type": {"application/json; charset=utf8"}},
		Body:    body,
		Secrets: []string{r.SecretKey, r.AccessKey},
	})
	if err != nil {
		return Copy{}, err
	}
	var made Copy
	if err := response.Decode(&made); err != nil {
		return Copy{}, err
	}
	switch {
	case made == Copy{}:
		// Some APIs of Sendbird answer an error with status 200.
		found, ok := decodeError(response.Body)
		if !ok {
			return Copy{}, response.Foreign()
		}
		failure := response.Unusable(found.Message)
		failure.Code = found.Code
		return Copy{}, failure
	case !strings.EqualFold(made.RecordingID, r.RecordingID) || made.Bucket != r.Bucket:
		return Copy{}, response.Unusable(fmt.Sprintf("the response is about recording %q in bucket %q",
			api.SanitizeValue(response.Redact(made.RecordingID)), api.SanitizeValue(response.Redact(made.Bucket))))
	}
	if defect := r.findKeyDefect(made.Key, response.Redact); defect != "" {
		failure := response.Unusable(fmt.Sprintf("the response has a key that %s: %q", defect, api.Truncate(response.Redact(made.Key), api.MaxValue)))
		failure.Err = errInvalidKey
		return Copy{}, failure
	}
	return made, nil
}

// findKeyDefect returns the reason why the state cannot hold a key, or "". All other keys are stored, in any script and also in
// another directory, because a copy that is not in the state is paid for again. Terraform escapes the values that it shows, except
// for texts of several lines. The directory of the configuration is not checked again.
func (r CopyRequest) findKeyDefect(key string, redact func(string) string) string {
	rest := strings.TrimPrefix(key, r.prefix())
	switch {
	case rest == "":
		return "names no object"
	case len(key) > s3.MaxKeyBytes:
		return "is longer than the keys of S3"
	case strings.ContainsFunc(rest, s3.IsControl), strings.ContainsRune(rest, utf8.RuneError): // which encoding/json writes for invalid UTF-8
		return "has control characters or invalid UTF-8"
	case redact(key) != redact(strings.TrimSuffix(key, rest))+rest:
		return "has a secret in it"
	}
	return ""
}

// decodeError reads the body of an error. Sendbird documents its form for the Calls API only, so parts may be missing.
func decodeError(body []byte) (api.VendorError, bool) {
	var found struct {
		Code    json.RawMessage `json:"code"`
		Message string          `json:"message"`
	}
	if err := json.Unmarshal(body, &found); err != nil || (found.Code == nil && found.Message == "") {
		return api.VendorError{}, false
	}
	code, _ := strconv.Atoi(strings.Trim(string(found.Code), `"`)) // 0 if it is no number
	return api.VendorError{Code: code, Message: found.Message}, true
}

// advise returns the next step for errors of Sendbird that can be explained without the arguments of the copy.
func advise(e *api.Error) string {
	const checkToken = "Check the provider's sendbird.api_token: it must be an API token of the application, from Settings, Application, " +
		"General in Sendbird's dashboard."
	switch {
	case errors.Is(e, errInvalidKey):
		return "If the object exists, the copy was made: remove it from the configuration, and report the response to Sendbird. Otherwise another " +
			"server seems to have answered: check the provider's sendbird.application_id, sendbird.base_url if set, and any proxy in between."
	case e.Foreign:
		return ""
	case e.Code == codeNotAllowed:
		return "Sendbird does not allow the request. " + checkToken
	case e.Status == http.StatusUnauthorized, e.Code == codeNotAuthorized:
		return "Sendbird does not accept the API token. " + checkToken
	case e.Code == codeExists:
		return "Such a copy exists already, in the bucket or in progress. Look for it. If it is another one, try again in a second."
	case e.Code == codeNotFound:
		return "Check recording_id. The recording must belong to this application."
	}
	return ""
}

// hasLikelyCauses reports whether Sendbird may have refused a copy for a cause that its code does not tell. It does not document
// which refusals have the code for "not allowed".
func hasLikelyCauses(e *api.Error) bool {
	refused := (e.Code != 0 || (e.Status >= http.StatusBadRequest && e.Message != "")) && e.Status != http.StatusTooManyRequests && !e.Foreign
	return e.Status >= http.StatusInternalServerError || e.Code == codeNotAllowed || (refused && advise(e) == "")
}
