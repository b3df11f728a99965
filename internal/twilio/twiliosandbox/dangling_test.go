package twiliosandbox_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

func TestWhatDangles(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{}, twiliosandbox.Account{
		SID: twiliosandbox.NewAccount().SID, AuthToken: "x", Enterprise: true, Credentials: []string{credential},
	})
	account := s.Account.SID
	aws := s.AddCredential(account, twiliosandbox.Credential{}).SID
	public := s.AddCredential(account, twiliosandbox.Credential{Kind: twiliosandbox.PublicKeys}).SID
	others := s.AddCredential(twiliosandbox.NewAccount().SID, twiliosandbox.Credential{}).SID

	const storage, encryption = "AwsCredentialsSid ", "EncryptionKeySid "
	tests := map[string]struct {
		settings twiliosandbox.Settings
		want     []string
	}{
		"nothing":                           {twiliosandbox.Settings{}, nil},
		"what exists":                       {twiliosandbox.Settings{AWSStorageEnabled: true, AWSCredentialsSID: aws, EncryptionEnabled: true, EncryptionKeySID: public}, nil},
		"what is known by its SID alone":    {twiliosandbox.Settings{AWSStorageEnabled: true, AWSCredentialsSID: credential, EncryptionEnabled: true, EncryptionKeySID: credential}, nil},
		"a switch that names nothing":       {twiliosandbox.Settings{AWSStorageEnabled: true, EncryptionEnabled: true}, nil},
		"what is switched off":              {twiliosandbox.Settings{AWSCredentialsSID: key, EncryptionKeySID: key}, nil},
		"what the other switch is about":    {twiliosandbox.Settings{AWSStorageEnabled: true, AWSCredentialsSID: aws, EncryptionKeySID: key}, nil},
		"what never existed":                {twiliosandbox.Settings{AWSStorageEnabled: true, AWSCredentialsSID: key, EncryptionEnabled: true, EncryptionKeySID: key}, []string{storage + key, encryption + key}},
		"what is of the wrong kind":         {twiliosandbox.Settings{AWSStorageEnabled: true, AWSCredentialsSID: public, EncryptionEnabled: true, EncryptionKeySID: aws}, []string{storage + public, encryption + aws}},
		"what another account has":          {twiliosandbox.Settings{AWSStorageEnabled: true, AWSCredentialsSID: others}, []string{storage + others}},
		"what never existed, for one alone": {twiliosandbox.Settings{AWSStorageEnabled: true, AWSCredentialsSID: aws, EncryptionEnabled: true, EncryptionKeySID: key}, []string{encryption + key}},
	}
	for name, tt := range tests {
		for _, k := range []twiliosandbox.Kind{recording, composition} {
			// Not parallel with each other: they share the account's settings.
			s.SetSettings(account, k, tt.settings)
			var want []string
			for _, reference := range tt.want {
				want = append(want, account+" "+string(k)+"/Default: "+reference)
			}
			if got := s.Dangling(account); !slices.Equal(got, want) {
				t.Errorf("%s: %v dangles, want %v", name, got, want)
			}
			if got := s.Dangling(twiliosandbox.NewAccount().SID); got != nil {
				t.Errorf("%s: %v dangles of another account", name, got)
			}
			s.Unset(account, k)
		}
	}
}

func TestWhatDanglesIsInAFixedOrder(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	account := s.Account.SID
	for _, k := range []twiliosandbox.Kind{recording, composition} {
		s.SetSettings(account, k, twiliosandbox.Settings{
			AWSStorageEnabled: true, AWSCredentialsSID: credential, EncryptionEnabled: true, EncryptionKeySID: key,
		})
	}
	want := []string{
		account + " CompositionSettings/Default: AwsCredentialsSid " + credential,
		account + " CompositionSettings/Default: EncryptionKeySid " + key,
		account + " RecordingSettings/Default: AwsCredentialsSid " + credential,
		account + " RecordingSettings/Default: EncryptionKeySid " + key,
	}
	for range 50 {
		if got := s.Dangling(account); !slices.Equal(got, want) {
			t.Fatalf("%v dangles, want %v", got, want)
		}
	}
}

// dangled lists, for each request in the log, whether something dangled.
func dangled(s *sandboxtest.Running) []bool {
	all := []bool{}
	for _, r := range s.Log().All() {
		all = append(all, len(r.Dangling) > 0)
	}
	return all
}

