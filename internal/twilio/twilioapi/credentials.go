package twilioapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"time"

	twilio "github.com/twilio/twilio-go/client"
	accounts "github.com/twilio/twilio-go/rest/accounts/v1"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// Credential is a stored credential of either kind. What was stored in it, a
// secret or a key, is never returned. Twilio's null, absent and "" are all "" here.
//
// Source: https://www.twilio.com/docs/iam/credentials
type Credential struct {
	// SID is CR and 32 hexadecimal digits.
	SID string
	// AccountSID is the account or subaccount that it belongs to.
	AccountSID   string
	FriendlyName string
	// DateCreated and DateUpdated are in the format of RFC 3339, in UTC.
	DateCreated, DateUpdated string
	// URL is the credential's own address.
	URL string
}

// Material is what a credential stores.
type Material struct {
	text string
	// secrets are the parts of it that must not be shown.
	secrets []string
}

// AWSKey is an AWS access key.
func AWSKey(id, secret string) Material {
	text := id + ":" + secret
	return Material{text, []string{secret, text}}
}

// PublicKey is a public key in PEM.
func PublicKey(pem string) Material { return Material{text: pem} }

// NewCredential is what a credential is created from.
type NewCredential struct {
	// Material is of the kind of the credential.
	Material Material
	// FriendlyName may be "", for none.
	FriendlyName string
	// AccountSID is a subaccount to create it in, "" for the account itself.
	AccountSID string
}

// CredentialAPI is one of the two kinds of credentials. They differ in path and in
// what they store.
type CredentialAPI struct {
	path   string
	create func(*accounts.ApiService, NewCredential) error
	fetch  func(*accounts.ApiService, string) error
	rename func(*accounts.ApiService, string, string) error
	remove func(*accounts.ApiService, string) error
}

// AWSCredentials are AWS access keys: /v1/Credentials/AWS.
var AWSCredentials = CredentialAPI{
	path: "/v1/Credentials/AWS",
	create: func(api *accounts.ApiService, n NewCredential) error {
		_, err := api.CreateCredentialAws(&accounts.CreateCredentialAwsParams{
			Credentials: &n.Material.text, FriendlyName: orNil(n.FriendlyName), AccountSid: orNil(n.AccountSID),
		})
		return err
	},
	fetch: func(api *accounts.ApiService, sid string) error {
		_, err := api.FetchCredentialAws(sid)
		return err
	},
	rename: func(api *accounts.ApiService, sid, name string) error {
		_, err := api.UpdateCredentialAws(sid, &accounts.UpdateCredentialAwsParams{FriendlyName: &name})
		return err
	},
	remove: (*accounts.ApiService).DeleteCredentialAws,
}

// PublicKeys are public keys for encryption: /v1/Credentials/PublicKeys.
var PublicKeys = CredentialAPI{
	path: "/v1/Credentials/PublicKeys",
	create: func(api *accounts.ApiService, n NewCredential) error {
		_, err := api.CreateCredentialPublicKey(&accounts.CreateCredentialPublicKeyParams{
			PublicKey: &n.Material.text, FriendlyName: orNil(n.FriendlyName), AccountSid: orNil(n.AccountSID),
		})
		return err
	},
	fetch: func(api *accounts.ApiService, sid string) error {
		_, err := api.FetchCredentialPublicKey(sid)
		return err
	},
	rename: func(api *accounts.ApiService, sid, name string) error {
		_, err := api.UpdateCredentialPublicKey(sid, &accounts.UpdateCredentialPublicKeyParams{FriendlyName: &name})
		return err
	},
	remove: (*accounts.ApiService).DeleteCredentialPublicKey,
}

// Create stores a new credential. It is not idempotent, so it is repeated only
// where the request was certainly not processed; of any other failure
// [Error.MaybeCarriedOut] tells. Its secret appears in no log and no error.
func (a CredentialAPI) Create(ctx context.Context, c *Client, n NewCredential) (Credential, error) {
	return a.do(transport.WithSecrets(ctx, n.Material.secrets...), c, http.MethodPost, func(api *accounts.ApiService) error {
		return a.create(api, n)
	})
}

// Fetch reads a credential. The error is an [*Error]; it is [ErrNotFound] where
// there is none of this kind.
func (a CredentialAPI) Fetch(ctx context.Context, c *Client, sid string) (Credential, error) {
	if err := checkCredentialSID(sid); err != nil {
		return Credential{}, err
	}
	return a.do(ctx, c, http.MethodGet, func(api *accounts.ApiService) error { return a.fetch(api, sid) })
}

