package s3check

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/s3server"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3check/s3sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

const (
	testURL    = "https://recordings.s3.eu-west-1.amazonaws.com/video"
	testSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
)

// direct calls a stand-in without a network, so that the time of a test can be that of a bubble.
type direct struct{ http.Handler }

func (d direct) RoundTrip(req *http.Request) (resp *http.Response, err error) {
	defer func() {
		if recover() != nil { // a dropped connection
			resp, err = nil, cmp.Or(req.Context().Err(), io.ErrUnexpectedEOF)
		}
	}()
	if req.Body == nil {
		req.Body = http.NoBody
	}
	response := httptest.NewRecorder()
	d.ServeHTTP(response, req)
	return response.Result(), nil
}

func newTestCheck(t *testing.T, server http.Handler, vendor string) Check {
	t.Helper()
	target, err := NewTarget(testURL, "http://127.0.0.1:1", true)
	if err != nil {
		t.Fatal(err)
	}
	return Check{
		Target: target, Vendor: findVendor(vendor), Transport: direct{server},
		AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SecretAccessKey: testSecret,
	}
}

// run runs a check for at most two minutes, and returns the encryption and its error.
func run(t *testing.T, c Check) (string, *Error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), defaultTimeout)
	defer cancel()
	encryption, err := c.Run(ctx)
	failure, ok := errors.AsType[*Error](err)
	if err != nil && !ok {
		t.Fatalf("the error is a %T", err)
	}
	return encryption, failure
}

