package transport_test

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// notations are how a byte may be escaped: in a URL, in JSON, in HTML.
var notations = []string{"%%%02X", "%%%02x", `\u%04X`, `\u%04x`, "&#%d;", "&#x%x;", "&#x00%X;"}

// escape is text with some of its bytes escaped, by the bits of which: a server need
// not escape a letter, but does escape what begins an escape.
func escape(text string, notation, which uint64) string {
	var b strings.Builder
	for i, c := range []byte(text) {
		if strings.IndexByte(`%\&`, c) >= 0 || which>>(i%64)&1 == 1 {
			fmt.Fprintf(&b, notations[notation%uint64(len(notations))], c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// FuzzMask hides a secret in a text, under whatever spelling, and looks for it in the
// parts of the result between the masks.
func FuzzMask(f *testing.F) {
	f.Add(awsSecret, `{"message":"`, ` is wrong"}`, uint8(0), uint64(0), uint64(0), 20)
	f.Add(awsSecret, "Credentials=AKIAIOSFODNN7EXAMPLE%3A", "&FriendlyName=x", uint8(1), uint64(0), ^uint64(0), 50)
	f.Add("a-token", `"\"`, `\"`, uint8(2), uint64(2), ^uint64(0), 9)
	f.Add("%41&amp;\\u0041***", "%4", "1&#", uint8(3), uint64(4), uint64(5), 0)
	f.Add("aaaa", "aaa", "a", uint8(1), uint64(6), uint64(2), 3)
	f.Fuzz(func(t *testing.T, secret, before, after string, layers uint8, notation, which uint64, n int) {
		// Secrets are without spaces: the provider's rules refuse others.
		if secret == "" || len(secret) > 200 || len(before)+len(after) > 4096 || !graphic(secret) {
			t.Skip()
		}
		mask := transport.NewMask(secret)
		spelt := secret
		for i := range layers % 4 {
			spelt = escape(spelt, notation+uint64(i), which)
		}
		if layers%4 > 0 {
			// Apart from what the text around would make of the escapes.
			before, after = before+"\n", "\n"+after
		}
		text := before + spelt + after
		wantHidden(t, mask.Replace(text), secret, spelt)
		for _, spelling := range []string{
			url.QueryEscape(secret), url.PathEscape(secret),
			base64.RawStdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)),
		} {
			wantHidden(t, mask.Replace("<"+spelling+"==>"), secret, spelling)
		}
		if n < 0 || len(spelt) > 8*len(secret) {
			return // Head looks no further
		}
		head := mask.Head(text, n)
		wantHidden(t, head, secret, spelt)
		if n >= len(text) && head != mask.Replace(text) {
			t.Errorf("the first %d of %d bytes are %q, not all", n, len(text), head)
		}
		if begun := min(n, len(text)) - len(before); begun > 3 && begun < len(spelt) && !strings.Contains(head, "***") {
			t.Errorf("%q shows how %q begins", head, spelt)
		}
	})
}

func graphic(s string) bool {
	for _, c := range []byte(s) {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return true
}

// wantHidden looks for a secret in what was left of a text. The mask itself may be one.
func wantHidden(t *testing.T, got string, spellings ...string) {
	t.Helper()
	for part := range strings.SplitSeq(got, "***") {
		for _, s := range spellings {
			if strings.Contains(part, s) {
				t.Errorf("%q survives in %q", s, got)
			}
		}
	}
}
