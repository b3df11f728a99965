package twilio

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
)

func TestAdviceFollowsTheCodeAndNotTheStatus(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		status, code int
		want         string
	}{
		{http.StatusUnauthorized, 20003, "does not accept the credentials"},
		{http.StatusForbidden, 20003, "does not accept the credentials"},
		{http.StatusForbidden, 20403, "suspended or closed"},
		{http.StatusForbidden, 20005, "suspended or closed"},
		{http.StatusUnauthorized, 10001, "suspended or closed"},
		{http.StatusForbidden, 20008, "test credentials"},
		{http.StatusUnauthorized, 70051, "lack a permission, or the API key was removed"},
		{http.StatusUnauthorized, 0, "does not accept the credentials"},
		{http.StatusForbidden, 0, "lack a permission"},
		{http.StatusForbidden, 99999, ""},
		{http.StatusUnauthorized, 99999, ""},
	} {
		got := advise(&api.Error{Status: tt.status, VendorError: api.VendorError{Code: tt.code}})
		if !strings.Contains(got, tt.want) || (tt.want == "" && got != "") {
			t.Errorf("status %d with code %d: advice %q, want %q", tt.status, tt.code, got, tt.want)
		}
	}
}

func TestTroubleshootingListsTheCodesWithAdvice(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../templates/guides/troubleshooting.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	for code := range adviceByCode {
		if !strings.Contains(string(guide), fmt.Sprintf("| %d |", code)) {
			t.Errorf("the guide does not list %d", code)
		}
	}
}
