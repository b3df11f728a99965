package s3check_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/s3server"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// The settings refer to the check, so Twilio gets no settings with a key that cannot write.
const chain = `
variable "secret" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "videostorage_twilio_aws_credential" "this" {
  access_key_id                = "AKIAIOSFODNN7EXAMPLE"
  secret_access_key_wo         = var.secret
  secret_access_key_wo_version = 1
  lifecycle { create_before_destroy = true }
}

resource "videostorage_s3_upload_check" "this" {
  url                          = "https://BUCKET.s3.us-east-1.amazonaws.com/video"
  vendor                       = "twilio"
  endpoint                     = "ENDPOINT"
  use_path_style               = true
  access_key_id                = "AKIAIOSFODNN7EXAMPLE"
  secret_access_key_wo         = var.secret
  secret_access_key_wo_version = 1
  timeouts {
    create = "3s"
  }
}

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = "Recordings"
  aws_storage_enabled = true
  aws_s3_url          = videostorage_s3_upload_check.this.url
  aws_credentials_sid = videostorage_twilio_aws_credential.this.sid
}
`

// The chain from the key to the settings is broken in each way that AWS allows. No settings are written until it is whole.
func TestSettingsWaitForAnUploadThatWorks(t *testing.T) {
	t.Parallel()
	server := s3server.Start(t)
	server.CreateBucket(bucket)
	twilio := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	twilio.Secret(key.Secret)
	w := acctest.NewWorkspace(t, twilio.Account, nil)
	w.Write("terraform.tfvars.json", fmt.Sprintf(`{"secret":%q}`, key.Secret))
	configure := func(bucket string) {
		w.Config(strings.NewReplacer("BUCKET", bucket, "ENDPOINT", server.Endpoint).Replace(chain))
	}
	refuse := func(parts ...string) {
		t.Helper()
		w.Fail("apply", "-auto-approve", "-no-color").Contains(t, append([]string{summary}, parts...)...)
		if n := sandbox.Count(twilio.Server.Log().All(), http.MethodPost, "/v1/RecordingSettings"); n != 0 {
			t.Fatalf("the settings were written %d times", n)
		}
	}
	configure(bucket)

	server.AddUser(s3server.Key{ID: key.ID, Secret: "another-secret"})
	refuse("S3 error SignatureDoesNotMatch", "The secret is wrong")

	server.AddUser(key)
	refuse("S3 error AccessDenied", "s3:PutObject on arn:aws:s3:::recordings/video/*", "provider::videostorage::twilio_upload_policy")

	configure("other-recordings")
	refuse("S3 error NoSuchBucket", "There is no bucket with the name in url")

	configure(bucket)
	server.Allow(bucket, key, "s3:PutObject")
	// versitygw does not report encryption.
	server.Faults().Add(sandbox.Fault{
		Method: http.MethodPost, Path: object, Nth: 2, After: true, Status: http.StatusOK, ContentType: "application/xml",
		Header: http.Header{"X-Amz-Server-Side-Encryption": {"AES256"}},
		Body:   "<CompleteMultipartUploadResult><ETag>1</ETag></CompleteMultipartUploadResult>",
	})
	refuse("SSE-S3", "53615", "aws_s3_bucket_server_side_encryption_configuration", `sse_algorithm     = "aws:kms"`)

	w.Apply().Contains(t, "2 added")
	if s, _ := twilio.Settings(twilio.SID, twiliosandbox.RecordingSettings); !s.AWSStorageEnabled || s.AWSS3URL != "https://recordings.s3.us-east-1.amazonaws.com/video" {
		t.Errorf("the settings are %+v", s)
	}
	w.PlansEmpty()
	w.Destroy()
}
