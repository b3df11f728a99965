variable "room_sid" {
  description = "The SID of the room."
  type        = string
}

data "videostorage_twilio_compositions" "room" {
  room_sid = var.room_sid
  status   = "completed"
}

output "composed_to" {
  value = {
    for c in data.videostorage_twilio_compositions.room.compositions : c.sid => c.media_external_location
  }
}
