package getstream_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/contract"
	"github.com/videostorage/terraform-provider-videostorage/internal/getstream/getstreamsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

func TestMain(m *testing.M) { acctest.Main(m) }

const (
	storageType    = "videostorage_getstream_external_storage"
	storageAddress = storageType + ".this"
	secretKey      = "Secret4x/+Secret4x/+Secret4x/+Secret4x/+"
	otherSecretKey = "Other54x/+Other54x/+Other54x/+Other54x/+"
	storedSecret   = "Stored4x~Stored4x~Stored4x~Stored4x~"
	serviceAccount = `{"type":"service_account","revision":1,"client_email":"a@b.iam.gserviceaccount.com","private_key":"-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADAN\\n-----END PRIVATE KEY-----"}`
)

// standIn is GetStream, and the account with which the provider reaches it and no other vendor.
type standIn struct {
	*acctest.Account
	*getstreamsandbox.Server
}

func newStandIn(t *testing.T, b getstreamsandbox.Behaviour) *standIn {
	t.Helper()
	server := getstreamsandbox.New(b)
	contract.WatchGetStream(t, server)
	s := &standIn{acctest.NewVendorAccount(t, server), server}
	s.Secret(secretKey, otherSecretKey)
	return s
}

func start(t *testing.T, b getstreamsandbox.Behaviour) (*standIn, *acctest.Workspace) {
	t.Helper()
	s := newStandIn(t, b)
	return s, acctest.NewWorkspace(t, s.Account, nil)
}

func startObject(t *testing.T, b getstreamsandbox.Behaviour) (*standIn, *acctest.Object) {
	t.Helper()
	s := newStandIn(t, b)
	return s, acctest.NewObject(t, s.Account, storageType)
}

// planFails fails the test unless the plan is an error, and not only the apply, and the text has these parts.
func planFails(t *testing.T, o *acctest.Object, config string, parts ...string) {
	t.Helper()
	got := o.Plan(config)
	got.Contains(t, parts...)
	if got.Code == 0 {
		t.Errorf("the plan succeeds, want an error with %q", parts)
	}
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

// failChecks makes checks fail for a reason, or pass again if it is empty.
func (s *standIn) failChecks(reason string) {
	s.Faults().Clear()
	if reason != "" {
		s.Faults().Add(sandbox.Fault{Path: "/check", Every: 1, Status: http.StatusBadRequest, Body: fmt.Sprintf(`{"code":4,"message":%q}`, reason)})
	}
}

// s3Storage is a storage with a write-only secret. Tests replace parts of it.
const s3Storage = `
resource "videostorage_getstream_external_storage" "this" {
  name = "recordings"
  s3 {
    bucket                       = "example-recordings"
    path                         = "calls/"
    region                       = "eu-central-1"
    access_key_id                = "AKIAIOSFODNN7EXAMPLE"
    secret_access_key_wo         = "` + secretKey + `"
    secret_access_key_wo_version = 1
  }
}
`

// cliStorage is s3Storage with its secret in an ephemeral variable, so that Terraform does not copy it into a saved plan.
var cliStorage = `
variable "secret" {
  type      = string
  ephemeral = true
  default   = "` + secretKey + `"
}
` + replace(s3Storage, `"`+secretKey+`"`, "var.secret")

const importStorage = "import {\n  to = " + storageAddress + "\n  id = \"recordings\"\n}\n"

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
			s, o := startObject(t, b)
			o.Apply(s3Storage)
			o.PlansEmpty(s3Storage)
			s.expectWrites(t, "the creation", "POST /external_storage")
			changed := replace(s3Storage, "calls/", "archive/")
			o.Apply(changed)
			o.PlansEmpty(changed)
			s.expectWrites(t, "the update", "PUT /external_storage/recordings")
			got := s.Storages()["recordings"]
			want := fmt.Sprint(map[string]any{
				"s3_region": "eu-central-1", "s3_api_key": sandbox.Hashed("AKIAIOSFODNN7EXAMPLE"), "s3_secret": sandbox.Hashed(secretKey),
			})
			if strings.TrimSuffix(got.Path, "/") != "archive" || fmt.Sprint(got.Secrets["aws_s3"]) != want {
				t.Errorf("the storage is %+v", got)
			}
			o.Destroy()
			s.expectWrites(t, "the destroy", "DELETE /external_storage/recordings")
			if len(s.Storages()) != 0 {
				t.Errorf("the storages are %v", s.Storages())
			}
		})
	}
}

const createStorage = "POST /external_storage"

var storedAccount = strings.ReplaceAll(serviceAccount, `\\n`, `\n`)

