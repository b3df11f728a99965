package acctest

import (
	"context"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio"
)

// restore notes what a real account's settings are, and puts them back when the
// test ends, also when it fails.
func restore(t testing.TB, client *twilio.Client, what string, settings twilio.SettingsAPI) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	before, _, err := settings.Fetch(ctx, client)
	if err != nil {
		t.Fatalf("reading the account's %s, to put them back afterwards: %s", what, err)
	}
	if before.FriendlyName == "" {
		// A write needs a name.
		before.FriendlyName = "Default"
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		after, err := settings.Write(ctx, client, before.SettingsParams)
		if err != nil {
			t.Errorf("THE ACCOUNT'S %s WERE NOT PUT BACK. They were %+v. The write failed: %s", what, before.SettingsParams, err)
			return
		}
		if after.SettingsParams != before.SettingsParams {
			t.Errorf("THE ACCOUNT'S %s ARE NOT AS THEY WERE. They were %+v, and are %+v", what, before.SettingsParams, after.SettingsParams)
		}
	})
}
