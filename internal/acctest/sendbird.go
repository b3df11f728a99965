package acctest

import (
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/leak"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox/sendbirdtest"
)

// SendbirdSandbox is an application of a sandbox of the test's own. Its Account has
// no Twilio account: the provider is configured for Sendbird alone.
type SendbirdSandbox struct {
	*Account
	*sendbirdtest.Running
}

// NewSendbirdSandbox starts a sandbox that behaves as b says. Against a real account
// the test is skipped.
func NewSendbirdSandbox(t testing.TB, b sendbirdsandbox.Behaviour, applications ...sendbirdsandbox.Application) *SendbirdSandbox {
	t.Helper()
	if Live() {
		t.Skip("needs the switches of the sandbox, and TF_ACC selects a real account")
	}
	running := sendbirdtest.Start(t, b, applications...)
	use(t, leak.Secret{Name: "the API token of " + running.Application.ID, Value: running.Application.APIToken})
	env := &environment{values: map[string]string{
		"SENDBIRD_APPLICATION_ID": running.Application.ID, "SENDBIRD_API_TOKEN": running.Application.APIToken,
		"VIDEOSTORAGE_SENDBIRD_BASE_URL": running.BaseURL,
	}}
	return &SendbirdSandbox{Running: running, Account: &Account{
		ProviderConfig: `provider "videostorage" {}`, Getenv: env.getenv, t: t, env: env,
	}}
}
