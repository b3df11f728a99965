package documentation_test

import (
	"io/fs"
	"maps"
	"net/http/httptest"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/examples"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3check/s3sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func TestMain(m *testing.M) {
	// AWS's SDK reads the environment of the process. In the bucket of the examples, every recording is missing.
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret-of-the-documentation", "AWS_SESSION_TOKEN": "", "AWS_PROFILE": "",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
		"AWS_ENDPOINT_URL_S3": httptest.NewServer(s3sandbox.New()).URL,
	} {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	acctest.Main(m)
}

// The three ways to import a resource.
var importFiles = []string{"import.sh", "import-by-string-id.tf", "import-by-identity.tf"}

const queryExtension = ".tfquery.hcl"

// readExamples returns the folders under examples with the contents of their files.
func readExamples(t *testing.T) map[string]map[string]string {
	t.Helper()
	folders := map[string]map[string]string{}
	err := fs.WalkDir(examples.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if name == "demo" {
			return fs.SkipDir // the demo's own test runs it
		}
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := examples.Files.ReadFile(name)
		folder := path.Dir(name)
		if folders[folder] == nil {
			folders[folder] = map[string]string{}
		}
		folders[folder][path.Base(name)] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return folders
}

// selectConfiguration returns the .tf files without the imports.
func selectConfiguration(files map[string]string) map[string]string {
	configuration := maps.Clone(files)
	maps.DeleteFunc(configuration, func(name, _ string) bool { return path.Ext(name) != ".tf" || slices.Contains(importFiles, name) })
	return configuration
}

func TestEveryObjectHasAnExample(t *testing.T) {
	t.Parallel()
	all := readExamples(t)
	for folder, names := range listObjects(t) {
		for _, name := range names {
			if len(all[folder+"/"+name]) == 0 {
				t.Errorf("examples/%s/%s does not exist", folder, name)
			}
		}
	}
	_, identities := readSchemas(t)
	for _, name := range identities {
		for _, file := range importFiles {
			if all["resources/"+name][file] == "" {
				t.Errorf("examples/resources/%s has no %s", name, file)
			}
		}
	}
}

// groupOf returns the name of the workspace of an example. Examples of a resource and of a guide are alone, because an account has only one
// pair of settings.
func groupOf(folder string) string {
	switch path.Dir(folder) {
	case "actions":
		return "actions"
	case "data-sources", "functions":
		return "data sources and functions"
	}
	return folder
}

// Each example applies, can be imported in three ways, then plans empty, and can be destroyed.
func TestEveryExampleApplies(t *testing.T) {
	t.Parallel()
	all, groups := readExamples(t), map[string]map[string]string{}
	for folder, files := range all {
		group := groupOf(folder)
		for name, content := range selectConfiguration(files) {
			if groups[group] == nil {
				groups[group] = map[string]string{}
			}
			if group != folder {
				name = path.Join(folder, name)
			}
			groups[group][name] = content
		}
	}
	for group, configuration := range groups {
		t.Run(group, func(t *testing.T) {
			t.Parallel()
			if group == "actions" {
				acctest.NeedActions(t)
			}
			for _, content := range configuration {
				if strings.Contains(content, "identity = {") {
					acctest.NeedIdentity(t)
				}
			}
			w := newWorld(t, configuration)
			w.Apply()
			for _, file := range importFiles {
				if content := all[group][file]; content != "" && (file != "import-by-identity.tf" || acctest.HasIdentity(t)) {
					w.importExample(t, file, content)
				}
			}
			w.PlansEmpty()
			w.Destroy()
		})
	}
}

// importExample removes the resource of an example from the state and imports it again, with the SID of the stand-in.
func (w *world) importExample(t *testing.T, file, content string) {
	t.Helper()
	address := regexp.MustCompile(`videostorage_\w+\.\w+`).FindString(content)
	sid, _ := w.State(address)["sid"].(string)
	content = strings.NewReplacer(awsCredentialSID, sid, hookSID, sid).Replace(content)
	w.Forget(address)
	// The apply after an import fills in the attributes that Twilio never returns.
	if command := regexp.MustCompile(`(?m)^terraform (.*)$`).FindStringSubmatch(content); command != nil {
		w.Succeed(strings.Fields(command[1])...)
		w.Apply().Contains(t, "0 added,", "0 destroyed")
	} else {
		w.Write(file, content)
		w.Apply().Contains(t, "1 imported, 0 added,", "0 destroyed")
		w.Remove(file)
	}
	w.PlansEmpty()
}

// Each list block of a query finds the one object of its kind, without a warning.
func TestEveryQueryFinds(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	runs := map[string]map[string]string{"list-resources": {"main.tf": "provider \"videostorage\" {}\n"}}
	for folder, files := range readExamples(t) {
		for name, query := range files {
			switch {
			case !strings.HasSuffix(name, queryExtension):
			case path.Dir(folder) == "list-resources":
				runs["list-resources"][path.Base(folder)+queryExtension] = query
			default:
				runs[folder] = files
			}
		}
	}
	for run, files := range runs {
		t.Run(run, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, files)
			w.twilio.SetSettings(w.twilio.SID, twiliosandbox.CompositionSettings, existingSettings)
			var got, want []string
			found, warnings := w.Query()
			for _, result := range found {
				got = append(got, result.Address)
			}
			for _, content := range files {
				for _, block := range regexp.MustCompile(`(?m)^list "(\w+)" "(\w+)" \{`).FindAllStringSubmatch(content, -1) {
					want = append(want, "list."+block[1]+"."+block[2])
				}
			}
			slices.Sort(got)
			slices.Sort(want)
			if len(want) == 0 || !slices.Equal(got, want) || len(warnings) > 0 {
				t.Errorf("the query found %v with the warnings %+v, want %v", got, warnings, want)
			}
		})
	}
}
