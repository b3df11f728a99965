package leak

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// archive is a saved plan with these members, compressed.
func archive(t *testing.T, members map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, content := range members {
		member, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := member.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFilesAreScannedForWhatTheyAre(t *testing.T) {
	t.Parallel()
	const text = "theStoredSecret theOtherSecret"
	s := scanner(t, Secret{Name: "stored", Value: "theStoredSecret", Stored: true}, Secret{Name: "other", Value: "theOtherSecret"})
	dir := t.TempDir()
	for name, content := range map[string][]byte{
		"terraform.tfstate":                       []byte(text),
		"terraform.tfstate.backup":                []byte(text),
		"errored.tfstate":                         []byte(text),
		"terraform.tfstate.d/a/terraform.tfstate": []byte(text),
		"crash.log":                               []byte(text),
		"generated.tf":                            []byte(text),
		"saved": archive(t, map[string]string{
			"tfplan": text, "tfstate": text, "tfconfig/m-/main.tf": text, ".terraform.lock.hcl": "clean",
		}),
		"skipped":        []byte(text),
		"programs/a/aws": []byte(text),
		"clean":          []byte("nothing"),
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("crash.log", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}

	found, err := s.Folder(dir, func(path string, content []byte) bool {
		return path == "skipped" && string(content) == text || path == "programs" && content == nil
	})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range found {
		got[string(f.Place)+" "+f.Name] += f.Secret + " "
	}
	want := map[string]string{
		"state terraform.tfstate": "other ", "state terraform.tfstate.backup": "other ", "state errored.tfstate": "other ",
		"state terraform.tfstate.d/a/terraform.tfstate": "other ",
		"plan saved/tfplan":                             "other ", "plan saved/tfstate": "other ",
		"file crash.log": "stored other ", "file generated.tf": "stored other ",
	}
	for place, secrets := range want {
		if got[place] != secrets {
			t.Errorf("in %s, found %q, want %q", place, got[place], secrets)
		}
		delete(got, place)
	}
	if len(got) > 0 {
		t.Errorf("found also %v", got)
	}
}

func TestBrokenPlanIsAnError(t *testing.T) {
	t.Parallel()
	whole := archive(t, map[string]string{"tfplan": "text"})
	damaged := bytes.Replace(whole, []byte("tfplan"), []byte("tfplax"), 1)
	copy(damaged[36:], "damaged")
	for name, content := range map[string][]byte{"cut": whole[:20], "damaged": damaged} {
		if _, err := scanner(t).File(name, content); err == nil || !strings.Contains(err.Error(), "saved plan "+name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
