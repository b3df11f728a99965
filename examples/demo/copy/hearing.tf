variable "bucket_access_key" {
  type      = string
  sensitive = true
}

variable "bucket_secret_key" {
  type      = string
  ephemeral = true
}

resource "videostorage_sendbird_recording_copy" "hearing" {
  recording_id             = "f56ee376-b6ee-4ea4-a523-f3ba87653a3e"
  bucket                   = "acme-archive"
  region                   = "eu-central-1"
  recording_file_directory = "hearings"

  access_key            = var.bucket_access_key
  secret_key_wo         = var.bucket_secret_key
  secret_key_wo_version = 1
}