// Rename changes the name and returns what Twilio then holds. "" asks for none;
// whether Twilio takes that is not documented. The same write twice does no harm,
// so it is repeated after failures that may pass.
func (a CredentialAPI) Rename(ctx context.Context, c *Client, sid, name string) (Credential, error) {
	if err := checkCredentialSID(sid); err != nil {
		return Credential{}, err
	}
	return a.do(transport.WithIdempotent(ctx), c, http.MethodPost, func(api *accounts.ApiService) error {
		return a.rename(api, sid, name)
	})
}

// Delete deletes a credential. One that does not exist is no error: an attempt
// before may have deleted it.
func (a CredentialAPI) Delete(ctx context.Context, c *Client, sid string) error {
	if err := checkCredentialSID(sid); err != nil {
		return err
	}
	s := &session{client: c, ctx: transport.WithIdempotent(ctx)}
	err := a.remove(s.accounts(), sid)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// List reads all credentials of this kind, in Twilio's order.
func (a CredentialAPI) List(ctx context.Context, c *Client) ([]Credential, error) {
	return a.ListUpTo(ctx, c, 0)
}

// ListUpTo is [CredentialAPI.List] that ends after so many credentials; 0 is no
// bound. It asks for no page that it does not need. The error is a [*PageError].
func (a CredentialAPI) ListUpTo(ctx context.Context, c *Client, most int64) ([]Credential, error) {
	list := Listing[credential]{
		host: accountsHost, path: a.path,
		items: func(p *page) *[]credential { return p.Credentials },
		sid:   func(c *credential) *string { return c.SID },
	}
	var all []Credential
	for items, err := range list.Pages(ctx, c, ListOptions{PageSize: 1000, Max: most}) {
		if err != nil {
			return nil, err
		}
		for _, item := range items {
			all = append(all, item.plain())
		}
	}
	return all, nil
}

// credential is one in Twilio's answers. twilio-go's own types want dates in the
// format of RFC 3339, as in Twilio's examples; but Twilio's reference says RFC
// 2822. One that cannot be read must not lose a credential that was created.
type credential struct {
	SID          *string `json:"sid"`
	AccountSID   *string `json:"account_sid"`
	FriendlyName *string `json:"friendly_name"`
	DateCreated  *string `json:"date_created"`
	DateUpdated  *string `json:"date_updated"`
	URL          *string `json:"url"`
}

func (c credential) plain() Credential {
	return Credential{
		SID: orZero(c.SID), AccountSID: orZero(c.AccountSID), FriendlyName: orZero(c.FriendlyName), URL: orZero(c.URL),
		DateCreated: rfc3339(orZero(c.DateCreated)), DateUpdated: rfc3339(orZero(c.DateUpdated)),
	}
}

// rfc3339 is a date in that format, in UTC; one in a format that Twilio does not
// use stays as it is.
func rfc3339(date string) string {
	for _, layout := range []string{time.RFC3339, time.RFC1123Z, time.RFC1123} {
		if at, err := time.Parse(layout, date); err == nil {
			return at.UTC().Format(time.RFC3339)
		}
	}
	return date
}

// do has twilio-go make a request, and decodes the answer itself.
func (a CredentialAPI) do(ctx context.Context, c *Client, method string, request func(*accounts.ApiService) error) (Credential, error) {
	s := &session{client: c, ctx: ctx}
	err := request(s.accounts())
	if failed := (*Error)(nil); errors.As(err, &failed) {
		return Credential{}, failed
	}
	// Any other error is of twilio-go's decoding.
	var got credential
	if err := json.Unmarshal(s.answer, &got); err != nil {
		return Credential{}, &Error{Method: method, URL: a.path, Foreign: true, Message: "the answer is JSON, but not a credential"}
	}
	if !credentialSID.MatchString(orZero(got.SID)) {
		return Credential{}, &Error{Method: method, URL: a.path, Foreign: true, Message: "the answer is JSON, but not a credential: it has no sid"}
	}
	return got.plain(), nil
}

func (s *session) accounts() *accounts.ApiService {
	return accounts.NewApiService(&twilio.RequestHandler{Client: s})
}

var credentialSID = regexp.MustCompile(`^CR[0-9a-fA-F]{32}$`)

// checkCredentialSID guards the path, into which twilio-go puts a SID as it is.
func checkCredentialSID(sid string) error {
	if !credentialSID.MatchString(sid) {
		return fmt.Errorf("%q is not the SID of a credential; nothing was sent", sid)
	}
	return nil
}

func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
