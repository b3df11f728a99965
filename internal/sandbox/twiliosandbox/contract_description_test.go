package twiliosandbox_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"github.com/videostorage/terraform-provider-videostorage/internal/contract/descriptions"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox/sandboxtest"
)

// contract is Twilio's description of one of its APIs.
type contract struct{ doc *openapi3.T }

// loadContract loads the description of the Video API.
func loadContract(t *testing.T) *contract {
	t.Helper()
	return loadDescription(t, descriptions.Video)
}

func loadDescription(t *testing.T, file string) *contract {
	t.Helper()
	dir, err := descriptions.Find()
	if missing := (*descriptions.NotFoundError)(nil); errors.As(err, &missing) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromFile(filepath.Join(dir, file))
	if err != nil {
		t.Fatal(err)
	}
	return &contract{doc}
}

// operation is one exchange in the description's terms.
type operation struct {
	described *openapi3.Operation
	input     *openapi3filter.RequestValidationInput
}

// operation fails the test if the description has no such operation.
func (c *contract) operation(t *testing.T, s *sandboxtest.Running, method, path string, body url.Values) operation {
	t.Helper()
	item := c.doc.Paths.Value(path)
	if item == nil || item.GetOperation(method) == nil {
		t.Fatalf("the description has no %s %s", method, path)
	}
	described := item.GetOperation(method)
	return operation{described, &openapi3filter.RequestValidationInput{
		Request: request(t, s, method, path, body),
		Route:   &routers.Route{Spec: c.doc, Path: path, PathItem: item, Method: method, Operation: described},
		Options: validation(),
	}}
}

// list is an operation with parameters: address is the path with its query,
// and template is how the description has the path.
func (c *contract) list(t *testing.T, s *sandboxtest.Running, template, address string) operation {
	t.Helper()
	o := c.operation(t, s, http.MethodGet, template, nil)
	o.input.Request = request(t, s, http.MethodGet, address, nil)
	o.input.PathParams = map[string]string{}
	if template == roomTemplate {
		below := strings.TrimPrefix(o.input.Request.URL.Path, "/v1/Rooms/")
		o.input.PathParams["RoomSid"], _, _ = strings.Cut(below, "/")
	}
	return o
}

// validation is as strict as the library can be. The check of "uri" is our
// own, for by default a format without a known pattern is not checked.
func validation() *openapi3filter.Options {
	uri := openapi3.NewCallbackValidator(func(v string) error {
		u, err := url.Parse(v)
		if err == nil && !u.IsAbs() {
			err = errors.New("not an absolute URI")
		}
		return err
	})
	return &openapi3filter.Options{
		IncludeResponseStatus:             true,
		RejectWhenRequestBodyNotSpecified: true,
		AuthenticationFunc:                openapi3filter.NoopAuthenticationFunc,
		SchemaValidationOptions:           []openapi3.SchemaValidationOption{openapi3.WithStringFormatValidator("uri", uri)},
	}
}

func (o operation) checkRequest(t *testing.T) error {
	t.Helper()
	return openapi3filter.ValidateRequest(t.Context(), o.input)
}

func (o operation) checkResponse(t *testing.T, status int, header http.Header, body []byte) error {
	t.Helper()
	return openapi3filter.ValidateResponse(t.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: o.input,
		Status:                 status,
		Header:                 header,
		Body:                   io.NopCloser(bytes.NewReader(body)),
		Options:                o.input.Options,
	})
}

// checkFields refuses a field that the description does not have, which its
// schema alone would let through, and wants those that every recorded answer
// has.
func (o operation) checkFields(t *testing.T, body []byte) {
	t.Helper()
	var got object
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	schema := o.described.Responses.Status(http.StatusOK).Value.Content.Get("application/json").Schema.Value
	for name := range got {
		if schema.Properties[name] == nil {
			t.Errorf("the description has no field %s", name)
		}
	}
	for _, name := range []string{"account_sid", "friendly_name", "url"} {
		if _, ok := got[name]; !ok {
			t.Errorf("%s is missing from %s", name, body)
		}
	}
}

// wantTwilioError checks what the description leaves out: the body of errors.
func wantTwilioError(t *testing.T, status int, body []byte) {
	t.Helper()
	var o object
	if err := json.Unmarshal(body, &o); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	code := 20001
	if status == http.StatusNotFound {
		code = 20404
	}
	wantError(t, status, o, status, code)
}
