// Package getstream holds the client for the video API of GetStream and the Terraform objects of GetStream. The client file knows no
// Terraform, and the object files know no HTTP.
package getstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
)

// The error codes that decide the next step.
// Source: https://getstream.io/video/docs/api/errors/
const (
	codeInput      = 4
	codeNotFound   = 16
	codeNotAllowed = 17
	codeSuspended  = 99
)

const (
	// defaultStorage is the reserved name of GetStream's own storage.
	defaultStorage = "stream-s3"
	// maxStorages is the limit of an application.
	// Source: https://getstream.io/video/docs/api/recording/storage/
	maxStorages = 10
)

// Client calls GetStream for one application. It is safe for concurrent use.
type Client struct {
	apiKey   string
	baseURL  *url.URL
	api      *api.Client
	storages api.Shared[map[string]Storage]
}

// NewClient returns a client. It sends nothing. baseURL is an origin to use instead of GetStream's own, or nil.
// Source: https://getstream.io/video/docs/api/authentication/
func NewClient(apiKey, apiSecret string, baseURL *url.URL, options api.Options) *Client {
	if baseURL == nil {
		baseURL = &url.URL{Scheme: "https", Host: "chat.stream-io-api.com"}
	}
	// It fails only with a key of another type than bytes.
	token, _ := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{"server": true}).SignedString([]byte(apiSecret))
	return &Client{apiKey: apiKey, baseURL: baseURL, api: api.NewClient(api.Vendor{
		Name:               "GetStream",
		StatusPage:         "https://status.getstream.io",
		ConnectionSettings: "the provider's getstream.base_url",
		TimeoutSettings:    "the provider's request_timeout, or the timeouts of the object",
		Authorize: func(_ context.Context, req *http.Request) error {
			// The query is set here, so that URLs in messages and logs are without the key.
			req.URL.RawQuery = url.Values{"api_key": {apiKey}}.Encode()
			req.Header.Set("Authorization", token) // without "Bearer"
			req.Header.Set("Stream-Auth-Type", "jwt")
			return nil
		},
		Secrets:     []string{apiSecret, token},
		DecodeError: decodeError,
		Advise:      advise,
	}, options)}
}

// subject names the application in messages.
func (c *Client) subject() string { return "Application with API key " + c.apiKey }

// send sends a request and decodes the response into a pointer, unless it is nil. Every response of GetStream has a duration, and a named
// object is that of the path. All requests but a POST are idempotent.
func (c *Client) send(ctx context.Context, method string, body, into any, path ...string) (*api.Response, error) {
	request := api.Request{Method: method, URL: c.baseURL.JoinPath(append([]string{"api", "v2"}, path...)...).String(), Idempotent: method != http.MethodPost}
	if params, ok := body.(StorageParams); ok {
		request.Secrets = params.secrets()
	}
	if body != nil {
		var err error
		if request.Body, err = json.Marshal(body); err != nil {
			return nil, err
		}
		request.Header = http.Header{"Content-Type": {"application/json"}}
	}
	response, err := c.api.Do(ctx, request)
	if err != nil {
		return nil, err
	}
	var envelope struct {
		Duration string `json:"duration"`
	}
	if err := response.Decode(&envelope); err != nil {
		return nil, err
	}
	if envelope.Duration == "" {
		return nil, response.Foreign()
	}
	if into == nil {
		return response, nil
	}
	if err := response.Decode(into); err != nil {
		return nil, err
	}
	if named, ok := into.(interface{ objectName() string }); ok && named.objectName() != path[len(path)-1] {
		return nil, response.Unusable(fmt.Sprintf("the response is about %q", api.SanitizeValue(response.Redact(named.objectName()))))
	}
	return response, nil
}

// Storage is an external storage as GetStream returns it: without region, endpoint and credentials.
type Storage struct {
	Name   string `json:"name" tfsdk:"name"`
	Type   string `json:"type" tfsdk:"type"`
	Bucket string `json:"bucket" tfsdk:"bucket"`
	Path   string `json:"path" tfsdk:"path"`
}

