package getstream_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/getstream/getstreamsandbox"
	videostorage "github.com/videostorage/terraform-provider-videostorage/internal/provider"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

const (
	callTypeType    = "videostorage_getstream_call_type_storage"
	callTypeAddress = callTypeType + ".this"
	putCallType     = "PUT /video/calltypes/default"
	deleteStorage   = "DELETE /external_storage/recordings"
)

// attached attaches a storage. Tests replace parts of it, and add arguments before its end.
const attached = `
resource "videostorage_getstream_call_type_storage" "this" {
  call_type        = "default"
  external_storage = "recordings"
}
`

func with(hcl, arguments string) string { return strings.TrimSuffix(hcl, "}\n") + arguments + "\n}\n" }

// variants are the two effects of an update of a call type, and of detaching a storage.
var variants = map[string]getstreamsandbox.Behaviour{
	"keep":                {},
	"clear":               {ClearOmitted: true},
	"keep, null detaches": {DetachByNull: true, RefuseEmpty: true},
	"clear, null detaches, \"\" has no effect": {ClearOmitted: true, DetachByNull: true},
}

func forEachVariant(t *testing.T, test func(t *testing.T, s *standIn, o *acctest.Object)) {
	t.Helper()
	for name, b := range variants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, o := startCallType(t, b)
			s.addStorages()
			test(t, s, o)
		})
	}
}

func startCallType(t *testing.T, b getstreamsandbox.Behaviour) (*standIn, *acctest.Object) {
	t.Helper()
	s := newStandIn(t, b)
	return s, acctest.NewObject(t, s.Account, callTypeType)
}

// addStorages adds the storages recordings and another.
func (s *standIn) addStorages() {
	for _, storage := range []string{"recordings", "another"} {
		s.SetStorage(getstreamsandbox.Storage{Name: storage, Type: "s3", Bucket: storage})
	}
}

// attachByHand attaches a storage to the call type, or detaches it, as another administrator does.
func (s *standIn) attachByHand(storage string) {
	fields := strings.TrimSuffix(getstreamsandbox.CallTypeFields, "}")
	if storage != "" {
		fields += `,"external_storage":"` + storage + `"`
	}
	s.SetCallType("default", fields+"}")
}

// expectStorage fails the test unless the call type has a storage, or none, and all its other fields byte for byte.
func (s *standIn) expectStorage(t *testing.T, want string) {
	t.Helper()
	got, other := s.CallType("default"), map[string]json.RawMessage{}
	if err := json.Unmarshal([]byte(getstreamsandbox.CallTypeFields), &other); err != nil {
		t.Fatal(err)
	}
	storage := strings.Trim(string(got["external_storage"]), `"`)
	if storage != want {
		t.Errorf("the call type uses %q, want %q", storage, want)
	}
	delete(got, "external_storage")
	delete(got, "updated_at")
	delete(other, "updated_at")
	if !maps.EqualFunc(got, other, func(a, b json.RawMessage) bool { return string(a) == string(b) }) {
		t.Errorf("the other settings are %s, want %s", got, other)
	}
}

// Other settings of the call type are neither lost nor rounded, unknown fields and numbers of 64 bits included.
func TestLifeOfAnAttachedStorage(t *testing.T) {
	t.Parallel()
	forEachVariant(t, func(t *testing.T, s *standIn, o *acctest.Object) {
		o.Apply(attached)
		o.PlansEmpty(attached)
		s.expectStorage(t, "recordings")
		s.attachByHand("")
		plan := o.Plan(attached)
		plan.Expect(plancheck.ResourceActionUpdate)
		plan.Contains(t, `external_storage = null -> "recordings"`)
		plan.Apply()
		s.expectStorage(t, "recordings")
		another := replace(attached, `"recordings"`, `"another"`)
		o.Apply(another)
		o.PlansEmpty(another)
		s.expectStorage(t, "another")
		s.Log().Reset()
		o.Apply(with(another, "overwrite_existing = true"))
		s.expectWrites(t, "a change of overwrite_existing")
		plan = o.PlanDestroy()
		plan.Contains(t, "will be detached", "deletes them after two weeks")
		plan.Apply().Contains(t, "storage settings were reset", `"another"`)
		s.expectStorage(t, "")
	})
}

