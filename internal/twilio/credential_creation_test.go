package twilio_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// createPublicKey plans and applies a public key without the CLI. It returns the message of the error.
func createPublicKey(t *testing.T, s *acctest.Sandbox, attributes map[string]any) string {
	t.Helper()
	d := newDirect(t, s)
	attributes["public_key"] = publicPEM
	plan, diagnostics, err := d.Plan(t.Context(), keyType, protocol.State{}, attributes)
	if err != nil || len(diagnostics) > 0 {
		t.Fatalf("planning: %v, %s", err, diagnostics)
	}
	created, diagnostics, err := d.Apply(t.Context(), plan)
	if err != nil || len(diagnostics) != 1 || created.Exists() {
		t.Fatalf("the creation has error %v and the diagnostics %s", err, diagnostics)
	}
	return diagnostics.String()
}

// expectMessage fails the test unless a message has these parts, in this order.
func expectMessage(t *testing.T, message string, parts ...string) {
	t.Helper()
	if !acctest.ErrorWith(parts...).MatchString(message) {
		t.Errorf("the message lacks one of %q:\n%s", parts, message)
	}
}

// An ambiguous creation is sent once. The credential that Twilio created can be imported, as the message says.
func TestAmbiguousCreationNamesTheCandidates(t *testing.T) {
	t.Parallel()
	s := newCredentialSandbox(t)
	before := s.AddCredential(s.SID, twiliosandbox.Credential{FriendlyName: "Consultations", DateCreated: time.Now().Add(-time.Hour)})
	credential := awsCredentialResource(keyID, `friendly_name = "Consultations"`)
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: awsPath, Drop: true, After: true})
	o := manage(t, s, awsType, "")
	o.Plan(credential).FailsUnchanged("Could not create the AWS credential", s.SID, "Twilio may have processed the request nevertheless, so it was not repeated",
		`Twilio now lists 2 AWS credential(s) with the name "Consultations"`, before.SID, "Delete it in Twilio's console before you try again",
		"Never delete one that is in use", "import { to = "+awsType+".NAME id = ")
	expectWrites(t, s, "POST "+awsPath)
	made := s.Credentials(s.SID)[1]
	s.Test(t, resource.TestStep{
		Config:           credential + "import {\n  to = " + awsAddress + "\n  id = \"" + made.SID + "\"\n}\n",
		ConfigPlanChecks: preApply(awsAddress, plancheck.ResourceActionUpdate),
		PostApplyFunc:    func() { expectWrites(t, s) },
	})
	if all := s.Credentials(s.SID); len(all) != 1 || all[0].SID != before.SID {
		t.Errorf("the destroy left %+v, want %s", all, before.SID)
	}
}

// Whichever way the response gets lost, the message names the credentials with that name and account, newest first.
func TestLostResponseNamesTheCandidates(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]sandbox.Fault{
		"dropped":      {Drop: true, After: true},
		"server error": {Status: 500, After: true},
		"redirect":     {Status: 307, After: true, Header: http.Header{"Location": {"https://elsewhere.example"}}},
		"not JSON":     {Status: 201, After: true, ContentType: "text/html", Body: "<html>created</html>"},
		"null":         {Status: 201, After: true, Body: `null`},
	} {
		s, child := newFamily(t, twiliosandbox.Behaviour{})
		before := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: twiliosandbox.PublicKeys, DateCreated: time.Now().Add(-time.Hour)})
		other := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: twiliosandbox.PublicKeys, FriendlyName: "Another"})
		// Twilio lists the credentials of subaccounts too.
		ofChild := s.AddCredential(child.SID, twiliosandbox.Credential{Kind: twiliosandbox.PublicKeys})
		fault.Method, fault.Path = "POST", keyPath
		s.Faults().Add(fault)
		message := createPublicKey(t, s, map[string]any{})
		made := s.Credentials(s.SID)[2]
		parts := []string{"Could not create the public key", "so it was not repeated"}
		if fault.Status != 0 && fault.Status < 500 {
			parts = append(parts, "Another server than Twilio's API seems to have answered", "twilio.base_url")
		}
		expectMessage(t, message, append(parts, "Twilio now lists 2 public key(s) without a name", made.SID, before.SID, `id = "`+made.SID+`"`)...)
		if strings.Contains(message, other.SID) || strings.Contains(message, ofChild.SID) {
			t.Errorf("%s: the message has other credentials:\n%s", name, message)
		}
		expectWrites(t, s, "POST "+keyPath)
	}
}