// gcs and azure are storages with the stored forms of their secrets.
var (
	gcsStorage = fmt.Sprintf(`
resource "videostorage_getstream_external_storage" "this" {
  name = "recordings"
  gcs {
    bucket      = "example_recordings"
    credentials = %q
  }
}
`, storedAccount)
	azureStorage = `
resource "videostorage_getstream_external_storage" "this" {
  name = "recordings"
  azure {
    container     = "recordings"
    path          = "calls/"
    account_name  = "examplerecordings"
    tenant_id     = "00000000-0000-0000-0000-000000000001"
    client_id     = "00000000-0000-0000-0000-000000000002"
    client_secret = "` + storedSecret + `"
  }
}
`
)

const roleStorage = `
resource "videostorage_getstream_external_storage" "this" {
  name = "recordings"
  s3 {
    bucket = "example-recordings"
    region = "eu-central-1"
  }
}
`

// A change of the type is an update in place. Without a key, GetStream uses its role.
func TestTypesOfStorage(t *testing.T) {
	t.Parallel()
	s, o := startObject(t, getstreamsandbox.Behaviour{})
	s.StoredSecret(storedSecret)
	for _, test := range []struct{ hcl, want string }{
		{roleStorage, "aws_s3:map[s3_region:eu-central-1] bucket:example-recordings name:recordings path: storage_type:s3"},
		{gcsStorage, "bucket:example_recordings gcs_credentials:" + sandbox.Hashed(storedAccount) + " path: storage_type:gcs"},
		{azureStorage, "azure_blob:map[abs_account_name:examplerecordings abs_client_id:00000000-0000-0000-0000-000000000002 abs_client_secret:" +
			sandbox.Hashed(storedSecret) + " abs_tenant_id:00000000-0000-0000-0000-000000000001] bucket:recordings path:calls/ storage_type:abs"},
		{
			replace(s3Storage, `region `, "custom_endpoint = \"https://s3.example.com\"\n    region ", "eu-central-1", "auto"),
			"aws_s3:map[s3_api_key:" + sandbox.Hashed("AKIAIOSFODNN7EXAMPLE") + " s3_custom_endpoint_url:https://s3.example.com s3_region:auto s3_secret:" +
				sandbox.Hashed(secretKey) + "] bucket:example-recordings path:calls/ storage_type:s3",
		},
	} {
		o.Apply(test.hcl)
		o.PlansEmpty(test.hcl)
		if got := fmt.Sprint(s.Storages()["recordings"].Secrets); got != "map["+test.want+"]" {
			t.Errorf("GetStream got %s, want %s", got, test.want)
		}
	}
	s.expectWrites(t, "all", createStorage, "PUT /external_storage/recordings", "PUT /external_storage/recordings", "PUT /external_storage/recordings")
}

// A rotation raises the version. Timeouts and other arguments of the provider send nothing.
func TestUpdatesOfAStorage(t *testing.T) {
	t.Parallel()
	s, o := startObject(t, getstreamsandbox.Behaviour{})
	o.Apply(s3Storage)
	o.Apply(replace(s3Storage, "version = 1", "version = 2", secretKey, otherSecretKey))
	if got := fmt.Sprint(s.Storages()["recordings"].Secrets["aws_s3"]); !strings.Contains(got, sandbox.Hashed(otherSecretKey)) {
		t.Errorf("after the rotation, GetStream has %s", got)
	}
	s.expectWrites(t, "creation and rotation", createStorage, "PUT /external_storage/recordings")
	config := replace(s3Storage, "version = 1", "version = 2", `name = "recordings"`, "name = \"recordings\"\n  timeouts {\n    create = \"1m\"\n  }")
	o.Apply(config)
	s.expectWrites(t, "a change of a timeout")
	s.SetStorage(getstreamsandbox.Storage{Name: "recordings", Type: "gcs", Bucket: "elsewhere"})
	plan := o.Plan(config)
	plan.Expect(plancheck.ResourceActionUpdate)
	plan.Contains(t, "elsewhere")
	plan.Apply()
	o.PlansEmpty(config)
	s.expectWrites(t, "drift", "PUT /external_storage/recordings")
	s.RemoveStorage("recordings")
	plan = o.Plan(config)
	plan.Expect(plancheck.ResourceActionCreate)
	plan.Contains(t, "The external storage is gone")
}

