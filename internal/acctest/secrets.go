package acctest

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/leak"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// used are the secrets that tests use, by the tests' names, while they run.
var used = struct {
	sync.Mutex
	byTest map[string][]leak.Secret
	// ever are those of all tests of this process.
	ever map[leak.Secret]bool
}{byTest: map[string][]leak.Secret{}, ever: map[leak.Secret]bool{}}

// Secret says that the test uses these secrets. When it ends, they must be nowhere:
// not in what was printed, nor in a log, a state or a plan. The account's own
// credentials need no mention. A value of several lines is looked for line by line.
func (a *Account) Secret(values ...string) {
	a.t.Helper()
	for _, value := range values {
		use(a.t, leak.Secret{Name: "a secret of the test", Value: value})
	}
}

// StoredSecret says that the test uses these secrets, and that Terraform stores
// them: they may be in a state and a saved plan, and nowhere else.
func (a *Account) StoredSecret(values ...string) {
	a.t.Helper()
	for _, value := range values {
		use(a.t, leak.Secret{Name: "a stored secret of the test", Value: value, Stored: true})
	}
}

// useCredentials registers the credentials of accounts.
func useCredentials(t testing.TB, accounts ...twiliosandbox.Account) {
	t.Helper()
	for _, a := range accounts {
		if a.AuthToken != "" {
			use(t, leak.Secret{Name: "the auth token of " + a.SID, Value: a.AuthToken})
		}
		for key, secret := range a.APIKeys {
			use(t, leak.Secret{Name: "the secret of API key " + key, Value: secret})
		}
	}
}

func use(t testing.TB, secret leak.Secret) {
	t.Helper()
	if err := leak.Check(secret.Value); err != nil {
		t.Fatalf("%s cannot be looked for: %s", secret.Name, err)
	}
	used.Lock()
	defer used.Unlock()
	if _, known := used.byTest[t.Name()]; !known {
		t.Cleanup(func() {
			used.Lock()
			defer used.Unlock()
			delete(used.byTest, t.Name())
		})
	}
	used.byTest[t.Name()] = append(used.byTest[t.Name()], secret)
	used.ever[secret] = true
}

// scannerFor looks for the secrets of the test and of the tests that it is part of.
func scannerFor(t testing.TB) (*leak.Scanner, error) {
	used.Lock()
	defer used.Unlock()
	all := map[leak.Secret]bool{}
	for name, secrets := range used.byTest {
		if t.Name() == name || strings.HasPrefix(t.Name(), name+"/") {
			for _, secret := range secrets {
				all[secret] = true
			}
		}
	}
	return leak.New(slices.Collect(maps.Keys(all)))
}

// strictScanner looks for the secrets of all tests that ran, and allows none
// anywhere.
func strictScanner() (*leak.Scanner, error) {
	used.Lock()
	defer used.Unlock()
	all := map[leak.Secret]bool{}
	for secret := range used.ever {
		secret.Stored = false
		all[secret] = true
	}
	return leak.New(slices.Collect(maps.Keys(all)))
}

// report fails the test for each finding, and for the error of a scan.
func report(t testing.TB, found []leak.Finding, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("the scan for secrets is not complete: %s", err)
	}
	for _, f := range found {
		t.Errorf("LEAKED: %s", f)
	}
}
