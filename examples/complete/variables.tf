variable "bucket" {
  description = "The name of the bucket."
  type        = string
  default     = "example-clinic-media"
}

variable "access_key_version" {
  description = "Raise it to rotate the access key that Twilio writes with."
  type        = number
  default     = 1
}

variable "public_key" {
  description = "The public half of the key pair for encryption, as `openssl pkey -in private.pem -pubout` prints it."
  type        = string
}
