package twilio_test

import (
	"fmt"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Settings that somebody made are not replaced by surprise: the plan already
// shows them, and how to adopt them.
func TestCreateRefusesToReplaceSettings(t *testing.T) {
	t.Parallel()
	for name, existing := range map[string]twiliosandbox.Settings{
		"storage":    made,
		"encryption": {FriendlyName: "By hand", EncryptionEnabled: true, EncryptionKeySID: publicKey},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachTwin(t, func(t *testing.T, k twin) {
				s, w := start(t, twiliosandbox.Behaviour{})
				hold(s, k, existing)
				w.Config(k.resource(storing))
				got := w.Fail("plan", "-no-color")
				expectOneError(t, got, "settings exist already", s.SID,
					`friendly_name = "By hand" -> "Consultations"`, "aws_storage_enabled = "+fmt.Sprint(existing.AWSStorageEnabled), "-generate-config-out",
					"import { to = "+k.typeName+".NAME id = \"Default\" }", "overwrite_existing = true")
				for _, value := range []string{existing.AWSS3URL, existing.AWSCredentialsSID, existing.EncryptionKeySID} {
					got.Contains(t, value)
				}
				expectSent(t, s, "the refused plan", "GET")
				if held(t, s, k) != existing {
					t.Errorf("the settings were changed to %+v", held(t, s, k))
				}
			})
		})
	}
}

// That a switch is missing is no word that it is off: beside a reference, it may be on.
func TestCreateRefusesWhereASwitchIsMissing(t *testing.T) {
	t.Parallel()
	for name, fields := range map[string]string{
		"null":   `"aws_storage_enabled":null,"encryption_enabled":null,"aws_s3_url":"` + bucket + `"`,
		"absent": `"encryption_enabled":false,"aws_credentials_sid":"` + awsCredential + `"`,
		"key":    `"aws_storage_enabled":false,"encryption_key_sid":"` + publicKey + `"`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachTwin(t, func(t *testing.T, k twin) {
				s, w := start(t, twiliosandbox.Behaviour{})
				s.Faults().Add(sandbox.Fault{Method: "GET", Every: 1, Status: 200, Body: `{"account_sid":"` + s.SID + `","friendly_name":"By hand",` + fields + `}`})
				w.Config(k.resource(storing))
				expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), "settings exist already")
				expectNoWrite(t, s)
			})
		})
	}
}

func TestCreateTakesOverWhatNobodyMade(t *testing.T) {
	t.Parallel()
	for name, existing := range map[string]twiliosandbox.Settings{
		"only a name":            {FriendlyName: "Another name"},
		"what is wanted already": {FriendlyName: "Consultations", AWSStorageEnabled: true, AWSS3URL: bucket + "/", AWSCredentialsSID: awsCredential},
		"wanted, with a left-over key": {
			FriendlyName: "Consultations", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: awsCredential, EncryptionKeySID: publicKey,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachWorld(t, func(t *testing.T, k twin, b twiliosandbox.Behaviour) {
				s, w := start(t, b)
				hold(s, k, existing)
				w.Config(k.resource(storing))
				w.Apply()
				expectSent(t, s, "creating", "GET", "GET", "GET", "POST")
				w.PlansEmpty()
			})
		})
	}
}

func TestOverwriteExistingWarnsFieldByField(t *testing.T) {
	t.Parallel()
	forEachWorld(t, func(t *testing.T, k twin, b twiliosandbox.Behaviour) {
		s, w := start(t, b)
		hold(s, k, twiliosandbox.Settings{
			FriendlyName: "By hand", AWSS3URL: bucket, EncryptionEnabled: true, EncryptionKeySID: publicKey,
		})
		w.Config(k.resource(named + "\noverwrite_existing = true\naws_storage_enabled = true\naws_s3_url = \"" + bucket +
			"\"\naws_credentials_sid = \"" + awsCredential + "\"\n"))
		got, _ := w.Plan()
		got.Contains(t, "Warning: ", "settings that exist will be replaced", s.SID,
			`friendly_name = "By hand" -> "Consultations"`,
			"aws_storage_enabled = false -> true",
			`aws_credentials_sid = null -> "`+awsCredential+`"`,
			"encryption_enabled = true -> false",
			`encryption_key_sid = "`+publicKey+`" -> (left out: Twilio may clear it)`)
		got.Lacks(t, `aws_s3_url = "`+bucket+`" ->`)
		w.Apply()
		w.PlansEmpty()
		if h := held(t, s, k); !h.AWSStorageEnabled || h.EncryptionEnabled || h.FriendlyName != "Consultations" {
			t.Errorf("Twilio holds %+v", h)
		}
	})
}

