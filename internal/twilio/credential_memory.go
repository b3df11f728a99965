package twilio

import (
	"context"
	"sync"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// credentialMemory is what a run of the provider knows of an account's credentials.
type credentialMemory struct {
	mu sync.Mutex
	// known are those that were there before this run created any, by the name of
	// their kind.
	known map[string]*knownCredentials
	// managed are those that this run got to know from a state, or created.
	managed map[string]bool
	// warned is what there was a warning about.
	warned map[string]bool
}

// knownCredentials are there once done is closed.
type knownCredentials struct {
	done chan struct{}
	all  []twilioapi.Credential
	err  error
	// void says that the error is that of one asker's own time.
	void bool
}

func newCredentialMemory() *credentialMemory {
	return &credentialMemory{known: map[string]*knownCredentials{}, managed: map[string]bool{}, warned: map[string]bool{}}
}

// before returns what list returned when it was first called for this kind of
// credentials. Whoever asks meanwhile waits, as long as ctx lasts. Whose time was too
// short for an answer does not speak for the others.
func (m *credentialMemory) before(ctx context.Context, kind string, list func() ([]twilioapi.Credential, error)) ([]twilioapi.Credential, error) {
	for {
		m.mu.Lock()
		known, asked := m.known[kind]
		if !asked {
			known = &knownCredentials{done: make(chan struct{})}
			m.known[kind] = known
		}
		m.mu.Unlock()

		if !asked {
			begun := time.Now()
			known.all, known.err = list()
			if known.err != nil && ctx.Err() != nil && time.Since(begun) < searchTime {
				m.mu.Lock()
				delete(m.known, kind)
				m.mu.Unlock()
				known.void = true
			}
			close(known.done)
			return known.all, known.err
		}
		select {
		case <-known.done:
			if !known.void {
				return known.all, known.err
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// manage notes a credential that a state has, or will have.
func (m *credentialMemory) manage(sid string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.managed[sid] = true
}

func (m *credentialMemory) isManaged(sid string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.managed[sid]
}

// isFirst reports whether it is asked for the first time in this run about this.
func (m *credentialMemory) isFirst(warning string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	first := !m.warned[warning]
	m.warned[warning] = true
	return first
}
