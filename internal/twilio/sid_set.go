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
		for {
			i := strings.Index(text, prefix)
			if i < 0 || len(text)-i < sidLength {
				return
			}
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

// sidSet is a set of SIDs, some of them marked. Each takes 16 bytes and a bit. Add all SIDs, call seal, and then mark.
type sidSet struct{ chunks []*sidChunk }

// sidChunk is a part of the set. It is sorted once marks is not nil.
type sidChunk struct {
	sids  []sidDigits
	marks []uint64 // a bit for each SID
}

func (s *sidSet) add(digits sidDigits) {
	if len(s.chunks) == 0 || s.chunks[len(s.chunks)-1].marks != nil {
		s.chunks = append(s.chunks, &sidChunk{sids: make([]sidDigits, 0, sidChunkLength)})
	}
	chunk := s.chunks[len(s.chunks)-1]
	if chunk.sids = append(chunk.sids, digits); len(chunk.sids) == sidChunkLength {
		s.seal()
	}
}

// seal sorts the last chunk.
func (s *sidSet) seal() {
	if len(s.chunks) == 0 || s.chunks[len(s.chunks)-1].marks != nil {
		return
	}
	chunk := s.chunks[len(s.chunks)-1]
	slices.SortFunc(chunk.sids, compareSIDs)
	chunk.sids = slices.Compact(chunk.sids)
	chunk.marks = make([]uint64, len(chunk.sids)/64+1)
}

func compareSIDs(a, b sidDigits) int { return bytes.Compare(a[:], b[:]) }

// mark marks a SID if it is in the set. A SID that was added twice may be in two chunks.
func (s *sidSet) mark(digits sidDigits) {
	for _, chunk := range s.chunks {
		if i, found := slices.BinarySearchFunc(chunk.sids, digits, compareSIDs); found {
			chunk.marks[i/64] |= 1 << (i % 64)
		}
	}
}

// unmarked yields the SIDs without a mark.
func (s *sidSet) unmarked() iter.Seq[sidDigits] {
	return func(yield func(sidDigits) bool) {
		for _, chunk := range s.chunks {
			for i, digits := range chunk.sids {
				if chunk.marks[i/64]&(1<<(i%64)) == 0 && !yield(digits) {
					return
				}
			}
		}
	}
}
