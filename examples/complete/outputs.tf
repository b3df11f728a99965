output "recordings_url" {
  description = "The URL of the recordings in S3."
  value       = videostorage_twilio_recording_settings.this.aws_s3_url
}

output "compositions_url" {
  description = "The URL of the compositions in S3."
  value       = videostorage_twilio_composition_settings.this.aws_s3_url
}

output "public_key_fingerprint" {
  description = "The fingerprint of the key pair, as printed by `openssl pkey -in private.pem -pubout -outform DER | openssl dgst -sha256`."
  value       = videostorage_twilio_public_key.media.fingerprint_sha256
}
