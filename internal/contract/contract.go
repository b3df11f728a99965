// Package contract compares the requests and answers of Twilio's stand-in with Twilio's own OpenAPI descriptions. Tests use it; the
// programs must not depend on it.
package contract

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/videostorage/terraform-provider-videostorage/internal/contract/descriptions"
)

// Used are the operations that the provider uses. A request for another one fails its test, and the contract test of the Twilio client
// decodes every example of these.
var Used = []string{
	"FetchRecordingSettings", "CreateRecordingSettings",
	"FetchCompositionSettings", "CreateCompositionSettings",
	"ListRecording", "ListRoomRecording", "ListComposition",
	"ListCredentialAws", "CreateCredentialAws", "FetchCredentialAws", "UpdateCredentialAws", "DeleteCredentialAws",
	"ListCredentialPublicKey", "CreateCredentialPublicKey", "FetchCredentialPublicKey", "UpdateCredentialPublicKey", "DeleteCredentialPublicKey",
}

// Contract is Twilio's descriptions, made strict.
type Contract struct{ descriptions []description }

type description struct {
	doc    *openapi3.T
	router routers.Router
	// origin serves all operations, for example https://video.twilio.com.
	origin string
}

// Load returns the descriptions that [descriptions.Find] finds, and loads them once in a process.
var Load = sync.OnceValues(func() (*Contract, error) {
	dir, err := descriptions.Find()
	if err != nil {
		return nil, err
	}
	c := &Contract{}
	for _, name := range descriptions.Files {
		doc, err := openapi3.NewLoader().LoadFromFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		if len(doc.Servers) != 1 {
			return nil, fmt.Errorf("%s has %d servers, want one", name, len(doc.Servers))
		}
		d := description{doc: doc, origin: doc.Servers[0].URL}
		makeStrict(doc)
		if d.router, err = gorillamux.NewRouter(doc); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		c.descriptions = append(c.descriptions, d)
	}
	return c, nil
})

// Require returns the descriptions. It skips the test where there are none, unless [descriptions.Env] is set.
func Require(tb testing.TB) *Contract {
	tb.Helper()
	c, err := Load()
	if errors.Is(err, descriptions.ErrNotFound) {
		tb.Skip(err)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// Described returns the name of the operation that a request is for, and the origin that serves it. Both are empty for a request that
// is not described. The request's own host does not matter, because the stand-in takes the place of two.
func (c *Contract) Described(r *http.Request) (operation, origin string) {
	for _, d := range c.descriptions {
		if route, _, err := d.router.FindRoute(r); err == nil {
			return route.Operation.OperationID, d.origin
		}
	}
	return "", ""
}

// Request returns the differences between a request and the descriptions.
func (c *Contract) Request(r *http.Request, body []byte) openapi3.MultiError {
	input, err := c.input(r, body)
	if err != nil {
		return openapi3.MultiError{fmt.Errorf("%s %s: %w", r.Method, r.URL.Path, err)}
	}
	return append(list(openapi3filter.ValidateRequest(r.Context(), input)), undescribed(input.Route.Operation, r.URL.Query(), body)...)
}

// undescribed returns the parameters that the library ignores because the operation has none of these names.
func undescribed(o *openapi3.Operation, query url.Values, body []byte) (all openapi3.MultiError) {
	for name := range query {
		if o.Parameters.GetByInAndName(openapi3.ParameterInQuery, name) == nil {
			all = append(all, fmt.Errorf("the query has the undescribed parameter %s", name))
		}
	}
	form, err := url.ParseQuery(string(body))
	if err != nil || o.RequestBody == nil {
		return all
	}
	for name := range form {
		if o.RequestBody.Value.Content[formType].Schema.Value.Properties[name] == nil {
			all = append(all, fmt.Errorf("the form has the undescribed parameter %s", name))
		}
	}
	return all
}

// answer returns the differences between an answer and the descriptions. A request that is not described must be refused.
func (c *Contract) answer(r *http.Request, status int, header http.Header, body []byte) openapi3.MultiError {
	input, err := c.input(r, nil)
	if err != nil {
		if status >= http.StatusBadRequest {
			return nil
		}
		return openapi3.MultiError{err}
	}
	return list(openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: status, Header: header, Body: io.NopCloser(bytes.NewReader(body)), Options: input.Options,
	}))
}

// input returns the library's view of a request.
func (c *Contract) input(r *http.Request, body []byte) (*openapi3filter.RequestValidationInput, error) {
	var (
		route  *routers.Route
		params map[string]string
		err    = routers.ErrPathNotFound
	)
	for _, d := range c.descriptions {
		if errors.Is(err, routers.ErrPathNotFound) {
			route, params, err = d.router.FindRoute(r)
		}
	}
	if err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	options := &openapi3filter.Options{
		MultiError: true, SkipSettingDefaults: true, RejectWhenRequestBodyNotSpecified: true, AuthenticationFunc: authenticate,
		SchemaValidationOptions: []openapi3.SchemaValidationOption{
			openapi3.WithStringFormatValidator("uri", openapi3.NewRegexpFormatValidator(`^https?://[^/\s]+`)),
		},
	}
	// The library's own text has the whole schema.
	options.WithCustomSchemaErrorFunc(func(err *openapi3.SchemaError) string {
		return fmt.Sprintf("%s: %s", strings.Join(err.JSONPointer(), "/"), err.Reason)
	})
	return &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route, Options: options}, nil
}

// authenticate wants credentials, which the stand-in compares.
func authenticate(_ context.Context, in *openapi3filter.AuthenticationInput) error {
	if user, password, _ := in.RequestValidationInput.Request.BasicAuth(); user == "" || password == "" {
		return errors.New("the request has no credentials")
	}
	return nil
}

func list(err error) (all openapi3.MultiError) {
	if err != nil && !errors.As(err, &all) {
		all = openapi3.MultiError{err}
	}
	return all
}

// Example is an answer that the descriptions give as an example.
type Example struct {
	// Operation is the operation's name, and Name the example's own.
	Operation, Name string
	Status          int
	Body            []byte
}

// Examples returns the examples of answers to the operations in [Used].
func (c *Contract) Examples() (all []Example, err error) {
	for _, d := range c.descriptions {
		for _, item := range d.doc.Paths.Map() {
			for _, o := range item.Operations() {
				found, err := examples(o)
				if err != nil {
					return nil, err
				}
				all = append(all, found...)
			}
		}
	}
	return slices.DeleteFunc(all, func(e Example) bool { return !slices.Contains(Used, e.Operation) }), nil
}

func examples(o *openapi3.Operation) (all []Example, err error) {
	for _, status := range []int{http.StatusOK, http.StatusCreated} {
		response := o.Responses.Status(status)
		if response == nil || len(all) > 0 {
			continue // The answers with 200 and 201 have the same examples.
		}
		for name, example := range response.Value.Content["application/json"].Examples {
			body, err := json.Marshal(example.Value.Value)
			if err != nil {
				return nil, err
			}
			all = append(all, Example{Operation: o.OperationID, Name: name, Status: status, Body: body})
		}
	}
	return all, nil
}
