package twiliosandbox

import (
	"cmp"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// CredentialKind is one of the two kinds of credentials, by its name in the path.
type CredentialKind string

const (
	AWSCredentials CredentialKind = "AWS"
	PublicKeys     CredentialKind = "PublicKeys"
)

// parameters are the names of the parameters with the content.
var parameters = map[CredentialKind]string{AWSCredentials: "Credentials", PublicKeys: "PublicKey"}

// Credential is an AWS key or a public key, without its secret.
type Credential struct {
	// Kind defaults to AWSCredentials in [Server.AddCredential], SID to a random one and DateCreated to the present.
	Kind CredentialKind
	SID  string
	// AccountSID is the owner.
	AccountSID   string
	FriendlyName string
	// AccessKeyID belongs to an AWS credential.
	AccessKeyID string
	// Fingerprint belongs to a public key: the SHA-256 of its DER SubjectPublicKeyInfo, in hexadecimal.
	Fingerprint string
	// DateUpdated is zero until the first update.
	DateCreated, DateUpdated time.Time
}

// URL returns the credential's address in responses.
func (c Credential) URL() string {
	return "https://accounts.twilio.com/v1/Credentials/" + string(c.Kind) + "/" + c.SID
}

// Credentials returns the credentials of an account in the order of their creation, without those of its subaccounts.
func (s *Server) Credentials(accountSID string) []Credential {
	defer s.Lock()()
	own := []Credential{}
	for _, c := range s.credentials {
		if c.AccountSID == accountSID {
			own = append(own, c)
		}
	}
	return own
}

// AddCredential adds a credential, as another administrator does in the console, and returns it with its defaults.
func (s *Server) AddCredential(accountSID string, c Credential) Credential {
	c.Kind, c.SID = cmp.Or(c.Kind, AWSCredentials), cmp.Or(c.SID, CredentialSID())
	c.AccountSID, c.DateCreated = accountSID, cmp.Or(c.DateCreated, time.Now()).UTC().Truncate(time.Second)
	defer s.Lock()()
	s.credentials = append(s.credentials, c)
	return c
}

// RemoveCredential deletes a credential, whether settings refer to it or not.
func (s *Server) RemoveCredential(accountSID, sid string) {
	defer s.Lock()()
	s.credentials = slices.DeleteFunc(s.credentials, func(c Credential) bool { return c.AccountSID == accountSID && c.SID == sid })
}

func (s *Server) isVisible(c *Credential, account string) bool {
	return c.AccountSID == account || !s.behaviour.SubaccountCredentialsHidden && s.isSubaccount(c.AccountSID, account)
}

func (s *Server) isSubaccount(sid, parent string) bool { return s.accounts[sid].ParentSID == parent }

func (s *Server) viewCredential(c *Credential) any {
	view := map[string]any{
		"sid": c.SID, "account_sid": c.AccountSID, "friendly_name": c.FriendlyName, "url": c.URL(),
		"date_created": c.DateCreated, "date_updated": cmp.Or(c.DateUpdated, c.DateCreated),
	}
	if s.behaviour.CreatorAccountSID {
		view["account_sid"] = cmp.Or(s.accounts[c.AccountSID].ParentSID, c.AccountSID)
	}
	if c.FriendlyName == "" && !s.behaviour.EmptyNameNotNull {
		view["friendly_name"] = nil
	}
	if c.DateUpdated.IsZero() && s.behaviour.NullDateUpdated {
		view["date_updated"] = nil
	}
	if s.received != "" {
		view["received"] = s.received
	}
	return view
}

func (s *Server) createCredential(w http.ResponseWriter, r *http.Request) {
	kind, account := CredentialKind(r.PathValue("kind")), sandbox.AccountOf(r)
	if !s.readForm(w, r, parameters[kind]) {
		return
	}
	c := Credential{
		Kind: kind, SID: CredentialSID(), AccountSID: cmp.Or(r.PostForm.Get("AccountSid"), account),
		FriendlyName: r.PostForm.Get("FriendlyName"), DateCreated: time.Now().UTC().Truncate(time.Second),
	}
	content := r.PostForm.Get(parameters[kind])
	isValid := awsKey.MatchString(content)
	if kind == AWSCredentials {
		c.AccessKeyID, _, _ = strings.Cut(content, ":")
	} else {
		c.Fingerprint, isValid = fingerprint(content)
	}
	switch {
	case !isValid:
		code := map[CredentialKind]int{AWSCredentials: 70106, PublicKeys: 70104}[kind]
		s.refuse(w, http.StatusBadRequest, code, "Invalid credentials")
	case c.AccountSID != account && !s.isSubaccount(c.AccountSID, account):
		s.refuseParameter(w, "AccountSid", "is not a subaccount")
	default:
		s.credentials = append(s.credentials, c)
		sandbox.WriteJSON(w, http.StatusCreated, s.viewCredential(&c))
	}
}

func (s *Server) listCredentials(w http.ResponseWriter, r *http.Request) {
	kind, account := CredentialKind(r.PathValue("kind")), sandbox.AccountOf(r)
	if parameters[kind] == "" {
		s.notFound(w, r)
		return
	}
	writePage(s, w, r, list[Credential]{
		key: "credentials", maxPageSize: 1000, items: s.credentials, view: s.viewCredential,
		matches: func(c *Credential, _ url.Values) bool { return c.Kind == kind && s.isVisible(c, account) },
	})
}

// findCredential returns the credential in the path. If there is none, it refuses the request and returns nil.
func (s *Server) findCredential(w http.ResponseWriter, r *http.Request) *Credential {
	for i := range s.credentials {
		c := &s.credentials[i]
		if c.SID == r.PathValue("sid") && string(c.Kind) == r.PathValue("kind") && s.isVisible(c, sandbox.AccountOf(r)) {
			return c
		}
	}
	if account := sandbox.AccountOf(r); slices.Contains(s.accounts[account].Credentials, r.PathValue("sid")) {
		return &Credential{Kind: CredentialKind(r.PathValue("kind")), SID: r.PathValue("sid"), AccountSID: account}
	}
	s.notFound(w, r)
	return nil
}

func (s *Server) fetchCredential(w http.ResponseWriter, r *http.Request) {
	if c := s.findCredential(w, r); c != nil {
		sandbox.WriteJSON(w, http.StatusOK, s.viewCredential(c))
	}
}

func (s *Server) renameCredential(w http.ResponseWriter, r *http.Request) {
	c := s.findCredential(w, r)
	if c == nil || !s.readForm(w, r, "") {
		return
	}
	name, renames := r.PostForm.Get("FriendlyName"), r.PostForm.Has("FriendlyName")
	if renames && (name != "" || !s.behaviour.KeepName) {
		c.FriendlyName, c.DateUpdated = name, time.Now().UTC().Truncate(time.Second)
	}
	sandbox.WriteJSON(w, http.StatusOK, s.viewCredential(c))
}

func (s *Server) deleteCredential(w http.ResponseWriter, r *http.Request) {
	c := s.findCredential(w, r)
	if c == nil {
		return
	}
	isUse := func(ref reference) bool { return ref.at.account == c.AccountSID && ref.sid == c.SID }
	if s.behaviour.RefuseDeleteInUse && slices.ContainsFunc(s.inForce(), isUse) {
		s.refuseParameter(w, "Sid", "is in use")
		return
	}
	sid := c.SID // because c changes with the slice
	s.credentials = slices.DeleteFunc(s.credentials, func(c Credential) bool { return c.SID == sid })
	w.WriteHeader(http.StatusNoContent)
}

// awsKey is documented: https://www.twilio.com/docs/api/errors/70106.
var awsKey = regexp.MustCompile(`^[A-Z0-9]{20}:[A-Za-z0-9/+=]{40}$`)

// LoggedCredentials returns the value of the parameter Credentials in the log: the access key ID, a colon, and a hash of the secret.
func LoggedCredentials(accessKeyID, secretAccessKey string) string {
	return accessKeyID + ":" + sandbox.Hashed(secretAccessKey)
}

// fingerprint returns the fingerprint of a public key that Twilio accepts: https://www.twilio.com/docs/api/errors/70101 to 70104.
func fingerprint(publicKey string) (sha string, ok bool) {
	block, _ := pem.Decode([]byte(publicKey))
	if block == nil {
		return "", false
	}
	key, _ := x509.ParsePKIXPublicKey(block.Bytes) // nil if it is none
	rsaKey, ok := key.(*rsa.PublicKey)
	return fmt.Sprintf("%x", sha256.Sum256(block.Bytes)), ok && rsaKey.N.BitLen() == 2048 && rsaKey.E == 65537
}

// redact hides secrets by the names of their parameters, on any path, because a client may use a wrong one.
func redact(r *sandbox.Request) {
	for _, sent := range []url.Values{r.Form, r.Query} {
		for i, value := range sent["Credentials"] {
			sent["Credentials"][i] = sandbox.Hashed(value)
			if id, secret, _ := strings.Cut(value, ":"); awsKey.MatchString(value) {
				sent["Credentials"][i] = LoggedCredentials(id, secret)
			}
		}
		for i, value := range sent["PublicKey"] {
			// A value that is no public key may be a private one.
			if _, isPublic := fingerprint(value); !isPublic {
				sent["PublicKey"][i] = sandbox.Hashed(value)
			}
		}
	}
	// Twilio accepts no JSON, so a JSON body may contain a secret anywhere.
	r.JSON = nil
}
