package twilioapi_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// TestSuccessWithoutSettingsIsAnError: reading any of these as "all off" would
// make Terraform change or forget what it cannot see.
func TestSuccessWithoutSettingsIsAnError(t *testing.T) {
	t.Parallel()
	const html = "<!DOCTYPE html>\n<html><body>\n\tWelcome</body></html>"
	tests := map[string]struct {
		contentType, body string
		says              string
	}{
		"an empty object":   {"application/json", `{}`, "not Twilio Video settings"},
		"another object":    {"application/json", `{"foo":1}`, "not Twilio Video settings"},
		"only nulls":        {"application/json", `{"account_sid":null,"friendly_name":null,"url":null}`, "not Twilio Video settings"},
		"an error's object": {"application/json", `{"code":20404,"message":"gone"}`, "not Twilio Video settings"},
		"a list":            {"application/json", `[]`, "not the JSON that Twilio sends; it begins: []"},
		"a string":          {"application/json", `"x"`, `not the JSON that Twilio sends; it begins: "x"`},
		"a number":          {"application/json", `1`, "not the JSON that Twilio sends; it begins: 1"},
		"half an object":    {"application/json", `{"account_sid":"AC1","friendly_`, `not the JSON that Twilio sends; it begins: {"account_sid":"AC1"`},
		"two objects":       {"application/json", `{"url":"u"}{"url":"u"}`, "not the JSON that Twilio sends"},
		"HTML":              {"text/html", html, "not the JSON that Twilio sends; it begins: <!DOCTYPE html> <html><body> Welcome</body></html>"},
		"nothing":           {"application/json", "", "the answer is empty"},
		"blanks":            {"application/json", " \r\n", "the answer is empty"},
	}
	for name, tt := range tests {
		for do, call := range calls {
			t.Run(name+"/"+do, func(t *testing.T) {
				t.Parallel()
				err := call(t.Context(), answering(t, 200, tt.contentType, tt.body))
				failed := failure(t, err)
				if !failed.Foreign || !strings.Contains(err.Error(), tt.says) {
					t.Errorf("error %+v, want one that says %q", failed, tt.says)
				}
				if errors.Is(err, twilioapi.ErrNotFound) {
					t.Errorf("%v is ErrNotFound", err)
				}
				if strings.ContainsAny(err.Error(), "\r\n\t") {
					t.Errorf("%q is not on one line", err)
				}
			})
		}
	}
}

func TestNoContentIsAnError(t *testing.T) {
	t.Parallel()
	for do, call := range calls {
		t.Run(do, func(t *testing.T) {
			t.Parallel()
			if err := call(t.Context(), answering(t, 204, "", "")); errors.Is(err, twilioapi.ErrNotFound) || !failure(t, err).Foreign {
				t.Errorf("error %v, want one about an answer that is not Twilio's", err)
			}
		})
	}
}

// TestNull: in place of the object it means that there is none, in answer to a
// write it means nothing.
func TestNull(t *testing.T) {
	t.Parallel()
	for do, call := range calls {
		t.Run(do, func(t *testing.T) {
			t.Parallel()
			err := call(t.Context(), answering(t, 200, "application/json", "null\n"))
			failed := failure(t, err)
			if !failed.Null || !strings.Contains(err.Error(), "null") {
				t.Errorf("error %+v, want one that says null", failed)
			}
			if got, want := errors.Is(err, twilioapi.ErrNotFound), strings.HasPrefix(do, "fetch"); got != want {
				t.Errorf("is ErrNotFound: %v, want %v", got, want)
			}
		})
	}
}
