package twilio_test

import (
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// An account that the same run creates has a SID that is only known after apply. The token is in the environment, because Terraform
// would store it with the stand-in for the account.
func TestProviderConfigOfTheSameRun(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	s.Setenv("TWILIO_ACCOUNT_SID", "")
	account := s.Running.Account
	s.ProviderConfig = `
provider "videostorage" {
  twilio {
    account_sid = terraform_data.subaccount.output.sid
  }
}
`
	w := acctest.NewWorkspace(t, s.Account, nil)
	subaccount := func(version string) string {
		return "\nresource \"terraform_data\" \"subaccount\" {\n  input = {\n    sid     = \"" + account.SID + "\"\n    version = \"" + version + "\"\n  }\n}\n"
	}
	k := recordingSettings
	objects := `
resource "videostorage_twilio_aws_credential" "this" {
  access_key_id                = "AKIAQ3EGRIYX3EXAMPL1"
  secret_access_key_wo         = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY02"
  secret_access_key_wo_version = 1
}
` + hookResource(audioOnly) + k.resource(strings.Replace(storing, `"`+awsCredential+`"`, awsAddress+".sid", 1))
	// The guards run during the apply.
	setSettings(s, k, existingSettings)
	w.Config(subaccount("1") + objects)
	if got, changes := w.Plan(); !changes || strings.Contains(got.Text, "Warning") {
		t.Errorf("the plan:\n%s", got.Text)
	}
	expectSent(t, s, "planning with unknown credentials")
	w.Fail("apply", "-auto-approve", "-no-color").Contains(t, "Recording settings exist already")
	expectSettings(t, s, k, existingSettings)
	s.Unset(account.SID, k.sandbox)
	w.Apply()
	// Objects that exist keep their state.
	s.Log().Reset()
	w.Config(subaccount("2") + objects)
	got, _ := w.Plan()
	got.Contains(t, "Not refreshed", "It plans with the values of the state", "0 to add, 1 to change, 0 to destroy")
	expectSent(t, s, "planning with credentials that become unknown")
	w.Apply().Contains(t, "0 added, 1 changed, 0 destroyed")
	// A data source cannot be planned, unless its read waits for the apply.
	w.Config(subaccount("3") + objects + k.dataSource())
	w.Fail("plan", "-no-color").Contains(t, "Unknown provider configuration", "with data."+k.address(), "depends_on with that resource")
	w.Config(subaccount("3") + objects + strings.Replace(k.dataSource(), "{}", "{\n  depends_on = [terraform_data.subaccount]\n}", 1))
	w.Apply()
	w.Destroy()
}
