package getstream_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/getstream/getstreamsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

func TestMain(m *testing.M) { acctest.Main(m) }

const (
	storageAddress = "videostorage_getstream_external_storage.this"
	storagesPath   = "/api/v2/external_storage"
	secretKey      = "Secret4x/+Secret4x/+Secret4x/+Secret4x/+"
	otherSecretKey = "Other54x/+Other54x/+Other54x/+Other54x/+"
	serviceAccount = `{"type":"service_account","client_email":"a@b.iam.gserviceaccount.com","private_key":"-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADAN\\n-----END PRIVATE KEY-----"}`
)

// standIn is GetStream, and the account with which the provider reaches it and no other vendor.
type standIn struct {
	*acctest.Account
	*getstreamsandbox.Server
}

func start(t *testing.T, b getstreamsandbox.Behaviour) (*standIn, *acctest.Workspace) {
	t.Helper()
	server := getstreamsandbox.New(b)
	s := &standIn{acctest.NewVendorAccount(t, server), server}
	s.Secret(secretKey, otherSecretKey)
	return s, acctest.NewWorkspace(t, s.Account, nil)
}

// expectWrites fails the test unless these writes, each as "PUT /path", have arrived since the last call.
func (s *standIn) expectWrites(t *testing.T, event string, want ...string) {
	t.Helper()
	var got []string
	for _, r := range s.Log().All() {
		if r.Method != http.MethodGet || strings.HasSuffix(r.Path, "/check") {
			got = append(got, r.Method+" "+strings.TrimPrefix(r.Path, "/api/v2"))
		}
	}
	s.Log().Reset()
	if !slices.Equal(got, want) {
		t.Errorf("%s: the writes are %q, want %q", event, got, want)
	}
}

// s3Storage is a storage with a write-only secret. Tests replace parts of it.
const s3Storage = `
variable "secret" {
  type      = string
  ephemeral = true
  default   = "` + secretKey + `"
}

resource "videostorage_getstream_external_storage" "this" {
  name = "recordings"
  s3 {
    bucket                       = "example-recordings"
    path                         = "calls/"
    region                       = "eu-central-1"
    access_key_id                = "AKIAIOSFODNN7EXAMPLE"
    secret_access_key_wo         = var.secret
    secret_access_key_wo_version = 1
  }
}
`

func replace(hcl string, partAndBy ...string) string {
	return strings.NewReplacer(partAndBy...).Replace(hcl)
}

// The write-only secret is in no state and no plan. Every update sends it again, because it replaces the whole storage.
func TestLifeOfAStorage(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]getstreamsandbox.Behaviour{
		"likely": {}, "stale reads": {Stale: 1}, "trimmed paths": {TrimPath: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, b)
			w.Config(s3Storage)
			w.Apply()
			w.PlansEmpty()
			s.expectWrites(t, "the creation", "POST /external_storage")
			w.Config(replace(s3Storage, "calls/", "archive/"))
			w.Apply()
			w.PlansEmpty()
			s.expectWrites(t, "the update", "PUT /external_storage/recordings")
			got := s.Storages()["recordings"]
			want := fmt.Sprint(map[string]any{
				"s3_region": "eu-central-1", "s3_api_key": sandbox.Hashed("AKIAIOSFODNN7EXAMPLE"), "s3_secret": sandbox.Hashed(secretKey),
			})
			if strings.TrimSuffix(got.Path, "/") != "archive" || fmt.Sprint(got.Secrets["aws_s3"]) != want {
				t.Errorf("the storage is %+v", got)
			}
			w.Destroy()
			s.expectWrites(t, "the destroy", "DELETE /external_storage/recordings")
			if len(s.Storages()) != 0 {
				t.Errorf("the storages are %v", s.Storages())
			}
		})
	}
}
