package twiliosandbox_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/reachtest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

func hash(value string) string {
	sum := sha256.Sum256([]byte(value))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// TestTheLogHasNoSecrets sends a value wherever a client may put it.
func TestTheLogHasNoSecrets(t *testing.T) {
	t.Parallel()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	secretDER, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	pasted := asPEM("PRIVATE KEY", secretDER)
	tests := map[string]struct{ parameter, value, want string }{
		"an AWS key":                  {"Credentials", accessKeyID + ":" + awsSecret, accessKeyID + ":" + hash(awsSecret)},
		"an AWS key the other way":    {"Credentials", awsSecret + ":" + accessKeyID, hash(awsSecret + ":" + accessKeyID)},
		"a short AWS key":             {"Credentials", accessKeyID[1:] + ":" + awsSecret, hash(accessKeyID[1:] + ":" + awsSecret)},
		"a secret alone":              {"Credentials", awsSecret, hash(awsSecret)},
		"a public key":                {"PublicKey", publicKey(t), publicKey(t)},
		"a private key by mistake":    {"PublicKey", pasted, hash(pasted)},
		"an AWS key as a public key":  {"PublicKey", accessKeyID + ":" + awsSecret, hash(accessKeyID + ":" + awsSecret)},
		"what has nothing to do with": {"FriendlyName", "n", "n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sandboxtest.Start(t, twiliosandbox.Behaviour{EchoSecrets: true})
			sent := url.Values{tt.parameter: {tt.value, tt.value}}
			for _, path := range []string{awsPath, keyPath, awsPath + "/" + credential, "/v1/Credential/AWS", settingsPath(recording)} {
				send(t, request(t, s, http.MethodPost, path, form(tt.parameter, tt.value)))
				send(t, request(t, s, http.MethodPost, path, sent))
				send(t, request(t, s, http.MethodPost, path+"?"+sent.Encode(), nil))
			}
			for _, r := range s.Log().All() {
				for _, values := range []url.Values{r.Form, r.Query} {
					for _, got := range values[tt.parameter] {
						if got != tt.want {
							t.Errorf("%s: logged %q, want %q", r.Path, got, tt.want)
						}
					}
				}
				if len(r.Form[tt.parameter])+len(r.Query[tt.parameter]) == 0 {
					t.Errorf("%s: the log has nothing of %s", r.Path, tt.parameter)
				}
			}
		})
	}
}

func TestTheLogHasNothingOfAJSONBody(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	req := request(t, s, http.MethodPost, awsPath, nil)
	req.Body = io.NopCloser(strings.NewReader(`{"Credentials":"` + awsSecret + `"}`))
	req.ContentLength = -1
	req.Header.Set("Content-Type", sandbox.JSONType)
	status, body := exchange(t, req)
	wantError(t, status, body, http.StatusBadRequest, 20001)
	if got := s.Log().All()[0].JSON; got != nil {
		t.Errorf("logged %v", got)
	}
}

func TestLoggedCredentialsIsWhatTheLogHas(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	create(t, s, twiliosandbox.AWSCredentials)
	want := twiliosandbox.LoggedCredentials(accessKeyID, awsSecret)
	if got := s.Log().All()[0].Form.Get("Credentials"); got != want {
		t.Errorf("logged %q, want %q", got, want)
	}
	if other := twiliosandbox.LoggedCredentials(accessKeyID, strings.ToUpper(awsSecret)); other == want {
		t.Error("another secret looks the same")
	}
}

// TestTheServerKeepsNoSecret looks at everything that the server can reach.
func TestTheServerKeepsNoSecret(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{EchoSecrets: true})
	create(t, s, twiliosandbox.AWSCredentials)
	create(t, s, twiliosandbox.PublicKeys)
	send(t, request(t, s, http.MethodPost, awsPath, form("Credentials", awsSecret)))

	all := s.Credentials(s.Account.SID)
	if len(s.Log().All()) != 3 || len(all) != 2 {
		t.Fatalf("there are %v", all)
	}
	if all[0].AccessKeyID != accessKeyID || all[0].Fingerprint != "" || all[1].AccessKeyID != "" || len(all[1].Fingerprint) != 64 {
		t.Errorf("kept %+v, want an access key ID and a fingerprint", all)
	}
	found := map[string]bool{}
	reachtest.Texts(s.Server, func(text string) {
		for _, known := range []string{awsSecret, accessKeyID} {
			found[known] = found[known] || strings.Contains(text, known)
		}
	})
	if found[awsSecret] || !found[accessKeyID] {
		t.Errorf("the secret is kept: %v; the access key ID is: %v", found[awsSecret], found[accessKeyID])
	}
}
