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
}
