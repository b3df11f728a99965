variable "bucket" {
  description = "The name of the bucket."
  type        = string
  default     = "example-clinic-media"
}

variable "access_key_version" {
  description = "The version of the access key. Raise it to rotate the key."
  type        = number
  default     = 1
}

variable "public_key" {
  description = "The public key for encryption, as printed by `openssl pkey -in private.pem -pubout`."
  type        = string
}
