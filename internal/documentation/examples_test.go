package documentation_test

import (
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/examples"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
)

// configurations are the folders under examples/ with a configuration, and the
// content of their files.
func configurations(t *testing.T) map[string]map[string]string {
	t.Helper()
	all := map[string]map[string]string{}
	err := fs.WalkDir(examples.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if name == "demo" {
			return fs.SkipDir // the demo's own test runs it
		}
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := examples.Files.ReadFile(name)
		folder, file := path.Split(name)
		folder = path.Clean(folder)
		if all[folder] == nil {
			all[folder] = map[string]string{}
		}
		all[folder][file] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// isQuery reports whether a file is for `terraform query`.
func isQuery(name string) bool { return strings.HasSuffix(name, ".tfquery.hcl") }

// imports are the three forms of an import, which go with a resource's example.
var imports = []string{"import-by-string-id.tf", "import-by-identity.tf", "import.sh"}

// Every example is applied as it is, to sandboxes of Twilio and Sendbird and a
// stand-in for AWS, plans empty afterwards, and can be destroyed. There is no list of
// them that a new one could be missing in.
func TestEveryExampleApplies(t *testing.T) {
	t.Parallel()
	for folder, files := range configurations(t) {
		maps.DeleteFunc(files, func(name, _ string) bool { return isQuery(name) }) // TestEveryQueryFinds runs them
		if len(files) == 0 {
			continue
		}
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			if kind(strings.Split(folder, "/")[0]) == actions {
				acctest.NeedActions(t)
			}
			configuration := map[string]string{}
			for name, content := range files {
				if path.Ext(name) == ".tf" && !slices.Contains(imports, name) {
					configuration[name] = content
				} else if !slices.Contains(imports, name) {
					t.Errorf("%s/%s is no kind of file that this test knows", folder, name)
				}
			}
			if strings.Contains(joined(configuration), "identity = {") {
				acctest.NeedIdentity(t)
			}
			w := newWorld(t, configuration)
			w.Succeed("validate")
			w.Apply()
			w.PlansEmpty()
			for _, name := range imports {
				if files[name] != "" {
					w.imports(t, name, files[name])
				}
			}
			// What holds recordings is not destroyed, but for here.
			for name, content := range configuration {
				w.Write(name, addressed(strings.ReplaceAll(content, "prevent_destroy = true", "prevent_destroy = false")))
			}
			w.Destroy()
		})
	}
}

// Each resource that can be imported shows how, in all three forms. Which can be is
// known by their identity.
func TestEveryImportIsShown(t *testing.T) {
	t.Parallel()
	all := configurations(t)
	for name := range identities(t) {
		for _, form := range imports {
			if all[path.Join("resources", name)][form] == "" {
				t.Errorf("examples/resources/%s has no %s", name, form)
			}
		}
	}
}

var (
	target  = regexp.MustCompile(`to\s*=\s*(\S+)`)
	command = regexp.MustCompile(`(?m)^terraform (import (\S+) .*)$`)
)

// imports takes the example's resource out of the state and imports it again, as an
// example says: only the SID of a credential is the sandbox's.
func (w *world) imports(t *testing.T, name, text string) {
	t.Helper()
	if name == "import-by-identity.tf" && !acctest.HasIdentity(t) {
		return
	}
	arguments := command.FindStringSubmatch(text)
	address := target.FindStringSubmatch(text)
	if arguments != nil {
		address = arguments[1:]
	}
	if len(address) < 2 {
		t.Fatalf("%s says of nothing that it is imported:\n%s", name, text)
	}
	at := address[1]
	sid, _ := w.State(at)["sid"].(string)
	ours := strings.NewReplacer(storedAWS, sid)
	w.Succeed("state", "rm", at)
	if arguments != nil {
		w.Succeed(strings.Fields(ours.Replace(arguments[1]))...)
	} else {
		w.Write(name, ours.Replace(text))
		w.Apply().Contains(t, "1 imported, 0 added,")
		w.Remove(name)
	}
	// What Twilio never returns is filled in from the configuration.
	w.Apply().Contains(t, "0 added,", "0 destroyed")
	w.PlansEmpty()
}
