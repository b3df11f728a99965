package twilioapi_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// openAPIDir names the folder with Twilio's OpenAPI description, which is not
// part of this repository.
const openAPIDir = "VIDEOSTORAGE_OPENAPI_DIR"

// TestRequestsAreAsTwilioDescribes holds what the client sends to Twilio's
// OpenAPI description.
func TestRequestsAreAsTwilioDescribes(t *testing.T) {
	t.Parallel()
	description := loadDescription(t)
	some := basic
	some.AWSS3URL = bucket + "/a%20b/"
	for which, one := range singletons {
		for name, params := range map[string]twilioapi.SettingsParams{"all": all, "basic": basic, "some": some} {
			t.Run(which+"/"+name, func(t *testing.T) {
				t.Parallel()
				account := twiliosandbox.NewAccount()
				twilio := twiliosandbox.New(twiliosandbox.Behaviour{}, account)
				faults := make(chan error, 2)
				client := connect(t, serve(t, func(w http.ResponseWriter, r *http.Request) {
					faults <- validate(description, r)
					twilio.ServeHTTP(w, r)
				}), account)

				if _, err := one.api.Write(t.Context(), client, params); err != nil {
					t.Error(err)
				}
				if err := <-faults; err != nil {
					t.Errorf("Write: %v", err)
				}
				if _, err := one.api.Fetch(t.Context(), client); err != nil {
					t.Error(err)
				}
				if err := <-faults; err != nil {
					t.Errorf("Fetch: %v", err)
				}
			})
		}
	}
}

// TestDescriptionRefuses shows that the test above can fail.
func TestDescriptionRefuses(t *testing.T) {
	t.Parallel()
	description := loadDescription(t)
	for name, params := range map[string]twilioapi.SettingsParams{
		"a credential that is no SID": {FriendlyName: "n", AWSCredentialsSID: "CR1"},
		"a key that is no SID":        {FriendlyName: "n", EncryptionKeySID: "AC" + key[2:]},
		"a URL that is none":          {FriendlyName: "n", AWSS3URL: "bucket"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			faults := make(chan error, 1)
			client := connect(t, serve(t, func(w http.ResponseWriter, r *http.Request) {
				faults <- validate(description, r)
				w.WriteHeader(http.StatusBadRequest)
			}), twiliosandbox.NewAccount())
			if _, err := twilioapi.RecordingSettings.Write(t.Context(), client, params); err == nil {
				t.Error("written")
			}
			if err := <-faults; err == nil {
				t.Error("the description allows it")
			}
		})
	}
}

func loadDescription(t *testing.T) *openapi3.T {
	t.Helper()
	dir := os.Getenv(openAPIDir)
	if dir == "" {
		t.Skipf("%s is not set; it names the folder that holds Twilio's twilio_video_v1.json, "+
			"which is src/services/twilio-api/ of the npm package @twilio/cli-core@9.0.0", openAPIDir)
	}
	description, err := openapi3.NewLoader().LoadFromFile(filepath.Join(dir, "twilio_video_v1.json"))
	if err != nil {
		t.Fatal(err)
	}
	return description
}

// validate returns what the description does not allow of a request. The body
// can still be read afterwards.
func validate(description *openapi3.T, r *http.Request) error {
	item := description.Paths.Value(r.URL.Path)
	if item == nil || item.GetOperation(r.Method) == nil {
		return errors.New("the description has no " + r.Method + " " + r.URL.Path)
	}
	if r.URL.RawQuery != "" {
		return errors.New("a query: " + r.URL.RawQuery)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	defer func() { r.Body = io.NopCloser(bytes.NewReader(body)) }()
	if err := validateFields(item.GetOperation(r.Method), r, body); err != nil {
		return err
	}
	// By default the library does not check the format "uri".
	uri := openapi3.NewCallbackValidator(func(v string) error {
		u, err := url.Parse(v)
		if err == nil && !u.IsAbs() {
			err = errors.New("not an absolute URI")
		}
		return err
	})
	r.Body = io.NopCloser(bytes.NewReader(body))
	return openapi3filter.ValidateRequest(r.Context(), &openapi3filter.RequestValidationInput{
		Request: r,
		Route:   &routers.Route{Spec: description, Path: r.URL.Path, PathItem: item, Method: r.Method, Operation: item.GetOperation(r.Method)},
		Options: &openapi3filter.Options{
			RejectWhenRequestBodyNotSpecified: true,
			AuthenticationFunc:                openapi3filter.NoopAuthenticationFunc,
			SchemaValidationOptions:           []openapi3.SchemaValidationOption{openapi3.WithStringFormatValidator("uri", uri)},
		},
	})
}

// validateFields refuses a field that the description does not have, which its
// schema alone would let through.
func validateFields(described *openapi3.Operation, r *http.Request, body []byte) error {
	if r.Method != http.MethodPost {
		return nil
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return err
	}
	schema := described.RequestBody.Value.Content.Get("application/x-www-form-urlencoded").Schema.Value
	for name := range form {
		if schema.Properties[name] == nil {
			return errors.New("the description has no field " + name)
		}
	}
	return nil
}