// In a rotation, the candidates include the credential in use, which must not be deleted or imported.
func TestAmbiguousCreationMarksTheCredentialInUse(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	rotated := func(key string) string {
		return publicKeyResource(key, `friendly_name = "Consultations"`+"\n"+beforeDestroy) + usersOfPublicKey
	}
	w.Config(rotated(publicPEM))
	w.Apply()
	first := soleCredential(t, s)
	w.Config(rotated(newPublicKey(t)))
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: keyPath, Drop: true, After: true})
	got := w.Fail("apply", "-auto-approve", "-no-color")
	second := s.Credentials(s.SID)[1]
	got.ExpectOneError(t, second.SID+", created "+second.DateCreated.Format(time.RFC3339)+" "+
		first.SID+", created "+first.DateCreated.Format(time.RFC3339)+", IN USE by the recording settings and the composition settings",
		"Delete it in Twilio's console", "Never delete one that is in use", `id = "`+second.SID+`"`)

	// As the message says.
	s.RemoveCredential(s.SID, second.SID)
	w.Apply()
	expectInUse(t, s, soleCredential(t, s))
	expectNoneDangled(t, s)
}

func TestAmbiguousCreationWithoutCandidates(t *testing.T) {
	t.Parallel()
	const refusal = `{"code":70051,"message":"required permission is missing","status":401}`
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: keyPath, Drop: true})
	expectMessage(t, createPublicKey(t, s, map[string]any{"friendly_name": "Consultations"}),
		`Twilio lists no public key with the name "Consultations" now, so it was probably not created`)

	// The search fails.
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: keyPath, Drop: true})
	s.Faults().Add(sandbox.Fault{Method: "GET", Path: keyPath, Status: 401, Body: refusal})
	expectMessage(t, createPublicKey(t, s, map[string]any{}), "If it was created, it is not in the state", "required permission is missing", "console")

	// The settings cannot be read.
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: keyPath, Drop: true, After: true})
	s.Faults().Add(sandbox.Fault{Method: "GET", Path: "Settings", Times: 2, Status: 401, Body: refusal})
	expectMessage(t, createPublicKey(t, s, map[string]any{}), soleCredential(t, s).SID, "Some settings could not be read", "required permission is missing")

	// A share of the timeout is reserved for the search.
	s.RemoveCredential(s.SID, soleCredential(t, s).SID)
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: keyPath, After: true, Delay: time.Hour})
	expectMessage(t, createPublicKey(t, s, map[string]any{"timeouts": map[string]any{"create": "10s"}}), "deadline exceeded", soleCredential(t, s).SID)
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
	message := createPublicKey(t, s, map[string]any{"friendly_name": "Many"})
	expectMessage(t, message, "Twilio now lists 31 public key(s)", fmt.Sprintf("CR%032x, created 9", 19), "and 11 older", "Never delete one that is in use",
		fmt.Sprintf(`id = "CR%032x"`, 0))
	if n := strings.Count(message, ", created "); n != 20 {
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
	refused := createPublicKey(t, s, map[string]any{"account_sid": otherAccount})
	expectMessage(t, refused, "Could not create the public key", "HTTP status 400, Twilio error ", "https://www.twilio.com/docs/errors/")
	expectSent(t, s, "the refused creation", "POST")
	unsent := createPublicKey(t, s, map[string]any{"timeouts": map[string]any{"create": "1ns"}})
	expectMessage(t, unsent, "Could not create the public key", "deadline exceeded")
	expectSent(t, s, "the creation without time")
	for _, message := range []string{refused, unsent} {
		if slices.ContainsFunc([]string{"Twilio now lists", "may have processed", "look for"}, func(part string) bool { return strings.Contains(message, part) }) {
			t.Errorf("the message is about an orphan:\n%s", message)
		}
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
