package faults

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// maxStaleReads is how often a read is repeated while it contradicts a write of the same run.
const maxStaleReads = 3

// forEachLag runs a test with reads that lag behind a write, for a while or forever.
func forEachLag(t *testing.T, test func(t *testing.T, stale int)) {
	t.Helper()
	for _, stale := range []int{0, 1, maxStaleReads, forever} {
		t.Run(fmt.Sprintf("%d stale reads", stale), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { test(t, stale) })
		})
	}
}

// expectReads checks how often a read was sent after that many stale responses.
func (c *cell) expectReads(t *testing.T, stale int) {
	t.Helper()
	if want := min(stale, maxStaleReads) + 1; c.attempts != want {
		t.Errorf("%d reads, want %d", c.attempts, want)
	}
}

var awsContent = map[string]any{
	"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key_wo": awsSecret, "secret_access_key_wo_version": 1,
}

// A credential that a subaccount does not show at first is no orphan. One that it never shows is named.
func TestStaleReadAfterACreation(t *testing.T) {
	t.Parallel()
	forEachLag(t, func(t *testing.T, stale int) {
		const subaccount = "ACfedcba9876543210fedcba9876543210"
		c := newCell(t, operation{call: apply, typeName: "videostorage_twilio_aws_credential", config: with(awsContent, "account_sid", subaccount)}, api.Options{})
		c.twilio.AddAccount(twiliosandbox.Account{SID: subaccount, AuthToken: authToken + "0", ParentSID: account})
		c.setFault(notFound, "GET /v1/Credentials/AWS/CR", 1, stale)
		diags := c.run(t)
		c.expectReads(t, stale)
		created := c.twilio.Credentials(subaccount)
		if len(created) != 1 || c.state.Exists() == (stale == forever) {
			t.Fatalf("the subaccount has %+v: %s", created, diags)
		}
		if stale == forever && !strings.Contains(diags.Errors().String(), created[0].SID) {
			t.Errorf("the error does not name %s: %s", created[0].SID, diags)
		}
	})
}

// staleSettings responds with settings that are switched off.
var staleSettings = &fault{respond: answer(200, jsonType, `{"account_sid":"`+account+`","friendly_name":"stale","aws_storage_enabled":false,"encryption_enabled":false}`)}

func storingWith(sid string) map[string]any {
	return map[string]any{
		"friendly_name": "Consultations", "aws_storage_enabled": true, "aws_credentials_sid": sid,
		"aws_s3_url": "https://recordings.s3.eu-central-1.amazonaws.com",
	}
}

// writeSettings creates settings in the run of the cell.
func (c *cell) writeSettings(t *testing.T, sid string) {
	t.Helper()
	planned, diags, err := c.provider.Plan(t.Context(), settingsType, protocol.State{}, storingWith(sid))
	expectSuccess(t, diags, err)
	_, diags, err = c.provider.Apply(t.Context(), planned)
	expectSuccess(t, diags, err)
}

const settingsType = "videostorage_twilio_recording_settings"

// After the last repetition, the vendor's response counts.
func TestStaleReadAfterAnUpdate(t *testing.T) {
	t.Parallel()
	forEachLag(t, func(t *testing.T, stale int) {
		c := newCell(t, operation{call: readData, typeName: settingsType}, api.Options{})
		c.writeSettings(t, awsSID)
		c.setFault(staleSettings, "GET "+settingsPaths["recording"], 1, stale)
		expectSuccess(t, c.run(t), nil)
		c.expectReads(t, stale)
	})
}

// A credential that settings of the same run refer to is not deleted, even if every read contradicts it.
func TestStaleReadBeforeADeletion(t *testing.T) {
	t.Parallel()
	forEachLag(t, func(t *testing.T, stale int) {
		c := newCell(t, operation{call: apply, typeName: "videostorage_twilio_aws_credential", before: awsContent}, api.Options{})
		credential := c.twilio.Credentials(account)[2]
		c.writeSettings(t, credential.SID)
		c.setFault(staleSettings, "GET "+settingsPaths["recording"], 1, stale)
		if diags := c.run(t); !strings.Contains(diags.Errors().String(), "is in use") {
			t.Errorf("the credential is deleted: %s", diags)
		}
		c.expectReads(t, stale)
		if len(c.twilio.Credentials(account)) != 3 {
			t.Error("the credential is gone")
		}
	})
}