// Each error of S3 is repeated or not, and says what to look at.
func TestErrorsOfS3(t *testing.T) {
	t.Parallel()
	const (
		once   = 0 * time.Second
		twenty = 22 * time.Second  // the first attempt after 20 s
		always = 117 * time.Second // no further attempt fits into the two minutes
		denied = "User: arn:aws:iam::123456789012:user/video is not authorized to perform: "
	)
	for _, test := range []struct {
		status        int
		code, message string
		header        http.Header
		repeated      time.Duration
		advice        string
	}{
		{403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", nil, always, "Check access_key_id"},
		{403, "AccessDenied", "Access Denied", nil, always, "S3 names no policy. The key needs s3:PutObject on arn:aws:s3:::recordings/video/*"},
		{403, "AccessDenied", denied + "s3:PutObject because no identity-based policy allows the s3:PutObject action", nil, always, "S3 names no explicit deny: no identity-based policy allows the request. It is a policy"},
		{403, "AccessDenied", denied + "s3:PutObject with an explicit deny in an identity-based policy", nil, always, "S3 names an explicit deny in the identity-based policy. It is a policy of the IAM user"},
		{403, "AccessDenied", denied + "s3:PutObject with an explicit deny in a resource-based policy", nil, always, "It is the policy of the bucket or of its KMS key. If it admits only certain addresses"},
		{403, "AccessDenied", denied + "s3:PutObject with an explicit deny in a service control policy", nil, always, "explicit deny in the service control policy. An administrator of the AWS organization"},
		{403, "AccessDenied", denied + "s3:PutObject because no service control policy allows the s3:PutObject action", nil, always, "no service control policy allows the request. An administrator"},
		{403, "AccessDenied", denied + "s3:PutObject because no permissions boundary allows the s3:PutObject action", nil, always, "It is the permissions boundary"},
		{403, "AccessDenied", denied + "s3:PutObject because no VPC endpoint policy allows the s3:PutObject action", nil, always, "It is the policy of the VPC endpoint"},
		{403, "AccessDenied", denied + "kms:GenerateDataKey on resource: arn:aws:kms:eu-west-1:123456789012:key/1 because no resource-based policy allows the kms:GenerateDataKey action", nil, always, "S3 names KMS"},
		{403, "AccessDenied", denied + "kms:Decrypt with an explicit deny", nil, always, "S3 names an explicit deny. S3 names KMS"},
		{400, "KMS.DisabledException", "The key is disabled.", nil, once, "S3 names KMS"},
		{400, "KMS.ThrottlingException", "Rate exceeded", nil, always, "try again later"},
		{404, "NoSuchBucket", "The specified bucket does not exist", nil, twenty, "There is no bucket with the name in url"},
		{503, "SlowDown", "Please reduce your request rate.", nil, always, "try again later"},
		{429, "TooManyRequests", "slow", nil, always, "try again later"},
		{400, "RequestTimeout", "Your socket connection was not read from or written to.", nil, always, "try again later"},
		{409, "OperationAborted", "A conflicting conditional operation is currently in progress.", nil, always, "try again later"},
		{500, "InternalError", "We encountered an internal error.", nil, always, "The fault is at S3"},
		{503, "ServiceUnavailable", "Service is unable to handle request.", nil, always, "The fault is at S3"},
		{403, "SignatureDoesNotMatch", "The request signature we calculated does not match.", nil, once, "The secret is wrong"},
		{301, "PermanentRedirect", "Please send all future requests to this endpoint.", http.Header{"X-Amz-Bucket-Region": {"eu-central-1"}}, once, `The bucket is in the region eu-central-1, and the request was for eu-west-1. An upload does not follow a redirect. Write url = "https://recordings.s3.eu-central-1.amazonaws.com/video"`},
		{301, "PermanentRedirect", "Please send all future requests to this endpoint.", nil, once, "Write the region of the bucket in url"},
		{307, "TemporaryRedirect", "Please re-send this request.", http.Header{"Location": {"http://evil.example"}}, once, "An upload does not follow the redirect"},
		{400, "AuthorizationHeaderMalformed", "the region 'eu-west-1' is wrong; expecting 'us-gov-west-1'", nil, once, "in the region us-gov-west-1"},
		{400, "AuthorizationHeaderMalformed", "the region 'eu-west-1' is wrong; expecting '\x1b[2J'", nil, once, "Write the region of the bucket in url"},
		{400, "IllegalLocationConstraintException", "The me-south-1 location constraint is incompatible for the region specific endpoint", nil, once, "in the region me-south-1"},
		{403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", nil, once, "Set it, for example with NTP"},
		{400, "MalformedXML", "The XML you provided was not well-formed", nil, once, "Check endpoint"},
		{501, "NotImplemented", "A header you provided implies functionality that is not implemented.", nil, once, "no multipart uploads"},
		{405, "MethodNotAllowed", "The specified method is not allowed against this resource.", nil, once, "accepts no uploads here"},
		{400, "InvalidBucketName", "The specified bucket is not valid.", nil, once, "Correct the name of the bucket"},
		{400, "InvalidToken", "The provided token is malformed.", nil, once, "Use the key of an IAM user"},
		{400, "ExpiredToken", "The provided token has expired.", nil, once, "Use the key of an IAM user"},
		{400, "InvalidRequest", "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Part requests with Object Lock parameters", nil, once, "Object Lock"},
		{403, "AllAccessDisabled", "All access to this object has been disabled", nil, once, "S3 names no policy"},
		{403, "AccountProblem", "There is a problem with your AWS account", nil, once, "Look up the code"},
		{418, "SomethingNew", "text", nil, once, "Look up the code"},
	} {
		t.Run(test.code+" "+test.advice, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := s3sandbox.New()
				fault := s3sandbox.Failure(test.status, test.code, test.message)
				fault.Every, fault.Header = 1, test.header
				server.Faults().Add(fault)
				_, failure := run(t, newTestCheck(t, server, "twilio"))
				if failure == nil {
					t.Fatal("the check succeeded")
				}
				if failure.Elapsed != test.repeated {
					t.Errorf("repeated for %s, want %s", failure.Elapsed, test.repeated)
				}
				if !strings.Contains(failure.Advice(), test.advice) {
					t.Errorf("the advice is %q, want %q", failure.Advice(), test.advice)
				}
				for _, part := range []string{"HTTP status " + fmt.Sprint(test.status), "S3 error " + test.code, "request ID 4442587FB7D0A2F9"} {
					if !strings.Contains(failure.Error(), part) {
						t.Errorf("the error is %q, want %q", failure, part)
					}
				}
			})
		})
	}
}

// Without an error of S3, the connection is repeated, and a response of another server is not.
func TestOtherFailures(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault    sandbox.Fault
		repeated bool
		advice   string
	}{
		"no connection":     {sandbox.Fault{Drop: true}, true, "There is no connection to S3"},
		"no response":       {sandbox.Fault{Delay: time.Hour}, true, "S3 did not answer"},
		"page of a portal":  {sandbox.Fault{Status: 200, ContentType: "text/html", Body: "<html>evil\x1b[2J"}, false, "Another server than S3"},
		"empty response":    {sandbox.Fault{Status: 200}, false, "Another server than S3"},
		"page of a proxy":   {sandbox.Fault{Status: 403, ContentType: "text/html", Body: "<html><p>no"}, false, "Another server than S3"},
		"fault of a proxy":  {sandbox.Fault{Status: 502, ContentType: "text/html", Body: "<html><p>no"}, true, "Another server than S3"},
		"endless response":  {sandbox.Fault{Status: 403, Body: "<Error><Code>" + strings.Repeat("a", 2*maxBody)}, false, "Another server than S3"},
		"error with a 200":  {s3sandbox.Failure(200, "InternalError", "We encountered an internal error."), true, "The fault is at S3"},
		"redirect, no code": {sandbox.Fault{Status: 302, Header: http.Header{"Location": {"http://evil.example"}}}, false, "An upload does not follow"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := s3sandbox.New()
				test.fault.Every = 1
				server.Faults().Add(test.fault)
				_, failure := run(t, newTestCheck(t, server, ""))
				if failure == nil || failure.Elapsed > 30*time.Second != test.repeated || !strings.Contains(failure.Advice(), test.advice) {
					t.Errorf("after %s: %v: %s", failure.Elapsed, failure, failure.Advice())
				}
				if text := failure.Error(); strings.ContainsAny(text, "\x1b\n") || len(text) > 2000 {
					t.Errorf("the error is %q", text)
				}
			})
		})
	}
}