// What is only known after apply may turn out to be anything.
func TestCreateCountsUnknownAsDifferent(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{})
		hold(s, k, twiliosandbox.Settings{
			FriendlyName: "Consultations", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: awsCredential,
		})
		w.Config(unknown(awsCredential) + k.resource(`
			friendly_name = "Consultations"
			aws_storage_enabled = true
			aws_s3_url = "`+bucket+`"
			aws_credentials_sid = terraform_data.unknown.output`))
		expectOneError(t, w.Fail("plan", "-no-color"), "settings exist already")

		w.Config(unknown(awsCredential) + k.resource(`
			overwrite_existing = true
			friendly_name = "Consultations"
			aws_storage_enabled = true
			aws_s3_url = "`+bucket+`"
			aws_credentials_sid = terraform_data.unknown.output`))
		got, _ := w.Plan()
		got.Contains(t, `aws_credentials_sid = "`+awsCredential+`" -> (known after apply)`)
		w.Apply()
		w.PlansEmpty()
	})
}

// Settings that are switched off decide nothing, whatever references they hold. What is
// replaced is shown all the same.
func TestCreateReplacesWhatIsSwitchedOff(t *testing.T) {
	t.Parallel()
	for name, existing := range map[string]twiliosandbox.Settings{
		"a left-over bucket":     {FriendlyName: "By hand", AWSS3URL: bucket + "/elsewhere"},
		"a left-over key":        {FriendlyName: "By hand", EncryptionKeySID: publicKey},
		"a left-over credential": {FriendlyName: "By hand", AWSCredentialsSID: publicKey},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachWorld(t, func(t *testing.T, k twin, b twiliosandbox.Behaviour) {
				s, w := start(t, b)
				hold(s, k, existing)
				for _, overwrite := range []string{"", "overwrite_existing = terraform_data.unknown.output == \"true\""} {
					w.Config(unknown("false") + k.resource(storing+overwrite))
					got, _ := w.Plan()
					got.Contains(t, "Warning: ", "settings that are switched off are replaced", s.SID, `friendly_name = "By hand" -> "Consultations"`,
						"aws_storage_enabled = false -> true", existing.AWSS3URL, existing.AWSCredentialsSID, existing.EncryptionKeySID)
				}
				w.Apply()
				w.PlansEmpty()
			})
		})
	}
}

// Where Twilio keeps references, a destroy leaves some behind. They are shown
// before they are replaced, like anything that was there before.
func TestCreateAfterDestroy(t *testing.T) {
	t.Parallel()
	forEachWorld(t, func(t *testing.T, k twin, b twiliosandbox.Behaviour) {
		_, w := start(t, b)
		w.Config(k.resource(storing))
		w.Apply()
		w.Destroy()
		w.Config(k.resource(encrypting))
		got := w.Apply()
		const shown = "settings that are switched off are replaced"
		if b.Merge {
			got.Contains(t, shown, "encryption_enabled = false -> true")
		} else {
			got.Lacks(t, shown)
		}
		w.PlansEmpty()
	})
}

// A destroy makes a plan first. One that got half way can be repeated: settings that are
// switched off are not in its way, and past those that somebody made since the error
// knows the way.
func TestDestroyThatGotHalfWay(t *testing.T) {
	t.Parallel()
	forEachWorld(t, func(t *testing.T, k twin, b twiliosandbox.Behaviour) {
		for _, madeSince := range []bool{false, true} {
			s, w := start(t, b)
			storedAWS.configure(w, newMaterial(t, s.Account), "", k.resource(storing))
			w.Apply()
			s.Faults().Add(sandbox.Fault{Method: "DELETE", Status: 403, Body: `{"code":20003,"message":"Permission denied","status":403}`})
			expectOneError(t, w.Fail("destroy", "-auto-approve", "-no-color"), "Permission denied")
			expectNoState(t, w, k)
			if madeSince {
				hold(s, k, made)
				expectOneError(t, w.Fail("destroy", "-auto-approve", "-no-color"), "settings exist already", "terraform destroy -refresh=false")
				w.Succeed("destroy", "-auto-approve", "-refresh=false")
			} else {
				w.Destroy()
			}
			if left := storedAWS.kept(s); len(left) > 0 {
				t.Errorf("Twilio still holds %+v", left)
			}
		}
	})
}

// unknown is a resource whose output is known only after apply.
func unknown(value string) string {
	return "\nresource \"terraform_data\" \"unknown\" {\n  input = \"" + value + "\"\n}\n"
}

// Values that are known only at apply are checked then, before anything is sent.
func TestUnknownReferenceThatTurnsOutToBeMissing(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	w.Config(unknown("") + recording.resource(named+`
		aws_storage_enabled = true
		aws_s3_url = "`+bucket+`"
		aws_credentials_sid = terraform_data.unknown.output`))
	w.Plan()
	got := w.Fail("apply", "-auto-approve", "-no-color")
	expectOneError(t, got, "Missing aws_credentials_sid", "aws_credentials_sid is needed when aws_storage_enabled is true")
	expectNoWrite(t, s)
}

