package twilio

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
)

// difference is one attribute in which two sets of settings differ.
type difference struct {
	name       string
	have, want attr.Value
}

// wanted is what the configuration asks for. A reference that it leaves out asks
// for nothing, whatever the plan carries along for it.
func wanted(plan, config settingsAttributes) settingsAttributes {
	for _, ref := range references {
		if c := *ref.value(&config); unset(c) {
			*ref.value(&plan) = c
		}
	}
	return plan
}

// differences lists where have is not what is wanted. An unknown value counts as
// different. A reference that is not asked for does not: whether Twilio keeps or
// clears one that a write leaves out is not documented, and while its switch is
// off it changes nothing. (While it is on, the configuration must have one.)
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
// replaces it where that is different.
func (held settingsAttributes) describe(replacements []difference) string {
	lines := [][2]string{
		{"friendly_name", show(held.FriendlyName)},
		{"aws_storage_enabled", show(held.AWSStorageEnabled)},
		{"aws_s3_url", show(held.AWSS3URL)},
		{"aws_credentials_sid", show(held.AWSCredentialsSID)},
		{"encryption_enabled", show(held.EncryptionEnabled)},
		{"encryption_key_sid", show(held.EncryptionKeySID)},
	}
	for i, line := range lines {
		for _, d := range replacements {
			if d.name == line[0] {
				lines[i][1] += " -> " + show(d.want)
			}
		}
	}
	return align(lines)
}

// describeDifferences lists what is replaced by what, an attribute a line.
func describeDifferences(all []difference) string {
	lines := make([][2]string, 0, len(all))
	for _, d := range all {
		lines = append(lines, [2]string{d.name, show(d.have) + " -> " + show(d.want)})
	}
	return align(lines)
}

func show(v attr.Value) string {
	switch {
	case v.IsNull():
		return "null"
	case v.IsUnknown():
		return "(known after apply)"
	}
	return v.String()
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
