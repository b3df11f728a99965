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

// users are the settings that use credentials.
type users struct {
	// titles are theirs, by the SIDs of the credentials.
	titles map[string][]string
	// unread are the titles of the settings that could not be read.
	unread []string
}

func (u *users) add(read use) {
	switch {
	case read.err != nil:
		u.unread = append(u.unread, read.title())
	case read.sid != "":
		if u.titles == nil {
			u.titles = map[string][]string{}
		}
		u.titles[read.sid] = append(u.titles[read.sid], read.title())
	}
}

// of names the settings that use a credential, "" for none.
func (u *users) of(sid string) string { return titles(u.titles[sid]) }

// titles lists settings, "" for none.
func titles(settings []string) string {
	if len(settings) == 0 {
		return ""
	}
	return "the " + strings.Join(settings, " and the ")
}

// users says which of the account's settings use which credentials. The error is of
// settings that could not be read; the others are there all the same.
func (r *credentialResource[M]) users(ctx context.Context, account *Account) (all users, unread error) {
	for read := range r.uses(ctx, account) {
		all.add(read)
		if read.err != nil {
			unread = read.err
		}
	}
	return all, unread
}
