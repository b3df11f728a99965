package rule_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/rule"
)

func validate(t *testing.T, r rule.Rule, value types.String) diag.Diagnostics {
	t.Helper()
	var resp validator.StringResponse
	r.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("token"), ConfigValue: value}, &resp)
	return resp.Diagnostics
}

var digits = rule.Matching(`^[0-9]+$`, "be digits")

func TestWhatKeepsToTheRuleIsAccepted(t *testing.T) {
	t.Parallel()
	for _, value := range []types.String{types.StringValue("123"), types.StringNull(), types.StringUnknown()} {
		if got := validate(t, digits, value); len(got) != 0 {
			t.Errorf("%s: %v", value, got)
		}
	}
}

func TestAnErrorNamesTheAttributeAndNotTheValue(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]rule.Rule{"plain": digits, "secret": digits.OfSecret()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := validate(t, r, types.StringValue("hunter-2"))
			if len(got) != 1 || got[0].Summary() != "Invalid token" || !strings.Contains(got[0].Detail(), "The value of token must be digits.") {
				t.Fatalf("%v", got)
			}
			if strings.Contains(fmt.Sprint(got), "hunter") {
				t.Errorf("%v shows the value", got)
			}
		})
	}
}

// Terraform prints the line that an error points to.
func TestAnErrorAboutASecretPointsToNothing(t *testing.T) {
	t.Parallel()
	byValue := digits
	byValue.Secret = func(value string) bool { return strings.Contains(value, "@") }
	for _, tt := range []struct {
		rule   rule.Rule
		value  string
		points bool
	}{{digits, "a@b", true}, {digits.OfSecret(), "a", false}, {byValue, "a", true}, {byValue, "a@b", false}} {
		got := validate(t, tt.rule, types.StringValue(tt.value))
		if len(got) != 1 {
			t.Fatalf("%v", got)
		}
		if _, points := got[0].(diag.DiagnosticWithPath); points != tt.points {
			t.Errorf("%q: points to an attribute: %t, want %t", tt.value, points, tt.points)
		}
	}
}
