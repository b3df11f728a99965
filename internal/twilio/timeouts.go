package twilio

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// defaultTimeout bounds an operation unless its timeouts say otherwise: long
// enough for the default retries of a server that is not there.
const defaultTimeout = 5 * time.Minute

func describeTimeout(of string) string {
	return fmt.Sprintf("How long %s may take in all, retries included, such as `\"90s\"`. Defaults to `\"%s\"`.", of, defaultTimeout)
}

// checkTimeouts adds an error for each timeout that leaves no time at all.
func checkTimeouts(limits timeouts.Value, diags *diag.Diagnostics) {
	for name, value := range limits.Attributes() {
		// The attribute's own validator refuses what is no duration at all.
		if text, ok := value.(types.String); ok {
			if d, err := time.ParseDuration(text.ValueString()); err == nil && d <= 0 {
				diags.AddAttributeError(path.Root("timeouts").AtName(name), "Invalid timeout",
					fmt.Sprintf("%s must be longer than nothing, such as \"5m\". Leave it out for %s.", name, defaultTimeout))
			}
		}
	}
}

// timeoutOf is the method of a resource's timeouts for an operation.
type timeoutOf func(context.Context, time.Duration) (time.Duration, diag.Diagnostics)

// connect returns the account, and a context that ends when the operation's time is
// up.
func (c *connection) connect(ctx context.Context, timeout timeoutOf, diags *diag.Diagnostics) (context.Context, context.CancelFunc, *Account) {
	limit, found := timeout(ctx, defaultTimeout)
	diags.Append(found...)
	ctx, cancel := context.WithTimeout(ctx, limit)
	return ctx, cancel, c.account(diags)
}
