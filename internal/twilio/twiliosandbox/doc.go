// Package twiliosandbox stands in for two parts of Twilio Video and one of
// Twilio Accounts: an account's storage settings, the singletons
// RecordingSettings/Default and CompositionSettings/Default; the lists of what it
// has recorded, Recordings, Rooms/{RoomSid}/Recordings and Compositions; and the
// credentials that the settings point to, Credentials/AWS and
// Credentials/PublicKeys. One origin serves both APIs.
//
// What is in the lists is either added one by one ([Server.AddRecordings]),
// made under the settings in force ([Server.Record]), or computed from a seed
// in any number ([Server.Generate]).
//
// It takes no more than Twilio's OpenAPI descriptions (twilio_video_v1 and
// twilio_accounts_v1) allow and answers as these describe. What the descriptions leave open can be
// switched with [Behaviour], so that a client can be tried against each
// possibility. Where an error's code or wording is not documented, the sandbox
// picks one and the code says so; a client must not rely on it.
package twiliosandbox
