package twiliosandbox

// Behaviour switches what Twilio does not document. Its zero value is the
// documented or likelier side of everything.
type Behaviour struct {
	// Merge keeps the parameters that a POST leaves out as they were. Without
	// it they are cleared: the operation is named Create, and FriendlyName is
	// required each time.
	Merge bool
	// Created answers a POST with 201, as described until March 2025, rather
	// than 200.
	Created bool
	// NeverConfigured404 answers 404 to the GET of settings that were never
	// set, rather than 200 with the defaults.
	NeverConfigured404 bool
	// NullObject answers the GET of settings that were never set with 200 and
	// the JSON value null. NeverConfigured404 goes before it.
	NullObject bool
	// RefuseEmpty answers 400 to "" for a SID or the URL, which otherwise
	// clears it.
	RefuseEmpty bool
	// TrimSlash stores aws_s3_url without its trailing slashes.
	TrimSlash bool
	// RefuseUnknownCredentials answers 400 to settings that name a credential
	// which does not exist: neither one that was made here, nor one of
	// [Account].Credentials.
	RefuseUnknownCredentials bool
	// AcceptAnyCredential takes settings that name a credential of the wrong
	// kind or of another account. Without it they are answered with 400.
	AcceptAnyCredential bool
	// RefuseEncryption answers 400 to encryption for an account without the
	// Enterprise edition, rather than ignoring it.
	RefuseEncryption bool

	// AnyGroupingSid lists recordings that have any of several GroupingSid,
	// rather than all of them.
	AnyGroupingSid bool
	// AbsentFields leaves date_updated, date_deleted and encryption_key out of
	// every recording and composition, as Twilio's current description does
	// for recordings.
	AbsentFields bool

	// SubaccountCredentialsHidden makes an account's credentials exist for
	// itself only. Without it, its parent can also list, read, rename and
	// delete them.
	SubaccountCredentialsHidden bool
	// CreatorAccountSID makes account_sid of a credential the account that
	// created it, as the text of the description says. Without it, it is the
	// account that the credential belongs to; the two differ only for what a
	// parent creates for a subaccount.
	CreatorAccountSID bool
	// RefuseDeleteInUse answers 400 to the DELETE of a credential that settings
	// in force name: those whose storage, or encryption, is on.
	RefuseDeleteInUse bool
	// NullDateUpdated makes date_updated of a credential null until it is first
	// renamed, rather than its date_created.
	NullDateUpdated bool
	// RefuseEmptyName answers 400 to renaming a credential to "", which
	// otherwise takes its name away.
	RefuseEmptyName bool
	// KeepName ignores renaming a credential to "". RefuseEmptyName goes before
	// it.
	KeepName bool
	// EmptyNameNotNull makes friendly_name of a credential without a name ""
	// rather than null.
	EmptyNameNotNull bool

	// ReadsPerSecond and WritesPerSecond are an account's quota: what is beyond
	// it in any one second is answered with 429, and not carried out. 0 is none.
	// Twilio documents 80 and 20: https://www.twilio.com/docs/video/api#rate-limits
	ReadsPerSecond, WritesPerSecond int
	// RetryAfter says in such an answer how long to wait, in the header
	// Retry-After.
	RetryAfter bool

	// What follows is no plausible reading of the documentation but an API
	// gone wrong, which a client has to survive.

	// RepeatToken is a page, as meta.page counts from 0, whose next page is
	// itself; page 0 cannot be one.
	RepeatToken int
	// ForeignNextPage is an origin, such as https://example.com, that
	// next_page_url has instead of the one that the request came to.
	ForeignNextPage string
	// OverlapPages is how many items from the end of a page the next one
	// begins with, as when others are inserted while a client reads. It is at
	// most one less than the size of a page.
	OverlapPages int
	// EchoSecrets quotes what a POST sent for a credential, secrets included,
	// in its answer: in the message of an error, else in the field "received".
	EchoSecrets bool
}
