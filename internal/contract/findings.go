package contract

import (
	"errors"
	"net/url"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// findings are the violations of one exchange.
type findings struct {
	// of has what they have in common.
	of  Violation
	all []Violation
}

func (f *findings) add(rule Rule, at []string, value any, why string) {
	v := f.of
	v.Rule, v.At, v.Value, v.Why = rule, at, value, why
	f.all = append(f.all, v)
}

// addCause adds a violation for an error of the library about one value.
func (f *findings) addCause(rule Rule, at []string, value any, err error) {
	f.add(rule, at, value, reason(err))
}

// addErrors adds a violation for each error of the library about a form.
func (f *findings) addErrors(rule Rule, form url.Values, err error) {
	for _, cause := range schemaErrors(err) {
		at := cause.JSONPointer()
		var value any
		if len(at) > 0 && form.Has(at[0]) {
			value = strings.Join(form[at[0]], ",")
		}
		f.add(rule, at, value, cause.Reason)
	}
	if len(schemaErrors(err)) == 0 {
		f.add(rule, nil, nil, reason(err))
	}
}

// addSchema adds a violation for each error of the library about a value of an answer.
func (f *findings) addSchema(err error) {
	for _, cause := range schemaErrors(err) {
		f.add(RuleBody, cause.JSONPointer(), shownNull(cause.Value), cause.Reason)
	}
}

// shownNull makes null a value that is shown.
func shownNull(value any) any {
	if value == nil {
		return null{}
	}
	return value
}

// null is JSON's null as [Violation].Value.
type null struct{}

// MarshalJSON makes it null.
func (null) MarshalJSON() ([]byte, error) { return []byte("null"), nil }

// schemaErrors are the errors about schemas within an error of the library.
func schemaErrors(err error) []*openapi3.SchemaError {
	if err == nil {
		return nil
	}
	var several openapi3.MultiError
	if errors.As(err, &several) {
		var all []*openapi3.SchemaError
		for _, one := range several {
			all = append(all, schemaErrors(one)...)
		}
		return all
	}
	if one := (*openapi3.SchemaError)(nil); errors.As(err, &one) {
		return []*openapi3.SchemaError{one}
	}
	return nil
}

// reason is the text of an error of the library without the value, and without the
// schema, which it would print whole.
func reason(err error) string {
	if all := schemaErrors(err); len(all) > 0 {
		reasons := make([]string, 0, len(all))
		for _, one := range all {
			reasons = append(reasons, one.Reason)
		}
		return strings.Join(reasons, "; ")
	}
	if one := (*openapi3filter.ParseError)(nil); errors.As(err, &one) {
		if one.Reason != "" {
			return one.Reason
		}
		return "it cannot be read as what the description says"
	}
	if one := (*openapi3filter.RequestError)(nil); errors.As(err, &one) && one.Reason != "" {
		return one.Reason
	}
	return err.Error()
}
