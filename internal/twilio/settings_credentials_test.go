package twilio_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Twilio does not document whether it refuses settings with an unknown credential. Storage that cannot work is an error of the plan, in a
// creation and in an update.
func TestUnknownCredentialIsAnErrorOfThePlan(t *testing.T) {
	t.Parallel()
	for _, k := range bothSettings {
		s, child := newFamily(t, twiliosandbox.Behaviour{})
		aws := s.Server.AddCredential(s.SID, twiliosandbox.Credential{}).SID
		key := s.Server.AddCredential(s.SID, twiliosandbox.Credential{Kind: twiliosandbox.PublicKeys}).SID
		ofChild := s.Server.AddCredential(child.SID, twiliosandbox.Credential{}).SID
		stored := func(sid string) string { return k.resource(strings.Replace(storing, awsCredential, sid, 1)) }
		encrypted := func(sid string) string {
			return k.resource(strings.NewReplacer(awsCredential, aws, publicKey, sid).Replace(encrypting))
		}
		missing := twiliosandbox.CredentialSID()
		o := acctest.NewObject(t, s.Account, k.typeName)
		refused := func(config string, parts ...string) {
			t.Helper()
			o.Plan(config).FailsUnchanged(parts...)
		}
		refused(stored(missing), "The AWS credential does not exist", "Account "+s.SID+" has no AWS credential "+missing, "Set aws_credentials_sid")
		refused(stored(key), "The AWS credential does not exist", key, "another kind of credential")
		expectNoWrite(t, s)
		o.Apply(stored(aws))
		refused(encrypted(aws), "The public key does not exist", "has no public key "+aws, "Set encryption_key_sid")
		refused(stored(missing), "The AWS credential does not exist")
		o.Apply(encrypted(key))
		expectMessage(t, o.Plan(stored(ofChild)).Text, "may belong to another account", ofChild, child.SID)
	}
}

// A credential that cannot be read is no reason to stop: an API key may lack the permission.
func TestCredentialThatCannotBeReadIsAWarning(t *testing.T) {
	t.Parallel()
	for _, fault := range []sandbox.Fault{
		{Status: http.StatusUnauthorized, Body: `{"code":70051,"message":"required permission is missing"}`},
		{Status: http.StatusForbidden, Body: `{}`},
		{Status: http.StatusNotFound, ContentType: "text/html", Body: "<html>"},
	} {
		t.Logf("%+v", fault)
		s, o := startSettings(t, twiliosandbox.Behaviour{}, recordingSettings, "")
		fault.Method, fault.Path, fault.Every = http.MethodGet, "/v1/Credentials/", 1
		s.Faults().Add(fault)
		o.Apply(recordingSettings.resource(encrypting)).
			Contains(t, "Could not check the AWS credential", "Could not check the public key", awsCredential, publicKey, "continues without this check")
		expectSettings(t, s, recordingSettings, encryptingSettings)
		o.PlansEmpty(recordingSettings.resource(encrypting))
	}
}

// Twilio's reads may lag behind its writes, so a credential of this run is not looked up. Nor is one that is in the state already.
func TestCredentialOfTheSameRunIsNotLookedUp(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	s.Faults().Add(sandbox.Fault{Method: http.MethodGet, Path: "/v1/Credentials/AWS/", Status: http.StatusNotFound, Every: 1, Body: `{"code":20404,"message":"not found"}`})
	w.Config(awsCredentialResource(keyID, "") + usersOfAWSCredential)
	w.Apply()
	s.Faults().Clear()
	s.Log().Reset()
	w.PlansEmpty()
	if n := sandbox.Count(s.Log().All(), http.MethodGet, "/v1/Credentials/AWS/"); n != 1 {
		t.Errorf("%d requests for the credential, want only the refresh of its resource", n)
	}
}
