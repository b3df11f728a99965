package contract

import (
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// lift is a rule that the sandbox may break: there the descriptions are not the whole
// truth, or a switch of the sandbox is for leaving them.
type lift struct {
	why        string
	operations []string
	rule       Rule
	// at is where, as path.Match has it; nothing is the whole.
	at []string
	// value is the one that is lifted; nil is any.
	value any
	// of are fields of the item of a list that it must be.
	of map[string]any
	// together is whether all that at names must be broken at once.
	together bool
	// switchedBy is the field of [twiliosandbox.Behaviour] that must be on, and unless
	// one that must be off; "" is none.
	switchedBy, unless string
	// probes is whether it is for what a test asks, and no client.
	probes bool
	// withoutEnterprise is whether it is for accounts without that edition alone.
	withoutEnterprise bool
}

// situation is what, besides violations, tells whether they are lifted.
type situation struct {
	behaviour twiliosandbox.Behaviour
	// probe is whether a test asks, and no client.
	probe bool
	// enterprise is whether the account that is answered has that edition.
	enterprise bool
}

var (
	settingsRead  = []string{"FetchRecordingSettings", "FetchCompositionSettings"}
	settingsWrite = []string{"CreateRecordingSettings", "CreateCompositionSettings"}
	settings      = slices.Concat(settingsRead, settingsWrite)
	credentials   = []string{
		"CreateCredentialAws", "FetchCredentialAws", "UpdateCredentialAws",
		"CreateCredentialPublicKey", "FetchCredentialPublicKey", "UpdateCredentialPublicKey",
	}
)

// lifts are all there are. Of what else is known to differ, nothing crosses the sandbox:
// Twilio's reference has dates of credentials in the format of RFC 2822, where the
// descriptions have RFC 3339, and so has the sandbox; codecs were seen in lower case, and
// are so in the descriptions' own examples; and no description has errors, which are held
// to [RuleError] instead, be they those of NeverConfigured404, of a quota or of a refusal.
var lifts = []lift{
	{
		why:        "accounts without the Enterprise or Security edition were seen to answer without encryption",
		operations: settings, rule: RuleMissingField,
		at: []string{"encryption_enabled", "encryption_key_sid"}, together: true,
		withoutEnterprise: true,
	},
	{
		why:        "the same accounts, before storage was ever set, were seen to answer with neither",
		operations: settings, rule: RuleMissingField,
		at: []string{"aws_storage_enabled", "aws_s3_url", "aws_credentials_sid"}, together: true,
		withoutEnterprise: true,
	},
	{
		why:        "older answers had these fields, which the provider still reads",
		operations: []string{"ListRecording", "ListRoomRecording"}, rule: RuleUnknownField,
		at:     []string{"recordings/*/date_updated", "recordings/*/date_deleted", "recordings/*/encryption_key"},
		unless: "AbsentFields",
	},
	{
		why:        "no described codec is one of data",
		operations: []string{"ListRecording", "ListRoomRecording"}, rule: RuleMissingField,
		at: []string{"recordings/*/codec"}, of: map[string]any{"type": "data"},
	},
	{
		why:        "the size of what is not yet complete is missing, null or 0",
		operations: []string{"ListRecording", "ListRoomRecording"}, rule: RuleMissingField,
		at: []string{"recordings/*/size", "recordings/*/duration"}, of: map[string]any{"status": "processing"},
	},
	{
		why:        "the page on encrypted compositions tells of it",
		operations: []string{"ListComposition"}, rule: RuleUnknownField,
		at:     []string{"compositions/*/encryption_key"},
		unless: "AbsentFields",
	},
	{
		why:        "compositions without what the description of recordings lacks",
		operations: []string{"ListComposition"}, rule: RuleMissingField,
		at:         []string{"compositions/*/date_deleted"},
		switchedBy: "AbsentFields",
	},
	{
		why:        "whether an empty value clears what is set is not documented; no client may rely on it",
		operations: settingsWrite, rule: RuleForm,
		at: []string{"AwsS3Url", "AwsCredentialsSid", "EncryptionKeySid"}, value: "",
		probes: true,
	},
	{
		why:        "201 was described until March 2025",
		operations: settingsWrite, rule: RuleStatus, value: 201,
		switchedBy: "Created",
	},
	{
		why:        "an account that was never configured may have no object",
		operations: settingsRead, rule: RuleBody, value: null{},
		switchedBy: "NullObject",
	},
	{
		why:        "an API gone wrong",
		operations: credentials, rule: RuleUnknownField,
		at:         []string{"received"},
		switchedBy: "EchoSecrets",
	},
}

// lifted reports whether a violation is one that the sandbox may commit. It is given
// all violations of the same request, or of the same answer.
func lifted(v Violation, all []Violation, in situation) bool {
	return slices.ContainsFunc(lifts, func(l lift) bool {
		return l.covers(v) && l.holds(in) && (!l.together || l.complete(all))
	})
}

func (l lift) holds(in situation) bool {
	return (in.probe || !l.probes) && (!in.enterprise || !l.withoutEnterprise) &&
		on(in.behaviour, l.switchedBy, true) && on(in.behaviour, l.unless, false)
}

// on reports whether a switch is as wanted; one without a name is.
func on(b twiliosandbox.Behaviour, name string, want bool) bool {
	return name == "" || reflect.ValueOf(b).FieldByName(name).Bool() == want
}

func (l lift) covers(v Violation) bool {
	return v.Rule == l.rule && slices.Contains(l.operations, v.Operation) &&
		(l.value == nil || l.value == v.Value) && (l.matches(v.At) || len(l.at)+len(v.At) == 0) && l.isOf(v.item())
}

func (l lift) isOf(item map[string]any) bool {
	for name, want := range l.of {
		if item[name] != want {
			return false
		}
	}
	return true
}

func (l lift) matches(at []string) bool {
	return slices.ContainsFunc(l.at, func(pattern string) bool {
		ok, err := path.Match(pattern, strings.Join(at, "/"))
		return ok && err == nil
	})
}

// complete reports whether all that the lift names is broken.
func (l lift) complete(all []Violation) bool {
	for _, at := range l.at {
		if !slices.ContainsFunc(all, func(v Violation) bool { return v.Rule == l.rule && strings.Join(v.At, "/") == at }) {
			return false
		}
	}
	return true
}
