output "recordings_url" {
  description = "Where recordings go."
  value       = videostorage_twilio_recording_settings.this.aws_s3_url
}

output "compositions_url" {
  description = "Where compositions go."
  value       = videostorage_twilio_composition_settings.this.aws_s3_url
}

output "public_key_fingerprint" {
  description = "Which private key decrypts them: compare it with `openssl pkey -in private.pem -pubout -outform DER | openssl dgst -sha256`."
  value       = videostorage_twilio_public_key.media.fingerprint_sha256
}
