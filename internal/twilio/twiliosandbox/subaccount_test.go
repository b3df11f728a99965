package twiliosandbox_test

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// rights tries everything on a credential, and lists what an account may do.
func rights(t *testing.T, s *sandboxtest.Running, sid string) []string {
	t.Helper()
	may := []string{}
	if slices.Contains(sids(list(t, s, awsPath).items), sid) {
		may = append(may, "list")
	}
	for _, attempt := range []struct {
		right, method string
		form          url.Values
		status        int
	}{
		{"read", http.MethodGet, nil, 200},
		{"rename", http.MethodPost, form("FriendlyName", "n"), 200},
		{"delete", http.MethodDelete, nil, 204},
	} {
		status, _, body := send(t, request(t, s, attempt.method, awsPath+"/"+sid, attempt.form))
		switch status {
		case attempt.status:
			may = append(may, attempt.right)
		case http.StatusNotFound:
		default:
			t.Errorf("%s answered %d %s", attempt.right, status, body)
		}
	}
	return may
}

func TestWhoFindsACredential(t *testing.T) {
	t.Parallel()
	everything, nothing := []string{"list", "read", "rename", "delete"}, []string{}
	tests := map[string]struct {
		owner  string
		hidden bool
		want   map[string][]string
	}{
		"a parent's":             {"parent", false, map[string][]string{"parent": everything, "sub": nothing, "stranger": nothing}},
		"a subaccount's":         {"sub", false, map[string][]string{"parent": everything, "sub": everything, "stranger": nothing}},
		"a subaccount's, hidden": {"sub", true, map[string][]string{"parent": nothing, "sub": everything, "stranger": nothing}},
		"a parent's, hidden":     {"parent", true, map[string][]string{"parent": everything, "sub": nothing, "stranger": nothing}},
	}
	for name, tt := range tests {
		for viewer, want := range tt.want {
			t.Run(name+" to "+viewer, func(t *testing.T) {
				t.Parallel()
				parent, sub, stranger := family(t, twiliosandbox.Behaviour{SubaccountCredentialsHidden: tt.hidden})
				all := map[string]*sandboxtest.Running{"parent": parent, "sub": sub, "stranger": stranger}
				owner := all[tt.owner]
				sid := createSID(t, owner, twiliosandbox.AWSCredentials)
				if got := rights(t, all[viewer], sid); !slices.Equal(got, want) {
					t.Errorf("it may %v, want %v", got, want)
				}
				left := len(owner.Credentials(owner.Account.SID)) == 1
				if left == slices.Contains(want, "delete") {
					t.Errorf("it is left: %v", left)
				}
			})
		}
	}
}

func TestCreatingForAnAccount(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		creator, owner string
		taken          bool
	}{
		"itself":             {"parent", "parent", true},
		"its subaccount":     {"parent", "sub", true},
		"a stranger":         {"parent", "stranger", false},
		"its parent":         {"sub", "parent", false},
		"a subaccount alone": {"sub", "sub", true},
		"another's":          {"stranger", "sub", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for k, path := range kindPaths {
				parent, sub, stranger := family(t, twiliosandbox.Behaviour{})
				all := map[string]*sandboxtest.Running{"parent": parent, "sub": sub, "stranger": stranger}
				creator, owner := all[tt.creator], all[tt.owner]
				status, body := exchange(t, request(t, creator, http.MethodPost, path, creation(t, k, "AccountSid", owner.Account.SID)))
				own := owner.Credentials(owner.Account.SID)
				if !tt.taken {
					// The code is not documented.
					wantError(t, status, body, 400, 20001)
					if len(own) > 0 {
						t.Errorf("%v was created all the same", own)
					}
					continue
				}
				if status != 201 || body["account_sid"] != owner.Account.SID {
					t.Errorf("answer %d %v, want a credential of %s", status, body, owner.Account.SID)
				}
				if len(own) != 1 || own[0].AccountSID != owner.Account.SID || own[0].CreatorSID != creator.Account.SID {
					t.Errorf("stored %+v", own)
				}
			}
		})
	}
}

func TestCreatorAccountSID(t *testing.T) {
	t.Parallel()
	parent, sub, _ := family(t, twiliosandbox.Behaviour{CreatorAccountSID: true})
	made := create(t, parent, twiliosandbox.PublicKeys, "AccountSid", sub.Account.SID)
	for _, s := range []*sandboxtest.Running{parent, sub} {
		items := list(t, s, keyPath).items
		if len(items) != 1 || items[0]["account_sid"] != parent.Account.SID || items[0]["sid"] != made["sid"] {
			t.Errorf("listed %v, want it with the account that created it", items)
		}
	}
	if own := create(t, sub, twiliosandbox.PublicKeys); own["account_sid"] != sub.Account.SID {
		t.Errorf("the subaccount created %v, want it with its own account", own)
	}
}

// TestAnAccountCanBecomeASubaccount replaces an account by itself with a
// parent.
func TestAnAccountCanBecomeASubaccount(t *testing.T) {
	t.Parallel()
	parent, _, stranger := family(t, twiliosandbox.Behaviour{})
	sid := createSID(t, stranger, twiliosandbox.AWSCredentials)
	adopted := stranger.Account
	adopted.ParentSID = parent.Account.SID
	parent.AddAccount(adopted)
	if got := sids(list(t, parent, awsPath).items); !slices.Equal(got, []string{sid}) {
		t.Errorf("the parent lists %v, want %s", got, sid)
	}
}
