package twiliosandbox

import "time"

// accountsAPI is where credentials say that they are, wherever they are served.
const accountsAPI = "https://accounts.twilio.com"

// Credential is an AWS key or a public key, with what the sandbox keeps of it:
// no secret, and no key.
type Credential struct {
	// Kind becomes AWSCredentials if "" when added.
	Kind CredentialKind
	// SID is CR and 32 hexadecimal digits; "" becomes a random one when added.
	SID string
	// AccountSID is the account that it belongs to.
	AccountSID string
	// CreatorSID is the account that created it. It is another than AccountSID
	// only for what a parent created for a subaccount.
	CreatorSID string
	// FriendlyName has at most 64 characters; "" is none.
	FriendlyName string
	// AccessKeyID is of an AWS credential only.
	AccessKeyID string
	// Fingerprint is of a public key only: the SHA-256 of its DER
	// SubjectPublicKeyInfo, in hexadecimal lower case.
	Fingerprint string
	// DateCreated, in whole seconds, becomes the present when added without
	// one.
	DateCreated time.Time
	// DateUpdated, in whole seconds, is the zero time until the first update.
	// Answers then have DateCreated or, with [Behaviour].NullDateUpdated, null.
	DateUpdated time.Time
}

// URL is what the API says of the credential's address, wherever it is served.
func (c Credential) URL() string {
	return accountsAPI + c.Kind.path() + "/" + c.SID
}

// Credentials returns those that belong to an account, in the order of their
// creation. Those of its subaccounts are not among them, and neither are those
// of [Account].Credentials, of which only the SID is known.
func (s *Server) Credentials(accountSID string) []Credential {
	s.mu.Lock()
	defer s.mu.Unlock()
	own := []Credential{}
	for c := range s.credentials.all() {
		if c.AccountSID == accountSID {
			own = append(own, c)
		}
	}
	return own
}

// AddCredential adds a credential to an account, unchecked: what somebody does
// in the console behind a client's back. One of the account with the same SID
// is replaced, in its place. It returns the credential as it was added.
func (s *Server) AddCredential(accountSID string, c Credential) Credential {
	if c.Kind == "" {
		c.Kind = AWSCredentials
	}
	fillIn(&c.SID, randomSID("CR"))
	c.AccountSID = accountSID
	fillIn(&c.CreatorSID, accountSID)
	if c.DateCreated.IsZero() {
		c.DateCreated = now()
	}
	c.DateCreated = c.DateCreated.UTC().Truncate(time.Second)
	c.DateUpdated = c.DateUpdated.UTC().Truncate(time.Second)

	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.putCredential(c.AccountSID, c.SID, &c) {
		s.credentials.add(&c)
	}
	return c
}

// RemoveCredential deletes a credential of an account behind a client's back,
// whether settings name it or not. It does nothing if there is none.
func (s *Server) RemoveCredential(accountSID, sid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.putCredential(accountSID, sid, nil)
}

// putCredential has a credential take the place of an account's, or nothing if
// c is nil. It reports whether there was one. It needs the lock.
func (s *Server) putCredential(accountSID, sid string, c *Credential) bool {
	return s.credentials.put(func(old *Credential) bool { return old.AccountSID == accountSID && old.SID == sid }, c)
}
