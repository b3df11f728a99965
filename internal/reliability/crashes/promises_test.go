//go:build linux

package crashes_test

import (
	"net/http"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// expectConfigured fails the test unless Twilio has what is configured, and Terraform
// knows it.
func (r *run) expectConfigured() {
	r.Helper()
	now := r.look()
	aws, key := now.only("videostorage_twilio_aws_credential"), now.only("videostorage_twilio_public_key")
	want := twiliosandbox.Settings{
		FriendlyName: "In our own bucket", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: aws,
		EncryptionEnabled: true, EncryptionKeySID: key,
	}
	for _, kind := range settingsKinds {
		if got, _ := r.s.Settings(r.s.SID, kind); got != want {
			r.losses++
			r.Errorf("%s are %+v, want %+v", kind, got, want)
		}
	}
	stored := map[string]string{}
	for _, c := range r.s.Credentials(r.s.SID) {
		stored[c.SID] = c.AccessKeyID + c.Fingerprint
	}
	if m := r.material(); stored[aws] != m.accessKeyID || stored[key] != m.fingerprint {
		r.losses++
		r.Errorf("the settings use %s and %s, which store %q and %q, want %q and %q", aws, key, stored[aws], stored[key], m.accessKeyID, m.fingerprint)
	}
}

// expectNothingLeft fails the test unless a destroy has done its work.
func (r *run) expectNothingLeft() {
	r.Helper()
	if left := r.look(); len(left.Resources) > 0 {
		r.Errorf("the state still has %+v", left)
	}
	for _, kind := range settingsKinds {
		if got, _ := r.s.Settings(r.s.SID, kind); got.AWSStorageEnabled || got.EncryptionEnabled {
			r.Errorf("%s are still on: %+v", kind, got)
		}
	}
}

// expectOrphansAreFound fails the test for each credential that is in no state, if a state had it or if terraform query does not
// show it as unused.
func (r *run) expectOrphansAreFound() {
	r.Helper()
	managed := r.look().credentials()
	var orphans []string
	for _, c := range r.s.Credentials(r.s.SID) {
		switch {
		case managed[c.SID]:
		case r.known[c.SID] && !r.damaged:
			r.Errorf("%s is at Twilio and no longer in the state", c.SID)
		default:
			orphans = append(orphans, c.SID)
		}
	}
	r.orphans = len(orphans)
	if r.orphans == 0 || !acctest.HasQuery(r.T) {
		return
	}
	r.w.Write("orphans.tfquery.hcl", `
list "videostorage_twilio_aws_credential" "all" { provider = videostorage }
list "videostorage_twilio_public_key" "all" { provider = videostorage }
`)
	names := map[any]string{}
	found, _ := r.w.Query()
	for _, f := range found {
		names[f.Identity["sid"]] = f.DisplayName
	}
	for _, sid := range orphans {
		if name, ok := names[sid]; !ok || strings.Contains(name, "in use") {
			r.Errorf("terraform query shows the orphan %s as %q", sid, name)
		}
	}
}

// expectNoneLost fails the test for each moment at which a recording would have been
// lost, or gone elsewhere than before.
func (r *run) expectNoneLost() {
	r.Helper()
	all := r.s.Log().All()
	r.requests = len(all)
	for i, sent := range all {
		if len(sent.Dangling) > 0 {
			r.dangling++
			r.losses++
			r.Errorf("after request %d, %s %s, these dangle: %v", i+1, sent.Method, sent.Path, sent.Dangling)
		}
		settings := sent.Method == http.MethodPost && strings.HasSuffix(sent.Path, "Settings/Default")
		if settings && r.purposes[i] != destroy && (sent.Form.Get("AwsStorageEnabled") != "true" || sent.Form.Get("EncryptionEnabled") != "true") {
			r.losses++
			r.Errorf("request %d, POST %s, switches something off: %v", i+1, sent.Path, sent.Form)
		}
	}
	if now := r.s.Dangling(r.s.SID); len(now) > 0 {
		r.dangling++
		r.losses++
		r.Errorf("in the end these dangle: %v", now)
	}
}
