package twilio_test

import (
	"fmt"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

const (
	recordingSettingsPath   = "/v1/RecordingSettings/Default"
	compositionSettingsPath = "/v1/CompositionSettings/Default"
)

// usersOfAWSCredential are settings that store with the AWS credential.
var usersOfAWSCredential = recordingSettings.resource(storingWith(awsAddress)) + compositionSettings.resource(storingWith(awsAddress))

// storingWith returns attributes of settings that store with an AWS credential.
func storingWith(address string) string {
	return named + "aws_storage_enabled = true\naws_s3_url = \"" + bucket + "\"\naws_credentials_sid = " + address + ".sid\n"
}

// expectInUse fails the test unless both settings use the credential.
func expectInUse(t *testing.T, s *acctest.Sandbox, c twiliosandbox.Credential) {
	t.Helper()
	for _, k := range bothSettings {
		got := currentSettings(t, s, k)
		if (!got.AWSStorageEnabled || got.AWSCredentialsSID != c.SID) && (!got.EncryptionEnabled || got.EncryptionKeySID != c.SID) {
			t.Errorf("%s are %+v, want %s in use", k.sandbox, got, c.SID)
		}
	}
}

// expectOrder compares the writes. Those of a group may come in any order.
func expectOrder(t *testing.T, s *acctest.Sandbox, groups ...[]string) {
	t.Helper()
	got := takeWrites(t, s)
	for _, group := range groups {
		n := min(len(group), len(got))
		if first := slices.Sorted(slices.Values(got[:n])); !slices.Equal(first, group) {
			t.Errorf("the next writes are %q, want %q in any order", first, group)
		}
		got = got[n:]
	}
	if len(got) > 0 {
		t.Errorf("more writes are %q", got)
	}
}

// One apply creates the new credentials, moves the settings, and then deletes the old credentials. At no moment do the settings refer to a
// credential that does not exist, also if Twilio keeps the references that a request omits and refuses to delete a credential in use.
func TestRotation(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{Merge: true, RefuseDeleteInUse: true, RefuseUnknownCredentials: true})
	s.StoredSecret(storedSecret)
	encrypted := storingWith(awsAddress) + "encryption_enabled = true\nencryption_key_sid = " + keyAddress + ".sid\n"
	settings := recordingSettings.resource(encrypted) + compositionSettings.resource(encrypted)
	creations, deletions := []string{"POST " + awsPath, "POST " + keyPath}, []string{"DELETE " + awsPath + "/{sid}", "DELETE " + keyPath + "/{sid}"}
	moves := []string{"POST " + compositionSettingsPath, "POST " + recordingSettingsPath}
	w.Config(awsCredentialResource(keyID, beforeDestroy) + publicKeyResource(publicPEM, beforeDestroy) + settings)
	w.Apply()
	expectOrder(t, s, creations, moves)
	before := currentSettings(t, s, recordingSettings)

	w.Config(awsCredentialResource(otherKeyID, beforeDestroy) + publicKeyResource(newPublicKey(t), beforeDestroy) + settings)
	w.Apply().Contains(t, awsAddress+" must be replaced +/-", keyAddress+" must be replaced +/-",
		`aws_credentials_sid = "`+before.AWSCredentialsSID+`" -> (known after apply)`, `encryption_key_sid = "`+before.EncryptionKeySID+`" -> (known after apply)`)
	expectOrder(t, s, creations, moves, deletions)
	credential, key := onlyCredential(t, s, twiliosandbox.AWSCredentials), onlyCredential(t, s, twiliosandbox.PublicKeys)
	if credential.SID == before.AWSCredentialsSID || credential.AccessKeyID != otherKeyID || key.SID == before.EncryptionKeySID {
		t.Errorf("Twilio has %+v and %+v", credential, key)
	}
	expectInUse(t, s, credential)
	expectInUse(t, s, key)
	w.PlansEmpty()
	w.Destroy()
	expectOrder(t, s, moves, deletions)
}

// Without create_before_destroy, a replacement begins with the deletion. TestRotation does as the message says.
func TestCredentialInUseIsNotDeleted(t *testing.T) {
	t.Parallel()
	s := newCredentialSandbox(t)
	credential := manage(t, s, awsType, awsCredentialResource(keyID, ""))
	for _, k := range bothSettings {
		storeWith(s, k, soleCredential(t, s).SID, true)
	}
	s.Log().Reset()
	credential.PlanDestroy().Fails("The AWS credential is in use", "The recording settings of account "+s.SID+" use CR",
		"deletes recordings for good", "create_before_destroy = true", "The composition settings of")
	expectWrites(t, s)
	credential.Expect(map[string]any{"sid": soleCredential(t, s).SID, "secret_access_key": storedSecret})
	expectInUse(t, s, soleCredential(t, s))
}

