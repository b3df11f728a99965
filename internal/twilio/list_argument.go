package twilio

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// argument narrows a list.
type argument struct {
	name string
	// parameter is the API's, "" for one that is not sent as such.
	parameter   string
	description string
	required    bool
	// many makes it a set.
	many       bool
	validators []validator.String
	// send is how the API wants a value; nil sends it as it is.
	send func(string) (string, error)
}

func (a argument) attribute() schema.Attribute {
	if a.many {
		return schema.SetAttribute{
			MarkdownDescription: a.description, Optional: true, ElementType: types.StringType,
			Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.NoNullValues(), setvalidator.ValueStringsAre(a.validators...)},
		}
	}
	return schema.StringAttribute{
		MarkdownDescription: a.description, Required: a.required, Optional: !a.required, Validators: a.validators,
	}
}

// values reads the argument from a configuration, as the API wants it.
func (a argument) values(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) []string {
	if a.many {
		var values []string
		diags.Append(config.GetAttribute(ctx, path.Root(a.name), &values)...)
		return values
	}
	var value types.String
	diags.Append(config.GetAttribute(ctx, path.Root(a.name), &value)...)
	if value.IsNull() {
		return nil
	}
	sent := value.ValueString()
	if a.send != nil {
		var err error
		if sent, err = a.send(sent); err != nil {
			diags.AddAttributeError(path.Root(a.name), "Invalid "+a.name, err.Error())
		}
	}
	return []string{sent}
}

// The arguments that the lists share.

func statusArgument(values ...string) argument {
	return argument{
		name: "status", parameter: "Status", validators: []validator.String{stringvalidator.OneOf(values...)},
		description: fmt.Sprintf("Only those in this status: one of `%s`. Without it, deleted ones are left out.", strings.Join(values, "`, `")),
	}
}

var sourceArgument = argument{
	name: "source_sid", parameter: "SourceSid", description: "Only those of this source, such as a track (`MT…`). Without it, those of all sources.",
	validators: []validator.String{sidOf(`[a-zA-Z]{2}`, "two letters")},
}

// sidOf checks a SID with a prefix, given as a pattern and in words.
func sidOf(prefix, words string) validator.String {
	return stringvalidator.RegexMatches(regexp.MustCompile(`^`+prefix+`[0-9a-fA-F]{32}$`),
		"must be a SID: "+words+" and 32 hexadecimal digits")
}

const (
	createdAfter  = "date_created_after"
	createdBefore = "date_created_before"
)

var dateArguments = []argument{
	{
		name: createdAfter, parameter: "DateCreatedAfter", validators: []validator.String{timestamp{}}, send: wholeSecond,
		description: "Only those created on or after this time, in RFC 3339 with a zone, such as `2026-01-31T00:00:00Z`. Without it, from the first.",
	},
	{
		name: createdBefore, parameter: "DateCreatedBefore", validators: []validator.String{timestamp{}}, send: wholeSecond,
		description: "Only those created strictly before this time, in RFC 3339 with a zone. Without it, to the last.",
	},
}

// timestamp checks a time in RFC 3339.
type timestamp struct{}

// Description implements [validator.Describer].
func (timestamp) Description(context.Context) string {
	return "must be a time in RFC 3339 with a zone, such as 2026-01-31T00:00:00Z or 2026-01-31T01:00:00+01:00"
}

// MarkdownDescription implements [validator.Describer].
func (v timestamp) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements [validator.String].
func (v timestamp) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := wholeSecond(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid time", fmt.Sprintf("%q %s.", req.ConfigValue.ValueString(), v.Description(ctx)))
	}
}

// wholeSecond is a time as the API takes it: in UTC, to the second. A fraction is
// rounded up, which changes nothing: what the API compares it with has none.
func wholeSecond(value string) (string, error) {
	t, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return "", err
	}
	if whole := t.Truncate(time.Second); !whole.Equal(t) {
		t = whole.Add(time.Second)
	}
	if year := t.UTC().Year(); year < 1 || year > 9999 {
		return "", fmt.Errorf("%s is in no year from 1 to 9999", value)
	}
	return t.UTC().Format(time.RFC3339), nil
}

// checkInterval adds an error where no time is in the interval.
func checkInterval(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) {
	var after, before types.String
	diags.Append(config.GetAttribute(ctx, path.Root(createdAfter), &after)...)
	diags.Append(config.GetAttribute(ctx, path.Root(createdBefore), &before)...)
	from, errFrom := wholeSecond(after.ValueString())
	to, errTo := wholeSecond(before.ValueString())
	if errFrom != nil || errTo != nil {
		return // null, unknown, or reported by the attribute's own check
	}
	// In UTC and of one length, they compare as strings.
	if from >= to {
		diags.AddAttributeError(path.Root(createdBefore), "Empty interval",
			fmt.Sprintf("Nothing is created on or after %s and strictly before %s: %s must be the later one.", after.ValueString(), before.ValueString(), createdBefore))
	}
}

// boundAttributes are page_size and max_results.
func boundAttributes(what string, maxPageSize int64) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"page_size": schema.Int64Attribute{
			MarkdownDescription: fmt.Sprintf("How many %s one request asks for, 1 to %d. Fewer mean more requests, and the same list. Defaults to `%d`.", what, maxPageSize, maxPageSize),
			Optional:            true,
			Validators:          []validator.Int64{int64validator.Between(1, maxPageSize)},
		},
		"max_results": schema.Int64Attribute{
			MarkdownDescription: "Stop after so many " + what + ". Without it, all are read. Each is stored in the state, in about 1 kB, and " +
				"an answer to Terraform holds 255 MiB at most: some hundred thousand.",
			Optional:   true,
			Validators: []validator.Int64{int64validator.AtLeast(1)},
		},
	}
}
