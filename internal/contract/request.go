package contract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// secretParameters are those of forms whose values are never shown.
var secretParameters = []string{"Credentials", "PublicKey"}

// Request returns what the descriptions do not allow of a request, whose body was
// read already. The host is not looked at: the sandbox stands for several.
func (c *Contract) Request(r *http.Request, body []byte) []Violation {
	o, params := c.find(r.Method, r.URL.Path)
	f := findings{of: Violation{Method: r.Method, Path: r.URL.Path, secrets: secretsOf(r, body)}}
	if o == nil {
		f.add(RuleOperation, nil, nil, "the descriptions have no such path with this method")
		return f.all
	}
	f.of.Operation, f.of.from = o.id, o.file
	o.checkQuery(&f, r.URL)
	input := o.input(r, body, params)
	if err := openapi3filter.ValidateSecurityRequirements(r.Context(), input, *o.security()); err != nil {
		f.add(RuleSecurity, nil, nil, "no user name and password")
	}
	for _, p := range o.described.Parameters {
		if err := openapi3filter.ValidateParameter(r.Context(), input, p.Value); err != nil {
			f.addCause(RuleParameter, []string{p.Value.Name}, parameterValue(p.Value, params, r.URL), err)
		}
	}
	o.checkForm(&f, r, body, input)
	return f.all
}

// input is what the library takes for a request. It gets a body of its own.
func (o *operation) input(r *http.Request, body []byte, params map[string]string) *openapi3filter.RequestValidationInput {
	own := r.Clone(r.Context())
	own.Body = io.NopCloser(bytes.NewReader(body))
	return &openapi3filter.RequestValidationInput{
		Request: own, PathParams: params,
		Route: &routers.Route{Spec: o.doc, Path: o.template, PathItem: o.item, Method: o.method, Operation: o.described},
		Options: &openapi3filter.Options{
			MultiError:              true,
			SkipSettingDefaults:     true,
			AuthenticationFunc:      authenticated,
			SchemaValidationOptions: []openapi3.SchemaValidationOption{formats},
		},
	}
}

func (o *operation) security() *openapi3.SecurityRequirements {
	if o.described.Security != nil {
		return o.described.Security
	}
	return &o.doc.Security
}

// authenticated wants what Twilio's only scheme is about; whether the password is
// right is for the sandbox to tell.
func authenticated(_ context.Context, in *openapi3filter.AuthenticationInput) error {
	if user, password, ok := in.RequestValidationInput.Request.BasicAuth(); !ok || user == "" || password == "" {
		return errors.New("no basic authentication")
	}
	return nil
}

// checkQuery refuses what the library lets through: parameters that the description
// does not have, and those that come twice.
func (o *operation) checkQuery(f *findings, u *url.URL) {
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		f.add(RuleParameter, nil, u.RawQuery, "the query cannot be read")
		return
	}
	for name, values := range query {
		p := o.described.Parameters.GetByInAndName(openapi3.ParameterInQuery, name)
		switch {
		case p == nil:
			f.add(RuleParameter, []string{name}, strings.Join(values, ","), "the description has no such parameter")
		case len(values) > 1 && !p.Schema.Value.Type.Is(openapi3.TypeArray):
			f.add(RuleParameter, []string{name}, strings.Join(values, ","), fmt.Sprintf("it was sent %d times", len(values)))
		}
	}
}

func parameterValue(p *openapi3.Parameter, params map[string]string, u *url.URL) string {
	if p.In == openapi3.ParameterInPath {
		return params[p.Name]
	}
	return strings.Join(u.Query()[p.Name], ",")
}

func (o *operation) checkForm(f *findings, r *http.Request, body []byte, input *openapi3filter.RequestValidationInput) {
	if o.described.RequestBody == nil {
		if len(body) > 0 {
			f.add(RuleForm, nil, nil, fmt.Sprintf("a body of %d bytes, where the description has none", len(body)))
		}
		return
	}
	described := o.described.RequestBody.Value
	schema := described.Content.Get(sandbox.FormType).Schema.Value
	if len(body) == 0 {
		// The library takes an empty body for none, which is allowed.
		for _, name := range schema.Required {
			f.add(RuleForm, []string{name}, nil, "it is required, and the form is empty")
		}
		return
	}
	form, err := url.ParseQuery(string(body))
	if err != nil || !sandbox.IsForm(r.Header) {
		f.add(RuleForm, nil, r.Header.Get("Content-Type"), "the body is no form, or is not announced as one")
		return
	}
	for name, values := range form {
		switch property := schema.Properties[name]; {
		case property == nil:
			f.add(RuleForm, []string{name}, strings.Join(values, ","), "the description has no such parameter")
		case len(values) > 1 && !property.Value.Type.Is(openapi3.TypeArray):
			f.add(RuleForm, []string{name}, strings.Join(values, ","), fmt.Sprintf("it was sent %d times", len(values)))
		}
	}
	if err := openapi3filter.ValidateRequestBody(r.Context(), input, described); err != nil {
		f.addErrors(RuleForm, form, err)
	}
}

// secretsOf are the values of a request that no message may have.
func secretsOf(r *http.Request, body []byte) []string {
	var secrets []string
	if _, password, ok := r.BasicAuth(); ok {
		secrets = append(secrets, password)
	}
	sent := []url.Values{r.URL.Query()}
	if form, err := url.ParseQuery(string(body)); err == nil {
		sent = append(sent, form)
	}
	for _, values := range sent {
		for _, name := range secretParameters {
			for _, value := range values[name] {
				_, half, _ := strings.Cut(value, ":")
				secrets = append(secrets, value, half)
			}
		}
	}
	return secrets
}
