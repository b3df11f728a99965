package sendbirdapi

import (
	"strings"
	"unicode/utf8"

	"github.com/videostorage/terraform-provider-videostorage/internal/s3url"
	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// Prefix is what Sendbird is asked to begin the key with: the directory with one slash
// at its end, or "".
func (c Copy) Prefix() string {
	if c.Directory == "" {
		return ""
	}
	return strings.TrimSuffix(c.Directory, "/") + "/"
}

// unkept is why the state must not have the key that an answer names, "" if it may. A
// copy that is not in the state is paid for again, so a key is data: in any script, and
// elsewhere than asked for if Sendbird says so. Terraform escapes what it shows of the
// state, but for texts of several lines. What the user's own directory holds is not
// looked at again.
func (c Copy) unkept(key string, mask transport.Mask) string {
	own := ""
	rest, found := strings.CutPrefix(key, c.Prefix())
	if found {
		own = c.Prefix()
	}
	switch {
	case rest == "":
		return "names no object"
	case len(key) > s3url.MaxKey:
		return "is longer than S3's keys can be"
	case strings.ContainsFunc(rest, s3url.IsControl):
		return "holds control characters"
	case strings.ContainsRune(rest, utf8.RuneError):
		// It stands for what was no UTF-8, so no object has this key.
		return "is not valid UTF-8"
	case mask.Replace(key) != mask.Replace(own)+rest:
		return "holds a secret"
	}
	return ""
}
