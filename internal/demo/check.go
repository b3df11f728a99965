package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox"
)

// says is an error unless the output, as [plain] leaves it, has every part.
func says(output string, parts ...string) error {
	for _, part := range parts {
		if !strings.Contains(output, plain(part)) {
			return fmt.Errorf("the output was expected to say %q, but does not", part)
		}
	}
	return nil
}

// holds is an error unless Twilio has exactly these settings.
func (w *world) holds(kind twiliosandbox.Kind, want twiliosandbox.Settings) error {
	got, configured := w.server.Settings(w.account.SID, kind)
	if !configured {
		return fmt.Errorf("the %s at Twilio were expected to be\n  %+v\nbut there are none", kind, want)
	}
	if got != want {
		return fmt.Errorf("the %s at Twilio were expected to be\n  %+v\nbut are\n  %+v", kind, want, got)
	}
	return nil
}

// holdsArchive is an error unless Twilio has what the team's configuration asks
// for.
func (w *world) holdsArchive() error {
	return errors.Join(w.holds(recordings, w.cast.recordings()), w.holds(compositions, w.cast.compositions()))
}

// isOff is an error unless both switches are off. What else Twilio keeps then is
// not documented, and nothing depends on it.
func (w *world) isOff(kind twiliosandbox.Kind) error {
	if got, _ := w.server.Settings(w.account.SID, kind); got.AWSStorageEnabled || got.EncryptionEnabled {
		return fmt.Errorf("the %s at Twilio were expected to have storage and encryption off, but are\n  %+v", kind, got)
	}
	return nil
}

// managesNothing is an error unless the state is empty.
func (w *world) managesNothing(ctx context.Context) error {
	left, err := w.quietly(ctx, "state", "list")
	if err != nil {
		return fmt.Errorf("%w\n%s", err, left)
	}
	if strings.TrimSpace(left) != "" {
		return fmt.Errorf("the state was expected to be empty, but holds\n%s", left)
	}
	return nil
}
