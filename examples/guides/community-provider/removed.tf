# The community provider forgets the credential, and leaves it at Twilio.
removed {
  from = twilio_credentials_aws.this

  lifecycle {
    destroy = false
  }
}
