package contract

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
)

// Rule is what a [Violation] is against.
type Rule string

// The rules. All but [RuleError] are the descriptions' own.
const (
	// RuleOperation: the descriptions have the path with that method.
	RuleOperation Rule = "operation"
	// RuleUsed: an operation that the provider uses is in [Used].
	RuleUsed Rule = "operation in use"
	// RuleSecurity: a request carries credentials.
	RuleSecurity Rule = "security"
	// RuleParameter: a parameter, in path or query, is as its schema says.
	RuleParameter Rule = "parameter"
	// RuleForm: the body is a form, with fields as their schema says.
	RuleForm Rule = "form"
	// RuleStatus: the status is a described one, or an error's.
	RuleStatus Rule = "status"
	// RuleContentType: the content type is the described one.
	RuleContentType Rule = "content type"
	// RuleBody: the body is as its schema says; there is none where none is described.
	RuleBody Rule = "body"
	// RuleUnknownField: an object has no fields but those of its schema.
	RuleUnknownField Rule = "no unknown field"
	// RuleMissingField: an object has all fields of its schema. The descriptions
	// require none; their examples have all.
	RuleMissingField Rule = "no missing field"
	// RuleError: an error is of the shape that Twilio documents beside its
	// descriptions, which leave errors out: https://www.twilio.com/docs/usage/twilios-response
	RuleError Rule = "error"
)

// Violation is one thing about an exchange that the descriptions do not allow.
type Violation struct {
	// Method and Path are the request's.
	Method, Path string
	// Operation is the description's name for it, "" for one that it has not.
	Operation string
	// Answered is whether it is about the answer, rather than about the request.
	Answered bool
	Rule     Rule
	// At is where: the name of a parameter, or the way to a field.
	At []string
	// Value is what is there: of an answer, as encoding/json decodes it; of a request, a
	// string. It is nil where there is nothing.
	Value any
	// Why says what is wrong with it.
	Why string

	// from is the description.
	from string
	// answer is the whole answer that it is about, decoded.
	answer any
	// secrets are what must not be shown.
	secrets []string
}

// item is the item of a list that it is about, nil if it is about none.
func (v Violation) item() map[string]any {
	if len(v.At) < 3 {
		return nil
	}
	page, _ := v.answer.(map[string]any)
	items, _ := page[v.At[0]].([]any)
	i, err := strconv.Atoi(v.At[1])
	if err != nil || i >= len(items) {
		return nil
	}
	item, _ := items[i].(map[string]any)
	return item
}

// Error names the exchange, the rule and the value, and no secret.
func (v Violation) Error() string {
	var b strings.Builder
	side := "the request"
	if v.Answered {
		side = "the answer"
	}
	fmt.Fprintf(&b, "%s to %s %s is against the contract: %s", side, v.Method, v.Path, v.Rule)
	if len(v.At) > 0 {
		fmt.Fprintf(&b, ": %s", strings.Join(v.At, "/"))
	}
	if v.Value != nil {
		fmt.Fprintf(&b, " is %s", v.shown())
	}
	fmt.Fprintf(&b, ": %s", v.Why)
	if v.Operation != "" {
		fmt.Fprintf(&b, " (%s in %s)", v.Operation, v.from)
	}
	return api.NewRedactor(v.secrets...).Replace(b.String())
}

// shown is the value, redacted before it is shortened, because a redactor does not find half a secret. A text may be JSON itself, so it
// is redacted before it is quoted, too.
func (v Violation) shown() string {
	const most = 200
	value := v.Value
	if text, ok := value.(string); ok {
		value = api.NewRedactor(v.secrets...).Replace(text)
	}
	raw, err := json.Marshal(value)
	if err != nil {
		return "no JSON"
	}
	text := api.NewRedactor(v.secrets...).Replace(string(raw))
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}
