package reachtest_test

import (
	"slices"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/reachtest"
)

func TestTextsAreFoundWhereverTheyAre(t *testing.T) {
	t.Parallel()
	type node struct {
		text string
		next *node
		any  any
		list []string
		arr  [1]string
		raw  []byte
		m    map[string]any
	}
	loop := &node{
		text: "a", any: "b", list: []string{"c"}, arr: [1]string{"d"}, raw: []byte("e"),
		m: map[string]any{"f": []any{nil, map[string]string{"g": "h"}}},
	}
	loop.next = &node{text: "i", next: loop}
	var got []string
	reachtest.Texts(loop, func(text string) {
		if text != "" {
			got = append(got, text)
		}
	})
	slices.Sort(got)
	if want := []string{"a", "b", "c", "d", "e", "f", "g", "h", "i"}; !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}
