package twiliosandbox_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// shelves starts a sandbox with n credentials of each kind, which take turns.
func shelves(t *testing.T, b twiliosandbox.Behaviour, n int) (*sandboxtest.Running, map[twiliosandbox.CredentialKind][]string) {
	t.Helper()
	s := sandboxtest.Start(t, b)
	made := map[twiliosandbox.CredentialKind][]string{twiliosandbox.AWSCredentials: {}, twiliosandbox.PublicKeys: {}}
	for i := range n {
		for k := range kindPaths {
			made[k] = append(made[k], s.AddCredential(s.Account.SID, twiliosandbox.Credential{Kind: k, FriendlyName: fmt.Sprint(i)}).SID)
		}
	}
	return s, made
}

func TestCredentialsTakeNoMorePagesThanTheyFill(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 50, 51, 1000, 1001} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			s, made := shelves(t, twiliosandbox.Behaviour{}, n)
			for k, path := range kindPaths {
				for query, size := range map[string]int{"": 50, "?PageSize=1000": 1000} {
					all, requests := walk(t, s, path+query)
					if !slices.Equal(all, made[k]) || requests != ceil(n, size) {
						t.Errorf("%s%s: %d in %d requests, want %d in the order of creation in %d", path, query, len(all), requests, n, ceil(n, size))
					}
				}
			}
		})
	}
}

func TestMetaOfCredentials(t *testing.T) {
	t.Parallel()
	for _, path := range kindPaths {
		s, _ := shelves(t, twiliosandbox.Behaviour{}, 0)
		_, _, body := send(t, request(t, s, http.MethodGet, path, nil))
		url := s.BaseURL + path + "?PageSize=50&Page=0"
		want := `{"credentials":[],"meta":{"page":0,"page_size":50,"first_page_url":"` + url +
			`","previous_page_url":null,"url":"` + url + `","next_page_url":null,"key":"credentials"}}`
		if string(body) != want {
			t.Errorf("answer %s\nwant   %s", body, want)
		}
	}
}

// TestPagesOfCredentialsHold creates and deletes between two requests.
func TestPagesOfCredentialsHold(t *testing.T) {
	t.Parallel()
	s, made := shelves(t, twiliosandbox.Behaviour{}, 6)
	sids := made[twiliosandbox.AWSCredentials]
	page := list(t, s, awsPath+"?PageSize=2")
	s.RemoveCredential(s.Account.SID, sids[0])
	if got := remove(t, s, awsPath+"/"+sids[3]); got != 204 {
		t.Fatalf("deleting: %d", got)
	}
	want := append([]string{sids[2]}, append(slices.Clone(sids[4:]), createSID(t, s, twiliosandbox.AWSCredentials))...)
	if got, _ := walk(t, s, *page.meta.Next); !slices.Equal(got, want) {
		t.Errorf("the rest is %v, want %v", got, want)
	}
}

func TestCredentialListParameters(t *testing.T) {
	t.Parallel()
	s, _ := shelves(t, twiliosandbox.Behaviour{}, 3)
	next := *list(t, s, awsPath+"?PageSize=1").meta.Next
	_, token, _ := strings.Cut(next, "PageToken=")
	tests := map[string]struct {
		query string
		taken bool
	}{
		"the largest page":            {"PageSize=1000", true},
		"a larger page":               {"PageSize=1001", false},
		"an empty page":               {"PageSize=0", false},
		"a page that is none":         {"PageSize=x", false},
		"a page's number":             {"Page=3", true},
		"a token":                     {"PageToken=" + token, true},
		"a token that is none":        {"PageToken=x", false},
		"a name":                      {"FriendlyName=n", false},
		"a parameter of another list": {"Status=completed", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, body := exchange(t, request(t, s, http.MethodGet, awsPath+"?"+tt.query, nil))
			if !tt.taken {
				wantError(t, status, body, 400, 20001)
			} else if status != 200 {
				t.Errorf("answer %d %v, want 200", status, body)
			}
		})
	}
	t.Run("the other kind's token", func(t *testing.T) {
		t.Parallel()
		status, body := exchange(t, request(t, s, http.MethodGet, keyPath+"?PageToken="+token, nil))
		wantError(t, status, body, 400, 20001)
	})
}

// TestListsOfCredentialsCanGoWrong tries the behaviours that all lists share.
func TestListsOfCredentialsCanGoWrong(t *testing.T) {
	t.Parallel()
	s, _ := shelves(t, twiliosandbox.Behaviour{ForeignNextPage: "https://example.com"}, 2)
	page := list(t, s, awsPath+"?PageSize=1")
	if next := page.meta.Next; next == nil || !strings.HasPrefix(*next, "https://example.com/v1/Credentials/AWS?") {
		t.Errorf("the next page is at %v, want another origin", next)
	}
	s.SetBehaviour(twiliosandbox.Behaviour{OverlapPages: 1})
	first := list(t, s, awsPath+"?PageSize=2")
	if len(first.items) != 2 || first.meta.Next != nil {
		t.Errorf("%+v, want both on one page", first)
	}
}
