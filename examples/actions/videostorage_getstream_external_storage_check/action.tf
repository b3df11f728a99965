action "videostorage_getstream_external_storage_check" "recordings" {
  config {
    name = "recordings"
  }
}

# Terraform invokes the action after each write of the storage. To invoke it by hand, run:
# terraform apply -invoke=action.videostorage_getstream_external_storage_check.recordings
resource "videostorage_getstream_external_storage" "recordings" {
  name = "recordings"

  s3 {
    bucket = "example-recordings"
    region = "eu-central-1"
  }

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.videostorage_getstream_external_storage_check.recordings]
    }
  }
}
