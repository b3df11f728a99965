// Package contract compares the requests and answers of the stand-ins for Twilio and GetStream with these vendors' own OpenAPI
// descriptions. Tests use it; the programs must not depend on it.
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
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// env names the folder with the descriptions.
const env = "TWILIO_OPENAPI_DIR"

// errMissing says how to get the descriptions.
var errMissing = errors.New("there are no API descriptions: `make contract` fetches them, and `make test` names them in TWILIO_OPENAPI_DIR and " + getstreamEnv)

// Used are the operations that the provider uses. A request for another one fails its test, and the contract test of the Twilio client
// decodes every example of these.
var Used = []string{
	"FetchRecordingSettings", "CreateRecordingSettings",
	"FetchCompositionSettings", "CreateCompositionSettings",
	"ListRecording", "ListRoomRecording", "ListComposition", "FetchRecording", "FetchRoomRecording", "FetchComposition",
	"ListCompositionHook", "CreateCompositionHook", "FetchCompositionHook", "UpdateCompositionHook", "DeleteCompositionHook",
	"ListCredentialAws", "CreateCredentialAws", "FetchCredentialAws", "UpdateCredentialAws", "DeleteCredentialAws",
	"ListCredentialPublicKey", "CreateCredentialPublicKey", "FetchCredentialPublicKey", "UpdateCredentialPublicKey", "DeleteCredentialPublicKey",
}

// Contract is a vendor's descriptions, made strict.
type Contract struct {
	vendor       string
	descriptions []description
	// used are the operations that the provider uses.
	used []string
	// scope is the beginning of the paths that are compared.
	scope string
	// isAuthorized reports whether a request has credentials, and credential names the one in the query. It may be empty.
	isAuthorized func(*http.Request) bool
	credential   string
}

type description struct {
	doc    *openapi3.T
	router routers.Router
	// origin serves all operations, for example https://video.twilio.com.
	origin string
}

// load returns the descriptions, and reads them once in a process.
var load = sync.OnceValues(func() (*Contract, error) {
	dir := os.Getenv(env)
	if dir == "" {
		return nil, errMissing
	}
	c := &Contract{vendor: "Twilio", used: Used, isAuthorized: func(r *http.Request) bool {
		_, password, _ := r.BasicAuth()
		return password != ""
	}}
	for _, name := range []string{"twilio_video_v1.json", "twilio_accounts_v1.json"} {
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

// Require returns Twilio's descriptions. Without them it skips the test, unless TWILIO_OPENAPI_DIR is set.
func Require(tb testing.TB) *Contract {
	tb.Helper()
	return require(tb, load)
}

func require(tb testing.TB, load func() (*Contract, error)) *Contract {
	tb.Helper()
	c, err := load()
	if errors.Is(err, errMissing) {
		tb.Skip(err)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// route returns the operation of a request on whichever host, because the stand-in takes the place of two. The error is one of package
// routers.
func (c *Contract) route(r *http.Request) (route *routers.Route, params map[string]string, origin string, err error) {
	for _, d := range c.descriptions {
		if route, params, err = d.router.FindRoute(r); !errors.Is(err, routers.ErrPathNotFound) {
			return route, params, d.origin, err
		}
	}
	return nil, nil, "", err
}

// Described returns the name of the operation that a request is for, and the origin that serves it. The name is empty for a request
// that is not described.
func (c *Contract) Described(r *http.Request) (operation, origin string) {
	route, _, origin, err := c.route(r)
	if err != nil {
		return "", ""
	}
	return route.Operation.OperationID, origin
}

// Request returns the differences between a request and the descriptions.
func (c *Contract) Request(r *http.Request, body []byte) (all openapi3.MultiError) {
	input, err := c.input(r, body)
	if err != nil {
		return openapi3.MultiError{err}
	}
	if err := openapi3filter.ValidateRequest(r.Context(), input); err != nil && !errors.As(err, &all) {
		all = append(all, err)
	}
	// The library ignores parameters that the operation does not have.
	for name := range r.URL.Query() {
		if name != c.credential && input.Route.Operation.Parameters.GetByInAndName(openapi3.ParameterInQuery, name) == nil {
			all = append(all, fmt.Errorf("the query has the undescribed parameter %s", name))
		}
	}
	if described := input.Route.Operation.RequestBody; described != nil && described.Value.Content[formType] != nil {
		form, _ := url.ParseQuery(string(body))
		for name := range form {
			if described.Value.Content[formType].Schema.Value.Properties[name] == nil {
				all = append(all, fmt.Errorf("the form has the undescribed parameter %s", name))
			}
		}
	}
	return all
}

// answer returns the differences between an answer and the descriptions. A request that is not described must be refused.
func (c *Contract) answer(r *http.Request, status int, header http.Header, body []byte) (all openapi3.MultiError) {
	input, err := c.input(r, nil)
	if err == nil {
		err = openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
			RequestValidationInput: input, Status: status, Header: header, Body: io.NopCloser(bytes.NewReader(body)), Options: input.Options,
		})
	} else if status >= http.StatusBadRequest {
		return nil
	}
	if err != nil && !errors.As(err, &all) {
		all = append(all, err)
	}
	return all
}

// input returns the library's view of a request.
func (c *Contract) input(r *http.Request, body []byte) (*openapi3filter.RequestValidationInput, error) {
	route, params, _, err := c.route(r)
	if err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	options := &openapi3filter.Options{
		MultiError: true, SkipSettingDefaults: true, RejectWhenRequestBodyNotSpecified: true,
		// The stand-in compares the credentials.
		AuthenticationFunc: func(context.Context, *openapi3filter.AuthenticationInput) error {
			if !c.isAuthorized(r) {
				return errors.New("the request has no credentials")
			}
			return nil
		},
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
				status := http.StatusOK
				if o.Responses.Status(status) == nil {
					status = http.StatusCreated
				}
				if response := o.Responses.Status(status); response == nil || !slices.Contains(Used, o.OperationID) {
					continue // A deletion has no example.
				}
				for name, example := range o.Responses.Status(status).Value.Content["application/json"].Examples {
					body, err := json.Marshal(example.Value.Value)
					if err != nil {
						return nil, err
					}
					all = append(all, Example{Operation: o.OperationID, Name: name, Status: status, Body: body})
				}
			}
		}
	}
	return all, nil
}
