package documentation_test

import (
	"maps"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

var listBlock = regexp.MustCompile(`(?m)^list "(\w+)" "(\w+)" \{`)

// Every query among the examples is run as it is, beside the configuration that it has, in
// an account with one of everything: each of its list blocks finds that, without a warning.
// There is no list of them that a new one could be missing in.
func TestEveryQueryFinds(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	seen := map[string]bool{}
	for folder, files := range configurations(t) {
		for name, query := range files {
			if !isQuery(name) {
				continue
			}
			blocks := listBlock.FindAllStringSubmatch(query, -1)
			if len(blocks) == 0 {
				t.Errorf("%s/%s has no list block", folder, name)
			}
			configuration := maps.Clone(files)
			maps.DeleteFunc(configuration, func(name, _ string) bool { return path.Ext(name) != ".tf" })
			if len(configuration) == 0 {
				configuration["main.tf"] = "provider \"videostorage\" {}\n"
			}
			for _, b := range blocks {
				seen[b[1]] = true
			}
			t.Run(folder+"/"+name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, configuration)
				w.twilio.SetSettings(w.twilio.SID, twiliosandbox.CompositionSettings, made)
				w.Write(name, query)
				found, warnings := w.Query()
				if len(warnings) > 0 {
					t.Errorf("warned of %+v", warnings)
				}
				byAddress := map[string]int{}
				for _, one := range found {
					byAddress[one.Address]++
				}
				for _, b := range blocks {
					address := strings.Join([]string{"list", b[1], b[2]}, ".")
					if byAddress[address] != 1 {
						t.Errorf("%s found %d objects, want 1: %+v", address, byAddress[address], found)
					}
				}
			})
		}
	}
	for name := range objects(schemas(t))[listResources] {
		if !seen[name] {
			t.Errorf("no example lists %s", name)
		}
	}
}