// The end of the time must not hide the reason.
func TestLastErrorOfS3Stays(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := s3sandbox.New()
		server.Faults().Add(s3sandbox.Failure(403, "AccessDenied", "Access Denied"))
		server.Faults().Add(sandbox.Fault{Every: 1, Delay: time.Hour})
		c := newTestCheck(t, server, "")
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		_, err := c.Run(ctx)
		failure, _ := errors.AsType[*Error](err)
		if failure == nil || failure.Code != "AccessDenied" || failure.Attempts != 2 {
			t.Errorf("got %v", err)
		}
	})
}

// An attempt resumes the upload, so that at most one unfinished upload is left.
func TestAttemptResumesTheUpload(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		status  int
		code    string
		uploads int
	}{{403, "AccessDenied", 1}, {404, "NoSuchUpload", 3}} {
		synctest.Test(t, func(t *testing.T) {
			server := s3sandbox.New()
			fault := s3sandbox.Failure(test.status, test.code, "text")
			fault.Method, fault.Times = http.MethodPut, 2
			server.Faults().Add(fault)
			if _, failure := run(t, newTestCheck(t, server, "sendbird")); failure != nil {
				t.Fatal(failure)
			}
			begun := 0
			for _, r := range server.Log().All() {
				if r.Query.Has("uploads") {
					begun++
				}
			}
			if begun != test.uploads {
				t.Errorf("after %s, %d uploads were begun, want %d", test.code, begun, test.uploads)
			}
		})
	}
}

