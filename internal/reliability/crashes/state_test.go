//go:build linux

package crashes_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

const (
	stateFile  = "terraform.tfstate"
	backupFile = "terraform.tfstate.backup"
)

// state is Terraform's, as far as it matters here.
type state struct {
	Resources []struct {
		Type      string
		Instances []struct {
			Attributes struct{ SID string }
		}
	}
}

// credentials are the SIDs of those in the state, deposed ones included.
func (s state) credentials() map[string]bool {
	all := map[string]bool{}
	for _, resource := range s.Resources {
		for _, instance := range resource.Instances {
			if instance.Attributes.SID != "" {
				all[instance.Attributes.SID] = true
			}
		}
	}
	return all
}

// only is the credential of a type.
func (s state) only(typeName string) string {
	for _, resource := range s.Resources {
		if resource.Type == typeName && len(resource.Instances) == 1 {
			return resource.Instances[0].Attributes.SID
		}
	}
	return ""
}

// has reports whether there is a resource of a type.
func (s state) has(typeName string) bool {
	for _, resource := range s.Resources {
		if resource.Type == typeName && len(resource.Instances) > 0 {
			return true
		}
	}
	return false
}

// readFile returns a file of the workspace, nil if there is none.
func (r *run) readFile(name string) []byte {
	r.Helper()
	content, err := os.ReadFile(filepath.Join(r.w.Dir, name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		r.Fatal(err)
	}
	return content
}

// look returns the state, and remembers the credentials in it.
func (r *run) look() state {
	r.Helper()
	var now state
	if content := r.readFile(stateFile); len(content) > 0 && !r.hopeless {
		if err := json.Unmarshal(content, &now); err != nil {
			r.Fatalf("the state: %v", err)
		}
	}
	for sid := range now.credentials() {
		r.known[sid] = true
	}
	return now
}

// isDamaged reports whether the CLI was killed in a way that lost its state. Terraform
// empties the file and then fills it, so what is left is no whole JSON; and it takes an
// empty file for a state that has nothing. From nothing it begins with an empty file,
// and only the writes after the first one can do harm. It logs this of each:
// https://github.com/hashicorp/terraform/blob/v1.16.4/internal/states/statemgr/filesystem.go
// OpenTofu has nothing in the file until it ends, or 20 seconds have passed:
// https://github.com/opentofu/opentofu/blob/v1.12.6/internal/backend/local/backend_apply.go
// before is what it began with, and log what it logged.
func (r *run) isDamaged(before []byte, log string) bool {
	r.Helper()
	content := r.readFile(stateFile)
	if json.Valid(content) {
		return false
	}
	if len(before) == 0 && len(content) == 0 {
		return r.hasSettings() || strings.Count(log, "statemgr.Filesystem: no original state snapshot to back up") > 1
	}
	return true
}

// hasSettings reports whether Twilio has settings that were made. They were noted in
// the state, or would have been: they refer to credentials that are.
func (r *run) hasSettings() bool { return len(r.made()) > 0 }

// made are the settings that Twilio has.
func (r *run) made() map[twiliosandbox.Kind]twiliosandbox.Settings {
	made := map[twiliosandbox.Kind]twiliosandbox.Settings{}
	for _, kind := range settingsKinds {
		if settings, ok := r.s.Settings(r.s.SID, kind); ok {
			made[kind] = settings
		}
	}
	return made
}

// hasUnnotedSettings reports whether Twilio has settings that were made, and that the
// state does not have.
func (r *run) hasUnnotedSettings() bool {
	now := r.look()
	for kind := range r.made() {
		if !now.has(settingsTypes[kind]) {
			return true
		}
	}
	return false
}

// recover does what a user does then. It reports whether one command can converge. It
// cannot where the state knows neither settings that exist nor the credentials that they
// refer to: their creation is then about other ones, and refuses to replace what it finds.
func (r *run) recover() bool {
	r.Helper()
	if !r.restoreBackup() && len(r.readFile(stateFile)) > 0 {
		return false
	}
	now := r.look()
	known := now.credentials()
	for kind, settings := range r.made() {
		if !now.has(settingsTypes[kind]) && (!known[settings.AWSCredentialsSID] || !known[settings.EncryptionKeySID]) {
			return false
		}
	}
	return true
}

// restoreBackup takes the CLI's own backup of the state, and reports whether there is one.
func (r *run) restoreBackup() bool {
	r.Helper()
	content := r.readFile(backupFile)
	if !json.Valid(content) {
		return false
	}
	if err := os.WriteFile(filepath.Join(r.w.Dir, stateFile), content, 0o600); err != nil {
		r.Fatal(err)
	}
	return true
}
