package twilio_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/fakeaws"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/s3server"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3check/s3sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// listedBucket is the bucket of the constant bucket, at a stand-in with three keys in a page.
type listedBucket struct {
	*s3sandbox.Server
	Endpoint string
	// signers has the key and the region in the signature of each request, as "KEY REGION".
	signers chan string
}

func (b listedBucket) add(keys ...string) { b.AddObjects("consultations", keys...) }

// startWithBucket starts stand-ins for Twilio and for the bucket.
func startWithBucket(t *testing.T) (*acctest.Sandbox, listedBucket) {
	t.Helper()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	s.Secret(awsKey.Secret, awsProfileKey.Secret)
	b := listedBucket{Server: s3sandbox.New(), signers: make(chan string, 100)}
	b.PageSize = 3
	b.Log().Witness = func(r *http.Request, _ []byte) func(int, http.Header, []byte) {
		// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
		_, scope, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
		parts := strings.Split(scope, "/")
		b.signers <- parts[0] + " " + parts[2]
		return func(int, http.Header, []byte) {}
	}
	b.Endpoint = fakeaws.ServeS3(t, b.Server)
	return s, b
}

// verifying returns the arguments of a summary that verifies a bucket on another server than AWS's.
func verifying(endpoint string) map[string]any {
	return map[string]any{"expected_s3_url": bucket, "verify_in_bucket": map[string]any{"endpoint": endpoint, "use_path_style": true}}
}

// A key may be anything. An object counts for each SID in its key, and every object under the URL is counted.
func TestBucketIsSearchedForSIDs(t *testing.T) {
	t.Parallel()
	for _, k := range bothSummaries {
		s, b := startWithBucket(t)
		for i := range 9 {
			k.addStored(s, i, bucket+"/"+k.sid(i)+".mkv", "")
		}
		k.add(s, twiliosandbox.Recording{SID: k.sid(20), Status: "processing"})
		k.add(s, twiliosandbox.Recording{SID: k.sid(21), Status: "failed"})
		other := map[string]string{"RT": "CJ", "CJ": "RT"}[k.sidPrefix]
		b.add(
			"video/"+k.sid(0)+".mkv",
			"video/2026/02/"+k.sid(1),
			"video/x"+k.sid(2)+"0/a.mkv",
			"video/"+k.sidPrefix+k.sidPrefix+strings.ToUpper(k.sid(3)[2:]),
			"video/"+k.sid(4)+k.sid(5),
			"video/é %2F\x01\n<&>"+k.sid(6),
			"video/.videostorage-upload-check",
			"video/"+other+k.sid(7)[2:],                  // of another kind
			"video/"+k.sid(7)[:33],                       // too short
			"video-of-others/"+k.sid(7), k.sid(8)+".mkv", // not under the URL
		)
		got := summarize(t, s, k.typeName, verifying(b.Endpoint))
		expectFindings(t, k.typeName, got, k.sid(21)+" failed", k.sid(7)+" missing_in_bucket", k.sid(8)+" missing_in_bucket")
		expectFigures(t, k.typeName, got, map[string]any{"objects": int64(9), "objects_bytes": int64(9 * s3sandbox.ObjectSize), "findings_total": int64(3)})
		missing := got["findings"].([]any)[1].(map[string]any) //nolint:forcetypeassert // the schema says so
		expectFigures(t, k.typeName, missing, map[string]any{"room_sid": room, "date_created": "2026-02-01T10:00:07Z"})
	}
}

// A recording in a wrong place is also missing in the bucket. An item has no object if the bucket has none.
func TestRecordingMayHaveSeveralProblems(t *testing.T) {
	t.Parallel()
	s, b := startWithBucket(t)
	bothSummaries[0].addStored(s, 0, "", "")
	arguments := verifying(b.Endpoint)
	arguments["expected_encryption_key_sid"] = publicKey
	got := summarize(t, s, recordingsSummaryType, arguments)
	sid := bothSummaries[0].sid(0)
	expectFindings(t, "several", got, sid+" wrong_location", sid+" not_encrypted", sid+" missing_in_bucket")
	expectFigures(t, "several", got, map[string]any{"objects": int64(0)})
}