func (s *Storage) objectName() string { return s.Name }

// StorageParams is an external storage as GetStream takes it. A write replaces all of them.
type StorageParams struct {
	Name   string      `json:"name,omitempty"` // for a creation
	Type   string      `json:"storage_type"`
	Bucket string      `json:"bucket"`
	Path   string      `json:"path"`
	S3     S3Params    `json:"aws_s3,omitzero"`
	GCS    string      `json:"gcs_credentials,omitempty"`
	Azure  AzureParams `json:"azure_blob,omitzero"`
}

// S3Params are the parameters of S3. Without a key, GetStream uses its own role.
type S3Params struct {
	Region         string `json:"s3_region"`
	AccessKeyID    string `json:"s3_api_key,omitempty"`
	SecretKey      string `json:"s3_secret,omitempty"`
	CustomEndpoint string `json:"s3_custom_endpoint_url,omitempty"`
}

// AzureParams are the parameters of Azure Blob Storage.
type AzureParams struct {
	AccountName  string `json:"abs_account_name"`
	TenantID     string `json:"abs_tenant_id"`
	ClientID     string `json:"abs_client_id"`
	ClientSecret string `json:"abs_client_secret"`
}

func (p StorageParams) secrets() []string {
	var account struct {
		PrivateKey string `json:"private_key"`
	}
	_ = json.Unmarshal([]byte(p.GCS), &account) // The provider validates it.
	return []string{p.GCS, account.PrivateKey, p.S3.AccessKeyID, p.S3.SecretKey, p.Azure.ClientSecret}
}

// ListStorages returns all storages by name. Callers share one list until a write.
func (c *Client) ListStorages(ctx context.Context) (map[string]Storage, error) {
	return c.storages.Get(ctx, func(ctx context.Context) (map[string]Storage, error) {
		return listObjects[Storage](ctx, c, "external_storages", "external_storage")
	})
}

// listObjects returns the objects in a field of a response, by name. A response without the field is not GetStream's.
func listObjects[T any](ctx context.Context, c *Client, field string, path ...string) (all map[string]T, err error) {
	var fields map[string]json.RawMessage
	response, err := c.send(ctx, http.MethodGet, nil, &fields, path...)
	if err != nil {
		return nil, err
	}
	raw, found := fields[field]
	if !found {
		return nil, response.Foreign()
	}
	if json.Unmarshal(raw, &all) != nil {
		return nil, response.Unusable("the response's " + field + " is not an object of objects")
	}
	return all, nil
}

// CreateStorage creates a storage. GetStream returns nothing about it, and does not document its response to an existing name, so the
// request is repeated only where it certainly was not processed.
func (c *Client) CreateStorage(ctx context.Context, p StorageParams) error {
	defer c.storages.Forget()
	_, err := c.send(ctx, http.MethodPost, p, nil, "external_storage")
	return err
}

// UpdateStorage replaces a storage.
func (c *Client) UpdateStorage(ctx context.Context, name string, p StorageParams) (updated Storage, err error) {
	defer c.storages.Forget()
	p.Name = ""
	_, err = c.send(ctx, http.MethodPut, p, &updated, "external_storage", name)
	return updated, err
}

func (c *Client) DeleteStorage(ctx context.Context, name string) error {
	defer c.storages.Forget()
	_, err := c.send(ctx, http.MethodDelete, nil, nil, "external_storage", name)
	return err
}

// CheckStorage makes GetStream write a new small file into the bucket, and returns the URL of the file without a signature.
func (c *Client) CheckStorage(ctx context.Context, name string) (fileURL string, err error) {
	var checked struct {
		FileURL string `json:"file_url"`
	}
	_, err = c.send(ctx, http.MethodGet, nil, &checked, "external_storage", name, "check")
	fileURL, _, _ = strings.Cut(checked.FileURL, "?")
	return api.SanitizeValue(fileURL), err
}

// CallType is a type of calls, with the storage of its recordings and transcriptions.
type CallType struct {
	Name string
	// Storage is empty for GetStream's own storage.
	Storage string
	// fields is the whole object, each value as GetStream wrote it.
	fields map[string]json.RawMessage
}

