package twilio

import (
	"context"
	"fmt"

	accounts "github.com/twilio/twilio-go/rest/accounts/v1"

	"github.com/videostorage/terraform-provider-videostorage/internal/lazyregexp"
)

// Credential is a credential of either kind, without its secret or key, which Twilio never returns. Null, absent and "" in
// Twilio's response are "".
//
// Source: https://www.twilio.com/docs/iam/credentials
type Credential struct {
	SID          string `json:"sid"`
	AccountSID   string `json:"account_sid"`
	FriendlyName string `json:"friendly_name"`
	// DateCreated and DateUpdated are in RFC 3339 and UTC.
	DateCreated string `json:"date_created"`
	DateUpdated string `json:"date_updated"`
	URL         string `json:"url"`
}

// NewCredential is a credential to create.
type NewCredential struct {
	// Content is an access key as ID:SECRET, or a public key in PEM.
	Content string
	// Secrets are the parts of Content that are redacted from errors and from the log.
	Secrets []string
	// FriendlyName may be empty.
	FriendlyName string
	// SubaccountSID is the subaccount that the credential is created in. Empty means the configured account.
	SubaccountSID string
}

// CredentialAPI is one of the two kinds of credentials, which differ in path and content.
type CredentialAPI struct {
	path   string
	create func(*call, NewCredential) error
	fetch  func(*call, string) error
	rename func(*call, string, *string) error
	remove func(*call, string) error
}

// AWSCredentials are AWS access keys: /v1/Credentials/AWS.
var AWSCredentials = CredentialAPI{
	path: "/v1/Credentials/AWS",
	create: func(c *call, n NewCredential) error {
		_, err := c.accounts().CreateCredentialAws(&accounts.CreateCredentialAwsParams{
			Credentials: &n.Content, FriendlyName: nilIfEmpty(n.FriendlyName), AccountSid: nilIfEmpty(n.SubaccountSID),
		})
		return err
	},
	fetch: func(c *call, sid string) error {
		_, err := c.accounts().FetchCredentialAws(sid)
		return err
	},
	rename: func(c *call, sid string, name *string) error {
		_, err := c.accounts().UpdateCredentialAws(sid, &accounts.UpdateCredentialAwsParams{FriendlyName: name})
		return err
	},
	remove: func(c *call, sid string) error { return c.accounts().DeleteCredentialAws(sid) },
}

// PublicKeys are public keys: /v1/Credentials/PublicKeys.
var PublicKeys = CredentialAPI{
	path: "/v1/Credentials/PublicKeys",
	create: func(c *call, n NewCredential) error {
		_, err := c.accounts().CreateCredentialPublicKey(&accounts.CreateCredentialPublicKeyParams{
			PublicKey: &n.Content, FriendlyName: nilIfEmpty(n.FriendlyName), AccountSid: nilIfEmpty(n.SubaccountSID),
		})
		return err
	},
	fetch: func(c *call, sid string) error {
		_, err := c.accounts().FetchCredentialPublicKey(sid)
		return err
	},
	rename: func(c *call, sid string, name *string) error {
		_, err := c.accounts().UpdateCredentialPublicKey(sid, &accounts.UpdateCredentialPublicKeyParams{FriendlyName: name})
		return err
	},
	remove: func(c *call, sid string) error { return c.accounts().DeleteCredentialPublicKey(sid) },
}

// Create creates a credential. Twilio accepts the same one twice, so the request is repeated only where Twilio certainly did not
// process it. The error is an [*api.Error].
func (a CredentialAPI) Create(ctx context.Context, c *Client, n NewCredential) (Credential, error) {
	return a.do(&call{client: c, ctx: ctx, secrets: n.Secrets}, "", func(c *call) error { return a.create(c, n) })
}

// Fetch reads a credential. The error is an [*api.Error]; isNotFound tells whether the credential does not exist.
func (a CredentialAPI) Fetch(ctx context.Context, c *Client, sid string) (Credential, error) {
	if err := validateSID(sid, credentialSID, "credential"); err != nil {
		return Credential{}, err
	}
	return a.do(&call{client: c, ctx: ctx}, sid, func(c *call) error { return a.fetch(c, sid) })
}

// Rename changes the name of a credential and returns Twilio's response. Twilio does not document whether it accepts "". The error is an
// [*api.Error].
func (a CredentialAPI) Rename(ctx context.Context, c *Client, sid, name string) (Credential, error) {
	if err := validateSID(sid, credentialSID, "credential"); err != nil {
		return Credential{}, err
	}
	return a.do(&call{client: c, ctx: ctx, idempotent: true}, sid, func(c *call) error { return a.rename(c, sid, &name) })
}

// Delete deletes a credential. It is no error if the credential does not exist, because an earlier attempt may have deleted it. The
// error is an [*api.Error].
func (a CredentialAPI) Delete(ctx context.Context, c *Client, sid string) error {
	if err := validateSID(sid, credentialSID, "credential"); err != nil {
		return err
	}
	err := a.remove(&call{client: c, ctx: ctx, idempotent: true}, sid)
	if isNotFound(err) {
		return nil
	}
	return err
}

// List returns the credentials of this kind in Twilio's order, at most limit if that is positive. The error is a [*PageError].
func (a CredentialAPI) List(ctx context.Context, c *Client, limit int64) ([]Credential, error) {
	var all []Credential
	list := List[Credential]{
		host: accountsHost, path: a.path, key: "credentials",
		sid: func(credential *Credential) string { return credential.SID },
	}
	for page, err := range list.Pages(ctx, c, ListOptions{PageSize: 1000, Limit: limit}) {
		if err != nil {
			return nil, err
		}
		for _, credential := range page {
			all = append(all, credential.withDates())
		}
	}
	return all, nil
}

// do makes a request about the credential with the SID, which is empty for a creation. The types of twilio-go are not used,
// because they refuse dates in RFC 2822, which Twilio's reference names, and a credential that was created must not get lost.
func (a CredentialAPI) do(c *call, sid string, request func(*call) error) (Credential, error) {
	var got Credential
	c.object = &got
	if err := request(c); err != nil {
		return Credential{}, err
	}
	if !credentialSID.MatchString(got.SID) {
		return Credential{}, c.response.Foreign()
	}
	if sid != "" && got.SID != sid {
		return Credential{}, c.response.Unusable(fmt.Sprintf("the response is about another credential, %s", got.SID))
	}
	return got.withDates(), nil
}

// withDates returns the credential with its dates in RFC 3339.
func (c Credential) withDates() Credential {
	c.DateCreated, c.DateUpdated = formatDate(c.DateCreated), formatDate(c.DateUpdated)
	return c
}

var credentialSID = lazyregexp.New(`^CR[0-9a-fA-F]{32}$`)
