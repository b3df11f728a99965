package getstream_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/getstream/getstreamsandbox"
)

// GetStream's SDKs read STREAM_API_KEY and STREAM_API_SECRET.
func TestCredentialsOfTheEnvironment(t *testing.T) {
	t.Parallel()
	s, o := startObject(t, getstreamsandbox.Behaviour{})
	set := func(key, secret, otherKey, otherSecret string) {
		s.Setenv("GETSTREAM_API_KEY", key)
		s.Setenv("GETSTREAM_API_SECRET", secret)
		s.Setenv("STREAM_API_KEY", otherKey)
		s.Setenv("STREAM_API_SECRET", otherSecret)
	}
	planCreates := func() {
		o.Plan(roleStorage).Expect(plancheck.ResourceActionCreate)
	}
	set("", "", getstreamsandbox.APIKey, getstreamsandbox.APISecret)
	planCreates()
	set(getstreamsandbox.APIKey, getstreamsandbox.APISecret, "ignored", "ignored-secret-of-another")
	planCreates()
	for want, values := range map[string][4]string{
		"GetStream is not configured":                    {},
		"GetStream does not accept the API key and its":  {"another", getstreamsandbox.APISecret, "", ""},
		"GetStream error 43: token signature is invalid": {getstreamsandbox.APIKey, "another-secret-of-another", "", ""},
	} {
		set(values[0], values[1], values[2], values[3])
		planFails(t, o, roleStorage, want)
	}
	// An Object needs a provider that accepts its configuration.
	w := acctest.NewWorkspace(t, s.Account, nil)
	w.Config(roleStorage)
	for want, values := range map[string][4]string{
		"There is an api_secret without its api_key":    {"", getstreamsandbox.APISecret, "", ""},
		"The environment variable GETSTREAM_API_SECRET": {getstreamsandbox.APIKey, "a b", "", ""},
		"The environment variable STREAM_API_KEY":       {"", "", "a b", getstreamsandbox.APISecret},
	} {
		set(values[0], values[1], values[2], values[3])
		w.Fail("plan", "-no-color").Contains(t, want)
	}
}

// The credentials may come from a resource of the same run.
func TestCredentialsThatAreKnownAfterApply(t *testing.T) {
	t.Parallel()
	s, w := start(t, getstreamsandbox.Behaviour{})
	s.StoredSecret(getstreamsandbox.APISecret)
	s.ProviderConfig = "provider \"videostorage\" {\n  getstream {\n    api_key    = terraform_data.key.output\n    api_secret = \"" + getstreamsandbox.APISecret + "\"\n  }\n}\n"
	s.Setenv("GETSTREAM_API_KEY", "")
	w.Config("resource \"terraform_data\" \"key\" {\n  input = \"" + getstreamsandbox.APIKey + "\"\n}\n" + roleStorage + replace(attached, `"recordings"`, storageAddress+".name"))
	w.Apply()
	w.PlansEmpty()
	s.expectStorage(t, "recordings")
}

// Another application has call types of the same names and lacks the storages. Nothing is forgotten or attached there.
func TestKeyOfAnotherApplicationKeepsTheState(t *testing.T) {
	t.Parallel()
	s, storage := startObject(t, getstreamsandbox.Behaviour{})
	callType := acctest.NewObject(t, s.Account, callTypeType)
	other := getstreamsandbox.New(getstreamsandbox.Behaviour{})
	other.Key = "otherapikey"
	storage.Apply(s3Storage)
	callType.Apply(attached)
	before := s.Getenv("VIDEOSTORAGE_GETSTREAM_BASE_URL")
	s.AddVendor(other)
	storage.Fails(s3Storage, "The API key may be another application's", "the external storage recordings differs from the state")
	callType.Fails(attached, "The API key may be another application's", "the storage of the call type default differs")
	s.Setenv("GETSTREAM_API_KEY", getstreamsandbox.APIKey)
	s.Setenv("VIDEOSTORAGE_GETSTREAM_BASE_URL", before)
	storage.PlansEmpty(s3Storage)
	callType.PlansEmpty(attached)
}
