mock_provider "videostorage" {
  mock_resource "videostorage_twilio_aws_credential" {
    defaults = {
      sid          = "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      account_sid  = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      date_created = "2026-01-01T00:00:00Z"
    }
  }

  mock_resource "videostorage_twilio_public_key" {
    defaults = {
      sid                = "CRbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
      account_sid        = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      date_created       = "2026-01-01T00:00:00Z"
      fingerprint_sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    }
  }

  mock_resource "videostorage_twilio_recording_settings" {
    defaults = {
      account_sid = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      url         = "https://video.twilio.com/v1/RecordingSettings/Default"
    }
  }

  mock_resource "videostorage_twilio_composition_settings" {
    defaults = {
      account_sid        = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      url                = "https://video.twilio.com/v1/CompositionSettings/Default"
      encryption_key_sid = ""
    }
  }

  mock_resource "videostorage_twilio_composition_hook" {
    defaults = {
      sid          = "HKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      account_sid  = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      date_created = "2026-01-01T00:00:00Z"
    }
  }

  mock_resource "videostorage_s3_upload_check" {
    defaults = {
      object_url    = "https://my-bucket.s3.eu-central-1.amazonaws.com/recordings/.videostorage-upload-check"
      bucket_region = "eu-central-1"
      checked_at    = "2026-01-01T00:00:00Z"
    }
  }

  mock_resource "videostorage_sendbird_recording_copy" {
    defaults = {
      key    = "recordings/recording.mp4"
      s3_uri = "s3://my-bucket/recordings/recording.mp4"
    }
  }

  mock_resource "videostorage_getstream_external_storage" {
    defaults = {
      checked = false
    }
  }

  mock_resource "videostorage_getstream_call_type_storage" {}

  mock_resource "videostorage_daily_domain_storage" {
    defaults = {
      domain_name = "example-clinic"
    }
  }

  mock_data "videostorage_twilio_recording_settings" {
    defaults = {
      account_sid         = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      aws_storage_enabled = true
      aws_s3_url          = "https://my-bucket.s3.eu-central-1.amazonaws.com/recordings"
      aws_credentials_sid = "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    }
  }

  mock_data "videostorage_twilio_composition_settings" {
    defaults = {
      account_sid         = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      aws_storage_enabled = true
      aws_s3_url          = "https://my-bucket.s3.eu-central-1.amazonaws.com/compositions"
      aws_credentials_sid = "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    }
  }
}

variables {
  bucket = "my-bucket"
}

run "recordings_go_to_the_bucket" {
  assert {
    condition     = videostorage_twilio_recording_settings.this.aws_s3_url == "https://my-bucket.s3.eu-central-1.amazonaws.com/recordings"
    error_message = "Recordings go elsewhere."
  }

  assert {
    condition     = videostorage_twilio_recording_settings.this.encryption_key_sid == videostorage_twilio_public_key.encryption.sid
    error_message = "Recordings are encrypted with another key."
  }
}