// Refreshing many storages reads one list.
func TestStoragesOfARunShareOneList(t *testing.T) {
	t.Parallel()
	s, w := start(t, getstreamsandbox.Behaviour{})
	w.Config(replace(roleStorage, `"this" {`, "\"this\" {\n  count = 8", `"recordings"`, `"recordings-${count.index}"`) +
		"data \"videostorage_getstream_external_storages\" \"all\" {}\n")
	w.Apply()
	s.Log().Reset()
	w.PlansEmpty()
	if n := len(s.Log().All()); n != 1 {
		t.Errorf("a plan with eight storages and a data source sent %d requests, want 1", n)
	}
}

func TestCreationRefusesAnExistingName(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]getstreamsandbox.Behaviour{"refusing": {}, "replacing": {ReplaceDuplicate: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, o := startObject(t, b)
			plan := o.Plan(s3Storage)
			existing := getstreamsandbox.Storage{Name: "recordings", Type: "s3", Bucket: "another", Path: "x/"}
			s.SetStorage(existing)
			parts := []string{"The external storage exists already", `import { to = videostorage_getstream_external_storage.NAME id = "recordings" }`}
			plan.Fails(parts...)
			planFails(t, o, s3Storage, parts...)
			s.expectWrites(t, "refused creations")
			w := acctest.NewWorkspace(t, s.Account, nil)
			w.Config(cliStorage)
			w.Write("import.tf", importStorage)
			w.Apply().Contains(t, "1 imported, 0 added, 1 changed")
			w.PlansEmpty()
			s.expectWrites(t, "the import", "PUT /external_storage/recordings")
		})
	}
}

// A replacement of the same name deletes first. The list may lag behind the deletion.
func TestReplacementOfAStorage(t *testing.T) {
	t.Parallel()
	s, w := start(t, getstreamsandbox.Behaviour{Stale: 1})
	w.Config(cliStorage)
	w.Apply()
	w.Succeed("apply", "-auto-approve", "-no-color", "-replace="+storageAddress)
	w.PlansEmpty()
	s.expectWrites(t, "creation and replacement", createStorage, "DELETE /external_storage/recordings", createStorage)
}

// Two creations in one run are for the last free place. The list may lag behind the creation of the tenth.
func TestEleventhStorageIsRefusedWithTheReason(t *testing.T) {
	t.Parallel()
	s, w := start(t, getstreamsandbox.Behaviour{Stale: 1})
	for i := range 9 {
		s.SetStorage(getstreamsandbox.Storage{Name: fmt.Sprint("other-", i), Type: "s3", Bucket: "other"})
	}
	w.Config(replace(roleStorage, `"this" {`, "\"this\" {\n  count = 2", `"recordings"`, `"recordings-${count.index}"`))
	w.Fail("apply", "-auto-approve", "-no-color").Contains(t, "Could not create the external storage recordings-", "too many external storages",
		"has 10 external storages, and GetStream allows at most 10")
	if n := len(s.Storages()); n != 10 {
		t.Errorf("the application has %d storages, want 10", n)
	}
}

// Generated configuration has everything that GetStream returns, and its plan names the rest. With that, it applies and plans empty.
func TestGeneratedConfigurationNamesTheMissingArguments(t *testing.T) {
	t.Parallel()
	for remoteType, test := range map[string]struct {
		missing []string
		set     map[string]string
	}{
		"s3":  {[]string{"Missing region", "access key or secret included"}, map[string]string{"region": "eu-central-1"}},
		"gcs": {[]string{"Missing credentials_wo", "Set credentials_wo and credentials_wo_version"}, map[string]string{"credentials": storedAccount}},
		"abs": {
			[]string{"needs the argument account_name", "needs the argument tenant_id", "needs the argument client_id", "Missing client_secret_wo"},
			map[string]string{"account_name": "examplerecordings", "tenant_id": "tenant", "client_id": "client", "client_secret": storedSecret},
		},
	} {
		t.Run(remoteType, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, getstreamsandbox.Behaviour{})
			s.StoredSecret(storedSecret)
			s.SetStorage(getstreamsandbox.Storage{Name: "recordings", Type: remoteType, Bucket: "example-recordings", Path: "calls/"})
			w.Config(importStorage)
			w.Fail("plan", "-no-color", "-generate-config-out=generated.tf").Contains(t, test.missing...)
			generated, err := os.ReadFile(filepath.Join(w.Dir, "generated.tf"))
			if err != nil {
				t.Fatal(err)
			}
			hcl := string(generated)
			for name, value := range test.set {
				hcl = regexp.MustCompile(`( `+name+` +=) null`).ReplaceAllString(hcl, fmt.Sprintf("$1 %q", value))
			}
			w.Write("generated.tf", hcl)
			w.Apply().Contains(t, "1 imported, 0 added, 1 changed")
			w.PlansEmpty()
		})
	}
}

