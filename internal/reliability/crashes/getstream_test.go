//go:build linux

package crashes

import (
	"net/http"
	"os"
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
			sockets, err := os.MkdirTemp("", "crash")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := os.RemoveAll(sockets); err != nil {
					t.Error(err)
				}
			})
			server := getstreamsandbox.New(getstreamsandbox.Behaviour{ClearOmitted: true})
			account := acctest.NewVendorAccount(t, server)
			account.Secret(secret)
			w := acctest.NewInstalledWorkspace(t, account, "TMPDIR="+sockets)
			w.Config(getstreamConfig)
			w.Write("terraform.tfvars", "secret = \""+secret+"\"\n")
			w.Succeed("init")
			for _, after := range []bool{false, true} {
				started := make(chan *acctest.Process, 1)
				server.Faults().Add(sandbox.Fault{Method: test.method, Path: test.path, Drop: true, After: after, Hook: func() {
					if p := <-started; after {
						p.KillAll()
					} else if !p.KillProviders() {
						t.Error("there is no provider to kill; the kernel must have CONFIG_PROC_CHILDREN")
					}
				}})
				p := w.Start("apply", "-auto-approve", "-no-color", "-parallelism=1")
				started <- p
				if got := p.Wait(); got.Code == 0 {
					t.Errorf("the apply sent no %s %s:\n%s", test.method, test.path, got.Text)
				}
				server.Faults().Clear()
			}
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
