package twilio

const describeAWSCredential = "An AWS access key, stored at Twilio, that Twilio writes recordings and compositions to your bucket with: the recording " +
	"and composition settings refer to it by its SID ([AWS credentials](https://www.twilio.com/docs/iam/credentials/api#aws-resource))." +
	describeRotation + "\n\nTwilio never returns the access key. After an import, `access_key_id` and the secret are therefore null in the state; the next " +
	"apply fills them in from the configuration, with a warning, and sends Twilio nothing of them. Only a change after that creates the credential anew. " +
	"A key that is made in the same plan cannot be the one that was stored, and does so at once."

const describePublicKey = "A public key, stored at Twilio, that Twilio encrypts recordings and compositions with: the recording and composition settings " +
	"refer to it by its SID ([public keys](https://www.twilio.com/docs/iam/credentials/api#publickey-resource)). The private key stays with you; " +
	"without it, nobody can read what was encrypted." +
	describeRotation + "\n\nTwilio never returns the key. After an import, `public_key` is therefore null in the state; the next apply fills it in from the " +
	"configuration, with a warning, and sends Twilio nothing of it. Only a change after that creates the credential anew."

const describeRotation = "\n\n~> Always give it `lifecycle { create_before_destroy = true }`. A new key then means a new credential, to which the settings " +
	"are moved before the old one is deleted. While the account's recording or composition settings use a credential, this resource refuses to delete it, " +
	"for recordings would be lost. The settings of a subaccount it cannot check; it warns of that." +
	"\n\nA run that is killed in the middle of a creation can leave a credential at Twilio that is in no state. The next creation warns of it: it names " +
	"the credentials with the same `friendly_name` that neither the settings use nor this run knows. Names that tell credentials apart make that warning " +
	"mean something."
