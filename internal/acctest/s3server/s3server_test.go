package s3server_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/s3server"
)

// The tests of the provider rely on this: the server knows its users, and a user may do only the actions that the policy of the bucket allows.
func TestOnlyThePolicyOfABucketAllowsAKeyToWrite(t *testing.T) {
	t.Parallel()
	server := s3server.Start(t)
	server.CreateBucket("recordings")
	key := s3server.Key{ID: "AKIAAAAAAAAAAAAAAAAA", Secret: "a-secret"}
	put := func(key s3server.Key) string {
		bucket, name := "recordings", "a/b"
		_, err := s3server.NewClient(server.Endpoint, key).PutObject(t.Context(),
			&s3.PutObjectInput{Bucket: &bucket, Key: &name, Body: strings.NewReader("content")})
		if failure, ok := errors.AsType[smithy.APIError](err); ok {
			return failure.ErrorCode()
		}
		if err != nil {
			t.Fatal(err)
		}
		return ""
	}
	expect := func(key s3server.Key, want string) {
		t.Helper()
		if got := put(key); got != want {
			t.Errorf("a write failed with %q, want %q", got, want)
		}
	}
	expect(key, "InvalidAccessKeyId")
	server.AddUser(key)
	expect(key, "AccessDenied")
	server.Allow("recordings", key, "s3:GetObject", "s3:ListBucket")
	expect(key, "AccessDenied")
	server.Allow("recordings", key, "s3:PutObject")
	expect(key, "")
	expect(s3server.Key{ID: key.ID, Secret: "another"}, "SignatureDoesNotMatch")
	server.Allow("recordings", key)
	expect(key, "AccessDenied")
	if got := len(server.Log().All()); got != 6 {
		t.Errorf("%d requests were logged, want 6", got)
	}
}
