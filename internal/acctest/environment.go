package acctest

import (
	"maps"
	"os"
	"slices"
	"sync"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// liveVariables configure the provider for a real account, which is one of Twilio.
var liveVariables = []string{
	"TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_KEY", "TWILIO_API_SECRET",
	"TWILIO_REGION", "TWILIO_EDGE", "VIDEOSTORAGE_TWILIO_BASE_URL",
}

// environment stands in for the process's, of which tests that run side by side
// have one only.
type environment struct {
	mu     sync.Mutex
	values map[string]string
}

// Setenv changes a variable that the provider sees, for the commands to come.
func (a *Account) Setenv(name, value string) {
	a.env.mu.Lock()
	defer a.env.mu.Unlock()
	a.env.values[name] = value
}

func (e *environment) getenv(name string) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.values[name]
}

// names returns the variables that are set.
func (e *environment) names() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Collect(maps.Keys(e.values))
}

// environmentFor has an account's credentials.
func environmentFor(base string, a twiliosandbox.Account) *environment {
	e := &environment{values: map[string]string{
		"TWILIO_ACCOUNT_SID": a.SID, "TWILIO_AUTH_TOKEN": a.AuthToken, "VIDEOSTORAGE_TWILIO_BASE_URL": base,
	}}
	if a.AuthToken == "" {
		for key, secret := range a.APIKeys {
			e.values["TWILIO_API_KEY"], e.values["TWILIO_API_SECRET"] = key, secret
		}
	}
	return e
}

// processEnvironment has what this process sees: the real account's credentials.
func processEnvironment() *environment {
	e := &environment{values: map[string]string{}}
	for _, name := range liveVariables {
		e.values[name] = os.Getenv(name)
	}
	return e
}
