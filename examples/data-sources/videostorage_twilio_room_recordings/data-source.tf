variable "room_sid" {
  description = "The SID of the room to check."
  type        = string
}

data "videostorage_twilio_recording_settings" "this" {}

data "videostorage_twilio_room_recordings" "room" {
  room_sid = var.room_sid
  status   = "completed"
}

locals {
  bucket = trimsuffix(coalesce(data.videostorage_twilio_recording_settings.this.aws_s3_url, "no bucket is configured"), "/")

  astray = [
    for r in data.videostorage_twilio_room_recordings.room.recordings : r.sid
    if !startswith(coalesce(r.media_external_location, "in Twilio's cloud"), "${local.bucket}/")
  ]
  # A recording without a key in Twilio's response counts as unencrypted.
  unencrypted = [
    for r in data.videostorage_twilio_room_recordings.room.recordings : r.sid
    if r.encryption_key == null
  ]
}

check "recordings_are_in_our_bucket" {
  assert {
    condition     = length(local.astray) == 0
    error_message = "Not under ${local.bucket}: ${join(", ", local.astray)}"
  }
}

check "recordings_are_encrypted" {
  assert {
    condition     = length(local.unencrypted) == 0
    error_message = "Not encrypted: ${join(", ", local.unencrypted)}"
  }
}

output "bytes_per_participant" {
  value = {
    for participant, sizes in {
      for r in data.videostorage_twilio_room_recordings.room.recordings :
      coalesce(r.participant_sid, "unknown") => coalesce(r.size_bytes, 0)...
    } : participant => sum(sizes)
  }
}
