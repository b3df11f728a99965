package cli

import (
	"bytes"
	"path/filepath"
	"runtime"
	"testing"
)

// pinLine adds the module that pins an older version to a world's checkout.
func pinLine(t *testing.T, f finder, tool Tool, version string) {
	t.Helper()
	dir, err := f.workDir()
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "tools", tool.folder, "go.mod"),
		"module pin\n\nrequire "+tool.module+" v"+version+"\n")
}

func TestALineTakesOnlyItsOwnVersionsFromPath(t *testing.T) {
	t.Parallel()
	line := Terraform.inLine("1.11")
	for version, taken := range map[string]bool{
		"1.11.0": true, "1.11.4": true, "1.10.5": false, "1.12.0": false, "1.16.4": false, "1.1.1": false,
	} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			f := world(t)
			pinLine(t, f, line, "1.11.4")
			onPath := f.install(t, line, reports(version))

			got, err := f.find(t.Context(), line)
			if taken {
				wantPath(t, got, err, onPath)
				return
			}
			wantNotFound(t, err)
			wantMentions(t, err.Error(), "no Terraform 1.11", version, "`make test-matrix`")
		})
	}
}

func TestALineIsBuiltBesideTheOthers(t *testing.T) {
	t.Parallel()
	f, line := world(t), Terraform.inLine("1.11")
	pinLine(t, f, line, "1.11.4")
	f.compile = compiles(t, "1.11.4")

	got, err := f.findOrBuild(t.Context(), line, &bytes.Buffer{})
	if err != nil {
		t.Fatal(err)
	}
	if folder := filepath.Base(filepath.Dir(got)); folder != "terraform-1.11.4-"+runtime.GOOS+"-"+runtime.GOARCH {
		t.Errorf("built in %s", folder)
	}
}

// Whoever sets the variable for "make test" must not get one version in each line
// of the matrix.
func TestTheVariableNamesNoLine(t *testing.T) {
	t.Parallel()
	f, line := world(t), Terraform.inLine("1.11")
	pinLine(t, f, line, "1.11.4")
	f.setenv("TF_ACC_TERRAFORM_PATH", executable(t, reports("1.16.4")))
	onPath := f.install(t, line, reports("1.11.2"))

	got, err := f.find(t.Context(), line)
	wantPath(t, got, err, onPath)
}

// Or else a machine with 1.14 on PATH would test that twice, and 1.16 never.
func TestTheNewestIsALineToo(t *testing.T) {
	t.Parallel()
	for version, taken := range map[string]bool{
		"1.16.0": true, "1.16.4": true, "1.14.9": false, "1.15.3": false, "1.17.0": false,
	} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			f := world(t)
			f.compile = compiles(t, pinnedVersion)
			f.setenv("TF_ACC_TERRAFORM_PATH", executable(t, reports("1.14.9")))
			onPath := f.install(t, Terraform, reports(version))

			got, reported, err := f.findOrBuildLine(t.Context(), Terraform, &bytes.Buffer{})
			if err != nil {
				t.Fatal(err)
			}
			if want := map[bool]string{true: version, false: pinnedVersion}[taken]; reported != want || (got == onPath) != taken {
				t.Errorf("took %s, which is %s; want %s", got, reported, want)
			}
		})
	}
}

func TestAnOlderLineIsFoundByItsOwnPin(t *testing.T) {
	t.Parallel()
	f, line := world(t), Terraform.inLine("1.13")
	pinLine(t, f, line, "1.13.5")
	onPath := f.install(t, line, reports("1.13.3"))

	got, reported, err := f.findOrBuildLine(t.Context(), line, &bytes.Buffer{})
	wantPath(t, got, err, onPath)
	if reported != "1.13.3" {
		t.Errorf("reported %s", reported)
	}
}

func TestAnUnknownNameIsAnErrorThatNamesTheKnown(t *testing.T) {
	t.Parallel()
	_, err := Named("terraform-0.12")
	if err == nil {
		t.Fatal("known")
	}
	wantMentions(t, err.Error(), "terraform-0.12", "terraform-1.11", "tofu")
}