// Between plan and apply somebody makes settings. They are looked at again right
// before the write.
func TestSettingsMadeAfterThePlanAreNotReplaced(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{})
		w.Config(k.resource(storing))
		w.Succeed("plan", "-out=saved")
		s.Log().Reset()
		// The apply plans once more, with the first GET.
		s.Faults().Add(sandbox.Fault{Method: "GET", Nth: 2, Hook: func() { hold(s, k, made) }})
		got := w.Fail("apply", "-no-color", "saved")
		expectOneError(t, got, "settings exist already", "By hand")
		expectSent(t, s, "the apply", "GET", "GET")
		if held(t, s, k) != made {
			t.Errorf("the settings were changed to %+v", held(t, s, k))
		}
		expectNoState(t, w, k)
	})
}

// Encryption that Twilio silently leaves off must not pass for a success, and the
// resource must not be tainted: replacing it would begin by switching storage off.
func TestCreateThatTwilioDoesNotTakeOver(t *testing.T) {
	t.Parallel()
	forEachWorld(t, func(t *testing.T, k twin, b twiliosandbox.Behaviour) {
		s, w := start(t, b)
		account := s.Running.Account
		account.Enterprise = false
		s.AddAccount(account)
		w.Config(k.resource(encrypting))
		got := w.Fail("apply", "-auto-approve", "-no-color")
		got.Contains(t, "Twilio did not take over encryption_enabled", "encryption_enabled = false where true was asked for",
			"Enterprise", "Security edition", "No state was kept", bucket, awsCredential, `id = "Default"`)
		expectNoState(t, w, k)
		if h := held(t, s, k); !h.AWSStorageEnabled {
			t.Errorf("storage was switched off: %+v", h)
		}

		// What Twilio now holds can be imported, as the message says.
		w.Write("import.tf", "import {\n  to = "+k.address()+"\n  id = \"Default\"\n}\n")
		w.Config(k.resource(storing))
		w.Apply()
		w.PlansEmpty()
	})
}

// Each attribute is compared, and each disagreement names both values.
func TestCreateThatTwilioTakesOverInPart(t *testing.T) {
	t.Parallel()
	const answer = `{"account_sid":null,"friendly_name":%q,"aws_storage_enabled":%t,"aws_s3_url":%q,"aws_credentials_sid":%q,"encryption_enabled":false,"url":"u"}`
	for name, test := range map[string]struct {
		answer string
		want   []string
	}{
		"friendly_name":       {fmt.Sprintf(answer, "Other", true, bucket, awsCredential), []string{`friendly_name = "Other" where "Consultations"`, "somebody else"}},
		"aws_storage_enabled": {fmt.Sprintf(answer, "Consultations", false, bucket, awsCredential), []string{"aws_storage_enabled = false where true", "could not use the bucket"}},
		"aws_s3_url":          {fmt.Sprintf(answer, "Consultations", true, bucket+"/x", awsCredential), []string{`/x" where "` + bucket, "could not use the bucket"}},
		"aws_credentials_sid": {fmt.Sprintf(answer, "Consultations", true, bucket, otherCredential), []string{`"` + otherCredential + `" where "` + awsCredential, "could not use the bucket"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachTwin(t, func(t *testing.T, k twin) {
				s, w := start(t, twiliosandbox.Behaviour{})
				s.Faults().Add(sandbox.Fault{Method: "POST", Status: 200, Body: test.answer})
				w.Config(k.resource(storing))
				got := w.Fail("apply", "-auto-approve", "-no-color")
				got.Contains(t, append(test.want, "Twilio did not take over "+name, "No state was kept")...)
				expectNoState(t, w, k)
			})
		})
	}
}

// What overwrite_existing will be is not known yet: the creation decides.
func TestOverwriteExistingThatIsUnknown(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		value string
		fails bool
	}{"true": {"true", false}, "false": {"false", true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, twiliosandbox.Behaviour{})
			hold(s, recording, made)
			w.Config(unknown(test.value) + recording.resource(storing+"overwrite_existing = terraform_data.unknown.output"))
			w.Plan()
			if test.fails {
				expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), "settings exist already")
				expectNoWrite(t, s)
				return
			}
			w.Apply()
			w.PlansEmpty()
		})
	}
}

func TestCreateWhoseWriteFailsLeavesNoState(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{RefuseUnknownCredentials: true})
		w.Config(k.resource(storing))
		got := w.Fail("apply", "-auto-approve", "-no-color")
		expectOneError(t, got, "Could not write the", "HTTP status 400", "Twilio error ", "https://www.twilio.com/docs/errors/", s.SID)
		expectNoState(t, w, k)
	})
}

// The answer to the write is lost. The next apply finds what it wanted and takes
// it over.
func TestCreateWhoseAnswerIsLost(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{})
		s.Faults().Add(sandbox.Fault{Method: "POST", After: true, Status: 400, Body: `{"code":1,"message":"lost","status":400}`})
		w.Config(k.resource(storing))
		w.Fail("apply", "-auto-approve")
		expectNoState(t, w, k)
		w.Apply()
		w.PlansEmpty()
	})
}
