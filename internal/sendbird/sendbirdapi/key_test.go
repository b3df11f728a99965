package sendbirdapi_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/hostile"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdapi"
)

const file = "230209_041500_f56ee376-b6ee.mp4"

// copiedTo asks for a copy to a directory, of a Sendbird that answers with a key.
func copiedTo(t *testing.T, directory, key string) (string, error) {
	t.Helper()
	ask := ask
	ask.Directory = directory
	body := `{"recording_id":"f56ee376-b6ee","bucket":"my-bucket","key":` + hostile.InJSON(key) + `}`
	copied, err := serve(t, says(200, body)).client(t).Copy(t.Context(), ask)
	return copied.Key, err
}

// A copy that the state does not get is paid for again.
func TestAKeyIsKeptAsItIs(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ directory, key string }{
		"emoji":                      {"❤\ufe0f/", "❤\ufe0f/" + file},
		"joined emoji":               {"👩\u200d⚖\ufe0f", "👩\u200d⚖\ufe0f/" + file},
		"Hindi":                      {"क्\u200dष", "क्\u200dष/" + file},
		"Persian":                    {"می\u200cخواهم/", "می\u200cخواهم/" + file},
		"two spaces":                 {"two  spaces/", "two  spaces/" + file},
		"a space at the end":         {"a /", "a /" + file},
		"a wide space":               {"日本\u3000語/", "日本\u3000語/" + file},
		"a mark of direction":        {"עברית\u200f/", "עברית\u200f/" + file},
		"the longest":                {strings.Repeat("ü/", 300) + "aa", strings.Repeat("ü/", 300) + "aa/" + strings.Repeat("x", 121)},
		"invisible beyond it":        {"test", "test/\u200b\u202e" + file},
		"another directory":          {"test", "Test/" + file},
		"none":                       {"", file},
		"controls asked for":         {"a\tb", "a\tb/" + file},
		"a secret that is asked for": {ask.AccessKey, ask.AccessKey + "/" + file},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, err := copiedTo(t, tt.directory, tt.key); err != nil || got != tt.key {
				t.Errorf("key %q, error %v, want %q", got, err, tt.key)
			}
		})
	}
}

func TestAKeyThatIsNotKept(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ directory, key, says string }{
		"none":                     {"", "", `names no object: ""`},
		"the directory":            {"test", "test/", "names no object"},
		"too long":                 {"test", "test/" + strings.Repeat("x", 1020), "longer than S3's keys"},
		"several lines":            {"test", "test/a\nb", `control characters: "test/a\nb"`},
		"an escape":                {"test", "test/\x1b[2J", `control characters: "test/\x1b[2J"`},
		"C1":                       {"test", "test/\u009b2J", "control characters"},
		"a separator of lines":     {"test", "test/\u2028", "control characters"},
		"controls not asked for":   {"a\tb", "a\tc/" + file, "control characters"},
		"no UTF-8":                 {"ü", "\xfc/" + file, "is not valid UTF-8"},
		"a secret":                 {"test", "test/" + secretKey, "holds a secret"},
		"a secret from its middle": {"wJalrXUtnFEMI", secretKey, "holds a secret"},
		"an ID of a key":           {"test", "test/" + ask.AccessKey, "holds a secret"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := copiedTo(t, tt.directory, tt.key)
			var failed *sendbirdapi.Error
			if !errors.As(err, &failed) || got != "" {
				t.Fatalf("key %q, error %v", got, err)
			}
			if !failed.BadKey || failed.Foreign || !failed.MaybeCarriedOut() || !strings.Contains(err.Error(), "the answer has a key that ") || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %+v (%v), want one with %q", failed, err, tt.says)
			}
			for _, secret := range []string{secretKey, ask.AccessKey} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("the error has a secret: %v", err)
				}
			}
		})
	}
}
