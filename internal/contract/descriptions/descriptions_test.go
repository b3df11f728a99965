package descriptions

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"strings"
	"testing"
)

// A skipped contract would hide a wrong setting.
func TestNamedFolderWithoutDescriptionsIsAnErrorAndNoSkip(t *testing.T) {
	t.Setenv(Env, t.TempDir())
	if dir, err := Find(); err == nil || errors.Is(err, ErrNotFound) || !strings.Contains(err.Error(), Env) {
		t.Errorf("found %s (%v)", dir, err)
	}
}

func TestFetchedDescriptionsHaveThePinnedSums(t *testing.T) {
	t.Parallel()
	var archive bytes.Buffer
	zipped := gzip.NewWriter(&archive)
	entries := tar.NewWriter(zipped)
	headed := entries.WriteHeader(&tar.Header{Name: "package/src/services/twilio-api/" + Files[0], Mode: 0o644, Size: 2})
	_, written := entries.Write([]byte("{}"))
	if err := errors.Join(headed, written, entries.Close(), zipped.Close()); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := extract(archive.Bytes(), dir); err == nil || !strings.Contains(err.Error(), sums[Files[0]]) {
		t.Errorf("the error is %v", err)
	}
	if isComplete(dir) {
		t.Error("the folder has descriptions")
	}
}
