package twilioapi_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// forEachKind runs a test on both kinds of credentials.
func forEachKind(t *testing.T, test func(*testing.T, storedKind)) {
	t.Helper()
	for name, k := range storedKinds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, k)
		})
	}
}

func create(t *testing.T, k storedKind, client *twilioapi.Client, name string) twilioapi.Credential {
	t.Helper()
	made, err := k.api.Create(t.Context(), client, twilioapi.NewCredential{Material: k.material, FriendlyName: name})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestLifeOfACredential(t *testing.T) {
	t.Parallel()
	forEachKind(t, func(t *testing.T, k storedKind) {
		s, client := start(t, twiliosandbox.Behaviour{})
		made := create(t, k, client, "first")
		held := s.Credentials(s.Account.SID)
		if len(held) != 1 || held[0].Kind != k.kind || held[0].SID != made.SID || made.AccountSID != s.Account.SID || made.FriendlyName != "first" {
			t.Fatalf("created %+v, Twilio holds %+v", made, held)
		}
		if want := held[0].DateCreated.Format("2006-01-02T15:04:05Z"); made.DateCreated != want || made.DateUpdated != want || made.URL != held[0].URL() {
			t.Errorf("created %+v, want dates %s, URL %s", made, want, held[0].URL())
		}
		if got, err := k.api.Fetch(t.Context(), client, made.SID); err != nil || got != made {
			t.Errorf("fetched %+v, %v; want %+v", got, err, made)
		}
		for _, name := range []string{"second", ""} {
			if got, err := k.api.Rename(t.Context(), client, made.SID, name); err != nil || got.FriendlyName != name || got.SID != made.SID {
				t.Errorf("renamed to %+v, %v; want %q", got, err, name)
			}
		}
		if err := k.api.Delete(t.Context(), client, made.SID); err != nil || len(s.Credentials(s.Account.SID)) != 0 {
			t.Errorf("deleting: %v; Twilio holds %+v", err, s.Credentials(s.Account.SID))
		}
		if _, err := k.api.Fetch(t.Context(), client, made.SID); !errors.Is(err, twilioapi.ErrNotFound) {
			t.Errorf("error %v, want %v", err, twilioapi.ErrNotFound)
		}
		if err := k.api.Delete(t.Context(), client, made.SID); err != nil {
			t.Errorf("deleting again: %v, want success", err)
		}
		for _, r := range s.Log().All() {
			if r.Path != k.path && r.Path != k.path+"/"+made.SID {
				t.Errorf("%s %s is on no path of the kind", r.Method, r.Path)
			}
		}
	})
}

// What the sandbox's log does not keep is looked at by a server of the test's own.
func TestFormOfACreation(t *testing.T) {
	t.Parallel()
	const subaccount = "AC0123456789abcdef0123456789abcdef"
	forEachKind(t, func(t *testing.T, k storedKind) {
		for name, tt := range map[string]struct {
			create twilioapi.NewCredential
			adds   url.Values
		}{
			"material alone": {twilioapi.NewCredential{}, nil},
			"name":           {twilioapi.NewCredential{FriendlyName: "a & b"}, url.Values{"FriendlyName": {"a & b"}}},
			"subaccount":     {twilioapi.NewCredential{AccountSID: subaccount}, url.Values{"AccountSid": {subaccount}}},
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				var got url.Values
				base := serve(t, func(w http.ResponseWriter, r *http.Request) {
					if err := r.ParseForm(); err != nil {
						panic(http.ErrAbortHandler)
					}
					got = r.PostForm
					w.WriteHeader(http.StatusCreated)
					if _, err := fmt.Fprintf(w, `{"sid":%q}`, credential); err != nil {
						panic(http.ErrAbortHandler)
					}
				})
				tt.create.Material = k.material
				made, err := k.api.Create(t.Context(), connect(t, base, twiliosandbox.NewAccount()), tt.create)
				if err != nil || made != (twilioapi.Credential{SID: credential}) {
					t.Fatalf("%+v, %v", made, err)
				}
				want := url.Values{}
				for _, values := range []url.Values{k.form, tt.adds} {
					for field := range values {
						want.Set(field, values.Get(field))
					}
				}
				if got.Encode() != want.Encode() {
					t.Errorf("form %v, want %v", got, want)
				}
			})
		}
	})
}

