package descriptions

import (
	"errors"
	"path/filepath"
	"testing"
)

func TestTheFolderThatIsNamedGoesFirstAndIsUsedAsItIs(t *testing.T) {
	t.Parallel()
	f := world(t)
	fill(t, f.beside(t))
	named := fill(t, t.TempDir())
	f.setenv(named)
	if got, err := f.find(); err != nil || got != named {
		t.Errorf("found %s, %v, want %s", got, err, named)
	}
}

func TestAFolderThatIsNamedAndLacksAFileIsAnErrorAndNeverPassedOver(t *testing.T) {
	t.Parallel()
	half := t.TempDir()
	write(t, filepath.Join(half, Video), "{}")
	for name, dir := range map[string]string{"half": half, "missing": filepath.Join(half, "nowhere")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := world(t)
			fill(t, f.beside(t))
			f.setenv(dir)
			_, err := f.find()
			if missing := (*NotFoundError)(nil); errors.As(err, &missing) {
				t.Fatalf("%v: a skip would hide the broken setting", err)
			}
			wantMentions(t, err, "TWILIO_OPENAPI_DIR="+dir, Video, Accounts)
		})
	}
}

func TestTheFolderBesideTheCheckoutGoesBeforeTheCacheAndIsUsedAsItIs(t *testing.T) {
	t.Parallel()
	f := world(t)
	fill(t, f.cacheFolder(t))
	beside := fill(t, f.beside(t))
	if got, err := f.find(); err != nil || got != beside {
		t.Errorf("found %s, %v, want %s", got, err, beside)
	}
}

func TestWhatIsNowhereIsAnErrorThatSaysWhatToDo(t *testing.T) {
	t.Parallel()
	f := world(t)
	_, err := f.find()
	if missing := (*NotFoundError)(nil); !errors.As(err, &missing) {
		t.Fatalf("got %v, want a NotFoundError", err)
	}
	wantMentions(t, err, "TWILIO_OPENAPI_DIR", f.beside(t), f.cacheFolder(t), "`make contract`")
}

func TestWhatIsCachedMustBeWhatIsPinned(t *testing.T) {
	t.Parallel()
	f := world(t)
	cached := fill(t, f.cacheFolder(t))
	_, err := f.find()
	if missing := (*NotFoundError)(nil); errors.As(err, &missing) {
		t.Fatalf("%v: a skip would hide what is wrong with the cache", err)
	}
	wantMentions(t, err, "SHA-256", pinned[Video], "delete", cached)
}

func TestOutsideACheckoutTheErrorNamesTheVariable(t *testing.T) {
	t.Parallel()
	f := world(t)
	elsewhere := t.TempDir()
	f.workDir = func() (string, error) { return elsewhere, nil }
	_, err := f.find()
	wantMentions(t, err, elsewhere, "TWILIO_OPENAPI_DIR")
}
