// Package sendbirdsandbox stands in for the one operation of Sendbird Live that
// copies a cloud recording to S3, and for as much of S3 as that takes: buckets in a
// region, with an owner's access key and what it may do.
//
// Documented are the request, the fields of the answer, the statuses of recordings,
// that only completed ones are copied, that the region must be the application's own,
// and that both permissions must be there:
// https://docs.sendbird.com/docs/live/platform-api/v1/cloud-recording/copying-cloud-recording/copy-cloud-recording
//
// The errors' shape and codes are documented for the Calls API, on the same host, and
// inferred here: https://docs.sendbird.com/docs/calls/platform-api/v1/features/error-codes.
// Which code tells what, where error.go or copy.go does not say that it is documented,
// is inferred, and so is every message; a client must not rely on them. What is not
// known at all can be switched with [Behaviour].
//
// Whether Sendbird answers before or after the copy is made is not known either. Here
// it is made at once; a [sandbox.Fault] with a Delay, or a Hook that blocks, makes it
// slow, and with After the answer alone, so that a client that gives up has copied.
package sendbirdsandbox
