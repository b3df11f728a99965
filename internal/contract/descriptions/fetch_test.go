package descriptions

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestNothingIsFetchedWhereTheDescriptionsAre(t *testing.T) {
	t.Parallel()
	f := world(t) // without npm
	beside := fill(t, f.beside(t))
	if got, err := f.findOrFetch(t.Context(), &bytes.Buffer{}); err != nil || got != beside {
		t.Errorf("found %s, %v, want %s", got, err, beside)
	}
}

func TestAFetchThatFailsSaysWhatToDoAndLeavesNothing(t *testing.T) {
	t.Parallel()
	all := []string{pinnedFolder + Video, pinnedFolder + Accounts}
	tests := map[string]struct {
		pack     func(context.Context, string) (string, error)
		mentions []string
	}{
		"no npm":          {world(t).pack, []string{"npm: not found"}},
		"other bytes":     {packs(t, all...), []string{"SHA-256", pinned[Video]}},
		"a file too few":  {packs(t, all[0]), []string{"SHA-256"}},
		"other places":    {packs(t, "package/"+Video, "package/"+Accounts), []string{Video}},
		"not an archive":  {func(_ context.Context, dir string) (string, error) { return filepath.Join(dir, "descriptions"), nil }, nil},
		"a way elsewhere": {packs(t, "../"+Video), []string{Video}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := world(t)
			f.pack = tt.pack
			var progress bytes.Buffer
			_, err := f.findOrFetch(t.Context(), &progress)
			wantMentions(t, err, append(tt.mentions, "TWILIO_OPENAPI_DIR")...)
			if !strings.Contains(progress.String(), "@twilio/cli-core@9.0.0") {
				t.Errorf("progress %q does not name the package", &progress)
			}
			entries, err := os.ReadDir(filepath.Dir(f.cacheFolder(t)))
			if err != nil {
				t.Fatal(err)
			}
			for _, entry := range entries {
				if !strings.HasSuffix(entry.Name(), ".lock") {
					t.Errorf("%s is left", entry.Name())
				}
			}
		})
	}
}

func TestWhatIsFetchedIsKept(t *testing.T) {
	t.Parallel()
	f := world(t)
	sum := sha256.Sum256([]byte("{}"))
	f.sums = map[string]string{Video: hex.EncodeToString(sum[:]), Accounts: hex.EncodeToString(sum[:])}
	pack, fetched := packs(t, "package/package.json", pinnedFolder+Video, pinnedFolder+Accounts), 0
	f.pack = func(ctx context.Context, dir string) (string, error) { fetched++; return pack(ctx, dir) }
	// The rest of a fetch that was killed is no obstacle.
	write(t, filepath.Join(f.cacheFolder(t), Video), "half")
	for range 2 {
		got, err := f.findOrFetch(t.Context(), &bytes.Buffer{})
		if err != nil || got != f.cacheFolder(t) {
			t.Fatalf("found %s, %v, want %s", got, err, f.cacheFolder(t))
		}
	}
	if fetched != 1 {
		t.Errorf("fetched %d times", fetched)
	}
	entries, err := os.ReadDir(f.cacheFolder(t))
	if err != nil || len(entries) != 2 {
		t.Errorf("%v is kept, %v, want the two descriptions alone", entries, err)
	}
}

func TestTheSumsArePinned(t *testing.T) {
	t.Parallel()
	for _, name := range Files() {
		if raw, err := hex.DecodeString(pinned[name]); err != nil || len(raw) != sha256.Size {
			t.Errorf("%s has the sum %q: %v", name, pinned[name], err)
		}
	}
}
