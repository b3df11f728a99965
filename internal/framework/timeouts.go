package framework

import (
	"context"
	"fmt"
	"strings"
	"time"

	actiontimeouts "github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const timeoutsDescription = "The longest durations of operations, each a number with a unit (`s`, `m` or `h`), including retries. " +
	"Omit to use the defaults."

// ResourceTimeouts returns the timeouts block of a resource.
func ResourceTimeouts(ctx context.Context, opts timeouts.Opts) schema.Block {
	block, ok := timeouts.Block(ctx, opts).(schema.SingleNestedBlock)
	if !ok {
		panic("timeouts.Block returns another type than it did in terraform-plugin-framework-timeouts 0.7")
	}
	block.MarkdownDescription = timeoutsDescription
	block.Validators = []validator.Object{positiveTimeouts{}}
	return block
}

// SingletonTimeouts returns the timeouts block of a singleton's resource.
func SingletonTimeouts(ctx context.Context, defaultTimeout time.Duration) schema.Block {
	return ResourceTimeouts(ctx, timeouts.Opts{
		Create: true, CreateDescription: DescribeTimeout("creating this resource, and of its checks while planning", defaultTimeout),
		Read: true, ReadDescription: DescribeTimeout("reading the settings", defaultTimeout),
		Update: true, UpdateDescription: DescribeTimeout("changing the settings", defaultTimeout),
		Delete: true, DeleteDescription: DescribeTimeout("destroying this resource", defaultTimeout) + " The last applied value counts.",
	})
}

// ActionTimeouts returns the timeouts block of an action.
func ActionTimeouts(ctx context.Context, opts actiontimeouts.Opts) actionschema.Block {
	block, ok := actiontimeouts.BlockWithOpts(ctx, opts).(actionschema.SingleNestedBlock)
	if !ok {
		panic("timeouts.BlockWithOpts returns another type than it did in terraform-plugin-framework-timeouts 0.7")
	}
	block.MarkdownDescription = timeoutsDescription
	block.Validators = []validator.Object{positiveTimeouts{}}
	return block
}

// DescribeTimeout returns the description of a timeout: the operation that it bounds, such as "reading the settings", and
// its default.
func DescribeTimeout(operation string, defaultTimeout time.Duration) string {
	// 5m rather than 5m0s.
	text := defaultTimeout.String()
	for _, zeros := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zeros) {
			text = text[:len(text)-2]
		}
	}
	return fmt.Sprintf("The longest duration of %s, for example `\"90s\"`. Defaults to `\"%s\"`.", operation, text)
}

// WithTimeout returns a context that ends after a timeout. read is a method of timeouts.Value.
func WithTimeout(
	ctx context.Context, read func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), defaultTimeout time.Duration,
	diags *diag.Diagnostics,
) (context.Context, context.CancelFunc) {
	timeout, found := read(ctx, defaultTimeout)
	diags.Append(found...)
	return context.WithTimeout(ctx, timeout)
}

// positiveTimeouts validates that timeouts are longer than zero. Their own validator checks that they are durations.
type positiveTimeouts struct{}

func (positiveTimeouts) Description(context.Context) string { return "timeouts must be positive" }

func (v positiveTimeouts) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (positiveTimeouts) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	for name, value := range req.ConfigValue.Attributes() {
		text, ok := value.(types.String)
		if !ok {
			continue
		}
		if d, err := time.ParseDuration(text.ValueString()); err == nil && d <= 0 {
			resp.Diagnostics.AddAttributeError(req.Path.AtName(name), "Invalid timeout",
				fmt.Sprintf("timeouts.%s must be positive, for example \"5m\". Omit it to use the default.", name))
		}
	}
}
