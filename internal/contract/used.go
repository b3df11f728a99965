package contract

// Used are the operations of the descriptions that the provider uses. [Watch] fails a test with another operation, and the contract test
// of the Twilio client decodes every example of these, so that none can be forgotten.
var Used = []string{
	"FetchRecordingSettings", "CreateRecordingSettings",
	"FetchCompositionSettings", "CreateCompositionSettings",
	"ListRecording", "ListRoomRecording", "ListComposition",
	"ListCredentialAws", "CreateCredentialAws", "FetchCredentialAws", "UpdateCredentialAws", "DeleteCredentialAws",
	"ListCredentialPublicKey", "CreateCredentialPublicKey", "FetchCredentialPublicKey", "UpdateCredentialPublicKey", "DeleteCredentialPublicKey",
}
