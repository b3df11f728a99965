package twilio_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// failCreation creates a credential. It fails the test unless that is one error with these parts, and leaves no state.
func failCreation(t *testing.T, o *acctest.Object, config string, parts ...string) acctest.Result {
	t.Helper()
	got := o.Fails(config, parts...)
	got.ExpectOneError(t)
	if o.State.Exists() {
		t.Errorf("the state is %v, want none", o.State.Attributes())
	}
	return got
}

// expectMessage fails the test unless a message has these parts, in this order.
func expectMessage(t *testing.T, message string, parts ...string) {
	t.Helper()
	if !acctest.ErrorWith(parts...).MatchString(message) {
		t.Errorf("the message lacks one of %q:\n%s", parts, message)
	}
}

// An ambiguous creation is sent once. Whichever way the response gets lost, the message names the credentials with that name and account.
func TestLostResponseNamesTheCandidates(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]sandbox.Fault{
		"dropped":      {Drop: true, After: true},
		"server error": {Status: 500, After: true},
		"redirect":     {Status: 307, After: true, Header: http.Header{"Location": {"https://elsewhere.example"}}},
		"not JSON":     {Status: 201, After: true, ContentType: "text/html", Body: "<html>created</html>"},
		"null":         {Status: 201, After: true, Body: `null`},
	} {
		t.Log(name)
		s, child := newFamily(t, twiliosandbox.Behaviour{})
		before := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: twiliosandbox.PublicKeys, DateCreated: time.Now().Add(-time.Hour)})
		other := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: twiliosandbox.PublicKeys, FriendlyName: "Another"})
		// Twilio lists the credentials of subaccounts too.
		ofChild := s.AddCredential(child.SID, twiliosandbox.Credential{Kind: twiliosandbox.PublicKeys})
		fault.Method, fault.Path = "POST", keyPath
		s.Faults().Add(fault)
		parts := []string{"Could not create the public key", "so it was not repeated"}
		if fault.Status != 0 && fault.Status < 500 {
			parts = append(parts, "Another server than Twilio's API seems to have answered", "twilio.base_url")
		}
		got := failCreation(t, manage(t, s, keyType, ""), publicKeyResource(publicPEM, ""), append(parts, "Twilio now lists 2 public key(s) without a name")...)
		made := s.Credentials(s.SID)[2]
		got.Contains(t, made.SID, before.SID, `id = "`+made.SID+`"`)
		got.Lacks(t, other.SID, ofChild.SID)
		expectWrites(t, s, "POST "+keyPath)
	}
}

// In a rotation, the candidates include the credential in use, which must not be deleted or imported. The newest one comes first, and of two
// from the same second, the one that no settings use. TestImportOfCredentials imports as the message says.
func TestAmbiguousCreationMarksTheCredentialInUse(t *testing.T) {
	t.Parallel()
	s := newCredentialSandbox(t)
	created := time.Now().Truncate(time.Second)
	old := s.AddCredential(s.SID, twiliosandbox.Credential{FriendlyName: "Consultations", DateCreated: created.Add(-time.Hour)})
	used := s.AddCredential(s.SID, twiliosandbox.Credential{FriendlyName: "Consultations", DateCreated: created})
	for _, k := range bothSettings {
		storeWith(s, k, used.SID, true)
	}
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: awsPath, Drop: true, After: true, Hook: func() {
		// Both are from the same second, and the one in use comes first in the list.
		made := s.Credentials(s.SID)[2]
		used.DateCreated = made.DateCreated
		s.RemoveCredential(s.SID, used.SID)
		s.RemoveCredential(s.SID, made.SID)
		s.AddCredential(s.SID, used)
		s.AddCredential(s.SID, made)
	}})
	credential, config := manage(t, s, awsType, ""), awsCredentialResource(keyID, `friendly_name = "Consultations"`)
	got := failCreation(t, credential, config, "Could not create the AWS credential", s.SID,
		"Twilio may have processed the request nevertheless, so it was not repeated", "Delete it in Twilio's console before you try again",
		"Never delete one that is in use", "import { to = "+awsType+".NAME id = ")
	made := s.Credentials(s.SID)[2]
	named := func(c twiliosandbox.Credential) string {
		return c.SID + ", created " + c.DateCreated.Format(time.RFC3339)
	}
	got.Contains(t, `Twilio now lists 3 AWS credential(s) with the name "Consultations": `+named(made)+" "+
		named(used)+", IN USE by the recording settings and the composition settings "+named(old), `id = "`+made.SID+`"`)

	// As the message says.
	s.RemoveCredential(s.SID, made.SID)
	credential.Apply(config)
	expectWrites(t, s, "POST "+awsPath, "POST "+awsPath)
}

