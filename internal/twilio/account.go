package twilio

import (
	"sync"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// Account is the configured account, with what this run of the provider did to it.
type Account struct {
	*twilioapi.Client

	mu sync.Mutex
	// released are the settings, by the name of their kind, that a destroy of
	// this run left behind.
	released map[string]twilioapi.SettingsParams

	credentials *credentialMemory
}

// NewAccount is the account that client reaches.
func NewAccount(client *twilioapi.Client) *Account {
	return &Account{Client: client, released: map[string]twilioapi.SettingsParams{}, credentials: newCredentialMemory()}
}

// release notes what a destroy left behind. Where a resource is replaced, its
// creation follows in the same run, and must not take for somebody's settings what
// Twilio kept of its own.
func (a *Account) release(kind settingsKind, left twilioapi.SettingsParams) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.released[kind.name] = left
}

// isReleased reports whether the settings are those that a destroy of this run
// left behind.
func (a *Account) isReleased(kind settingsKind, now twilioapi.SettingsParams) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	left, ok := a.released[kind.name]
	return ok && left == now
}
