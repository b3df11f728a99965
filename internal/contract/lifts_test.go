package contract

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// everything is a form for each thing that can be made, and all that can be asked for.
var everything = []struct{ method, target, form string }{
	{"GET", settingsAddress, ""},
	{"POST", settingsAddress, "FriendlyName=n&AwsStorageEnabled=true&AwsS3Url=https%3A%2F%2Fbucket.s3.amazonaws.com&AwsCredentialsSid=" + someSID},
	{"POST", settingsAddress, "FriendlyName=n&AwsS3Url=&AwsCredentialsSid=&EncryptionKeySid="},
	{"GET", "/v1/CompositionSettings/Default", ""},
	{"POST", "/v1/CompositionSettings/Default", "FriendlyName=n"},
	{"GET", "/v1/Recordings", ""},
	{"GET", "/v1/Recordings?Status=processing", ""},
	{"GET", "/v1/Compositions?PageSize=100", ""},
	{"POST", awsAddress, "FriendlyName=n&Credentials=" + url.QueryEscape("AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")},
	{"POST", awsAddress, "FriendlyName=n"},
	{"GET", awsAddress, ""},
	{"GET", awsAddress + "/" + someSID, ""},
}

const someSID = "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

// hold asks a sandbox for everything, and returns what is against the descriptions,
// nothing lifted.
func hold(t *testing.T, c *Contract, b twiliosandbox.Behaviour, enterprise bool) (all [][]Violation) {
	t.Helper()
	account := twiliosandbox.NewAccount()
	account.Enterprise = enterprise
	s := twiliosandbox.New(b, account)
	g := twiliosandbox.Generated{Seed: 1, Rooms: 2, Recordings: 400, Compositions: 100}
	s.SetSettings(account.SID, twiliosandbox.CompositionSettings, twiliosandbox.Settings{EncryptionEnabled: true, EncryptionKeySID: someSID})
	s.Generate(account.SID, g)
	s.Unset(account.SID, twiliosandbox.CompositionSettings)
	s.Log().Witness = func(r *http.Request, body []byte) func(int, http.Header, []byte) {
		asked := c.Request(r, body)
		return func(status int, header http.Header, answer []byte) {
			if status < 400 {
				all = append(all, asked)
			}
			all = append(all, c.answer(r, body, status, header, answer))
		}
	}
	for _, x := range everything {
		r := ask(t, x.method, x.target, x.form)
		r.SetBasicAuth(account.SID, account.AuthToken)
		s.ServeHTTP(httptest.NewRecorder(), r)
	}
	return all
}

// TestContractOfEverySwitch tries each switch of the sandbox: it breaks the rules that
// its lifts name, and no other. So each lift is needed, and none is missing.
func TestContractOfEverySwitch(t *testing.T) {
	t.Parallel()
	c := Require(t)
	used := make([]bool, len(lifts))
	switches := reflect.TypeFor[twiliosandbox.Behaviour]()
	for i := -1; i < switches.NumField(); i++ {
		var b twiliosandbox.Behaviour
		name := "none"
		if i >= 0 {
			name = switches.Field(i).Name
			switch field := reflect.ValueOf(&b).Elem().Field(i); field.Kind() {
			case reflect.Bool:
				field.SetBool(true)
			case reflect.Int:
				field.SetInt(1)
			case reflect.String:
				field.SetString("https://example.com")
			default:
				t.Fatalf("%s is of a kind that this test does not know", name)
			}
		}
		for _, enterprise := range []bool{true, false} {
			in := situation{behaviour: b, probe: true, enterprise: enterprise}
			for _, found := range hold(t, c, b, enterprise) {
				for _, v := range found {
					if !lifted(v, found, in) {
						t.Errorf("with %s, Enterprise %v: %s", name, enterprise, v.Error())
					}
					for at, l := range lifts {
						used[at] = used[at] || l.covers(v) && l.holds(in)
					}
				}
			}
		}
	}
	for at, l := range lifts {
		if !used[at] {
			t.Errorf("nothing needs the lift of %q at %v (%s)", l.rule, l.at, l.why)
		}
	}
}

func TestLiftsAreNarrow(t *testing.T) {
	t.Parallel()
	missing := func(at ...string) (all []Violation) {
		for _, name := range at {
			all = append(all, Violation{Operation: "FetchRecordingSettings", Rule: RuleMissingField, At: []string{name}})
		}
		return all
	}
	data := map[string]any{"recordings": []any{map[string]any{"type": "data"}, map[string]any{"type": "audio"}}}
	codec := func(i string) []Violation {
		return []Violation{{Operation: "ListRecording", Rule: RuleMissingField, At: []string{"recordings", i, "codec"}, answer: data}}
	}
	encryption, storage := missing("encryption_enabled", "encryption_key_sid"), missing("aws_storage_enabled", "aws_s3_url", "aws_credentials_sid")
	switched, enterprise := situation{behaviour: twiliosandbox.Behaviour{Created: true}}, situation{enterprise: true}
	created := []Violation{{Operation: "CreateRecordingSettings", Rule: RuleStatus, Value: 201}}
	tests := map[string]struct {
		found []Violation
		in    situation
		want  bool
	}{
		"no encryption":                      {encryption, situation{}, true},
		"none with the edition that has it":  {encryption, enterprise, false},
		"half of it":                         {missing("encryption_key_sid"), situation{}, false},
		"no storage":                         {storage, situation{}, true},
		"none with the Enterprise edition":   {storage, enterprise, false},
		"two thirds of it":                   {storage[:2], situation{}, false},
		"another field":                      {missing("friendly_name"), situation{}, false},
		"no codec of data":                   {codec("0"), enterprise, true},
		"no codec of audio":                  {codec("1"), situation{}, false},
		"201 where it is switched on":        {created, switched, true},
		"201 where it is not":                {created, situation{}, false},
		"another status":                     {[]Violation{{Operation: "CreateRecordingSettings", Rule: RuleStatus, Value: 202}}, switched, false},
		"another operation":                  {[]Violation{{Operation: "UpdateCredentialAws", Rule: RuleStatus, Value: 201}}, switched, false},
		"an empty value that a test sends":   {[]Violation{{Operation: "CreateRecordingSettings", Rule: RuleForm, At: []string{"AwsS3Url"}, Value: ""}}, situation{probe: true}, true},
		"an empty value that a client sends": {[]Violation{{Operation: "CreateRecordingSettings", Rule: RuleForm, At: []string{"AwsS3Url"}, Value: ""}}, situation{}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, v := range tt.found {
				if got := lifted(v, tt.found, tt.in); got != tt.want {
					t.Errorf("lifted: %v, want %v: %s", got, tt.want, v.Error())
				}
			}
		})
	}
}

func TestLiftsNameSwitchesAndOperationsThatThereAre(t *testing.T) {
	t.Parallel()
	b := reflect.TypeFor[twiliosandbox.Behaviour]()
	for _, l := range lifts {
		for _, name := range []string{l.switchedBy, l.unless} {
			if field, ok := b.FieldByName(name); name != "" && (!ok || field.Type.Kind() != reflect.Bool) {
				t.Errorf("Behaviour has no switch %s", name)
			}
		}
		if l.why == "" || strings.HasSuffix(l.why, ".") {
			t.Errorf("why is %q lifted at %v?", l.rule, l.at)
		}
	}
}
