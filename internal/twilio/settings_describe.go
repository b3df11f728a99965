package twilio

import "fmt"

// The texts of the settings' attributes, which resource and data source share.
const (
	describeAccountSID   = "The SID of the account that the settings are of."
	describeURL          = "The address of the settings in Twilio's API."
	describeFriendlyName = "A name for the settings, shown in Twilio's console."
	describeKeySID       = "The SID (`CR…`) of the stored public key that is used for encryption, such as `sid` of a " +
		"`videostorage_twilio_public_key`. Must exist as long as the settings refer to it."

	describeLeftOut = "Where it is left out while its switch is off, whatever Twilio holds is accepted."
)

func describeStorageEnabled(media string) string {
	return fmt.Sprintf("Whether %s are written to `aws_s3_url` rather than to Twilio's cloud.", media)
}

func describeCredentialsSID(k settingsKind) string {
	return fmt.Sprintf("The SID (`CR…`) of the stored AWS credential that Twilio writes to the bucket with, such as `sid` of a "+
		"`videostorage_twilio_aws_credential`. While the settings refer to it, it must exist: once it is deleted, uploads fail, and %s %s.", k.media, k.unstored)
}

func describeS3URL(media string) string {
	return fmt.Sprintf("The URL of the S3 bucket, with an optional path, that %s are written under.", media)
}

func describeEncryptionEnabled(media string) string {
	return fmt.Sprintf("Whether %s are stored encrypted. Needs Twilio's Enterprise or Security edition.", media)
}

// description introduces the resource.
func (k settingsKind) description() string {
	text := fmt.Sprintf("Where Twilio Video stores an account's %s, and whether it encrypts them. An account has exactly one set of "+
		"these settings, which exists from the start: creating this resource takes them over, and refuses where somebody has already switched "+
		"something on ([%s](%s)).", k.media, k.title, k.docs)
	text += "\n\n~> Do not use it with `create_before_destroy`: the destroy that follows would switch off what was just created. " +
		"Before `terraform apply -replace`, apply `on_destroy = \"retain\"`, or storage is off in between."
	if k.endsComposing {
		text += "\n\n~> Recordings that are stored in S3, or encrypted, cannot be composed by Twilio."
	}
	return text
}
