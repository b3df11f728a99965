package twiliosandbox_test

import (
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// TestReferences names each thing where an AWS credential and where a public
// key belongs, and lists where the settings take it.
func TestReferences(t *testing.T) {
	t.Parallel()
	const aws, encryption = "AwsCredentialsSid", "EncryptionKeySid"
	both, none := map[string]bool{aws: true, encryption: true}, map[string]bool{}
	behaviours := map[string]twiliosandbox.Behaviour{
		"default": {},
		"refuse":  {RefuseUnknownCredentials: true},
		"accept":  {AcceptAnyCredential: true},
		"neither": {RefuseUnknownCredentials: true, AcceptAnyCredential: true},
	}
	tests := map[string]struct {
		// which of what family makes is named
		sid  func(own, key, sub, strange, deleted string) string
		want map[string]map[string]bool
	}{
		"its AWS credential": {
			func(own, _, _, _, _ string) string { return own },
			map[string]map[string]bool{"default": {aws: true}, "refuse": {aws: true}, "accept": both, "neither": both},
		},
		"its public key": {
			func(_, key, _, _, _ string) string { return key },
			map[string]map[string]bool{"default": {encryption: true}, "refuse": {encryption: true}, "accept": both, "neither": both},
		},
		"its subaccount's": {
			func(_, _, sub, _, _ string) string { return sub },
			map[string]map[string]bool{"default": none, "refuse": none, "accept": both, "neither": both},
		},
		"a stranger's": {
			func(_, _, _, strange, _ string) string { return strange },
			map[string]map[string]bool{"default": none, "refuse": none, "accept": both, "neither": both},
		},
		"a deleted one": {
			func(_, _, _, _, deleted string) string { return deleted },
			map[string]map[string]bool{"default": both, "refuse": none, "accept": both, "neither": none},
		},
		"one that never was": {
			func(_, _, _, _, _ string) string { return twiliosandbox.CredentialSID() },
			map[string]map[string]bool{"default": both, "refuse": none, "accept": both, "neither": none},
		},
		"one of which only the SID is known": {
			func(_, _, _, _, _ string) string { return credential },
			map[string]map[string]bool{"default": both, "refuse": both, "accept": both, "neither": both},
		},
	}
	for name, tt := range tests {
		for mode, behaviour := range behaviours {
			t.Run(name+"/"+mode, func(t *testing.T) {
				t.Parallel()
				parent, sub, stranger := family(t, behaviour)
				seeded := parent.Account
				seeded.Credentials = []string{credential}
				parent.AddAccount(seeded)
				deleted := createSID(t, parent, twiliosandbox.AWSCredentials)
				remove(t, parent, awsPath+"/"+deleted)
				sid := tt.sid(
					createSID(t, parent, twiliosandbox.AWSCredentials), createSID(t, parent, twiliosandbox.PublicKeys),
					createSID(t, sub, twiliosandbox.AWSCredentials), createSID(t, stranger, twiliosandbox.PublicKeys), deleted,
				)
				for _, parameter := range []string{aws, encryption} {
					for _, k := range []twiliosandbox.Kind{recording, composition} {
						status, body := post(t, parent, k, "FriendlyName", "n", parameter, sid)
						got, _ := parent.Settings(parent.Account.SID, k)
						stored := got.AWSCredentialsSID == sid || got.EncryptionKeySID == sid
						if want := tt.want[mode][parameter]; stored != want {
							t.Errorf("%s of %s: stored: %v, want %v", parameter, k, stored, want)
						} else if !want {
							wantError(t, status, body, 400, 20001)
						} else if status != 200 {
							t.Errorf("%s of %s: answer %d %v", parameter, k, status, body)
						}
						parent.Unset(parent.Account.SID, k)
					}
				}
			})
		}
	}
}

func TestASubaccountUsesItsOwnCredentials(t *testing.T) {
	t.Parallel()
	parent, sub, _ := family(t, twiliosandbox.Behaviour{RefuseUnknownCredentials: true})
	own := createSID(t, parent, twiliosandbox.AWSCredentials, "AccountSid", sub.Account.SID)
	if status, body := post(t, sub, recording, "FriendlyName", "n", "AwsCredentialsSid", own); status != 200 {
		t.Errorf("its own: %d %v, want 200", status, body)
	}
	parents := createSID(t, parent, twiliosandbox.AWSCredentials)
	status, body := post(t, sub, recording, "FriendlyName", "n", "AwsCredentialsSid", parents)
	wantError(t, status, body, 400, 20001)
}