// A creation is repeated only where it certainly was not processed.
func TestWhichCreationsAreRepeated(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault    sandbox.Fault
		repeated bool
		// maybe is whether the credential may exist although the creation failed.
		maybe bool
	}{
		"429":               {sandbox.Fault{Status: 429, Header: http.Header{"Retry-After": {"0"}}}, true, false},
		"503":               {sandbox.Fault{Status: 503}, false, true},
		"500":               {sandbox.Fault{Status: 500}, false, true},
		"500 after the act": {sandbox.Fault{Status: 500, After: true}, false, true},
		"answer got lost":   {sandbox.Fault{Drop: true, After: true}, false, true},
		"not JSON":          {sandbox.Fault{Status: 201, ContentType: "text/html", Body: "<html>", After: true}, false, true},
		"no credential":     {sandbox.Fault{Status: 201, Body: `{"sid":"CR1"}`, After: true}, false, true},
		"null":              {sandbox.Fault{Status: 201, Body: `null`, After: true}, false, true},
		"HTML 403":          {sandbox.Fault{Status: 403, ContentType: "text/html", Body: "<html>"}, false, true},
		"refused":           {sandbox.Fault{Status: 400, Body: `{"code":70106,"message":"no","status":400}`}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachKind(t, func(t *testing.T, k storedKind) {
				s, client := start(t, twiliosandbox.Behaviour{}, retries(2))
				s.Faults().Add(tt.fault)
				_, err := k.api.Create(t.Context(), client, twilioapi.NewCredential{Material: k.material})
				if tt.repeated {
					if err != nil || len(s.Log().All()) != 2 {
						t.Errorf("error %v after %d requests, want success after 2", err, len(s.Log().All()))
					}
					return
				}
				if failed := failure(t, err); failed.MaybeCarriedOut() != tt.maybe || len(s.Log().All()) != 1 {
					t.Errorf("error %+v after %d requests, maybe carried out: %t; want 1 and %t", failed, len(s.Log().All()), failed.MaybeCarriedOut(), tt.maybe)
				}
			})
		})
	}
}

func TestCreationThatReachesNobodyWasNotCarriedOut(t *testing.T) {
	t.Parallel()
	forEachKind(t, func(t *testing.T, k storedKind) {
		client := connect(t, "http://127.0.0.1:0", twiliosandbox.NewAccount(), retries(1))
		_, err := k.api.Create(t.Context(), client, twilioapi.NewCredential{Material: k.material})
		if failed := failure(t, err); failed.MaybeCarriedOut() || !strings.Contains(err.Error(), "gave up after 2 attempts") {
			t.Errorf("error %v, want one of a connection that was tried twice", err)
		}
	})
}

// Renaming and deleting twice does no harm.
func TestOtherRequestsForCredentialsAreRepeated(t *testing.T) {
	t.Parallel()
	forEachKind(t, func(t *testing.T, k storedKind) {
		for method, call := range map[string]func(*twilioapi.Client, string) error{
			"GET": func(c *twilioapi.Client, sid string) error { _, err := k.api.Fetch(t.Context(), c, sid); return err },
			"POST": func(c *twilioapi.Client, sid string) error {
				_, err := k.api.Rename(t.Context(), c, sid, "n")
				return err
			},
			"DELETE": func(c *twilioapi.Client, sid string) error { return k.api.Delete(t.Context(), c, sid) },
		} {
			s, client := start(t, twiliosandbox.Behaviour{}, retries(1))
			made := create(t, k, client, "")
			s.Log().Reset()
			s.Faults().Add(sandbox.Fault{Method: method, Drop: true, After: true})
			if err := call(client, made.SID); err != nil || sandbox.Count(s.Log().All(), method, made.SID) != 2 {
				t.Errorf("%s: %v after %d requests, want success after 2", method, err, len(s.Log().All()))
			}
		}
	})
}

