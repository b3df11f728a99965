variable "bucket" {
  description = "The name of the bucket."
  type        = string
  default     = "example-clinic-media"
}

variable "access_keys" {
  description = "Names of the access keys: one, or two during a rotation."
  type        = set(string)
  default     = ["1"]
}

variable "current_access_key" {
  description = "The name of the access key that Twilio uses."
  type        = string
  default     = "1"
}

variable "public_key" {
  description = "The public key for encryption, as printed by `openssl pkey -in private.pem -pubout`."
  type        = string
}