func TestAmbiguousCreationWithoutCandidates(t *testing.T) {
	t.Parallel()
	const refusal = `{"code":70051,"message":"required permission is missing","status":401}`
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	key, nameless := manage(t, s, keyType, ""), publicKeyResource(publicPEM, "")
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: keyPath, Drop: true})
	failCreation(t, key, publicKeyResource(publicPEM, `friendly_name = "Consultations"`),
		`Twilio lists no public key with the name "Consultations" now, so it was probably not created`)

	// The search fails.
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: keyPath, Drop: true})
	s.Faults().Add(sandbox.Fault{Method: "GET", Path: keyPath, Status: 401, Body: refusal})
	failCreation(t, key, nameless, "If it was created, it is not in the state", "required permission is missing", "console")

	// The settings cannot be read.
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: keyPath, Drop: true, After: true})
	s.Faults().Add(sandbox.Fault{Method: "GET", Path: "Settings", Times: 2, Status: 401, Body: refusal})
	failCreation(t, key, nameless, "Some settings could not be read", "required permission is missing").Contains(t, soleCredential(t, s).SID)

	// A share of the timeout is reserved for the search.
	s.RemoveCredential(s.SID, soleCredential(t, s).SID)
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: keyPath, After: true, Delay: time.Hour})
	failCreation(t, key, publicKeyResource(publicPEM, "timeouts {\n  create = \"10s\"\n}"), "deadline exceeded").Contains(t, soleCredential(t, s).SID)
}

// An error names 20 candidates. Long dates do not push the rest of the message out.
func TestAmbiguousCreationAmongManyCandidates(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	var list []string
	for i := range 31 {
		list = append(list, fmt.Sprintf(`{"sid":"CR%032x","account_sid":%q,"friendly_name":"Many","date_created":%q}`, i, s.SID, strings.Repeat("9", 4096)))
	}
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: keyPath, Drop: true, After: true})
	s.Faults().Add(sandbox.Fault{Method: "GET", Path: keyPath, Status: 200, Body: `{"credentials":[` + strings.Join(list, ",") + `],"meta":{"next_page_url":null}}`})
	got := failCreation(t, manage(t, s, keyType, ""), publicKeyResource(publicPEM, `friendly_name = "Many"`), "Twilio now lists 31 public key(s)",
		fmt.Sprintf("CR%032x, created 9", 19), "and 11 older", "Never delete one that is in use", fmt.Sprintf(`id = "CR%032x"`, 0))
	if n := strings.Count(got.Text, ", created "); n != 20 {
		t.Errorf("%d are named, want 20", n)
	}
}

func TestAmbiguousCreationAfterAnInterrupt(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	w.Config(publicKeyResource(publicPEM, ""))
	arrived := make(chan struct{})
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: keyPath, After: true, Hook: func() { close(arrived) }, Delay: time.Hour})
	got := w.Interrupt(arrived, "apply", "-auto-approve", "-no-color")
	if got.Code != 1 {
		t.Errorf("exit status %d", got.Code)
	}
	got.Contains(t, "Could not create the public key", "context canceled", soleCredential(t, s).SID)
}

// A refused creation, and one that was never sent, leave nothing to look for.
func TestFailedCreationWithoutAnOrphan(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{EchoSecrets: true})
	key := manage(t, s, keyType, "")
	refused := failCreation(t, key, publicKeyResource(publicPEM, `account_sid = "`+otherAccount+`"`),
		"Could not create the public key", "HTTP status 400, Twilio error ", "https://www.twilio.com/docs/errors/")
	expectSent(t, s, "the refused creation", "POST")
	unsent := failCreation(t, key, publicKeyResource(publicPEM, "timeouts {\n  create = \"1ns\"\n}"), "Could not create the public key", "deadline exceeded")
	expectSent(t, s, "the creation without time")
	for _, got := range []acctest.Result{refused, unsent} {
		got.Lacks(t, "Twilio now lists", "may have processed", "look for")
	}
}

// The provider's twilio.account_sid is not the account of its credentials.
func TestCreationInAnotherAccountTaintsTheCredential(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	useAccount(s, otherAccount, s.Running.Account, true)
	key := manage(t, s, keyType, "")
	got := key.Fails(publicKeyResource(publicPEM, ""))
	sid := soleCredential(t, s).SID
	got.ExpectOneError(t, "Twilio created the public key in another account", sid, s.SID, otherAccount, "twilio.account_sid")
	key.Expect(map[string]any{"sid": sid})
	if !key.Tainted {
		t.Error("it is not tainted")
	}
}
