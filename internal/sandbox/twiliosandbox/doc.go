// Package twiliosandbox stands in for the part of Twilio Video that keeps an
// account's storage settings: the singletons RecordingSettings/Default and
// CompositionSettings/Default.
//
// It takes no more than Twilio's OpenAPI description (twilio_video_v1) allows
// and answers as that describes. What the description leaves open can be
// switched with [Behaviour], so that a client can be tried against each
// possibility. Where an error's code or wording is not documented, the sandbox
// picks one and the code says so; a client must not rely on it.
package twiliosandbox