// Twilio's reference says RFC 2822 of the dates, and its examples are RFC 3339.
func TestDatesOfCredentials(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string]string{
		`"2015-07-31T04:00:00Z"`:            "2015-07-31T04:00:00Z",
		`"2015-07-31T06:00:00+02:00"`:       "2015-07-31T04:00:00Z",
		`"Fri, 31 Jul 2015 04:00:00 +0000"`: "2015-07-31T04:00:00Z",
		`"Fri, 31 Jul 2015 04:00:00 GMT"`:   "2015-07-31T04:00:00Z",
		`"yesterday"`:                       "yesterday",
		`null`:                              "",
		`""`:                                "",
	} {
		t.Run(sent, func(t *testing.T) {
			t.Parallel()
			forEachKind(t, func(t *testing.T, k storedKind) {
				client := answering(t, 200, "application/json", fmt.Sprintf(`{"sid":%q,"date_created":%s,"date_updated":%s}`, credential, sent, sent))
				got, err := k.api.Fetch(t.Context(), client, credential)
				if err != nil || got.DateCreated != want || got.DateUpdated != want {
					t.Errorf("%+v, %v; want %q", got, err, want)
				}
			})
		})
	}
}

func TestWhatIsNoCredentialIsAnError(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"sid":null}`, `{"sid":"AC0123456789abcdef0123456789abcdef"}`, `{"sid":1}`, `{"account_sid":"AC1"}`, `[]`, `"x"`, `<html>`, ``} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			forEachKind(t, func(t *testing.T, k storedKind) {
				client := answering(t, 200, "application/json", body)
				_, err := k.api.Fetch(t.Context(), client, credential)
				if failed := failure(t, err); !failed.Foreign || errors.Is(err, twilioapi.ErrNotFound) {
					t.Errorf("error %+v", failed)
				}
			})
		})
	}
}

func TestNothingIsSentForWhatIsNoSID(t *testing.T) {
	t.Parallel()
	for _, sid := range []string{"", "CR1", credential + "/../x", "AC" + credential[2:], credential + "\n"} {
		t.Run(sid, func(t *testing.T) {
			t.Parallel()
			forEachKind(t, func(t *testing.T, k storedKind) {
				s, client := start(t, twiliosandbox.Behaviour{})
				_, fetched := k.api.Fetch(t.Context(), client, sid)
				_, renamed := k.api.Rename(t.Context(), client, sid, "n")
				for _, err := range []error{fetched, renamed, k.api.Delete(t.Context(), client, sid)} {
					if err == nil || !strings.Contains(err.Error(), "is not the SID of a credential") {
						t.Errorf("error %v", err)
					}
				}
				if n := len(s.Log().All()); n != 0 {
					t.Errorf("%d requests, want none", n)
				}
			})
		})
	}
}

func TestListOfCredentials(t *testing.T) {
	t.Parallel()
	forEachKind(t, func(t *testing.T, k storedKind) {
		s, client := start(t, twiliosandbox.Behaviour{})
		var want []string
		for i := range 1001 {
			want = append(want, s.AddCredential(s.Account.SID, twiliosandbox.Credential{Kind: k.kind, FriendlyName: fmt.Sprint(i)}).SID)
		}
		for _, other := range storedKinds {
			if other.kind != k.kind {
				s.AddCredential(s.Account.SID, twiliosandbox.Credential{Kind: other.kind})
			}
		}
		all, err := k.api.List(t.Context(), client)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range all {
			got = append(got, c.SID)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%d credentials listed, want %d", len(got), len(want))
		}
		if n := len(s.Log().All()); n != 2 {
			t.Errorf("%d requests, want 2", n)
		}
		s.Faults().Add(sandbox.Fault{Status: 400, Body: `{"code":1,"message":"no","status":400}`})
		if all, err := k.api.List(t.Context(), client); err == nil || all != nil {
			t.Errorf("%d credentials, %v; want an error", len(all), err)
		}
	})
}

// A bound ends the list, and no page is asked for beyond it.
func TestListOfSomeCredentials(t *testing.T) {
	t.Parallel()
	forEachKind(t, func(t *testing.T, k storedKind) {
		s, client := start(t, twiliosandbox.Behaviour{})
		for range 2001 {
			s.AddCredential(s.Account.SID, twiliosandbox.Credential{Kind: k.kind})
		}
		for _, test := range []struct {
			most        int64
			found, asks int
		}{{1, 1, 1}, {1000, 1000, 1}, {1001, 1001, 2}, {2000, 2000, 2}, {5000, 2001, 3}} {
			s.Log().Reset()
			all, err := k.api.ListUpTo(t.Context(), client, test.most)
			if err != nil || len(all) != test.found {
				t.Errorf("up to %d, %d credentials were listed, want %d (%v)", test.most, len(all), test.found, err)
			}
			if n := len(s.Log().All()); n != test.asks {
				t.Errorf("up to %d took %d requests, want %d", test.most, n, test.asks)
			}
		}
	})
}

// A server that quotes what it was sent, in an error or an answer, under whatever
// spelling.
func TestSecretsOfACredentialAreShownNowhere(t *testing.T) {
	t.Parallel()
	answers := map[string]struct {
		status int
		body   string
	}{
		"an error":          {400, `{"code":70106,"message":"bad ` + accessSecret + `","more_info":"` + accessSecret + `","status":400}`},
		"an escaped error":  {400, `{"code":70106,"message":"bad ` + strings.ReplaceAll(accessSecret, "/", `\/`) + `","status":400}`},
		"JSON's own escape": {400, `{"code":70106,"message":"bad ` + strings.ReplaceAll(accessSecret, "+", `\u002b`) + `","status":400}`},
		"a letter escaped":  {400, `{"code":70106,"message":"bad \u0077` + accessSecret[1:] + `","status":400}`},
		"a form":            {500, url.Values{"Credentials": {accessKey + ":" + accessSecret}}.Encode()},
		"HTML":              {502, "<html>" + accessSecret},
		"no credential":     {201, `{"sid":"` + accessSecret + `"}`},
		"a success":         {201, `{"sid":"` + credential + `","received":"` + accessSecret + `"}`},
	}
	for name, tt := range answers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			client := answering(t, tt.status, "application/json", tt.body)
			_, err := twilioapi.AWSCredentials.Create(tflogtest.RootLogger(t.Context(), &out), client,
				twilioapi.NewCredential{Material: twilioapi.AWSKey(accessKey, accessSecret), FriendlyName: "shown"})
			if (err == nil) != (name == "a success") {
				t.Fatal(err)
			}
			for _, part := range []string{accessSecret[1:10], accessSecret[15:20], accessSecret[30:38]} {
				if strings.Contains(fmt.Sprint(err), part) {
					t.Errorf("the error holds %q: %v", part, err)
				}
				if strings.Contains(out.String(), part) {
					t.Errorf("the log holds %q: %s", part, out.String())
				}
			}
			if !strings.Contains(out.String(), `"FriendlyName":["shown"]`) {
				t.Errorf("the log lacks the form: %s", out.String())
			}
		})
	}
}

func TestCredentialsOfASubaccount(t *testing.T) {
	t.Parallel()
	forEachKind(t, func(t *testing.T, k storedKind) {
		parent := twiliosandbox.NewAccount()
		child := twiliosandbox.NewAccount()
		child.ParentSID = parent.SID
		s := sandboxtest.Start(t, twiliosandbox.Behaviour{}, parent, child)
		client := connect(t, s.BaseURL, parent)
		made, err := k.api.Create(t.Context(), client, twilioapi.NewCredential{Material: k.material, AccountSID: child.SID})
		if err != nil || made.AccountSID != child.SID || len(s.Credentials(child.SID)) != 1 {
			t.Errorf("created %+v, %v; the subaccount has %+v", made, err, s.Credentials(child.SID))
		}
	})
}
