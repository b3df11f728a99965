package contract

// Used are the operations of the descriptions that the provider uses. [Watch] refuses
// that a client uses another, and the tests of twilioapi decode every example that the
// descriptions have for these: so none can be forgotten.
var Used = []string{
	"FetchRecordingSettings", "CreateRecordingSettings",
	"FetchCompositionSettings", "CreateCompositionSettings",
	"ListRecording", "ListRoomRecording", "ListComposition",
	"ListCredentialAws", "CreateCredentialAws", "FetchCredentialAws", "UpdateCredentialAws", "DeleteCredentialAws",
	"ListCredentialPublicKey", "CreateCredentialPublicKey", "FetchCredentialPublicKey", "UpdateCredentialPublicKey", "DeleteCredentialPublicKey",
}
