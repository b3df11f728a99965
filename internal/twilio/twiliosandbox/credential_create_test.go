package twiliosandbox_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// refusedCreation expects an error that quotes no value, and no trace of the
// request.
func refusedCreation(t *testing.T, s *sandboxtest.Running, path string, body url.Values, code int) {
	t.Helper()
	status, answer := exchange(t, request(t, s, http.MethodPost, path, body))
	wantError(t, status, answer, http.StatusBadRequest, code)
	message, _ := answer["message"].(string)
	for name, values := range body {
		for _, value := range values {
			if name != "AccountSid" && len(value) > 3 && strings.Contains(message, value) {
				t.Errorf("message %q has the value of %s", message, name)
			}
		}
	}
	if all := s.Credentials(s.Account.SID); len(all) > 0 {
		t.Errorf("%v was made all the same", all)
	}
}

func TestAWSKeys(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		value string
		taken bool
	}{
		"a key":                    {accessKeyID + ":" + awsSecret, true},
		"that of the description":  {"AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", true},
		"nothing":                  {"", false},
		"no secret":                {accessKeyID, false},
		"an empty secret":          {accessKeyID + ":", false},
		"no ID":                    {awsSecret, false},
		"an empty ID":              {":" + awsSecret, false},
		"the wrong way round":      {awsSecret + ":" + accessKeyID, false},
		"a short ID":               {accessKeyID[1:] + ":" + awsSecret, false},
		"a long ID":                {accessKeyID + "0:" + awsSecret, false},
		"an ID in lower case":      {strings.ToLower(accessKeyID) + ":" + awsSecret, false},
		"a short secret":           {accessKeyID + ":" + awsSecret[1:], false},
		"a long secret":            {accessKeyID + ":" + awsSecret + "0", false},
		"another character":        {accessKeyID + ":" + awsSecret[1:] + "-", false},
		"a space for a plus":       {accessKeyID + ":" + strings.ReplaceAll(awsSecret, "+", " "), false},
		"a line end":               {accessKeyID + ":" + awsSecret + "\n", false},
		"a line end in its middle": {accessKeyID + ":\n" + awsSecret, false},
		"two colons":               {accessKeyID + "::" + awsSecret, false},
		"a session's token":        {accessKeyID + ":" + awsSecret + ":token", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
			body := form("Credentials", tt.value)
			if !tt.taken {
				refusedCreation(t, s, awsPath, body, 70106)
				return
			}
			status, answer := exchange(t, request(t, s, http.MethodPost, awsPath, body))
			id, _, _ := strings.Cut(tt.value, ":")
			if status != 201 || s.Credentials(s.Account.SID)[0].AccessKeyID != id {
				t.Errorf("answer %d %v, stored %v", status, answer, s.Credentials(s.Account.SID))
			}
		})
	}
}

func TestCreationParameters(t *testing.T) {
	t.Parallel()
	const another = "AC0123456789abcdef0123456789abcdef"
	tests := map[string]struct {
		add     []string
		without bool // leaves out what the credential is made of
		code    int  // of the error, 0 if taken
	}{
		"what is required":       {nil, false, 0},
		"nothing":                {nil, true, 20001},
		"a name alone":           {[]string{"FriendlyName", "n"}, true, 20001},
		"an unknown parameter":   {[]string{"Region", "eu"}, false, 20001},
		"another case":           {[]string{"friendlyName", "n"}, false, 20001},
		"a name twice":           {[]string{"FriendlyName", "n", "FriendlyName", "n"}, false, 20001},
		"a long name":            {[]string{"FriendlyName", strings.Repeat("n", 65)}, false, 70001},
		"a SID that is none":     {[]string{"AccountSid", "AC1"}, false, 70002},
		"another thing's SID":    {[]string{"AccountSid", "SK" + another[2:]}, false, 70002},
		"an empty SID":           {[]string{"AccountSid", ""}, false, 70002},
		"an account unknown":     {[]string{"AccountSid", another}, false, 20001},
		"both kinds' parameters": {[]string{"PublicKey", "x", "Credentials", "y"}, true, 20001},
	}
	for k, path := range kindPaths {
		for name, tt := range tests {
			t.Run(string(k)+"/"+name, func(t *testing.T) {
				t.Parallel()
				s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
				body := form(tt.add...)
				if !tt.without {
					body = creation(t, k, tt.add...)
				}
				if tt.code != 0 {
					refusedCreation(t, s, path, body, tt.code)
				} else if status, answer := exchange(t, request(t, s, http.MethodPost, path, body)); status != 201 {
					t.Errorf("answer %d %v, want 201", status, answer)
				}
			})
		}
	}
}

func TestWhatAKindIsMadeOfComesOnce(t *testing.T) {
	t.Parallel()
	for k, path := range kindPaths {
		t.Run(string(k), func(t *testing.T) {
			t.Parallel()
			body := creation(t, k)
			for name, values := range body {
				body[name] = append(values, values[0])
			}
			refusedCreation(t, sandboxtest.Start(t, twiliosandbox.Behaviour{}), path, body, 20001)
		})
	}
}

// TestUpdateParameters sends what creates credentials, and worse, to one that
// exists.
func TestUpdateParameters(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	for k, path := range kindPaths {
		old := s.AddCredential(s.Account.SID, twiliosandbox.Credential{Kind: k, FriendlyName: "old"})
		for name, body := range map[string]url.Values{
			"what it is made of": creation(t, k, "FriendlyName", "new"),
			"an account":         form("FriendlyName", "new", "AccountSid", s.Account.SID),
			"a name twice":       form("FriendlyName", "new", "FriendlyName", "newer"),
			"something unknown":  form("Name", "new"),
		} {
			t.Run(string(k)+"/"+name, func(t *testing.T) {
				t.Parallel()
				status, answer := exchange(t, request(t, s, http.MethodPost, path+"/"+old.SID, body))
				wantError(t, status, answer, 400, 20001)
				_, answer = exchange(t, request(t, s, http.MethodGet, path+"/"+old.SID, nil))
				if answer["friendly_name"] != "old" {
					t.Errorf("the name is %v, want it as it was", answer["friendly_name"])
				}
			})
		}
	}
}

func TestCredentialsWantAForm(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ contentType, body string }{
		"JSON":          {"application/json", `{"Credentials":"` + accessKeyID + ":" + awsSecret + `"}`},
		"no type":       {"", creation(t, twiliosandbox.AWSCredentials).Encode()},
		"a broken form": {sandbox.FormType, "Credentials=" + awsSecret + "%" + awsSecret[:2]},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.BaseURL+awsPath, strings.NewReader(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			req.SetBasicAuth(s.Account.SID, s.Account.AuthToken)
			if tt.contentType != "" {
				req.Header.Set("Content-Type", tt.contentType)
			}
			status, answer := exchange(t, req)
			wantError(t, status, answer, 400, 20001)
			if message, _ := answer["message"].(string); strings.Contains(message, awsSecret[:2]) {
				t.Errorf("message %q has a part of the secret", message)
			}
		})
	}
}