// TestTheLogTellsTheOrderOfARotation carries one out in the right order and in
// each wrong one.
func TestTheLogTellsTheOrderOfARotation(t *testing.T) {
	t.Parallel()
	for k, parameters := range map[twiliosandbox.CredentialKind][2]string{
		twiliosandbox.AWSCredentials: {"AwsStorageEnabled", "AwsCredentialsSid"},
		twiliosandbox.PublicKeys:     {"EncryptionEnabled", "EncryptionKeySid"},
	} {
		for name, tt := range map[string]struct {
			order string // of create, set, delete, read and switching off
			want  []bool
		}{
			"without a gap":             {"csd", []bool{false, false, false}},
			"deleted too early":         {"cdrs", []bool{false, true, true, false}},
			"deleted before the other":  {"drc", []bool{true, true, true}},
			"destroyed in good order":   {"od", []bool{false, false}},
			"destroyed in the wrong":    {"dro", []bool{true, true, false}},
			"a reading changes nothing": {"rr", []bool{false, false}},
		} {
			t.Run(string(k)+"/"+name, func(t *testing.T) {
				t.Parallel()
				s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
				old := createSID(t, s, k)
				next := ""
				set := func(sid string) {
					t.Helper()
					if status, body := post(t, s, recording, "FriendlyName", "n", parameters[0], "true", parameters[1], sid); status != 200 {
						t.Fatalf("setting: %d %v", status, body)
					}
				}
				set(old)
				s.Log().Reset()
				for _, step := range tt.order {
					switch step {
					case 'c':
						next = createSID(t, s, k)
					case 's':
						set(next)
					case 'd':
						remove(t, s, kindPaths[k]+"/"+old)
					case 'r':
						list(t, s, kindPaths[k])
					case 'o':
						post(t, s, recording, "FriendlyName", "n")
					}
				}
				if got := dangled(s); !slices.Equal(got, tt.want) {
					t.Errorf("dangled %v, want %v", got, tt.want)
				}
			})
		}
	}
}

// TestTheLogNamesWhatDangles loses the answer of a DELETE as well.
func TestTheLogNamesWhatDangles(t *testing.T) {
	t.Parallel()
	parent, sub, _ := family(t, twiliosandbox.Behaviour{})
	sid := createSID(t, sub, twiliosandbox.AWSCredentials)
	post(t, sub, recording, "FriendlyName", "n", "AwsStorageEnabled", "true", "AwsCredentialsSid", sid)
	parent.Log().Reset()

	// Its parent deletes it, and the connection breaks.
	parent.Faults().Add(sandbox.Fault{Method: http.MethodDelete, After: true, Drop: true})
	resp, err := http.DefaultClient.Do(request(t, parent, http.MethodDelete, awsPath+"/"+sid, nil))
	if err == nil {
		t.Fatalf("answer %d (closing: %v), want none", resp.StatusCode, resp.Body.Close())
	}
	want := []string{sub.Account.SID + " RecordingSettings/Default: AwsCredentialsSid " + sid}
	logged := parent.Log().All()
	if len(logged) != 1 || logged[0].Status != 0 || !slices.Equal(logged[0].Dangling, want) {
		t.Errorf("logged %+v, want one without a status, and %v dangling", logged, want)
	}
	if got := parent.Dangling(sub.Account.SID); !slices.Equal(got, want) {
		t.Errorf("%v dangles, want %v", got, want)
	}
}

func TestTheLogSeesWhatHappensBehindAClient(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	c := s.AddCredential(s.Account.SID, twiliosandbox.Credential{})
	s.SetSettings(s.Account.SID, composition, twiliosandbox.Settings{AWSStorageEnabled: true, AWSCredentialsSID: c.SID})
	fetch(t, s, recording)
	s.RemoveCredential(s.Account.SID, c.SID)
	fetch(t, s, recording)
	req := request(t, s, http.MethodGet, awsPath, nil)
	req.Header.Del("Authorization")
	send(t, req)
	s.AddCredential(s.Account.SID, c)
	fetch(t, s, recording)
	if got, want := dangled(s), []bool{false, true, true, false}; !slices.Equal(got, want) {
		t.Errorf("dangled %v, want %v", got, want)
	}
}
