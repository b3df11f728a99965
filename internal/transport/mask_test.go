package transport_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"html"
	"net/url"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"
	"pgregory.net/rapid"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// awsSecret has every character that encodings write in other ways.
const awsSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLE==/"

func TestMaskKnowsTheSpellingsOfASecret(t *testing.T) {
	t.Parallel()
	quoted, err := json.Marshal(awsSecret)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]string{
		"raw":                awsSecret,
		"query":              url.QueryEscape(awsSecret),
		"query, lower case":  strings.NewReplacer("%2F", "%2f", "%2B", "%2b", "%3D", "%3d").Replace(url.QueryEscape(awsSecret)),
		"path":               url.PathEscape(awsSecret),
		"JSON":               string(quoted),
		"JSON, as PHP does":  strings.ReplaceAll(string(quoted), "/", `\/`),
		"JSON, escaped":      strings.NewReplacer("/", `\u002F`, "+", `\u002b`, "=", `\u003D`).Replace(awsSecret),
		"HTML":               html.EscapeString(awsSecret),
		"HTML, decimal":      strings.NewReplacer("/", "&#47;", "+", "&#43;", "=", "&#61;").Replace(awsSecret),
		"HTML, hexadecimal":  strings.NewReplacer("/", "&#x2F;", "+", "&#x2b;").Replace(awsSecret),
		"some of it escaped": strings.Replace(awsSecret, "/", "%2F", 1),
		"base64":             base64.StdEncoding.EncodeToString([]byte(awsSecret)),
		"base64 of a URL":    base64.URLEncoding.EncodeToString([]byte(awsSecret)),
		"base64, unpadded":   base64.RawURLEncoding.EncodeToString([]byte(awsSecret)),
		"base64 in a query":  url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(awsSecret))),
		"letters escaped":    strings.NewReplacer("w", `\u0077`, "J", "%4A", "a", "&#97;").Replace(awsSecret),
		"JSON in a query":    url.QueryEscape(strings.ReplaceAll(awsSecret, "/", `\/`)),
		"JSON in JSON":       strings.ReplaceAll(awsSecret, "/", `\\\/`),
	}
	for name, spelling := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := transport.NewMask("", "other", awsSecret).Replace("<" + spelling + ">")
			if strings.ContainsAny(strings.NewReplacer("***", "", `"`, "", "%3D", "", "==", "").Replace(got), awsSecret) {
				t.Errorf("%q became %q", spelling, got)
			}
		})
	}
}

func TestMaskLeavesTheRestAlone(t *testing.T) {
	t.Parallel()
	const text = "nothing * secret + here / at = all ***"
	for name, mask := range map[string]transport.Mask{
		"zero": {}, "none": transport.NewMask(), "empty": transport.NewMask(""), "another": transport.NewMask(awsSecret),
	} {
		if got := mask.Replace(text); got != text {
			t.Errorf("%s: %q became %q", name, text, got)
		}
	}
}

func TestMaskTakesTheLongerOfTwoThatBeginAlike(t *testing.T) {
	t.Parallel()
	if got := transport.NewMask("secret", "secret-of-mine").Replace("a secret-of-mine, a secret"); got != "a ***, a ***" {
		t.Errorf("%q", got)
	}
}

// The beginning of a text neither ends within a secret nor shows what is left of
// one that was cut off where the looking ended.
func TestMaskOfABeginning(t *testing.T) {
	t.Parallel()
	mask := transport.NewMask(awsSecret)
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		for _, part := range rapid.SliceOfN(rapid.SampledFrom([]string{
			awsSecret, url.QueryEscape(awsSecret), strings.ReplaceAll(awsSecret, "/", `\/`), strings.ReplaceAll(awsSecret, "K", "&#x00004b;"), "-", " - - - ", "é", "%", "&",
		}), 0, 30).Draw(t, "parts") {
			text.WriteString(part)
		}
		n := rapid.IntRange(0, text.Len()).Draw(t, "n")
		got := mask.Head(text.String(), n)
		// n may cut an é in two.
		if left := strings.Trim(strings.ToValidUTF8(got, ""), "-* é%&"); left != "" {
			t.Fatalf("%q of %q shows %q", got, text.String()[:n], left)
		}
		if want := mask.Replace(text.String()); !strings.HasPrefix(want, got) {
			t.Fatalf("%q is not how %q begins", got, want)
		}
	})
}

// A server that echoes what it was sent puts a secret of this one request into
// the log, of which the client's configuration knows nothing.
func TestSecretsOfARequestAreNotLogged(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(400, `{"message":"`+strings.ReplaceAll(awsSecret, "/", `\/`)+`"}`))
	var out bytes.Buffer
	ctx := transport.WithSecrets(transport.WithSecrets(tflogtest.RootLogger(t.Context(), &out), "first-secret"), awsSecret)
	got, err := post(ctx, t, s.client(loggedFields("FriendlyName")), s.URL+"/first-secret", url.Values{"FriendlyName": {awsSecret}})
	wantStatus(t, got, err, 400)
	if len(entries(t, &out, "")) != 3 {
		t.Fatalf("%d entries, want three: %s", len(entries(t, &out, "")), out.String())
	}
	for _, part := range []string{"wJalr", "bPxRf", "EXAMPLE", "first-secret"} {
		if strings.Contains(out.String(), part) {
			t.Errorf("the log holds %q: %s", part, out.String())
		}
	}
	if !strings.Contains(got.body, "wJalr") {
		t.Error("the answer itself was changed")
	}
}
