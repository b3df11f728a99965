package twiliosandbox

// Behaviour selects undocumented behaviour of Twilio. Its zero value is the documented or likelier one.
type Behaviour struct {
	// Merge keeps the values of the settings, or of a composition hook, that a POST omits instead of clearing them.
	Merge bool
	// Created answers a POST of settings with 201, as described until March 2025, instead of 200.
	Created bool
	// NeverConfigured404 and NullObject answer the GET of settings that were never configured with 404, or with the JSON value null,
	// instead of the defaults.
	NeverConfigured404, NullObject bool
	// RefuseEmpty refuses "" for a SID or the URL, which otherwise clears it.
	RefuseEmpty bool
	// TrimSlash stores aws_s3_url without its trailing slashes.
	TrimSlash bool
	// RefuseUnknownCredentials refuses settings with a credential that does not exist.
	RefuseUnknownCredentials bool

	// SubaccountCredentialsHidden hides the credentials of a subaccount from its parent.
	SubaccountCredentialsHidden bool
	// CreatorAccountSID makes account_sid of a subaccount's credential the parent, which created it, instead of the owner.
	CreatorAccountSID bool
	// RefuseDeleteInUse refuses to delete a credential that settings in force refer to.
	RefuseDeleteInUse bool
	// NullDateUpdated makes date_updated of a credential null until it is renamed, instead of its date_created.
	NullDateUpdated bool
	// KeepName ignores a new name of a credential that is "", which otherwise removes the name.
	KeepName bool
	// EmptyNameNotNull makes friendly_name of a credential without a name "" instead of null.
	EmptyNameNotNull bool

	// Regions is the value that a region of a video layout without a length or a maximum has in responses.
	Regions RegionFill
	// NoHookDefaults makes fields of a composition hook that were never set null instead of their defaults.
	NoHookDefaults bool

	// RefuseLargePages refuses a PageSize above the maximum of the list instead of lowering it.
	RefuseLargePages bool

	// ReadsPerSecond and WritesPerSecond are the quota of an account. A request beyond it is answered with 429 and not processed. 0
	// means no quota. Twilio documents 80 and 20: https://www.twilio.com/docs/video/api#rate-limits
	ReadsPerSecond, WritesPerSecond int
	// RetryAfter adds the header Retry-After to such a 429.
	RetryAfter bool

	// The switches below are errors of the API that a client has to survive.

	// RepeatToken is the number of a page, above 0, with itself as the next page.
	RepeatToken int
	// OverlapPages is the number of items at the end of a page that the next page repeats, as happens when items are inserted meanwhile.
	OverlapPages int
	// EchoSecrets quotes the form of a POST of a credential, secrets included, in the response.
	EchoSecrets bool
}
