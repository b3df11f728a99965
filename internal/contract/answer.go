package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// answer returns what the descriptions do not allow of the answer to a request, whose
// body was read already.
func (c *Contract) answer(r *http.Request, sent []byte, status int, header http.Header, body []byte) []Violation {
	f := findings{of: Violation{Method: r.Method, Path: r.URL.Path, Answered: true, secrets: secretsOf(r, sent)}}
	o, _ := c.find(r.Method, r.URL.Path)
	if o != nil {
		f.of.Operation, f.of.from = o.id, o.file
	}
	switch {
	case status >= http.StatusBadRequest:
		checkError(&f, status, header, body)
	case o == nil:
		f.add(RuleStatus, nil, status, "what the descriptions do not have must be an error")
	default:
		o.checkAnswer(&f, status, header, body)
	}
	return f.all
}

func (o *operation) checkAnswer(f *findings, status int, header http.Header, body []byte) {
	response := o.described.Responses.Status(status)
	if response == nil {
		f.add(RuleStatus, nil, status, fmt.Sprintf("described are %v, and errors", o.statuses()))
		// What came with it is held to what is described for success.
		if response = o.success(); response == nil || status >= http.StatusMultipleChoices {
			return
		}
	}
	if len(response.Value.Content) == 0 {
		if len(body) > 0 {
			f.add(RuleBody, nil, string(body), "the description has no body")
		}
		return
	}
	media := response.Value.Content.Get(header.Get("Content-Type"))
	if media == nil {
		f.add(RuleContentType, nil, header.Get("Content-Type"), fmt.Sprintf("described are %v", slices.Sorted(maps.Keys(response.Value.Content))))
		return
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		f.add(RuleBody, nil, string(body), "it is no JSON")
		return
	}
	f.of.answer = value
	f.addSchema(media.Schema.Value.VisitJSON(value, openapi3.MultiErrors(), openapi3.VisitAsResponse(), formats))
	f.checkFields(media.Schema.Value, value, nil)
	f.checkKey(value)
}

func (o *operation) statuses() []string {
	return slices.Sorted(maps.Keys(o.described.Responses.Map()))
}

// success is the response that is described for the operation's success.
func (o *operation) success() *openapi3.ResponseRef {
	for _, status := range o.statuses() {
		if status[0] == '2' {
			return o.described.Responses.Value(status)
		}
	}
	return nil
}

// checkKey wants a page to say which of its fields is the list. Clients go by it, and no
// schema can say so.
func (f *findings) checkKey(value any) {
	page, _ := value.(map[string]any)
	meta, _ := page["meta"].(map[string]any)
	key, told := meta["key"].(string)
	if _, isList := page[key].([]any); told && !isList {
		f.add(RuleBody, []string{"meta", "key"}, key, "the answer has no such list")
	}
}

// checkFields wants each object to have exactly the fields of its schema. The schemas
// alone let everything through: they require no field and rule none out.
func (f *findings) checkFields(schema *openapi3.Schema, value any, at []string) {
	switch value := value.(type) {
	case []any:
		if schema.Items == nil {
			return
		}
		for i, item := range value {
			f.checkFields(schema.Items.Value, item, below(at, strconv.Itoa(i)))
		}
	case map[string]any:
		if len(schema.Properties) == 0 {
			return
		}
		for name, field := range value {
			if property := schema.Properties[name]; property != nil {
				f.checkFields(property.Value, field, below(at, name))
			} else {
				f.add(RuleUnknownField, below(at, name), shownNull(field), "the description has no such field")
			}
		}
		for name := range schema.Properties {
			if _, ok := value[name]; !ok {
				f.add(RuleMissingField, below(at, name), nil, "it is missing")
			}
		}
	}
}

// below is a path that shares nothing with the one that it goes on from.
func below(at []string, name string) []string {
	return append(slices.Clip(at), name)
}

// apiError is the shape of Twilio's errors, all of whose fields are there.
type apiError struct {
	Code     *int    `json:"code"`
	Message  *string `json:"message"`
	MoreInfo *string `json:"more_info"`
	Status   *int    `json:"status"`
}

func checkError(f *findings, status int, header http.Header, body []byte) {
	if !sandbox.IsJSON(header) {
		f.add(RuleContentType, nil, header.Get("Content-Type"), "an error is JSON")
		return
	}
	var fields map[string]any
	var got apiError
	if json.Unmarshal(body, &fields) != nil || json.Unmarshal(body, &got) != nil {
		f.add(RuleError, nil, string(body), "it is no object with code, message, more_info and status")
		return
	}
	for name, value := range fields {
		if !slices.Contains([]string{"code", "message", "more_info", "status"}, name) {
			f.add(RuleError, []string{name}, shownNull(value), "an error of Twilio's has no such field")
		}
	}
	if got.Code == nil || got.Message == nil || got.MoreInfo == nil || got.Status == nil {
		f.add(RuleError, nil, string(body), "code, message, more_info or status is missing")
		return
	}
	if *got.Status != status {
		f.add(RuleError, []string{"status"}, *got.Status, fmt.Sprintf("the answer's is %d", status))
	}
}
