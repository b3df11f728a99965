// Package contract holds what crosses the Twilio sandbox to Twilio's own OpenAPI
// descriptions, so that neither the provider nor the sandbox can drift from the API
// that both are about. [Watch] does so for every test that starts a sandbox.
//
// It is for tests alone: the programs must not depend on it, nor on the library that
// reads the descriptions.
package contract

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/videostorage/terraform-provider-videostorage/internal/contract/descriptions"
)

// Contract is Twilio's descriptions, loaded. It may be used concurrently.
type Contract struct{ operations []*operation }

// operation is a method on a path of the descriptions.
type operation struct {
	id, method, template string
	// file is the description that has it.
	file string
	// segments are the template's, without the slashes.
	segments  []string
	doc       *openapi3.T
	item      *openapi3.PathItem
	described *openapi3.Operation
}

// Load returns the descriptions that [descriptions.Find] finds. They are loaded once in
// a process. The error is a *descriptions.NotFoundError where they are nowhere.
var Load = sync.OnceValues(func() (*Contract, error) {
	dir, err := descriptions.Find()
	if err != nil {
		return nil, err
	}
	return load(dir)
})

// Require returns the descriptions for a test that is about nothing else. Where they
// are nowhere it skips the test, unless descriptions.Env is set.
func Require(tb testing.TB) *Contract {
	tb.Helper()
	c, err := Load()
	if missing(err) {
		tb.Skip(err)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// missing reports whether the descriptions are nowhere.
func missing(err error) bool {
	nowhere := (*descriptions.NotFoundError)(nil)
	return errors.As(err, &nowhere)
}

// load takes the descriptions of a folder, and wants what the provider uses in them.
func load(dir string) (*Contract, error) {
	c, err := read(dir, descriptions.Files()...)
	if err != nil {
		return nil, err
	}
	for _, id := range Used {
		if !slices.ContainsFunc(c.operations, func(o *operation) bool { return o.id == id }) {
			return nil, fmt.Errorf("the descriptions in %s have no operation %s, which the provider uses", dir, id)
		}
	}
	return c, nil
}

func read(dir string, files ...string) (*Contract, error) {
	c := &Contract{}
	for _, file := range files {
		doc, err := openapi3.NewLoader().LoadFromFile(filepath.Join(dir, file))
		if err != nil {
			return nil, fmt.Errorf("%s in %s is not an OpenAPI description: %w", file, dir, err)
		}
		for template, item := range doc.Paths.Map() {
			for method, described := range item.Operations() {
				c.operations = append(c.operations, &operation{
					id: described.OperationID, method: method, template: template, file: file,
					segments: strings.Split(template, "/"), doc: doc, item: item, described: described,
				})
			}
		}
	}
	return c, nil
}

// find returns the operation for a request, and the values of the path's parameters.
// A path that is spelt out goes before one with parameters.
func (c *Contract) find(method, path string) (found *operation, params map[string]string) {
	segments := strings.Split(path, "/")
	for _, o := range c.operations {
		if o.method != method {
			continue
		}
		values, ok := o.match(segments)
		if ok && (found == nil || len(values) < len(params)) {
			found, params = o, values
		}
	}
	return found, params
}

func (o *operation) match(segments []string) (params map[string]string, ok bool) {
	if len(segments) != len(o.segments) {
		return nil, false
	}
	params = map[string]string{}
	for i, want := range o.segments {
		name, isParam := strings.CutPrefix(want, "{")
		switch {
		case isParam:
			params[strings.TrimSuffix(name, "}")] = segments[i]
		case segments[i] != want:
			return nil, false
		}
	}
	return params, true
}

// formats are the library's checks and one of our own: by default it does not check
// "uri".
var formats = openapi3.WithStringFormatValidator("uri", openapi3.NewCallbackValidator(func(v string) error {
	u, err := url.Parse(v)
	if err != nil {
		// The error's text has the value, which may have to be masked.
		return errors.New("not a URI")
	}
	if !u.IsAbs() {
		return errors.New("not an absolute URI")
	}
	return nil
}))
