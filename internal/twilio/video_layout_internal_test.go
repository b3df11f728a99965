package twilio

import (
	"slices"
	"strings"
	"testing"
)

// Twilio's table of the properties has the limits.
func TestProblemsOfAVideoLayout(t *testing.T) {
	t.Parallel()
	for region, want := range map[string]string{
		`"video_sources":["*"]`: "",
		`"video_sources":["*"],"x_pos":0,"y_pos":null,"z_pos":99,"width":0,"height":null,"max_columns":0,"max_rows":1000,"reuse":null,"cells_excluded":null`: "",
		`"video_sources":[]`:   "",
		`"x_pos":1`:            "video_sources is missing",
		`"video_sources":null`: "video_sources is missing",
		`"video_sources":"*"`:  "video_sources must be a list",
		`"video_sources":[1]`:  "video_sources must be a list",
		`"video_sources":[""]`: "video_sources must be a list",
		`"video_sources":["*"],"video_sources_excluded":{}`: "video_sources_excluded must be a list",
		`"video_sources":["*"],"X_pos":1`:                   `"X_pos" is no property of a region`,
		`"video_sources":["*"],"x_pos":-1`:                  "x_pos must be an integer from 0 to 1264",
		`"video_sources":["*"],"y_pos":"1"`:                 "y_pos must be an integer",
		`"video_sources":["*"],"x_pos":1.5`:                 "x_pos must be an integer",
		`"video_sources":["*"],"z_pos":100`:                 "z_pos must be an integer from -99 to 99",
		`"video_sources":["*"],"z_pos":-100`:                "z_pos must be an integer",
		`"video_sources":["*"],"width":15`:                  "width must be an integer from 16 to 1280",
		`"video_sources":["*"],"z_pos":1e300`:               "z_pos must be an integer from -99",
		`"video_sources":["*"],"max_columns":1001`:          "max_columns must be an integer from 1 to 1000",
		`"video_sources":["*"],"max_rows":-1`:               "max_rows must be an integer",
		`"video_sources":["*"],"cells_excluded":[1000000]`:  "cells_excluded must be a list of integers from 0 to 999999",
		`"video_sources":["*"],"cells_excluded":3`:          "cells_excluded must be a list",
		`"video_sources":["*"],"reuse":"oldest"`:            "reuse must be one of none, show_oldest, show_newest",
		`"video_sources":["*"],"reuse":true`:                "reuse must be one of",
		`"video_sources":["*"],"x_pos":620,"width":20`:      "",
		`"video_sources":["*"],"x_pos":624`:                 "",
		`"video_sources":["*"],"x_pos":621,"width":20`:      "does not fit into the resolution 640x480. x_pos and width may be 640 together",
		`"video_sources":["*"],"y_pos":465`:                 "does not fit into the resolution 640x480. y_pos and height may be 480 together",
	} {
		layout, err := parseVideoLayout(`{"grid":{` + region + `}}`)
		if err != nil {
			t.Errorf("%s: %v", region, err)
			continue
		}
		got := layout.problems("640x480")
		if want == "" && len(got) > 0 || want != "" && (len(got) != 1 || !strings.HasPrefix(got[0], `Region "grid": `) || !strings.Contains(got[0], want)) {
			t.Errorf("%s has the problems %q, want %q", region, got, want)
		}
	}
	for text, want := range map[string]string{`{}`: "It has no region", `null`: "It has no region", `{"a":null}`: "video_sources is missing"} {
		if layout, err := parseVideoLayout(text); err != nil || !strings.Contains(strings.Join(layout.problems(""), ""), want) {
			t.Errorf("%s has the problems %q, error %v", text, layout.problems(""), err)
		}
	}
	// An unknown resolution may be large enough.
	if got := (VideoLayout{"a": {"video_sources": []any{"*"}, "x_pos": 700.0}}).problems(""); len(got) > 0 {
		t.Errorf("without a resolution, there are the problems %q", got)
	}
}

func TestVideoLayoutsAreComparedByTheirMeaning(t *testing.T) {
	t.Parallel()
	const short = `{"grid":{"video_sources":["a","b"]}}`
	for text, same := range map[string]bool{
		short: true,
		` { "grid" : { "video_sources" : [ "b", "a", "b" ] } } `: true,
		// Twilio's examples, a response that a third party recorded, and the remaining lengths.
		`{"grid":{"video_sources":["a","b"],"video_sources_excluded":[],"reuse":"show_oldest","x_pos":0,"y_pos":0,"z_pos":0,"width":0,"height":0,"max_columns":0,"max_rows":0,"cells_excluded":[]}}`:             true,
		`{"grid":{"video_sources":["a","b"],"video_sources_excluded":[],"reuse":"show_oldest","x_pos":0,"y_pos":0,"z_pos":0,"width":null,"height":null,"max_columns":null,"max_rows":null,"cells_excluded":[]}}`: true,
		`{"grid":{"video_sources":["a","b"],"width":640,"height":480}}`:   true,
		`{"grid":{"video_sources":["a","b"],"width":640,"x_pos":1}}`:      false,
		`{"grid":{"video_sources":["a","b"],"max_rows":1}}`:               false,
		`{"grid":{"video_sources":["a","b"],"reuse":"none"}}`:             false,
		`{"grid":{"video_sources":["a"]}}`:                                false,
		`{"grid":{"video_sources":["a","b"],"cells_excluded":[0]}}`:       false,
		`{"Grid":{"video_sources":["a","b"]}}`:                            false,
		`{"grid":{"video_sources":["a","b"]},"pip":{"video_sources":[]}}`: false,
		`{"grid":{"video_sources":["a","b"],"rotation":90}}`:              false,
		``: false, `[]`: false,
	} {
		layout, err := parseVideoLayout(short)
		if got := layout.means(text, "640x480"); err != nil || got != same {
			t.Errorf("%s has the same meaning: %t, error %v", text, got, err)
		}
	}
	layout, _ := parseVideoLayout(`{"b":{"cells_excluded":[10,9,1],"video_sources":["<a>"],"x_pos":40,"width":600},"a":{"video_sources":[]}}`)
	if got, want := layout.text("640x480"), `{"a":{"video_sources":[]},"b":{"cells_excluded":[1,9,10],"video_sources":["\u003ca\u003e"],"x_pos":40}}`; got != want {
		t.Errorf("the text is %s, want %s", got, want)
	}
}

// FuzzVideoLayout checks that no text makes the provider panic, and that a layout without its defaults has the same meaning.
func FuzzVideoLayout(f *testing.F) {
	for _, text := range []string{
		`{}`, `null`, `[]`, `{"a":null}`, `{"a":{"video_sources":["*","*",1,null,[2],{}],"width":640.5,"x_pos":-1e308}}`, `{"a":{"cells_excluded":[3,"3",1e400]}}`,
		`{"a":{"reuse":[],"height":{"b":[]}}}`, "{\"\x1b\u202e\":{}}",
	} {
		f.Add(text, "640x480")
	}
	f.Fuzz(func(t *testing.T, text, resolution string) {
		layout, err := parseVideoLayout(text)
		if err != nil {
			return
		}
		for _, problem := range layout.problems(resolution) {
			if len(problem) > 1024 {
				t.Errorf("a problem has %d bytes", len(problem))
			}
		}
		short := layout.text(resolution)
		if short != "" && (!layout.means(short, resolution) || layout.withoutDefaults(resolution).text(resolution) != short) {
			t.Errorf("%s became %s", text, short)
		}
		if !slices.Equal(layout.problems(resolution), layout.problems(resolution)) {
			t.Errorf("the problems of %s are in no fixed order", text)
		}
	})
}
