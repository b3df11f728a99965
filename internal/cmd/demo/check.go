package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
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

// credential is the team's one credential of this kind at Twilio.
func (w *world) credential(kind twiliosandbox.CredentialKind) (twiliosandbox.Credential, error) {
	var found []twiliosandbox.Credential
	for _, c := range w.server.Credentials(w.account.SID) {
		if c.Kind == kind {
			found = append(found, c)
		}
	}
	if len(found) != 1 {
		return twiliosandbox.Credential{}, fmt.Errorf("one credential of kind %s was expected at Twilio, but there are %d", kind, len(found))
	}
	return found[0], nil
}

// holdsArchive is an error unless Twilio has what the team's configuration asks
// for, with this access key.
func (w *world) holdsArchive(key accessKey) error {
	aws, awsErr := w.credential(twiliosandbox.AWSCredentials)
	public, publicErr := w.credential(twiliosandbox.PublicKeys)
	if err := errors.Join(awsErr, publicErr); err != nil {
		return err
	}
	if aws.AccessKeyID != key.id {
		return fmt.Errorf("the access key at Twilio was expected to be %s, but is %s", key.id, aws.AccessKeyID)
	}
	var all error
	for kind, media := range map[twiliosandbox.Kind]string{recordings: "recordings", compositions: "compositions"} {
		want := w.cast.archived(media)
		want.AWSCredentialsSID, want.EncryptionKeySID = aws.SID, public.SID
		all = errors.Join(all, w.holds(kind, want))
	}
	return all
}

// neverDangled is an error if settings in force ever referred to a credential that
// did not exist: what is recorded then is lost.
func (w *world) neverDangled() error {
	for _, r := range w.server.Log().All() {
		if len(r.Dangling) > 0 {
			return fmt.Errorf("after %s %s, settings referred to credentials that did not exist: %v", r.Method, r.Path, r.Dangling)
		}
	}
	return nil
}

// copiedOnce is an error unless the bucket has the one recording, written once.
func (w *world) copiedOnce() error {
	all := w.hearings.Objects(archive)
	if len(all) != 1 || all[0].RecordingID != sendbirdsandbox.RecordingID || all[0].Copies != 1 || !strings.HasPrefix(all[0].Key, "hearings/") {
		return fmt.Errorf("one copy of recording %s was expected in the bucket, but it has\n  %+v", sendbirdsandbox.RecordingID, all)
	}
	return nil
}

// lacks is an error if a file of the team's folder has the text.
func (w *world) lacks(name, text string) error {
	content, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil {
		return err
	}
	if strings.Contains(string(content), text) {
		return fmt.Errorf("%s was expected not to hold the secret access key, but does", name)
	}
	return nil
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
