package sandbox

import "context"

type accountKey struct{}

// WithAccount returns a context that names the account a request was
// authenticated as. A vendor's server sets it in front of [Wrap], so that the
// log has it even for a request that a fault answers.
func WithAccount(ctx context.Context, account string) context.Context {
	return context.WithValue(ctx, accountKey{}, account)
}

// AccountOf returns the account that [WithAccount] named, or "".
func AccountOf(ctx context.Context) string {
	account, ok := ctx.Value(accountKey{}).(string)
	if !ok {
		return ""
	}
	return account
}