func TestCredentialOfRetainedSettingsIsNotDeleted(t *testing.T) {
	t.Parallel()
	s, w := startWith(t, twiliosandbox.Behaviour{}, publicKeyResource(publicPEM, "")+
		recordingSettings.resource(named+"encryption_enabled = true\nencryption_key_sid = "+keyAddress+".sid\non_destroy = \"retain\""))
	w.Fail("destroy", "-auto-approve", "-no-color").ExpectOneError(t, "The public key is in use", "removed block and destroy = false")
	// As the message says.
	w.Config("removed {\n  from = " + keyAddress + "\n  lifecycle {\n    destroy = false\n  }\n}\n")
	w.Apply().Contains(t, "0 added, 0 changed, 0 destroyed")
	expectWrites(t, s)
	if got := currentSettings(t, s, recordingSettings); got.EncryptionKeySID != soleCredential(t, s).SID || !got.EncryptionEnabled {
		t.Errorf("the settings are %+v", got)
	}
}

// Settings that cannot be read may use the credential. Twilio itself may refuse the deletion too.
func TestCredentialThatMayBeInUseIsNotDeleted(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{RefuseDeleteInUse: true})
	key := manage(t, s, keyType, publicKeyResource(publicPEM, ""))
	s.Faults().Add(sandbox.Fault{
		Method: "GET", Path: compositionSettingsPath, Status: 401, Body: `{"code":70051,"message":"required permission twilio/video is missing","status":401}`,
	})
	key.PlanDestroy().FailsUnchanged("Could not read the composition settings, to check that they do not use CR", "70051", "Nothing was deleted")
	expectWrites(t, s)
	// Another administrator makes the settings use it right after they were read.
	s.Faults().Add(sandbox.Fault{Method: "DELETE", Hook: func() {
		setSettings(s, recordingSettings, twiliosandbox.Settings{
			FriendlyName: "By hand", EncryptionEnabled: true, EncryptionKeySID: soleCredential(t, s).SID,
		})
	}})
	key.PlanDestroy().FailsUnchanged("Could not delete the public key CR", "HTTP status 400")
	s.Log().Reset()
	key.PlanDestroy().FailsUnchanged("The public key is in use")
	expectWrites(t, s)
	soleCredential(t, s)
	setSettings(s, recordingSettings, twiliosandbox.Settings{FriendlyName: "Switched off"})
	key.Destroy()
}

// Twilio does not document which account it then names as the credential's.
func TestCredentialOfASubaccount(t *testing.T) {
	t.Parallel()
	for _, behaviour := range []twiliosandbox.Behaviour{{}, {CreatorAccountSID: true}} {
		s, child := newFamily(t, behaviour)
		key, config := manage(t, s, keyType, ""), publicKeyResource(publicPEM, `account_sid = "`+child.SID+`"`)
		key.Apply(config)
		expectForm(t, s, url.Values{"PublicKey": {publicPEM}, "AccountSid": {child.SID}})
		expectWrites(t, s, "POST "+keyPath)
		if own, its := s.Credentials(s.SID), s.Credentials(child.SID); len(own) != 0 || len(its) != 1 {
			t.Errorf("the account has %+v and the subaccount %+v", own, its)
		}
		key.Apply(config)
		expectWrites(t, s)
		key.Expect(map[string]any{"account_sid": child.SID})
		key.Destroy()
		if left := s.Credentials(child.SID); len(left) != 0 {
			t.Errorf("the subaccount still has %+v", left)
		}
	}
}

// A credential stays in its subaccount unless the configuration names another account. The provider does not reach the settings of a
// subaccount.
func TestPlanOfASubaccountsCredential(t *testing.T) {
	t.Parallel()
	s, child := newFamily(t, twiliosandbox.Behaviour{})
	credential := manage(t, s, awsType, "")
	plan := credential.Plan(awsCredentialResource(keyID, "account_sid = unknown"))
	plan.Contains(t, "account_sid = (known after apply)")
	plan.With(awsCredentialResource(keyID, `account_sid = "`+child.SID+`"`)).Apply()
	credential.Expect(map[string]any{"account_sid": child.SID})
	plan = credential.Plan(awsCredentialResource(keyID, `account_sid = "`+s.SID+`"`))
	plan.Contains(t, `account_sid = "`+child.SID+`" -> "`+s.SID+`"`)
	plan.Expect(plancheck.ResourceActionReplace)
	credential.PlansEmpty(awsCredentialResource(keyID, ""))
	warning := []string{"Use of the AWS credential is not checked", child.SID}
	plan = credential.PlanDestroy()
	plan.Contains(t, warning...)
	plan.Apply().Contains(t, warning...)
}

// Twilio does not document whether an account reaches the credentials of its subaccounts. A read that the timeout interrupts does not count.
func TestCredentialOfAHiddenSubaccountIsNamed(t *testing.T) {
	t.Parallel()
	s, child := newFamily(t, twiliosandbox.Behaviour{SubaccountCredentialsHidden: true})
	key := manage(t, s, keyType, "")
	config := func(timeout string) string {
		return publicKeyResource(publicPEM, fmt.Sprintf("account_sid = %q\ntimeouts {\n  create = %q\n}", child.SID, timeout))
	}
	parts := []string{"cannot be managed from this account", "in subaccount " + child.SID, s.SID, "import"}
	key.Plan(config("10m")).FailsUnchanged(parts...)
	s.Faults().Add(sandbox.Fault{Method: "GET", Path: keyPath + "/CR", Nth: 2, Delay: time.Hour})
	key.Plan(config("10s")).FailsUnchanged(parts...)
	if made := s.Credentials(child.SID); len(made) != 2 {
		t.Errorf("the subaccount has %+v", made)
	}
}
