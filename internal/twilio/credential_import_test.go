package twilio_test

import (
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// importBlock returns an import block with an id or an identity.
func importBlock(address, argument string) string {
	return "import {\n  to = " + address + "\n  " + argument + "\n}\n"
}

// Twilio never returns the content, so it is null after an import. Filling it in sends nothing, and a later change replaces the credential. A
// key that is unknown while planning cannot be the one that Twilio has, so it replaces the key too.
func TestImportOfCredentials(t *testing.T) {
	t.Parallel()
	const otherSecret = "storedSecret/11111111111111111111111111+"
	s := newCredentialSandbox(t)
	s.StoredSecret(otherSecret)
	w := acctest.NewWorkspace(t, s.Account, nil)
	credential := addCredentials(s, "By hand")[0]
	key := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: twiliosandbox.PublicKeys, FriendlyName: "By hand"})
	replaced := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: twiliosandbox.PublicKeys})
	sid := `id = "` + key.SID + `"`
	if acctest.HasIdentity(t) {
		sid = `identity = { sid = "` + key.SID + `" }`
	}
	config := awsCredentialResource(keyID, `friendly_name = "By hand"`) + importBlock(awsAddress, `id = "`+credential.SID+`"`) +
		publicKeyResource(publicPEM, `friendly_name = "By hand"`) + importBlock(keyAddress, sid) +
		unknown(strings.ReplaceAll(publicPEM, "\n", `\n`)) + importBlock(keyType+".replaced", `id = "`+replaced.SID+`"`) + `
resource "videostorage_twilio_public_key" "replaced" {
  public_key = terraform_data.unknown.output
}
`
	w.Config(config)
	w.Apply().Contains(t, keyType+".replaced must be replaced", "3 imported, 2 added, 2 changed, 1 destroyed")
	expectWrites(t, s, "DELETE "+keyPath+"/{sid}", "POST "+keyPath)
	w.PlansEmpty()
	expectState(t, w, awsAddress, map[string]any{"sid": credential.SID, "access_key_id": keyID, "secret_access_key": storedSecret, "friendly_name": "By hand"})
	expectState(t, w, keyAddress, map[string]any{
		"sid": key.SID, "account_sid": s.SID, "url": key.URL(), "fingerprint_sha256": publicFingerprint, "friendly_name": "By hand",
	})

	w.Config(strings.Replace(config, storedSecret, otherSecret, 1))
	w.Apply().Contains(t, awsAddress+" must be replaced")
	expectWrites(t, s, "DELETE "+awsPath+"/{sid}", "POST "+awsPath)
}

// The command leaves the content null. The same apply fills it in, with a warning, and renames.
func TestImportCommandRemembersTheAccount(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	s.StoredSecret(storedSecret)
	existing := addCredentials(s, "By hand")[0]
	w.Config(awsCredentialResource(keyID, `friendly_name = "By us"`))
	w.Succeed("import", "-input=false", awsAddress, existing.SID)
	expectState(t, w, awsAddress, map[string]any{"access_key_id": nil, "secret_access_key": nil, "friendly_name": "By hand"})
	w.Apply().Contains(t, "The content of the AWS credential cannot be checked", existing.SID, "-replace", "0 added, 1 changed, 0 destroyed")
	if got := soleCredential(t, s); got.SID != existing.SID || got.FriendlyName != "By us" {
		t.Errorf("Twilio has %+v", got)
	}

	other := twiliosandbox.NewAccount()
	s.AddAccount(other)
	useAccount(s, other.SID, other, false)
	w.Fail("plan", "-no-color").ExpectOneError(t, "The credentials belong to another account", existing.SID)
}

// FuzzImport has more invalid IDs.
func TestInvalidImportsAreErrors(t *testing.T) {
	t.Parallel()
	s := newCredentialSandbox(t)
	w := acctest.NewWorkspace(t, s.Account, nil)
	existing := addCredentials(s, "By hand")[0]
	key := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: twiliosandbox.PublicKeys})
	s.Faults().Add(sandbox.Fault{Path: existing.SID, Every: 1, Status: 200, Body: `{"sid":"` + missingSID + `","account_sid":"` + s.SID + `"}`})
	w.Config(awsCredentialResource(keyID, ""))
	w.Fail("import", "-no-color", awsAddress, existing.SID).Contains(t, "about another credential, "+missingSID)
	if state := w.State(awsAddress); state != nil {
		t.Errorf("the failed import has stored %v", state)
	}
	config, ids := "", map[string]string{"invalid": s.SID, "missing": missingSID, "key": key.SID, "mixed_up": existing.SID}
	for name, id := range ids {
		config += strings.Replace(awsCredentialResource(keyID, ""), `"this"`, `"`+name+`"`, 1) + importBlock(awsType+"."+name, `id = "`+id+`"`)
	}
	w.Config(config)
	got := w.Fail("plan", "-no-color")
	got.Contains(t, "Not the SID of a credential", "about another credential, "+missingSID)
	if errors, missing := strings.Count(got.Text, "Error: "), strings.Count(got.Text, "non-existent remote object"); errors != len(ids) || missing != 2 {
		t.Errorf("%d errors, %d of them about a missing object, want %d and 2:\n%s", errors, missing, len(ids), got.Text)
	}
}
