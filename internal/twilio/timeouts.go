package twilio

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/videostorage/terraform-provider-videostorage/internal/limits"
)

// defaultTimeout bounds an operation unless its timeouts say otherwise: long
// enough for the default retries of a server that is not there.
const defaultTimeout = 5 * time.Minute

func describeTimeout(of string) string { return limits.Describe(of, defaultTimeout) }

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
