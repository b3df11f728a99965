package twiliosandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"strings"
)

// The beginnings of page tokens. They have the form of a decimal fraction
// because a client that takes ".5" out of a query, as twilio-go does, must
// find out.
const (
	forwards  = "PT.5"
	backwards = "PB.5"
)

// token refers to a page of one list: forwards to the one that begins at a
// position, backwards to the one that ends before it.
func token(direction string, position int, list string) string {
	raw := binary.BigEndian.AppendUint64(nil, uint64(position))
	sum := sha256.Sum256([]byte(direction + string(raw) + list))
	return direction + base64.RawURLEncoding.EncodeToString(append(raw, sum[:8]...))
}

// readToken returns what token was given, or not ok for one that token does
// not make of this list: another account, path or filter, or damage.
func readToken(text, list string) (direction string, position int, ok bool) {
	direction = text[:min(len(forwards), len(text))]
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(text, direction))
	if err != nil || len(raw) != 16 {
		return "", 0, false
	}
	position = int(binary.BigEndian.Uint64(raw))
	known := direction == forwards || direction == backwards
	return direction, position, known && position >= 0 && token(direction, position, list) == text
}

// badToken is what a token that is not the sandbox's is answered with.
func badToken() *apiError {
	return invalid("Parameter %s is not one of this list's", paramPageToken)
}
