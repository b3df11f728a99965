# The community provider removes the credential from the state and keeps it at Twilio.
removed {
  from = twilio_credentials_aws.this

  lifecycle { destroy = false }
}
