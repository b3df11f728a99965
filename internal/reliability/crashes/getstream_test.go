//go:build linux

package crashes

import (
	"net/http"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/getstream/getstreamsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

const getstreamConfig = `
variable "secret" {
  type      = string
  ephemeral = true
}

resource "videostorage_getstream_external_storage" "this" {
  name = "recordings"
  s3 {
    bucket                       = "example-recordings"
    region                       = "eu-central-1"
    access_key_id                = "AKIAIOSFODNN7EXAMPLE"
    secret_access_key_wo         = var.secret
    secret_access_key_wo_version = 1
  }
}

resource "videostorage_getstream_call_type_storage" "this" {
  call_type        = "default"
  external_storage = videostorage_getstream_external_storage.this.name
}
`

// As in [TestCrashes], two applies are killed at a request. A storage that was created and is in no state is refused with the import block,
// and then one apply makes everything as configured.
func TestCrashesOfGetStream(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		method, path string
		needsImport  bool
	}{
		"external storage": {http.MethodPost, "/external_storage", true},
		"call type":        {http.MethodPut, "/calltypes/", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := getstreamsandbox.New(getstreamsandbox.Behaviour{ClearOmitted: true})
			account := acctest.NewVendorAccount(t, server)
			account.Secret(secret)
			w := newWorkspace(t, account)
			w.Config(getstreamConfig)
			w.Write("terraform.tfvars", "secret = \""+secret+"\"\n")
			killApply(t, w, provider, sandbox.Fault{Method: test.method, Path: test.path, Drop: true}, server.Faults())
			killApply(t, w, everything, sandbox.Fault{Method: test.method, Path: test.path, Drop: true, After: true}, server.Faults())
			if test.needsImport {
				const block = "import { to = videostorage_getstream_external_storage.NAME id = \"recordings\" }"
				w.Fail("apply", "-auto-approve", "-no-color").Contains(t, "exists already", block)
				w.Write("import.tf", strings.NewReplacer("NAME", "this", "{ to", "{\n  to", " id", "\n  id", " }", "\n}\n").Replace(block))
			}
			w.Apply()
			w.PlansEmpty()
			got := server.CallType("default")
			if len(server.Storages()) != 1 || string(got["external_storage"]) != `"recordings"` || string(got["settings"]) == "" {
				t.Errorf("the storages are %v, and the call type is %s", server.Storages(), got)
			}
		})
	}
}