// What happens while the summary is read causes no finding: the bucket is listed after Twilio's list, and a missing recording is read again.
func TestChangesDuringTheReadAreNoFindings(t *testing.T) {
	t.Parallel()
	k := bothSummaries[0]
	s, b := startWithBucket(t)
	for i := range 4 {
		k.addStored(s, i, bucket+"/x", "")
	}
	b.add("video/"+k.sid(0), "video/"+k.sid(3))
	b.Faults().Add(sandbox.Fault{Hook: func() {
		b.add("video/" + k.sid(1))
		s.RemoveRecording(s.SID, k.sid(2))
	}})
	got := summarize(t, s, k.typeName, verifying(b.Endpoint))
	expectFigures(t, "changed", got, map[string]any{"total": int64(4), "findings": []any{}, "findings_total": int64(0), "objects": int64(3)})
}

// A missing recording is read only for its finding.
func TestMissingRecordingsAreLimited(t *testing.T) {
	t.Parallel()
	s, b := startWithBucket(t)
	for i := range 30 {
		bothSummaries[0].addStored(s, i, bucket+"/x", "")
	}
	arguments := verifying(b.Endpoint)
	arguments["max_findings"], arguments["room_sid"] = 2, room
	got := summarize(t, s, recordingsSummaryType, arguments)
	expectSent(t, s, "reading", "GET", "GET", "GET")
	expectFigures(t, "limited", got, map[string]any{"findings_total": int64(30)})
	if found := got["findings"].([]any); len(found) != 2 { //nolint:forcetypeassert // the schema says so
		t.Errorf("found %v, want two", found)
	}
}

// Without the read of a missing recording, its finding would have no room and no date.
func TestMissingRecordingThatCannotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]sandbox.Fault{
		"HTTP status 403":                      {Status: http.StatusForbidden, Body: `{"code":20403,"message":"Forbidden"}`},
		"the response is about another object": {Status: http.StatusOK, Body: `{"sid":"` + recordingSID + `","status":"completed"}`},
		"the response is not from Twilio":      {Status: http.StatusNotFound, Body: "<html></html>", ContentType: "text/html"},
	} {
		s, b := startWithBucket(t)
		bothSummaries[0].addStored(s, 1, bucket+"/x", "")
		fault.Path = "/v1/Recordings/"
		s.Faults().Add(fault)
		failSummary(t, s, verifying(b.Endpoint), "Could not read the recording "+bothSummaries[0].sid(1), "Account "+s.SID, name)
	}
}

// S3 names the region of a bucket if the URL does not.
func TestRegionOfTheBucketIsFound(t *testing.T) {
	t.Parallel()
	moved := s3sandbox.Failure(http.StatusMovedPermanently, "PermanentRedirect", "The bucket must be addressed using the specified endpoint.")
	moved.Header = http.Header{"X-Amz-Bucket-Region": {"eu-west-3"}}
	s, b := startWithBucket(t)
	b.Faults().Add(moved)
	arguments := verifying(b.Endpoint)
	arguments["expected_s3_url"] = "https://consultations.s3.amazonaws.com/video"
	summarize(t, s, recordingsSummaryType, arguments)
	for _, want := range []string{awsKey.ID + " us-east-1", awsKey.ID + " eu-west-3"} {
		if got := <-b.signers; got != want {
			t.Errorf("a request was signed with %s, want %s", got, want)
		}
	}
	// A region in the URL is the one that Twilio uses, so another one is an error.
	b.Faults().Add(moved)
	failSummary(t, s, verifying(b.Endpoint), "PermanentRedirect", "The bucket is in eu-west-3. Correct expected_s3_url.")
}

