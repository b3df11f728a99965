package acctest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// failingTest is a test that fails, and is over when end is called.
type failingTest struct {
	testing.TB
	cleanups []func()
	errors   []string
}

func (f *failingTest) Helper()                   {}
func (f *failingTest) Cleanup(cleanup func())    { f.cleanups = append(f.cleanups, cleanup) }
func (f *failingTest) Error(a ...any)            { f.errors = append(f.errors, fmt.Sprint(a...)) }
func (f *failingTest) Errorf(s string, a ...any) { f.errors = append(f.errors, fmt.Sprintf(s, a...)) }

func (f *failingTest) end() {
	for _, cleanup := range slices.Backward(f.cleanups) {
		cleanup()
	}
}

func TestSettingsArePutBack(t *testing.T) {
	t.Parallel()
	made := twiliosandbox.Settings{
		FriendlyName: "By hand", AWSStorageEnabled: true, AWSS3URL: "https://by-hand.s3.amazonaws.com", AWSCredentialsSID: twiliosandbox.CredentialSID(),
	}
	for name, test := range map[string]struct {
		behaviour twiliosandbox.Behaviour
		fault     sandbox.Fault
		leaves    twiliosandbox.Settings
		complaint string
	}{
		"put back":                   {},
		"put back over left-overs":   {leaves: twiliosandbox.Settings{FriendlyName: "Test", EncryptionKeySID: twiliosandbox.CredentialSID()}},
		"left-overs that are merged": {behaviour: twiliosandbox.Behaviour{Merge: true}, leaves: twiliosandbox.Settings{FriendlyName: "Test", EncryptionKeySID: twiliosandbox.CredentialSID()}, complaint: "ARE NOT AS THEY WERE"},
		"write refused":              {fault: sandbox.Fault{Method: "POST", Status: 400}, complaint: "WERE NOT PUT BACK"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sandboxtest.Start(t, test.behaviour)
			s.SetSettings(s.Account.SID, twiliosandbox.RecordingSettings, made)
			a := newAccount(t, environmentFor(s.BaseURL, s.Account), s.Account)
			failing := &failingTest{TB: t}
			restore(failing, a.API, "recording settings", twilio.RecordingSettings)

			if test.leaves == (twiliosandbox.Settings{}) {
				test.leaves.FriendlyName = "Test"
			}
			s.SetSettings(s.Account.SID, twiliosandbox.RecordingSettings, test.leaves)
			if test.fault.Status != 0 {
				s.Faults().Add(test.fault)
			}
			failing.end()

			if test.complaint != "" {
				if len(failing.errors) != 1 || !strings.Contains(failing.errors[0], test.complaint) {
					t.Errorf("the test was told %q, want %q", failing.errors, test.complaint)
				}
				return
			}
			got, _, err := twilio.RecordingSettings.Fetch(context.Background(), a.API)
			if err != nil || got.SettingsParams != twilio.SettingsParams(made) || len(failing.errors) > 0 {
				t.Errorf("the account holds %+v (%v), want %+v; the test was told %q", got.SettingsParams, err, made, failing.errors)
			}
		})
	}
}