func TestDestroyThatRetains(t *testing.T) {
	t.Parallel()
	forEachVariant(t, func(t *testing.T, s *standIn, o *acctest.Object) {
		o.Apply(with(attached, `on_destroy = "retain"`))
		s.Log().Reset()
		o.Destroy().Contains(t, "Storage settings will stay unchanged")
		s.expectWrites(t, "the destroy")
		s.expectStorage(t, "recordings")
	})
}

func TestCreationRefusesToReplaceAnotherStorage(t *testing.T) {
	t.Parallel()
	forEachVariant(t, func(t *testing.T, s *standIn, o *acctest.Object) {
		plan := o.Plan(attached)
		s.attachByHand("another")
		parts := []string{
			"Storage settings exist already", `"another"`, `import { to = videostorage_getstream_call_type_storage.NAME id = "default" }`,
			"overwrite_existing = true",
		}
		plan.Fails(parts...)
		planFails(t, o, attached, parts...)
		s.expectWrites(t, "refused creations")
		s.expectStorage(t, "another")
		o.Apply(with(attached, "overwrite_existing = true")).Contains(t, "will be replaced")
		s.expectStorage(t, "recordings")
	})
}

func TestSecondConfigurationIsWarned(t *testing.T) {
	t.Parallel()
	s, o := startCallType(t, getstreamsandbox.Behaviour{})
	s.attachByHand("recordings")
	plan := o.Plan(attached)
	plan.Expect(plancheck.ResourceActionCreate)
	plan.Contains(t, "Equal storage settings are in force already", "another configuration may manage them", `id = "default"`)
	plan.Apply()
	o.PlansEmpty(attached)
	s.expectWrites(t, "attaching the same storage")
}

// A replacement that creates first ends with the storage attached, and so does a new address in either order.
func TestStorageStaysAttached(t *testing.T) {
	t.Parallel()
	relabeled := replace(attached, `"this"`, `"other"`)
	for name, test := range map[string]struct {
		variant, after string
		replace        bool
	}{
		"create before destroy": {"clear", attached + "resource \"terraform_data\" \"dependent\" {\n  input = videostorage_getstream_call_type_storage.this.call_type\n" +
			"  lifecycle {\n    create_before_destroy = true\n  }\n}\n", true},
		"destroy first":       {"keep", attached, true},
		"destroy first, null": {"keep, null detaches", attached, true},
		"label":               {"clear", relabeled, false},
		"label, null":         {"keep, null detaches", relabeled, false},
		"for_each":            {"keep", replace(attached, `"this" {`, "\"this\" {\n  for_each = toset([\"only\"])"), false},
		"into a module":       {"clear", "module \"moved\" {\n  source = \"./moved\"\n}\n", false},
		"label after a slow resource": {"clear", replace(relabeled, "{\n  call", "{\n  depends_on = [terraform_data.slow]\n  call") +
			"resource \"terraform_data\" \"slow\" {\n  provisioner \"local-exec\" {\n    command = \"sleep 1\"\n  }\n}\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, variants[test.variant])
			s.addStorages()
			if err := os.Mkdir(filepath.Join(w.Dir, "moved"), 0o700); err != nil {
				t.Fatal(err)
			}
			w.Write("moved/main.tf", "terraform {\n  required_providers {\n    videostorage = { source = \""+videostorage.Address+"\" }\n  }\n}\n"+attached)
			w.Config(attached)
			w.Apply()
			w.Config(test.after)
			args := []string{"apply", "-auto-approve", "-no-color"}
			if test.replace {
				args = append(args, "-replace="+callTypeAddress)
			}
			switch {
			case test.replace && test.after != attached:
				w.Apply()
			case strings.HasPrefix(test.after, "module"):
				w.Succeed("get")
			}
			// The first write of the next run is slow, whether it is the one of the creation or of the destroy.
			s.Faults().Add(sandbox.Fault{Method: http.MethodPut, Delay: time.Second})
			w.Succeed(args...)
			s.expectStorage(t, "recordings")
			w.PlansEmpty()
		})
	}
}

