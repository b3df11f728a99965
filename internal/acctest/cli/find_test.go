package cli

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/hashicorp/go-version"
)

func TestTheVariableWinsOverPath(t *testing.T) {
	t.Parallel()
	f := world(t)
	f.install(t, Terraform, reports("1.16.0"))
	named := executable(t, reports("1.15.0"))
	f.setenv("TF_ACC_TERRAFORM_PATH", named)

	got, err := f.find(t.Context(), Terraform)
	wantPath(t, got, err, named)
}

func TestTheVariableMayNameAnOldVersion(t *testing.T) {
	t.Parallel()
	f := world(t)
	named := executable(t, reports("1.11.4"))
	f.setenv("TF_ACC_TERRAFORM_PATH", named)

	got, err := f.find(t.Context(), Terraform)
	wantPath(t, got, err, named)
}

func TestAVariableThatNamesNoUsableBinaryIsAnErrorAndNeverSkipped(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"missing":        filepath.Join(t.TempDir(), "nowhere"),
		"a folder":       t.TempDir(),
		"fails":          executable(t, broken),
		"not JSON":       executable(t, "echo Terraform v1.16.0"),
		"without answer": executable(t, "echo '{}'"),
	}
	for name, named := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := world(t)
			f.install(t, Terraform, reports("1.16.0"))
			f.setenv("TF_ACC_TERRAFORM_PATH", named)

			got, err := f.find(t.Context(), Terraform)
			if err == nil {
				t.Fatalf("found %s", got)
			}
			var missing *NotFoundError
			if errors.As(err, &missing) {
				t.Fatalf("%v: a build would hide the broken setting", err)
			}
			wantMentions(t, err.Error(), "TF_ACC_TERRAFORM_PATH="+named)
		})
	}
}

func TestARelativeVariableBecomesAbsolute(t *testing.T) {
	t.Parallel()
	f := world(t)
	f.setenv("TF_ACC_TERRAFORM_PATH", filepath.Join("testdata", "nowhere"))

	_, err := f.find(t.Context(), Terraform)
	want, absErr := filepath.Abs(filepath.Join("testdata", "nowhere"))
	if absErr != nil {
		t.Fatal(absErr)
	}
	if err == nil {
		t.Fatal("found a file that does not exist")
	}
	wantMentions(t, err.Error(), want)
}

func TestOpenTofuHasAVariableOfItsOwn(t *testing.T) {
	t.Parallel()
	f := world(t)
	onPath := f.install(t, OpenTofu, reports("1.12.0"))
	f.setenv("TF_ACC_TERRAFORM_PATH", executable(t, reports("1.16.0")))
	got, err := f.find(t.Context(), OpenTofu)
	wantPath(t, got, err, onPath)

	named := executable(t, reports("1.12.6"))
	f.setenv("VIDEOSTORAGE_TOFU_PATH", named)
	got, err = f.find(t.Context(), OpenTofu)
	wantPath(t, got, err, named)
}

func TestANewEnoughBinaryOnPathIsUsed(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"1.14.0", "1.16.4", "1.17.0-beta1"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			f := world(t)
			onPath := f.install(t, Terraform, reports(version))

			got, err := f.find(t.Context(), Terraform)
			wantPath(t, got, err, onPath)
		})
	}
}

func TestABinaryOnPathThatIsTooOldIsPassedOver(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"1.11.4", "1.13.3", "1.14.0-rc1"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			f := world(t)
			onPath := f.install(t, Terraform, reports(version))

			_, err := f.find(t.Context(), Terraform)
			wantNotFound(t, err)
			wantMentions(t, err.Error(), onPath, version, "1.14.0 or later")
		})
	}
}

func TestABinaryOnPathThatFailsIsPassedOverWithItsReason(t *testing.T) {
	t.Parallel()
	f := world(t)
	f.install(t, Terraform, broken)

	_, err := f.find(t.Context(), Terraform)
	wantNotFound(t, err)
	wantMentions(t, err.Error(), "cannot open shared object", "exit status 127")
}

func TestABinaryOnPathThatHangsIsPassedOver(t *testing.T) {
	t.Parallel()
	f := world(t)
	f.timeout = 50 * time.Millisecond
	f.install(t, Terraform, "sleep 60")

	_, err := f.find(t.Context(), Terraform)
	wantNotFound(t, err)
	wantMentions(t, err.Error(), "no answer within 50ms")
}

func TestACancelledSearchIsNotAMissingBinary(t *testing.T) {
	t.Parallel()
	f := world(t)
	f.install(t, Terraform, reports("1.16.0"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()

	if _, err := f.find(ctx, Terraform); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
}

func TestACachedBuildIsUsedWhereNothingElseIs(t *testing.T) {
	t.Parallel()
	f := world(t)
	f.install(t, Terraform, reports("1.11.4"))
	wanted, err := f.pinned(Terraform)
	if err != nil {
		t.Fatal(err)
	}
	write(t, wanted.path(), "a build")

	got, err := f.find(t.Context(), Terraform)
	wantPath(t, got, err, wanted.path())
}

func TestACachedBuildOfAnotherVersionIsNotUsed(t *testing.T) {
	t.Parallel()
	f := world(t)
	wanted, err := f.pinned(Terraform)
	if err != nil {
		t.Fatal(err)
	}
	write(t, wanted.path(), "a build")
	write(t, filepath.Join(wanted.source, "go.mod"), "module pin\n\nrequire "+Terraform.module+" v1.17.0\n")

	_, err = f.find(t.Context(), Terraform)
	wantNotFound(t, err)
}

func TestNotFoundSaysWhatToDo(t *testing.T) {
	t.Parallel()
	f := world(t)

	_, err := f.find(t.Context(), Terraform)
	wantNotFound(t, err)
	wantMentions(t, err.Error(), "`make test`", "builds Terraform 1.16.4", "set TF_ACC_TERRAFORM_PATH")
}

func TestOutsideACheckoutTheErrorNamesTheVariable(t *testing.T) {
	t.Parallel()
	f := world(t)
	elsewhere := t.TempDir()
	f.workDir = func() (string, error) { return elsewhere, nil }

	_, err := f.find(t.Context(), Terraform)
	if err == nil {
		t.Fatal("found something")
	}
	wantMentions(t, err.Error(), elsewhere, "TF_ACC_TERRAFORM_PATH")
}

// The real modules must pin versions that the search accepts.
func TestThePinnedVersionsAreAccepted(t *testing.T) {
	t.Parallel()
	for _, tool := range Versions() {
		t.Run(tool.String(), func(t *testing.T) {
			t.Parallel()
			wanted, err := system().pinned(tool)
			if err != nil {
				t.Fatal(err)
			}
			v, err := version.NewVersion(wanted.version)
			if err != nil {
				t.Fatal(err)
			}
			if !tool.accepts(v) {
				t.Errorf("%s is not %s", v, tool.wanted())
			}
			named, err := Named(tool.String())
			if err != nil || named != tool {
				t.Errorf("the name %s is that of %v: %v", tool, named, err)
			}
		})
	}
}