func (t *CallType) objectName() string { return t.Name }

// UnmarshalJSON keeps unknown fields and large numbers.
func (t *CallType) UnmarshalJSON(raw []byte) error {
	var known struct {
		Name    string `json:"name"`
		Storage string `json:"external_storage"`
	}
	if err := json.Unmarshal(raw, &known); err != nil {
		return err
	}
	t.Name, t.Storage, t.fields = known.Name, known.Storage, nil
	if t.Storage == defaultStorage {
		t.Storage = ""
	}
	return json.Unmarshal(raw, &t.fields)
}

// FetchCallType reads a call type. isNotFound tells that it does not exist.
func (c *Client) FetchCallType(ctx context.Context, name string) (found CallType, err error) {
	_, err = c.send(ctx, http.MethodGet, nil, &found, "video", "calltypes", name)
	return found, err
}

// ListCallTypes returns all call types, ordered by name.
func (c *Client) ListCallTypes(ctx context.Context) (all []CallType, err error) {
	byName, err := listObjects[CallType](ctx, c, "call_types", "video", "calltypes")
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		callType := byName[name]
		callType.Name = name
		all = append(all, callType)
	}
	return all, err
}

// SetStorage attaches a storage to a call type that was just read, or detaches it if the name is empty. It sends every field but those that
// only responses have, because GetStream does not document whether a write keeps the fields that it omits. Nor does it document whether "" or
// null detaches, so the second is sent if the first has no effect.
func (c *Client) SetStorage(ctx context.Context, current CallType, storage string) (updated CallType, err error) {
	body := map[string]any{}
	for name, value := range current.fields {
		body[name] = value
	}
	for _, name := range []string{"name", "created_at", "updated_at", "duration"} {
		delete(body, name)
	}
	body["external_storage"] = storage
	_, err = c.send(ctx, http.MethodPut, body, &updated, "video", "calltypes", current.Name)
	if failure, ok := errors.AsType[*api.Error](err); storage == "" && (err == nil && updated.Storage != "" || ok && failure.Code == codeInput) {
		body["external_storage"] = nil
		_, err = c.send(ctx, http.MethodPut, body, &updated, "video", "calltypes", current.Name)
	}
	return updated, err
}

// decodeError reads the body of an error. The form of its details varies.
func decodeError(body []byte) (api.VendorError, bool) {
	var found struct {
		Code     int               `json:"code"`
		Message  string            `json:"message"`
		MoreInfo string            `json:"more_info"`
		Fields   map[string]string `json:"exception_fields"`
	}
	if err := json.Unmarshal(body, &found); err != nil || found.Code == 0 {
		return api.VendorError{}, false
	}
	for _, name := range slices.Sorted(maps.Keys(found.Fields)) {
		found.Message += fmt.Sprintf(" (%s: %s)", name, found.Fields[name])
	}
	if !strings.HasPrefix(found.MoreInfo, "https://getstream.io/") {
		found.MoreInfo = ""
	}
	return api.VendorError{Code: found.Code, Message: found.Message, MoreInfo: found.MoreInfo}, true
}

func advise(e *api.Error) string {
	switch {
	case e.Foreign:
		return ""
	case e.Status == http.StatusUnauthorized: // with the codes 2, 5 and 40 to 43
		return "GetStream does not accept the API key and its secret. Check the provider's getstream.api_key and getstream.api_secret, which GetStream's " +
			"dashboard shows beside each other, and the environment variables that replace them."
	case e.Code == codeNotAllowed:
		return "GetStream does not allow the request. Check that the application has GetStream's video product."
	case e.Code == codeSuspended:
		return "The application is suspended. Look at its status in GetStream's dashboard."
	}
	return ""
}

// isNotFound reports whether GetStream answered that an object does not exist. Any other 404, such as one of a proxy, is no proof.
func isNotFound(err error) bool {
	failure, ok := errors.AsType[*api.Error](err)
	return ok && failure.Status == http.StatusNotFound && failure.Code == codeNotFound
}