// The check sends the requests of an upload, and nothing else.
func TestRequestsOfACheck(t *testing.T) {
	t.Parallel()
	const key = "/recordings/video/.videostorage-upload-check"
	upload := []string{"POST " + key, "PUT " + key, "POST " + key}
	for vendor, want := range map[string][]string{
		"": upload, "twilio": upload, "getstream": upload, "sendbird": append(slices.Clone(upload), "GET /recordings"),
	} {
		server := s3sandbox.New()
		encryption, failure := run(t, newTestCheck(t, server, vendor))
		if failure != nil {
			t.Fatal(failure)
		}
		if encryption != "aws:kms" {
			t.Errorf("the encryption is %q", encryption)
		}
		var got []string
		for _, r := range server.Log().All() {
			got = append(got, r.Method+" "+r.Path)
			if r.Header.Get("X-Amz-Security-Token") != "" || strings.Contains(fmt.Sprint(r.Header), "Checksum-Crc") {
				t.Errorf("%s: the headers are %v", vendor, r.Header)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: the requests are %q, want %q", vendor, got, want)
		}
	}
}

// S3 answers a wrong secret with the request that it expected. A hostile server may echo the secret itself.
func TestSecretsAreInNoError(t *testing.T) {
	t.Parallel()
	server := s3sandbox.New()
	fault := s3sandbox.Failure(403, "SignatureDoesNotMatch", "no "+testSecret+" AKIAIOSFODNN7EXAMPLE")
	fault.Body = strings.Replace(fault.Body, "<RequestId>", "<StringToSign>the-string</StringToSign><CanonicalRequest>the-request</CanonicalRequest><RequestId>"+testSecret, 1)
	server.Faults().Add(fault)
	_, failure := run(t, newTestCheck(t, server, ""))
	text := failure.Error() + failure.Advice()
	for _, secret := range []string{testSecret, "AKIAIOSFODNN7EXAMPLE", "the-string", "the-request"} {
		if strings.Contains(text, secret) {
			t.Errorf("%q is in %s", secret, text)
		}
	}
}

func TestTwilioNeedsKMS(t *testing.T) {
	t.Parallel()
	for vendor, works := range map[string]bool{"": true, "sendbird": true, "getstream": true, "twilio": false} {
		server := s3sandbox.New()
		server.SetBucket("recordings", s3sandbox.Bucket{Encryption: "AES256"})
		_, failure := run(t, newTestCheck(t, server, vendor))
		if works != (failure == nil) {
			t.Errorf("%q: %v", vendor, failure)
		}
		if !works && (!strings.Contains(failure.Advice(), "53615") || !strings.Contains(failure.Advice(), "aws_s3_bucket_server_side_encryption_configuration")) {
			t.Errorf("the advice is %s", failure.Advice())
		}
		if got := server.Objects("recordings"); len(got) != 1 {
			t.Errorf("%q: the upload was not completed: %q", vendor, got)
		}
	}
}

func TestTargetOfAURL(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		url, endpoint string
		pathStyle     bool
		want          string
	}{
		{testURL, "", false, "recordings video/ eu-west-1 https://s3.eu-west-1.amazonaws.com false"},
		{testURL + "/", "", true, "recordings video/ eu-west-1 https://s3.eu-west-1.amazonaws.com true"},
		{"https://my.dots.s3.dualstack.eu-west-1.amazonaws.com", "", false, "my.dots  eu-west-1 https://s3.dualstack.eu-west-1.amazonaws.com false"},
		{"https://b-b.s3.amazonaws.com/%C3%A9", "", false, "b-b é/ us-east-1 https://s3.amazonaws.com false"},
		{"https://s3-eu-west-1.amazonaws.com/s3-eu-west-1/p", "", false, "s3-eu-west-1 p/ eu-west-1 https://s3-eu-west-1.amazonaws.com true"},
		{testURL, "http://127.0.0.1:9000", false, "recordings video/ eu-west-1 http://127.0.0.1:9000 false"},
		{"https://minio.example.com/recordings/a%20b", "https://minio.example.com", true, "recordings a b/ us-east-1 https://minio.example.com true"},
		{"https://recordings.minio.example.com/a", "https://Minio.example.com:9000", false, "recordings a/ us-east-1 https://Minio.example.com:9000 false"},
		{"https://recordings.example.com/a", "https://minio.example.com", false, "error: the host \"recordings.example.com\" is not BUCKET.minio.example.com"},
		{"https://minio.example.com", "https://minio.example.com", true, "error: \"\" is not a valid bucket name"},
		{"https://minio.example.com/a", "", true, "error: the host \"minio.example.com\" does not belong"},
		{"https://ap.s3-accesspoint.eu-west-1.amazonaws.com", "", false, "error: the host"},
		{testURL + strings.Repeat("/a", 520), "", false, "error: the key of the object would have"},
	} {
		target, err := NewTarget(test.url, test.endpoint, test.pathStyle)
		got := fmt.Sprint(target.Bucket, " ", target.Directory, " ", target.Region, " ", target.Endpoint, " ", target.UsePathStyle)
		if err != nil {
			got = "error: " + err.Error()
		}
		if got != test.want && (err == nil || !strings.HasPrefix(got, test.want)) {
			t.Errorf("%s: %s, want %s", test.url, got, test.want)
		}
	}
}

// awsNetwork sends requests to a server in place of AWS's hosts.
type awsNetwork struct{ server *url.URL }

func (n awsNetwork) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Host, req.URL.Scheme, req.URL.Host = req.URL.Host, n.server.Scheme, n.server.Host
	return http.DefaultTransport.RoundTrip(req)
}

// Without an endpoint, the bucket is in the host, or in the path of a URL that has it there. A real server verifies the signature of the
// host.
func TestAddressesOfAWS(t *testing.T) {
	t.Parallel()
	server := s3server.Start(t)
	server.CreateBucket("recordings")
	key := s3server.Key{ID: "AKIAIOSFODNN7EXAMPLE", Secret: testSecret}
	server.AddUser(key)
	server.Allow("recordings", key, "s3:PutObject", "s3:ListBucket")
	endpoint, err := url.Parse(server.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	for raw, want := range map[string]string{
		"https://recordings.s3.us-east-1.amazonaws.com/video": "/video/.videostorage-upload-check",
		"https://s3.us-east-1.amazonaws.com/recordings/video": "/recordings/video/.videostorage-upload-check",
	} {
		server.Log().Reset()
		target, err := NewTarget(raw, "", false)
		if err != nil {
			t.Fatal(err)
		}
		_, failure := run(t, Check{
			Target: target, Vendor: findVendor("sendbird"), Transport: awsNetwork{endpoint}, AccessKeyID: key.ID, SecretAccessKey: key.Secret,
		})
		if failure != nil {
			t.Errorf("%s: %s", raw, failure)
		}
		if all := server.Log().All(); len(all) != 4 || all[0].Path != want {
			t.Errorf("%s: the requests are %+v, want an upload to %s", raw, all, want)
		}
	}
}
