package sendbirdsandbox_test

import (
	"net/http"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
)

func TestFieldsAreChecked(t *testing.T) {
	t.Parallel()
	const directory = "recording_file_directory"
	tests := map[string]struct {
		name  string
		value any
		code  int
		part  string
	}{
		"no access key":           {"access_key", absent, missingParams, "access_key"},
		"no secret key":           {"secret_key", absent, missingParams, "secret_key"},
		"no bucket":               {"bucket", absent, missingParams, "bucket"},
		"no region":               {"region", absent, missingParams, "region"},
		"an empty access key":     {"access_key", "", invalidParams, "access_key must not be empty"},
		"an empty secret key":     {"secret_key", "", invalidParams, "secret_key must not be empty"},
		"an empty bucket":         {"bucket", "", invalidParams, "bucket must not be empty"},
		"an empty region":         {"region", "", invalidParams, "region must not be empty"},
		"null":                    {"secret_key", nil, invalidParams, "secret_key must be a string"},
		"a number":                {"bucket", 1, invalidParams, "bucket must be a string"},
		"a list":                  {"region", []string{"us-east-1"}, invalidParams, "region must be a string"},
		"a directory that is not": {directory, true, invalidParams, directory + " must be a string"},
		"a null directory":        {directory, nil, invalidParams, directory + " must be a string"},
		"an unknown field":        {"Bucket", "b", invalidParams, `unknown field "Bucket"`},
		"a region of AWS only":    {"region", "eu-west-1", invalidParams, "region must be one of"},
		"a leading slash":         {directory, "/a", invalidParams, "leading slash"},
		"a slash alone":           {directory, "/", invalidParams, "leading slash"},
		"two slashes":             {directory, "a//b", invalidParams, "empty part"},
		"two slashes at its end":  {directory, "a//", invalidParams, "empty part"},
		"a dot":                   {directory, "./a", invalidParams, `"."`},
		"two dots":                {directory, "a/..", invalidParams, `".."`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, sendbirdsandbox.Behaviour{})
			status, body := ask(t, s, fields(s).with(tt.name, tt.value))
			wantError(t, s, status, body, tt.code, tt.part)
		})
	}
}

func TestBodyMustBeAJSONObject(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ contentType, body, part string }{
		"nothing":      {"application/json", "", "JSON object"},
		"broken":       {"application/json", "{", "JSON object"},
		"null":         {"application/json", "null", "JSON object"},
		"a list":       {"application/json", "[]", "JSON object"},
		"two":          {"application/json", "{}{}", "JSON object"},
		"a form":       {"application/x-www-form-urlencoded", "bucket=b", "Content-Type"},
		"no type":      {"", "{}", "Content-Type"},
		"another type": {"text/json", "{}", "Content-Type"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, sendbirdsandbox.Behaviour{})
			req := request(t, s, http.MethodPost, path(s.Recording.ID), tt.body)
			req.Header.Set("Content-Type", tt.contentType)
			status, body := exchange(t, req)
			wantError(t, s, status, body, invalidParams, tt.part)
		})
	}
}

func TestRouting(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		method, path string
		code         int
		part         string
	}{
		"the root":          {"POST", "/", notFound, "nothing at /"},
		"the list":          {"POST", "/v1/cloud-recordings", notFound, "nothing at"},
		"a recording":       {"POST", "/v1/cloud-recordings/ID", notFound, "nothing at"},
		"no ID":             {"POST", "/v1/cloud-recordings//copy", notFound, "nothing at"},
		"two IDs":           {"POST", "/v1/cloud-recordings/ID/ID/copy", notFound, "nothing at"},
		"a trailing slash":  {"POST", "/v1/cloud-recordings/ID/copy/", notFound, "nothing at"},
		"another operation": {"POST", "/v1/cloud-recordings/ID/delete", notFound, "nothing at"},
		"another version":   {"POST", "/v2/cloud-recordings/ID/copy", notFound, "nothing at"},
		"without a version": {"POST", "/cloud-recordings/ID/copy", notFound, "nothing at"},
		"GET":               {"GET", "/v1/cloud-recordings/ID/copy", invalidParams, "GET"},
		"PUT":               {"PUT", "/v1/cloud-recordings/ID/copy", invalidParams, "PUT"},
		"a query":           {"POST", "/v1/cloud-recordings/ID/copy?a=b", invalidParams, "query"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, sendbirdsandbox.Behaviour{})
			s.AddRecordings(s.Application.ID, sendbirdsandbox.Recording{ID: "ID"})
			status, body := exchange(t, request(t, s, tt.method, tt.path, encode(t, fields(s))))
			wantError(t, s, status, body, tt.code, tt.part)
		})
	}
}
