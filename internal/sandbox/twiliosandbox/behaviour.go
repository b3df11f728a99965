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
	// RefuseUnknownCredentials answers 400 to a credential SID that is not in
	// [Account].Credentials.
	RefuseUnknownCredentials bool
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
}