// An error tells S3's code and the next step. Without a part of the bucket, its list would only look complete.
func TestBucketThatCannotBeListedIsAnError(t *testing.T) {
	t.Parallel()
	answer := func(result string) sandbox.Fault {
		return sandbox.Fault{Status: 200, ContentType: "application/xml", Body: "<ListBucketResult><IsTruncated>true</IsTruncated>" + result + "</ListBucketResult>"}
	}
	for _, test := range []struct {
		fault sandbox.Fault
		want  []string
	}{
		{s3sandbox.Failure(403, "AccessDenied", "User: arn:aws:iam::111122223333:user/ci is not authorized"), []string{
			"HTTP status 403, S3 error AccessDenied, request ID 4442587FB7D0A2F9: User: arn:aws:iam::111122223333:user/ci is not",
			"s3:ListBucket on arn:aws:s3:::consultations",
		}},
		{s3sandbox.Failure(404, "NoSuchBucket", "Unknown"), []string{"NoSuchBucket", "Correct expected_s3_url, or create the bucket first."}},
		{s3sandbox.Failure(403, "InvalidAccessKeyId", "Unknown"), []string{"InvalidAccessKeyId", "select other credentials with profile or AWS_PROFILE"}},
		{s3sandbox.Failure(403, "SignatureDoesNotMatch", "Wrong"), []string{"SignatureDoesNotMatch", ": Wrong", "S3 refuses the credentials"}},
		{s3sandbox.Failure(400, "ExpiredToken", "Expired"), []string{"HTTP status 400, S3 error ExpiredToken", "Log in again"}},
		{s3sandbox.Failure(400, "AuthorizationHeaderMalformed", "Expecting"), []string{"The bucket is in another region. Correct expected_s3_url."}},
		{s3sandbox.Failure(403, "RequestTimeTooSkewed", "Skewed"), []string{"RequestTimeTooSkewed", "Set the clock of this machine."}},
		{s3sandbox.Failure(400, "Echo", "You sent "+awsKey.Secret), []string{"Echo", "You sent ***", "check that the endpoint is an S3 server"}},
		{sandbox.Fault{Status: 200, Body: "<html>Welcome</html>"}, []string{"the response is not one of S3", "check that the endpoint is an S3 server"}},
		{answer(""), []string{"it is a part of the list, but names no next part"}},
		{
			answer("<ContinuationToken>a</ContinuationToken><NextContinuationToken>a</NextContinuationToken>"),
			[]string{"it is a part of the list, but names no next part"},
		},
	} {
		s, b := startWithBucket(t)
		b.add("video/1", "video/2", "video/3", "video/4")
		test.fault.Nth = 2
		b.Faults().Add(test.fault)
		want := append([]string{"Could not list the bucket: Listing consultations/video/ failed: "}, test.want...)
		failSummary(t, s, verifying(b.Endpoint), want...)
	}
}

func TestProfileSelectsTheCredentials(t *testing.T) {
	t.Parallel()
	s, b := startWithBucket(t)
	for profile, want := range map[any]string{nil: awsKey.ID, "audit": awsProfileKey.ID} {
		arguments := verifying(b.Endpoint)
		arguments["verify_in_bucket"].(map[string]any)["profile"] = profile //nolint:forcetypeassert // verifying says so
		summarize(t, s, recordingsSummaryType, arguments)
		if got := <-b.signers; got != want+" eu-central-1" {
			t.Errorf("profile %v: the request is signed with %s, want %s", profile, got, want)
		}
	}
	arguments := verifying(b.Endpoint)
	arguments["verify_in_bucket"].(map[string]any)["profile"] = "absent" //nolint:forcetypeassert // verifying says so
	failSummary(t, s, arguments, "Could not list the bucket", "absent", "with profile or AWS_PROFILE")
}

// Terraform waits a moment for an interrupted provider, and then kills it.
func TestInterruptedSummaryEnds(t *testing.T) {
	t.Parallel()
	for name, isBucketSlow := range map[string]bool{"Twilio": false, "S3": true} {
		s, b := startWithBucket(t)
		ctx, interrupt := context.WithCancel(t.Context())
		slow := sandbox.Fault{Hook: interrupt, Delay: time.Minute}
		if isBucketSlow {
			b.Faults().Add(slow)
		} else {
			s.Faults().Add(slow)
		}
		start := time.Now()
		if _, err := newDirect(t, s).read(ctx, recordingsSummaryType, verifying(b.Endpoint)); err == nil {
			t.Errorf("%s: an interrupted read succeeded", name)
		}
		if took := time.Since(start); took > 30*time.Second {
			t.Errorf("%s: the read ended after %s", name, took)
		}
	}
}

