package sendbirdsandbox_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox/sendbirdtest"
)

func TestApplicationIsTheOneWhoseTokenIsSent(t *testing.T) {
	t.Parallel()
	one, two := sendbirdsandbox.NewApplication(), sendbirdsandbox.NewApplication()
	bare := sendbirdsandbox.Application{ID: "BARE", Region: "us-east-1"}
	tests := map[string]struct {
		token       []string
		application string // "" if refused
	}{
		"the first":     {[]string{one.APIToken}, one.ID},
		"the second":    {[]string{two.APIToken}, two.ID},
		"a wrong token": {[]string{one.APIToken + "0"}, ""},
		"in capitals":   {[]string{strings.ToUpper(one.APIToken)}, ""},
		"an empty one":  {[]string{""}, ""},
		"none":          {nil, ""},
		"the ID":        {[]string{one.ID}, ""},
	}
	for name, tt := range tests {
		for other, code := range map[bool]int{false: notAuthorized, true: notAllowed} {
			t.Run(name+map[bool]string{false: "", true: ", not allowed"}[other], func(t *testing.T) {
				t.Parallel()
				s := sendbirdtest.Start(t, sendbirdsandbox.Behaviour{TokenNotAllowed: other}, one, two, bare)
				for _, id := range []string{one.ID, two.ID, bare.ID} {
					s.AddRecordings(id, sendbirdsandbox.Recording{ID: s.Recording.ID})
				}
				for _, at := range []string{path(s.Recording.ID), "/"} {
					req := request(t, s, http.MethodPost, at, encode(t, fields(s)))
					req.Header.Del("Api-Token")
					for _, token := range tt.token {
						req.Header.Add("Api-Token", token)
					}
					status, body := exchange(t, req)
					switch {
					case tt.application == "":
						wantError(t, s, status, body, code, "Api-Token")
					case status == http.StatusOK != (at != "/"):
						t.Errorf("%s: answer %d %v", at, status, body)
					}
				}
				for _, r := range s.Log().All() {
					if r.Account != tt.application {
						t.Errorf("logged account %q, want %q", r.Account, tt.application)
					}
				}
			})
		}
	}
}

func TestAddApplicationReplaces(t *testing.T) {
	t.Parallel()
	s := start(t, sendbirdsandbox.Behaviour{})
	rotated := s.Application
	rotated.APIToken = sendbirdsandbox.NewApplication().APIToken
	s.AddApplication(rotated)
	status, body := ask(t, s, fields(s))
	wantError(t, s, status, body, notAuthorized, "Api-Token")
	s.Application = rotated
	if status, body := ask(t, s, fields(s)); status != http.StatusOK {
		t.Errorf("answer %d %v with the new token", status, body)
	}
}

func TestValidate(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*sendbirdsandbox.Application)
		want   string // part of the error, "" if valid
	}{
		"a new application":   {func(*sendbirdsandbox.Application) {}, ""},
		"another region":      {func(a *sendbirdsandbox.Application) { a.Region = "ap-northeast-2" }, ""},
		"no ID":               {func(a *sendbirdsandbox.Application) { a.ID = "" }, "application ID"},
		"an ID for a shell":   {func(a *sendbirdsandbox.Application) { a.ID += ";id" }, "application ID"},
		"no token":            {func(a *sendbirdsandbox.Application) { a.APIToken = "" }, "API token"},
		"a token for a shell": {func(a *sendbirdsandbox.Application) { a.APIToken = "$(id)" }, "API token"},
		"no region":           {func(a *sendbirdsandbox.Application) { a.Region = "" }, "region"},
		"a region of AWS":     {func(a *sendbirdsandbox.Application) { a.Region = "eu-west-1" }, "eu-central-1"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := sendbirdsandbox.NewApplication()
			tt.change(&a)
			err := a.Validate()
			if tt.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("error %v, want one with %q", err, tt.want)
			}
			if a.APIToken != "" && strings.Contains(err.Error(), a.APIToken) {
				t.Errorf("%q shows the token", err)
			}
		})
	}
}

func TestWhatIsMadeUpIsDistinctAndOfTheRightForm(t *testing.T) {
	t.Parallel()
	a, b := sendbirdsandbox.NewApplication(), sendbirdsandbox.NewApplication()
	if a.ID == b.ID || a.APIToken == b.APIToken {
		t.Errorf("%+v and %+v share something", a, b)
	}
	if !regexp.MustCompile(`^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$`).MatchString(a.ID) || !regexp.MustCompile(`^[0-9a-f]{40}$`).MatchString(a.APIToken) {
		t.Errorf("%+v is not of Sendbird's form", a)
	}
	one, two := sendbirdsandbox.NewBucket("us-west-2"), sendbirdsandbox.NewBucket("us-west-2")
	if one.Name == two.Name || one.AccessKey == two.AccessKey || one.SecretKey == two.SecretKey {
		t.Errorf("%+v and %+v share something", one, two)
	}
	if !regexp.MustCompile(`^[a-z0-9-]{3,63}$`).MatchString(one.Name) || !regexp.MustCompile(`^[A-Z0-9]{20}$`).MatchString(one.AccessKey) ||
		len(one.SecretKey) != 40 || one.Region != "us-west-2" {
		t.Errorf("%+v is not of AWS's form", one)
	}
}
