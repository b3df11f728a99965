package twilio_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Twilio never returns the content, so it is null after an import. Filling it in sends nothing. TestStoredSecret imports by SID.
func TestImportByIdentitySendsNothing(t *testing.T) {
	t.Parallel()
	acctest.NeedIdentity(t)
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	existing := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: twiliosandbox.PublicKeys, FriendlyName: "By hand"})
	s.Test(t,
		resource.TestStep{
			Config: publicKeyResource(publicPEM, `friendly_name = "By hand"`) + `
import {
  to       = videostorage_twilio_public_key.this
  identity = { sid = "` + existing.SID + `" }
}
`,
			ConfigPlanChecks: preApply(keyAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.ExpectWrites(s.Log()), sameAtTwilio{t, s, keyAddress}, stored(keyAddress, "fingerprint_sha256", publicFingerprint),
			},
		},
	)
}

// The command leaves the content null. The same apply fills it in, with a warning, and renames.
func TestImportCommandRemembersTheAccount(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	s.StoredSecret(storedSecret)
	existing := s.AddCredential(s.SID, twiliosandbox.Credential{FriendlyName: "By hand"})
	w.Config(awsCredentialResource(keyID, `friendly_name = "By us"`))
	w.Succeed("import", "-input=false", awsAddress, existing.SID)
	expectState(t, w, awsAddress, map[string]any{"access_key_id": nil, "secret_access_key": nil, "friendly_name": "By hand"})
	w.Apply().Contains(t, "The content of the AWS credential cannot be checked", existing.SID, "-replace", "0 added, 1 changed, 0 destroyed")
	if got := soleCredential(t, s); got.SID != existing.SID || got.FriendlyName != "By us" {
		t.Errorf("Twilio has %+v", got)
	}
	w.PlansEmpty()

	other := twiliosandbox.NewAccount()
	s.AddAccount(other)
	useAccount(s, other.SID, other, false)
	w.Fail("plan", "-no-color").ExpectOneError(t, "The credentials belong to another account", existing.SID)
}

// A key that is unknown while planning cannot be the one that Twilio has.
func TestImportWithUnknownContentReplacesTheCredential(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	existing := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: twiliosandbox.PublicKeys})
	s.Test(t, resource.TestStep{
		Config: unknown(strings.ReplaceAll(publicPEM, "\n", `\n`)) + `
resource "videostorage_twilio_public_key" "this" {
  public_key = terraform_data.unknown.output
}
import {
  to = videostorage_twilio_public_key.this
  id = "` + existing.SID + `"
}
`,
		ConfigPlanChecks: preApply(keyAddress, plancheck.ResourceActionReplace),
		PostApplyFunc:    func() { expectWrites(t, s, "DELETE "+keyPath+"/{sid}", "POST "+keyPath) },
	})
}

func TestFailedImportStoresNothing(t *testing.T) {
	t.Parallel()
	s := newCredentialSandbox(t)
	existing := s.AddCredential(s.SID, twiliosandbox.Credential{})
	publicKey := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: twiliosandbox.PublicKeys})
	s.Faults().Add(sandbox.Fault{Path: existing.SID, Every: 1, Status: 200, Body: `{"sid":"` + missingSID + `","account_sid":"` + s.SID + `"}`})
	var steps []resource.TestStep
	for id, part := range map[string]string{
		"Default":     "Not the SID of a credential",
		s.SID:         "Not the SID of a credential",
		missingSID:    "non-existent remote object",
		publicKey.SID: "non-existent remote object",
		existing.SID:  "about another credential, " + missingSID,
	} {
		steps = append(steps, resource.TestStep{
			Config: awsCredentialResource(keyID, ""), ImportState: true, ImportStatePersist: true, ResourceName: awsAddress, ImportStateId: id,
			ExpectError: acctest.ErrorWith(part),
		})
	}
	s.Test(t, steps...)
	// Otherwise the end of the test case would destroy the credential.
	expectWrites(t, s)
}
