package twilio

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// difference is one attribute in which two sets of settings differ.
type difference struct {
	name       string
	have, want attr.Value
}

// wanted is what a plan asks Twilio for. What is unknown is of a reference that
// the configuration leaves out, and asks for nothing.
//
// The plan decides, not the configuration: with ignore_changes, a reference stands
// in the plan alone.
func (planned settingsAttributes) wanted() settingsAttributes {
	for _, ref := range references {
		if value := ref.value(&planned); value.IsUnknown() {
			*value = types.StringNull()
		}
	}
	return planned
}

// asked is what a configuration asks for, while a plan is made: what the plan has
// from it and from defaults, but of a reference only what the configuration says.
func asked(plan, config settingsAttributes) settingsAttributes {
	for _, ref := range references {
		*ref.value(&plan) = *ref.value(&config)
	}
	return plan
}

// differences lists where have is not what is wanted. An unknown value counts as
// different. A reference that is not asked for does not: whether Twilio keeps or
// clears one that a write leaves out is not documented, and while its switch is
// off it changes nothing. (While it is on, there must be one: see missing.)
func differences(want, have settingsAttributes) []difference {
	var all []difference
	add := func(name string, have, want attr.Value, same bool) {
		if !same {
			all = append(all, difference{name: name, have: have, want: want})
		}
	}
	add("friendly_name", have.FriendlyName, want.FriendlyName, want.FriendlyName.Equal(have.FriendlyName))
	add("aws_storage_enabled", have.AWSStorageEnabled, want.AWSStorageEnabled, want.AWSStorageEnabled.Equal(have.AWSStorageEnabled))
	add("encryption_enabled", have.EncryptionEnabled, want.EncryptionEnabled, want.EncryptionEnabled.Equal(have.EncryptionEnabled))
	for _, ref := range references {
		w, h := *ref.value(&want), *ref.value(&have)
		add(ref.name, h, w, unset(w) || ref.same(w, h))
	}
	return all
}

// describe lists what is held, an attribute a line, and behind an arrow what
// becomes of it by what is wanted. onlyChanges leaves out what stays.
func (held settingsAttributes) describe(want settingsAttributes, onlyChanges bool) string {
	var lines [][2]string
	changed := differences(want, held)
	add := func(name string, have attr.Value, leftOut bool) {
		line := [2]string{name, show(have)}
		stays := true
		for _, d := range changed {
			if d.name == name {
				line[1] += " -> " + show(d.want)
				stays = false
			}
		}
		if leftOut {
			line[1] += " -> (left out: Twilio may clear it)"
			stays = false
		}
		if !stays || !onlyChanges {
			lines = append(lines, line)
		}
	}
	add("friendly_name", held.FriendlyName, false)
	add("aws_storage_enabled", held.AWSStorageEnabled, false)
	add("encryption_enabled", held.EncryptionEnabled, false)
	for _, ref := range references {
		h, w := *ref.value(&held), *ref.value(&want)
		add(ref.name, h, unset(w) && !unset(h))
	}
	return align(lines)
}

// show is a value as a diagnostic shows it: in quotes and with escapes for all that is not
// to be seen, and cut.
func show(v attr.Value) string {
	switch {
	case v.IsNull():
		return "null"
	case v.IsUnknown():
		return "(known after apply)"
	}
	return transport.Cut(v.String(), transport.MaxValue)
}

func align(lines [][2]string) string {
	width := 0
	for _, line := range lines {
		width = max(width, len(line[0]))
	}
	var b strings.Builder
	for _, line := range lines {
		fmt.Fprintf(&b, "  %-*s = %s\n", width, line[0], line[1])
	}
	return b.String()
}
