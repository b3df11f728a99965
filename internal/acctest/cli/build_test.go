package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// compiles stands in for the compiler: its binaries report the version.
func compiles(t *testing.T, version string) func(context.Context, Tool, string, string) error {
	return func(_ context.Context, _ Tool, _, out string) error {
		writeScript(t, out, reports(version))
		return nil
	}
}

// wantOnlyIn checks that a build folder holds nothing but its lock and these.
func wantOnlyIn(t *testing.T, folder string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range entries {
		if entry.Name() != ".lock" {
			got = append(got, entry.Name())
		}
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("%s holds %q, want %q", folder, got, want)
	}
}

func TestAMissingBinaryIsBuiltOnceIntoTheCache(t *testing.T) {
	t.Parallel()
	f := world(t)
	f.install(t, Terraform, reports("1.11.4"))
	f.compile = compiles(t, pinnedVersion)

	var progress bytes.Buffer
	got, err := f.findOrBuild(t.Context(), Terraform, &progress)
	if err != nil {
		t.Fatal(err)
	}
	folder := "terraform-1.16.4-" + runtime.GOOS + "-" + runtime.GOARCH
	if !strings.HasSuffix(filepath.Dir(got), filepath.Join("terraform-provider-videostorage", folder)) {
		t.Errorf("built at %s", got)
	}
	wantOnlyIn(t, filepath.Dir(got), "terraform")
	wantMentions(t, progress.String(), "is 1.11.4", "Building Terraform 1.16.4", "2 to 5 minutes", got)

	// The second search needs no compiler, and has nothing to say.
	f.compile = nil
	progress.Reset()
	again, err := f.findOrBuild(t.Context(), Terraform, &progress)
	wantPath(t, again, err, got)
	if progress.Len() > 0 {
		t.Errorf("progress: %s", &progress)
	}
}

func TestNothingIsBuiltWhereABinaryIsFound(t *testing.T) {
	t.Parallel()
	f := world(t) // without a compiler
	onPath := f.install(t, Terraform, reports("1.16.0"))

	got, err := f.findOrBuild(t.Context(), Terraform, &bytes.Buffer{})
	wantPath(t, got, err, onPath)
}

func TestConcurrentSearchesBuildOnce(t *testing.T) {
	t.Parallel()
	f := world(t)
	var builds atomic.Int32
	compile := compiles(t, pinnedVersion)
	f.compile = func(ctx context.Context, tool Tool, dir, out string) error {
		builds.Add(1)
		time.Sleep(50 * time.Millisecond) // long enough for the others to come
		return compile(ctx, tool, dir, out)
	}

	var searches sync.WaitGroup
	for range 5 {
		searches.Go(func() {
			path, err := f.findOrBuild(t.Context(), Terraform, &bytes.Buffer{})
			if err != nil {
				t.Error(err)
			} else if _, err := f.versionOf(t.Context(), path); err != nil {
				t.Error(err)
			}
		})
	}
	searches.Wait()
	if builds.Load() != 1 {
		t.Errorf("built %d times", builds.Load())
	}
}

func TestWaitingForAnotherBuildSaysSoAndEndsWithTheContext(t *testing.T) {
	t.Parallel()
	f := world(t)
	wanted, err := f.pinned(Terraform)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(wanted.folder, 0o755); err != nil {
		t.Fatal(err)
	}
	unlock, err := lock(t.Context(), wanted, &bytes.Buffer{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()

	var progress bytes.Buffer
	if _, err := f.findOrBuild(ctx, Terraform, &progress); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	wantMentions(t, progress.String(), "waiting for another process")
	if err := unlock(); err != nil {
		t.Error(err)
	}
}

func TestAFailedBuildIsReportedAndLeavesNothing(t *testing.T) {
	t.Parallel()
	f := world(t)
	refused := errors.New("no space left on device")
	f.compile = func(_ context.Context, _ Tool, _, out string) error {
		write(t, out, "half a binary")
		return refused
	}

	_, err := f.findOrBuild(t.Context(), Terraform, &bytes.Buffer{})
	if !errors.Is(err, refused) {
		t.Fatalf("got %v", err)
	}
	wantMentions(t, err.Error(), "building Terraform 1.16.4")
	wanted, err := f.pinned(Terraform)
	if err != nil {
		t.Fatal(err)
	}
	wantOnlyIn(t, wanted.folder)
}

func TestABuildThatIsNotWhatWasPinnedIsNotPublished(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ script, mentions string }{
		"another version": {reports("1.16.4-dev"), "calls itself 1.16.4-dev"},
		"does not run":    {broken, "cannot open shared object"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := world(t)
			f.compile = func(_ context.Context, _ Tool, _, out string) error {
				writeScript(t, out, test.script)
				return nil
			}

			_, err := f.findOrBuild(t.Context(), Terraform, &bytes.Buffer{})
			if err == nil {
				t.Fatal("published")
			}
			wantMentions(t, err.Error(), test.mentions)
			wanted, err := f.pinned(Terraform)
			if err != nil {
				t.Fatal(err)
			}
			wantOnlyIn(t, wanted.folder)
		})
	}
}

func TestTheRestOfAKilledBuildIsNoObstacle(t *testing.T) {
	t.Parallel()
	f := world(t)
	wanted, err := f.pinned(Terraform)
	if err != nil {
		t.Fatal(err)
	}
	part := filepath.Join(wanted.folder, "part-terraform")
	write(t, part, "half a binary")
	compile := compiles(t, pinnedVersion)
	f.compile = func(ctx context.Context, tool Tool, dir, out string) error {
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%s is still there", out)
		}
		return compile(ctx, tool, dir, out)
	}

	got, err := f.findOrBuild(t.Context(), Terraform, &bytes.Buffer{})
	wantPath(t, got, err, wanted.path())
	wantOnlyIn(t, wanted.folder, "terraform")
}
