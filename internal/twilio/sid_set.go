package twilio

import (
	"bytes"
	"encoding/hex"
	"iter"
	"slices"
	"strings"
)

// sidDigits are the 32 hexadecimal digits of a SID.
type sidDigits [16]byte

// parseSIDs yields the digits of each SID with a prefix, such as "RT", in a text that may be anything, such as the key of an object.
func parseSIDs(text, prefix string) iter.Seq[sidDigits] {
	return func(yield func(sidDigits) bool) {
		for i := strings.Index(text, prefix); i >= 0 && len(text)-i >= sidLength; i = strings.Index(text, prefix) {
			if digits, ok := parseSID(text[i:i+sidLength], prefix); ok && !yield(digits) {
				return
			}
			text = text[i+len(prefix):]
		}
	}
}

// parseSID returns the digits of a SID. It returns false unless the text is a SID with the prefix.
func parseSID(text, prefix string) (digits sidDigits, ok bool) {
	if len(text) != sidLength || !strings.HasPrefix(text, prefix) {
		return digits, false
	}
	_, err := hex.Decode(digits[:], []byte(text[len(prefix):]))
	return digits, err == nil
}

// format returns the SID with a prefix.
func (d sidDigits) format(prefix string) string { return prefix + hex.EncodeToString(d[:]) }

// sidChunkLength is the number of SIDs in a chunk of 1 MiB. One slice for all would be in memory twice each time that it grows.
const sidChunkLength = 1 << 16

// sidSet is a set of SIDs, some of them marked. Each takes 17 bytes. Add all SIDs, call sort, and then mark.
type sidSet struct{ chunks []sidChunk }

type sidChunk struct {
	sids   []sidDigits
	marked []bool // by the index of the SID
}

func (s *sidSet) add(digits sidDigits) {
	if n := len(s.chunks); n == 0 || len(s.chunks[n-1].sids) == sidChunkLength {
		s.chunks = append(s.chunks, sidChunk{sids: make([]sidDigits, 0, sidChunkLength), marked: make([]bool, sidChunkLength)})
	}
	last := &s.chunks[len(s.chunks)-1]
	last.sids = append(last.sids, digits)
}

// sort prepares the search of mark, and removes duplicates.
func (s *sidSet) sort() {
	for i, chunk := range s.chunks {
		slices.SortFunc(chunk.sids, compareSIDs)
		s.chunks[i].sids = slices.Compact(chunk.sids)
	}
}

func compareSIDs(a, b sidDigits) int { return bytes.Compare(a[:], b[:]) }

// mark marks a SID if it is in the set. A SID that was added twice may be in two chunks.
func (s *sidSet) mark(digits sidDigits) {
	for _, chunk := range s.chunks {
		if i, found := slices.BinarySearchFunc(chunk.sids, digits, compareSIDs); found {
			chunk.marked[i] = true
		}
	}
}

// unmarked yields the SIDs without a mark.
func (s *sidSet) unmarked() iter.Seq[sidDigits] {
	return func(yield func(sidDigits) bool) {
		for _, chunk := range s.chunks {
			for i, digits := range chunk.sids {
				if !chunk.marked[i] && !yield(digits) {
					return
				}
			}
		}
	}
}
