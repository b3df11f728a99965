// Package twiliosandbox stands in for two parts of Twilio Video: an account's
// storage settings, the singletons RecordingSettings/Default and
// CompositionSettings/Default, and the lists of what it has recorded, Recordings,
// Rooms/{RoomSid}/Recordings and Compositions.
//
// What is in the lists is either added one by one ([Server.AddRecordings]),
// made under the settings in force ([Server.Record]), or computed from a seed
// in any number ([Server.Generate]).
//
// It takes no more than Twilio's OpenAPI description (twilio_video_v1) allows
// and answers as that describes. What the description leaves open can be
// switched with [Behaviour], so that a client can be tried against each
// possibility. Where an error's code or wording is not documented, the sandbox
// picks one and the code says so; a client must not rely on it.
package twiliosandbox