// versitygw lists 10,000 keys in pages, and checks the signature and the policy.
func TestSummaryListsALargeBucket(t *testing.T) {
	t.Parallel()
	server := s3server.Start(t)
	server.CreateBucket("consultations")
	server.AddUser(awsKey)
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	s.Secret(awsKey.Secret)
	arguments, location := verifying(server.Endpoint), "https://consultations.s3."+s3server.Region+".amazonaws.com/video"
	arguments["expected_s3_url"] = location
	failSummary(t, s, arguments, "HTTP status 403, S3 error AccessDenied", "s3:ListBucket on arn:aws:s3:::consultations")

	server.Allow("consultations", awsKey, "s3:ListBucket")
	const n = 10_000
	for i := range n {
		bothSummaries[0].addStored(s, i, location+"/"+bothSummaries[0].sid(i)+".mkv", "")
		if i != 1234 {
			server.AddObjects("consultations", "video/"+bothSummaries[0].sid(i)+".mkv")
		}
	}
	server.Log().Reset()
	got := summarize(t, s, recordingsSummaryType, arguments)
	expectFindings(t, "large", got, bothSummaries[0].sid(1234)+" missing_in_bucket")
	expectFigures(t, "large", got, map[string]any{"objects": int64(n - 1)})
	if pages := len(server.Log().All()); pages != 10 {
		t.Errorf("read %d pages, want 10", pages)
	}
}

// The check in the example warns of a recording that was deleted in the bucket.
func TestDeletedObjectIsMissingInTheBucket(t *testing.T) {
	t.Parallel()
	server := s3server.Start(t)
	server.CreateBucket("consultations")
	server.AddUser(awsKey)
	server.Allow("consultations", awsKey, "s3:ListBucket")
	s, w := start(t, twiliosandbox.Behaviour{})
	s.Secret(awsKey.Secret)
	settings := everySetting
	settings.AWSS3URL = "https://consultations.s3." + s3server.Region + ".amazonaws.com/video"
	setSettings(s, recordingSettings, settings)
	name, media := "consultations", "media"
	var keys []string
	for _, recording := range s.Record(s.SID, room, 3) {
		keys = append(keys, "video/"+recording.SID+".mkv")
		if _, err := server.Root.PutObject(t.Context(), &s3.PutObjectInput{Bucket: &name, Key: &keys[len(keys)-1], Body: strings.NewReader(media)}); err != nil {
			t.Fatal(err)
		}
	}
	example := readExample(t, "data-sources/"+recordingsSummaryType+"/data-source.tf") +
		"output \"summary\" {\n  value = data." + recordingsSummaryType + ".all\n}\n"
	w.Config(strings.Replace(example, "verify_in_bucket {}", fmt.Sprintf("verify_in_bucket {\n endpoint = %q\n use_path_style = true\n }", server.Endpoint), 1))
	w.Apply().Lacks(t, "Check block assertion failed")

	if _, err := server.Root.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: &name, Key: &keys[1]}); err != nil {
		t.Fatal(err)
	}
	deleted := strings.TrimSuffix(strings.TrimPrefix(keys[1], "video/"), ".mkv")
	w.Apply().Contains(t, "Check block assertion failed", deleted+": missing_in_bucket")
	got := w.Output("summary").(map[string]any) //nolint:forcetypeassert // the output is an object
	expectFigures(t, "after the deletion", got, map[string]any{
		"total": 3.0, "in_expected_location": 3.0, "encrypted": 3.0, "findings_total": 1.0, "objects": 2.0, "objects_bytes": float64(2 * len(media)),
	})
}

// The example of the compositions warns of one in Twilio's cloud.
func TestExampleOfTheCompositionsSummary(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	w.Config(readExample(t, "data-sources/"+compositionsSummaryType+"/data-source.tf"))
	w.Apply().Lacks(t, "Check block assertion failed")
	bothSummaries[1].add(s, twiliosandbox.Recording{SID: bothSummaries[1].sid(0), RoomSID: room, DateCreated: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)})
	w.Apply().Contains(t, "Check block assertion failed", `"problem":"wrong_location"`, bothSummaries[1].sid(0))
}