// The response of a creation gets lost: with a closed connection, or with an outage after the creation.
func TestCreationWithALostResponse(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]sandbox.Fault{
		"no response": {After: true, Drop: true}, "500": {After: true, Status: 500}, "web page": {After: true, Status: 200, Body: "<html>", ContentType: "text/html"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, o := startObject(t, getstreamsandbox.Behaviour{})
			fault.Method = http.MethodPost
			s.Faults().Add(fault)
			o.Apply(s3Storage)
			o.PlansEmpty(s3Storage)
			s.expectWrites(t, "the creation", createStorage, "PUT /external_storage/recordings")
		})
	}
	t.Run("timeout", func(t *testing.T) {
		t.Parallel()
		s, w := start(t, getstreamsandbox.Behaviour{})
		s.Faults().Add(sandbox.Fault{Method: http.MethodPost, After: true, Delay: 3600e9})
		w.Config(replace(cliStorage, `name = "recordings"`, "name = \"recordings\"\n  timeouts {\n    create = \"10s\"\n  }"))
		w.Fail("apply", "-auto-approve", "-no-color").Contains(t, "may have been processed", "it is not in the state", `id = "recordings"`)
		w.Write("import.tf", importStorage)
		w.Apply().Contains(t, "1 imported")
		w.PlansEmpty()
	})
}

// GetStream validates little, so the provider does. A secret is not shown, nor its line.
func TestInvalidStoragesAreRefusedInThePlan(t *testing.T) {
	t.Parallel()
	s, o := startObject(t, getstreamsandbox.Behaviour{})
	s.StoredSecret(storedSecret)
	wrongKey := replace(gcsStorage, "service_account", "user")
	for _, test := range []struct{ hcl, want string }{
		{replace(s3Storage, `"recordings"`, `"stream-s3"`), "other than stream-s3"},
		{replace(s3Storage, `"recordings"`, `"a/b"`), "letters, digits, hyphens and underscores"},
		{replace(s3Storage, "example-recordings", "My Bucket"), "3 to 63 lower-case letters"},
		{replace(s3Storage, "example-recordings", "example-recordings.s3.eu-central-1.amazonaws.com"), `write "example-recordings"`},
		{replace(s3Storage, "calls/", "/calls"), "without a leading slash"},
		{replace(s3Storage, "calls/", "a/../b"), "without a leading slash"},
		{replace(s3Storage, "AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE"), "temporary key"},
		{replace(s3Storage, "eu-central-1", "frankfurt"), "not a region code"},
		{replace(s3Storage, "region ", "#"), "needs the argument region"},
		{replace(s3Storage, "access_key_id ", "#"), "Missing access_key_id"},
		{replace(s3Storage, "secret_access_key_wo ", "#"), "Missing secret_access_key_wo"},
		{replace(s3Storage, "secret_access_key_wo_version", "#"), "Missing secret_access_key_wo_version"},
		{replace(roleStorage, "region ", "custom_endpoint = \"https://s3.example.com\"\n    region "), "A custom endpoint needs an access key"},
		{replace(s3Storage, "region ", "custom_endpoint = \"http://s3.example.com\"\n    region "), "be an https URL"},
		{wrongKey, "key of a service account"},
		{replace(gcsStorage, "example_recordings", "Example"), "Google Cloud Storage"},
		{replace(gcsStorage, "credentials ", "#"), "Missing credentials_wo"},
		{replace(azureStorage, "\"recordings\"\n    path", "\"a--b\"\n    path"), "name of a container"},
		{replace(azureStorage, "examplerecordings", "example-recordings"), "name of a storage account"},
		{replace(azureStorage, "client_secret", "#"), "Missing client_secret_wo"},
		{replace(azureStorage, "tenant_id", "#"), "needs the argument tenant_id"},
		{replace(roleStorage, "  s3 {", "  gcs {\n    bucket = \"abc\"\n    credentials_wo = \"{}\"\n    credentials_wo_version = 1\n  }\n  s3 {"), "Exactly one of s3, gcs and azure"},
		{"resource \"videostorage_getstream_external_storage\" \"this\" {\n  name = \"recordings\"\n}\n", "Exactly one of s3, gcs and azure"},
	} {
		planFails(t, o, test.hcl, test.want)
	}
	// Terraform prints the line of an argument. One is of a whole block.
	w := acctest.NewWorkspace(t, s.Account, nil)
	w.Config(wrongKey + replace(azureStorage, `"this"`, `"other"`, "tenant_id", "#") +
		"resource \"" + storageType + "\" \"line\" {\n  name = \"recordings\"\n  gcs { credentials = \"" + storedSecret + "\" }\n}\n")
	w.Fail("plan", "-no-color").Contains(t, "key of a service account", "needs the argument tenant_id", "Missing bucket")
	s.expectWrites(t, "planning")
}

