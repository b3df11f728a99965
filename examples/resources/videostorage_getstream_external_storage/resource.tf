variable "access_key_id" {
  description = "The ID of the IAM user's access key."
  type        = string
}

variable "secret_access_key" {
  description = "The secret of the access key. Terraform neither plans nor stores it."
  type        = string
  sensitive   = true
  ephemeral   = true
}

resource "videostorage_getstream_external_storage" "recordings" {
  name = "recordings"

  # Omit the access key to have GetStream use its own role.
  s3 {
    bucket                       = "example-recordings"
    path                         = "calls/"
    region                       = "eu-central-1"
    access_key_id                = var.access_key_id
    secret_access_key_wo         = var.secret_access_key
    secret_access_key_wo_version = 1
  }

  # With a new name, the call types move to the new storage before the old one is deleted.
  lifecycle { create_before_destroy = true }
}

# A storage in Google Cloud, with the key of a service account.
variable "service_account_key" {
  description = "The key of the service account in JSON. Terraform neither plans nor stores it."
  type        = string
  sensitive   = true
  ephemeral   = true
}

resource "videostorage_getstream_external_storage" "google" {
  name = "google"

  gcs {
    bucket                 = "example_recordings"
    credentials_wo         = var.service_account_key
    credentials_wo_version = 1
  }
}

# A storage in Azure, with the secret of an application in Microsoft Entra.
variable "client_secret" {
  description = "The client secret of the application. Terraform neither plans nor stores it."
  type        = string
  sensitive   = true
  ephemeral   = true
}

resource "videostorage_getstream_external_storage" "azure" {
  name = "azure"

  azure {
    container                = "recordings"
    account_name             = "examplerecordings"
    tenant_id                = "00000000-0000-0000-0000-000000000001"
    client_id                = "00000000-0000-0000-0000-000000000002"
    client_secret_wo         = var.client_secret
    client_secret_wo_version = 1
  }
}
