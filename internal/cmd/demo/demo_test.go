package main

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// tell runs the demo with stand-ins that arrange has changed.
func tell(t *testing.T, arrange func(*demo)) (printed string, err error) {
	t.Helper()
	acctest.NeedCLI(t)
	var out bytes.Buffer
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	d, err := newDemo(ctx, t.TempDir(), os.Getenv("TF_ACC_TERRAFORM_PATH"), &out)
	if err != nil {
		t.Fatal(err)
	}
	arrange(d)
	err = d.tell(ctx)
	return out.String(), err
}

func TestTheStoryPasses(t *testing.T) {
	t.Parallel()
	printed, err := tell(t, func(*demo) {})
	if err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	query := "This step is left out"
	if acctest.HasQuery(t) {
		query = "$ terraform query"
	}
	for _, part := range []string{"== 9 of 9: Destroy", "All steps passed", query} {
		if !strings.Contains(printed, part) {
			t.Errorf("%q was not printed:\n%s", part, printed)
		}
	}

	file := filepath.Join(t.TempDir(), "demo.svg")
	if err := draw(file, printed); err != nil {
		t.Fatal(err)
	}
	picture, err := os.ReadFile(file)
	if err := errors.Join(err, xml.Unmarshal(picture, new(any))); err != nil {
		t.Fatalf("%v\n%s", err, picture)
	}
	if !strings.Contains(string(picture), "Error: Recording settings exist already") || strings.Contains(string(picture), "2 of 9") {
		t.Errorf("the picture is not of the first step:\n%s", picture)
	}
}

func TestAnUnexpectedResponseEndsTheStoryAtItsStep(t *testing.T) {
	t.Parallel()
	printed, err := tell(t, func(d *demo) { d.twilio.Faults().Add(sandbox.Fault{Status: http.StatusForbidden}) })
	const want = "step 1, Terraform does not overwrite existing settings: `terraform plan` does not print"
	if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(printed, "== 2 of 9") {
		t.Errorf("got %v, want %q\n%s", err, want, printed)
	}
}

func TestOutputAndExitStatusMustBeTheExpectedOnes(t *testing.T) {
	t.Parallel()
	d := &demo{out: io.Discard, folder: t.TempDir()}
	for _, test := range []struct {
		line, want string
		passes     bool
	}{
		{"echo one two", "", true},
		{"echo one; echo two", "one two", true},
		{"echo one", "two", false},
		{"exit 2", "", false},
		{"exit 2", "exit status 1", false},
		{"echo one; exit 2", "one\nexit status 2", true},
		{"echo one", "one\nexit status 2", false},
	} {
		if err := d.command(t.Context(), test.line, strings.Split(test.want, "\n")); (err == nil) != test.passes {
			t.Errorf("`%s`, where the output should be %q: %v", test.line, test.want, err)
		}
	}
}

func TestWritesMustBeTheExpectedOnes(t *testing.T) {
	t.Parallel()
	const rotate = "Rotate the access key without a gap"
	create, update, remove := "POST /v1/Credentials/AWS", "POST /v1/RecordingSettings/Default", "DELETE /v1/Credentials/AWS/CR0"
	for _, test := range []struct {
		title  string
		writes []string
		passes bool
	}{
		{"Adopt them without a change", nil, true},
		{"Adopt them without a change", []string{create}, false},
		{rotate, []string{create, update, update, remove}, true},
		{rotate, []string{create, remove, update, update}, false},
		{"Destroy", []string{update, update, remove, remove}, true},
	} {
		if err := checkWrites(test.title, test.writes); (err == nil) != test.passes {
			t.Errorf("%s: %q: %v", test.title, test.writes, err)
		}
	}
}
