package publickey

import (
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/publickey/publickeytest"
)

func TestSameIgnoresOnlyTheSpelling(t *testing.T) {
	t.Parallel()
	other, _ := publickeytest.New(t)
	for _, test := range []struct {
		name, a, b string
		want       bool
	}{
		{"itself", publicPEM, publicPEM, true},
		{"line ends", publicPEM, strings.ReplaceAll(publicPEM, "\n", "\r\n"), true},
		{"without the lines of PEM", publicPEM, body, true},
		{"two other spellings", " " + body, "\t" + body, true},

		{"another key", publicPEM, other, false},
		{"no key on one side", publicPEM, publicPEM + "x", false},
		{"nothing on one side", publicPEM, "", false},

		{"nothing on both sides", "", "", true},
		{"no key but equal", "x", "x", true},
		{"no key, in another spelling", "x", "x ", false},
		{"nothing, in another spelling", "", " ", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := Same(test.a, test.b); got != test.want {
				t.Errorf("is %t", got)
			}
			if got := Same(test.b, test.a); got != test.want {
				t.Errorf("the other way round is %t", got)
			}
		})
	}
}
