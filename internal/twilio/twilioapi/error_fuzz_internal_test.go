package twilioapi

import (
	"errors"
	"net/http"
	"strings"
	"testing"
)

// FuzzError answers every call with what is no success.
func FuzzError(f *testing.F) {
	const location = "https://elsewhere.example/"
	for call, seed := range []struct {
		status                      uint16
		contentType, location, body string
	}{
		{400, "application/json", "", `{"code":20001,"message":"Missing required parameter FriendlyName","more_info":"https://www.twilio.com/docs/errors/20001","status":400}`},
		{401, "application/json", "", `{"code":70051,"message":"Authorization Error: required permission twilio/video is missing","status":401}`},
		{404, "application/json", "", `{"code":20404,"message":"The requested resource was not found","status":404}`},
		{404, "text/html", "", "<html>\r\n<head><title>404 Not Found</title></head>\r\n</html>"},
		{429, "application/json", "", `{"code":20429,"message":"Too Many Requests {secret}","details":{"limit":[20]}}`},
		{503, "text/html", "", "<html>\x1b[31m{secret}</html>"},
		{500, "", "", ""},
		{302, "", location, ""},
		{307, "", "https://%E2%80%AE.example/\u202e", "null"},
		{400, "application/json", "", `{"code":"20001","message":{}}`},
		{400, "application/json", "", `{"code":1,"message":"\u001b]0;title\u0007\u202e","more_info":"\u009b31m"}`},
		{408, "application/json", "", `{"code":20408,"message":""}`},
		{400, "application/json", "", "[" + strings.Repeat("[", 20000)},
	} {
		f.Add(uint8(call), seed.status, seed.contentType, seed.location, seed.body)
	}
	f.Fuzz(func(t *testing.T, call uint8, status uint16, contentType, location, body string) {
		if len(body) > mostFuzzed || len(location) > mostFuzzed {
			t.Skip()
		}
		header := http.Header{}
		header.Set("Content-Type", contentType)
		if location != "" {
			header.Set("Location", location)
		}
		client, server := cannedClient(t, 300+int(status)%300, header, body)
		send := fuzzedCalls[int(call)%len(fuzzedCalls)]
		err := send(t.Context(), client)
		if len(server.asked) != 1 {
			t.Fatalf("%d requests", len(server.asked))
		}
		if err == nil {
			// A credential that is gone needs no deleting.
			if int(call)%len(fuzzedCalls) != deletion || server.status != http.StatusNotFound {
				t.Fatalf("status %d is a success", server.status)
			}
			return
		}
		failed := told(t, err)
		if failed.Status != server.status && failed.Err == nil {
			t.Errorf("the error says %d, the answer %d", failed.Status, server.status)
		}
		if server.status < 400 && (failed.Code != 0 || failed.MoreInfo != "") {
			t.Errorf("a redirect has the code %d, and says more at %q", failed.Code, failed.MoreInfo)
		}
		refused := server.status >= 400 && server.status < 500 && server.status != http.StatusRequestTimeout && !failed.Foreign
		if want := !refused && server.status != http.StatusTooManyRequests; failed.Err == nil && failed.MaybeCarriedOut() != want {
			t.Errorf("MaybeCarriedOut() is %t for %d %q, want %t", !want, server.status, body, want)
		}
		if errors.Is(err, ErrNotFound) && (server.status != http.StatusNotFound || failed.Foreign) {
			t.Errorf("%d %q is taken for a thing that is gone", server.status, body)
		}
		if failed.Foreign && (failed.Code != 0 || failed.MoreInfo != "") {
			t.Errorf("a foreign answer has the code %d, and says more at %q", failed.Code, failed.MoreInfo)
		}
	})
}