func TestDestroyRefusesAStorageThatItsPlanDidNotShow(t *testing.T) {
	t.Parallel()
	forEachVariant(t, func(t *testing.T, s *standIn, o *acctest.Object) {
		o.Apply(attached)
		plan := o.PlanDestroy()
		s.attachByHand("another")
		s.Log().Reset()
		plan.Fails("have changed since the plan", `"another"`, "Run terraform destroy again")
		s.expectWrites(t, "the refused destroy")
		o.Destroy()
		s.expectStorage(t, "")
	})
}

func TestTaintedAttachmentNamesUntaint(t *testing.T) {
	t.Parallel()
	s, w := start(t, getstreamsandbox.Behaviour{})
	s.addStorages()
	w.Config(with(attached, "provisioner \"local-exec\" {\n  command = \"exit 1\"\n}"))
	w.Fail("apply", "-auto-approve", "-no-color")
	w.Config(replace(attached, `"recordings"`, `"another"`))
	w.Fail("plan", "-no-color").Contains(t, "This configuration manages them already", "terraform untaint ADDRESS")
	w.Succeed("untaint", callTypeAddress)
	w.Apply()
	s.expectStorage(t, "another")
}

func TestImportOfAnAttachedStorage(t *testing.T) {
	t.Parallel()
	s, w := start(t, getstreamsandbox.Behaviour{})
	s.attachByHand("recordings")
	w.Config(attached)
	w.Succeed("import", callTypeAddress, "default")
	w.PlansEmpty()
	w.Forget(callTypeAddress)
	w.Fail("import", callTypeAddress, "a/b").Contains(t, "Not the name of a call type")
	s.expectWrites(t, "importing")
}

// A storage that a call type uses is not deleted, whether GetStream would delete it or not.
func TestStorageInUseIsNotDeleted(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]getstreamsandbox.Behaviour{"deleting": {}, "refusing": {RefuseInUse: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, b)
			both := cliStorage + replace(attached, `"recordings"`, storageAddress+".name")
			w.Config(both)
			w.Apply()
			s.SetCallType("livestream", `{"name":"livestream","external_storage":"recordings"}`)
			w.Config("# nothing")
			s.Log().Reset()
			w.Fail("apply", "-auto-approve", "-no-color").Contains(t, "The external storage is in use", "livestream use recordings")
			s.expectWrites(t, "a destroy in use", putCallType)
			s.SetCallType("livestream", `{"name":"livestream","external_storage":"stream-s3"}`)
			w.Apply()
			s.expectWrites(t, "a destroy", deleteStorage)
		})
	}
}

// The new storage is created, the call type moves to it, and then the old one is deleted. This is the life of both with the CLI.
func TestRenamedStorageIsReplacedWithoutAGap(t *testing.T) {
	t.Parallel()
	s, w := start(t, getstreamsandbox.Behaviour{Stale: 1})
	both := replace(cliStorage, "s3 {", "lifecycle {\n    create_before_destroy = true\n  }\n  s3 {") + replace(attached, `"recordings"`, storageAddress+".name")
	w.Config(both)
	w.Apply()
	w.Config(replace(both, `"recordings"`, `"archive"`))
	s.Log().Reset()
	w.Apply()
	w.PlansEmpty()
	s.expectWrites(t, "renaming", createStorage, putCallType, deleteStorage)
	s.expectStorage(t, "archive")
	w.Destroy().Contains(t, "storage settings were reset")
	s.expectWrites(t, "the destroy", putCallType, "DELETE /external_storage/archive")
	s.expectStorage(t, "")
}

func TestMissingCallTypeOrStorage(t *testing.T) {
	t.Parallel()
	s, o := startCallType(t, getstreamsandbox.Behaviour{})
	plan := o.Plan(replace(attached, `"default"`, `"missing"`))
	plan.Contains(t, "There is no such call type yet")
	plan.Fails("Error: There is no such call type", "has no call type missing")
	o.Fails(attached, "There is no such external storage", "external storage recordings does not exist")
	s.expectStorage(t, "")
}
