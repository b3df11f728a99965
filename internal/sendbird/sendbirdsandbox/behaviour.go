package sendbirdsandbox

// Behaviour switches what Sendbird does not document. Its zero value is the
// documented or likelier side of everything.
type Behaviour struct {
	// Created answers a copy with 201 rather than 200. The status is not documented.
	Created bool
	// RecordingTime makes the time in a key that at which the recording began, so
	// that a second copy has the key of the first, rather than that of the copy.
	RecordingTime bool
	// RefuseExisting answers a copy to a key that exists with 400201. Without it,
	// the object is overwritten, as S3 does by itself.
	RefuseExisting bool
	// LiteralDirectory has keys begin with recording_file_directory as it was sent.
	// Without it, a slash is added if there is none at its end. The documented
	// example has one.
	LiteralDirectory bool
	// NotAllowed answers with 401120 rather than 400100 to what is documented to be
	// an error but not which: a recording that is not completed, a region that is
	// not the application's, and whatever S3 refuses.
	NotAllowed bool
	// TokenNotAllowed answers with 401120 rather than 401121 to an Api-Token that is
	// missing or wrong. The codes are documented, and not which of them it is.
	TokenNotAllowed bool
	// TypedErrors adds the field "type" to errors, which the Calls API documents
	// without saying what it holds. Here it is the name of the code.
	TypedErrors bool

	// What follows is no plausible reading of the documentation but an API gone
	// wrong, which a client has to survive.

	// EchoSecrets quotes the Api-Token and the body that were sent: in the message
	// of an error, else in the field "received".
	EchoSecrets bool
}