const checkedStorage = "check_on_apply = true\n  s3 {"

// A failed check fails the apply with GetStream's reason, and the next apply checks again.
func TestCheckOnApply(t *testing.T) {
	t.Parallel()
	const check, put, reason = "GET /external_storage/recordings/check", "PUT /external_storage/recordings", "AccessDenied: cannot put objects"
	s, o := startObject(t, getstreamsandbox.Behaviour{})
	checked := replace(s3Storage, "s3 {", checkedStorage)
	s.failChecks(reason)
	// Terraform replaces a tainted object.
	for range 2 {
		o.Destroy()
		o.Fails(checked, "Could not check the external storage recordings", reason, "terraform untaint ADDRESS")
		if !o.Tainted {
			t.Error("the storage is not tainted")
		}
	}
	s.failChecks("")
	s.expectWrites(t, "failed creations", createStorage, check, "DELETE /external_storage/recordings", createStorage, check)
	plan := o.Plan(checked) // as after untaint
	plan.Expect(plancheck.ResourceActionUpdate)
	plan.Contains(t, "checked = false -> true")
	plan.Apply()
	o.PlansEmpty(checked)
	s.expectWrites(t, "the check after untaint", check)

	moved := replace(checked, "calls/", "archive/")
	s.failChecks(reason)
	o.Fails(moved, reason, "The next apply checks it again")
	s.failChecks("")
	o.Apply(moved)
	o.PlansEmpty(moved)
	s.expectWrites(t, "a change with a failed check", put, check, check)

	o.Apply(replace(moved, "check_on_apply = true", "check_on_apply = false"))
	o.Apply(replace(checked, "check_on_apply = true", "check_on_apply = false"))
	s.expectWrites(t, "a change without a check", put)
	o.Apply(checked)
	o.PlansEmpty(checked)
	s.expectWrites(t, "checking again", check)
}

func TestCheckAction(t *testing.T) {
	t.Parallel()
	acctest.NeedActions(t)
	s, w := start(t, getstreamsandbox.Behaviour{})
	w.Config(roleStorage + "action \"videostorage_getstream_external_storage_check\" \"this\" {\n  config {\n    name = \"recordings\"\n  }\n}\n")
	w.Apply()
	s.expectWrites(t, "the creation", createStorage)
	invoke := []string{"apply", "-auto-approve", "-no-color", "-invoke=action.videostorage_getstream_external_storage_check.this"}
	got := w.Succeed(invoke...)
	got.Contains(t, "GetStream has written https://example-recordings.example.com/stream-check.md")
	got.Lacks(t, "signature=")
	s.failChecks("NoSuchBucket")
	w.Fail(invoke...).Contains(t, "Could not check the external storage recordings", "NoSuchBucket")
	s.expectWrites(t, "two checks", "GET /external_storage/recordings/check", "GET /external_storage/recordings/check")
}

// Terraform 1.11 has no list resources, and the CLI none of the other tests.
func TestStoragesAreFound(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	s, w := start(t, getstreamsandbox.Behaviour{})
	s.SetStorage(getstreamsandbox.Storage{Name: "b", Type: "abs", Bucket: "container", Path: "p/"})
	s.SetStorage(getstreamsandbox.Storage{Name: "a", Type: "s3", Bucket: "bucket"})
	s.SetCallType("default", `{"name":"default","external_storage":"a"}`)
	s.SetCallType("livestream", `{"name":"livestream","external_storage":"stream-s3"}`)
	w.Config("data \"videostorage_getstream_external_storages\" \"all\" {}\noutput \"all\" {\n  value = data.videostorage_getstream_external_storages.all.external_storages\n}\n")
	w.Apply()
	if got := fmt.Sprint(w.Output("all")); got != "[map[bucket:bucket name:a path: type:s3] map[bucket:container name:b path:p/ type:abs]]" {
		t.Errorf("the data source has %s", got)
	}
	w.Write("all.tfquery.hcl", `
list "videostorage_getstream_external_storage" "all" {
  provider         = videostorage
  include_resource = true
}
list "videostorage_getstream_call_type_storage" "all" {
  provider         = videostorage
  include_resource = true
}
`)
	found, _ := w.Query()
	var names []string
	for _, f := range found {
		names = append(names, f.DisplayName)
	}
	slices.Sort(names)
	if want := []string{"a: s3 bucket", "b: abs container", "default: a"}; !slices.Equal(names, want) {
		t.Errorf("the query found %q, want %q", names, want)
	}
}
