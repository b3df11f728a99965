package twilio

import (
	"context"
	"errors"
	"iter"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// use is what one of the account's settings say of a kind of credentials.
type use struct {
	settings settingsKind
	// sid is the credential that they use, "" for none.
	sid string
	// account is whose settings they are, "" where the answer does not say.
	account string
	// err is why they could not be read: what they use is not known.
	err error
}

// title is the settings', within a sentence.
func (u use) title() string { return lowerFirst(u.settings.title) }

// uses reads the account's settings, one after the other. Those that nobody has made
// use nothing.
func (r *credentialResource[M]) uses(ctx context.Context, account *Account) iter.Seq[use] {
	return func(yield func(use) bool) {
		for _, settings := range []settingsKind{recordingSettings, compositionSettings} {
			held, err := settings.api.Fetch(ctx, account.Client)
			read := use{settings, r.kind.inForce(held.SettingsParams), held.AccountSID, err}
			if errors.Is(err, twilioapi.ErrNotFound) {
				read = use{settings: settings}
			}
			if !yield(read) {
				return
			}
		}
	}
}

// users are the titles of the settings that use credentials, by the SIDs of these.
type users map[string][]string

func (u users) add(read use) {
	if read.sid != "" {
		u[read.sid] = append(u[read.sid], read.title())
	}
}

// of names the settings that use a credential, "" for none.
func (u users) of(sid string) string {
	if len(u[sid]) == 0 {
		return ""
	}
	return "the " + strings.Join(u[sid], " and the ")
}

// users says which of the account's settings use which credentials. The error is of
// settings that could not be read; the others are there all the same.
func (r *credentialResource[M]) users(ctx context.Context, account *Account) (all users, unread error) {
	all = users{}
	for read := range r.uses(ctx, account) {
		if read.err != nil {
			unread = read.err
			continue
		}
		all.add(read)
	}
	return all, unread
}
