package twilio

import (
	"bytes"
	"context"
	"encoding/json"
	"math/big"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/vmihailenco/msgpack/v5"
)

// FuzzPageEncoding: whatever the items of a page say, Terraform can read what becomes of
// them, and it is what they said.
func FuzzPageEncoding(f *testing.F) {
	const (
		aRecording = `{"sid":"RT0123456789abcdef0123456789abcdef","status":"completed","type":"video","codec":"vp8","container_format":"mkv","duration":600,` +
			`"size":73400320,"offset":1234567,"track_name":"camera","source_sid":"MT0123456789abcdef0123456789abcdef","room_sid":null,` +
			`"grouping_sids":{"room_sid":"RM0123456789abcdef0123456789abcdef","participant_sid":"PA0123456789abcdef0123456789abcdef"},` +
			`"account_sid":"AC0123456789abcdef0123456789abcdef","date_created":"2026-02-01T10:00:00Z","media_external_location":"https://my-bucket.s3.amazonaws.com/a",` +
			`"url":"https://video.twilio.com/v1/Recordings/RT0123456789abcdef0123456789abcdef","links":{"media":"/v1/Recordings/RT/Media"}}`
		aComposition = `{"sid":"CJ0123456789abcdef0123456789abcdef","status":"completed","audio_sources":["user*",null],"audio_sources_excluded":[],` +
			`"video_layout":{"grid":{"video_sources":["*"],"z_pos":1e3}},"resolution":"1280x720","trim":true,"format":"mp4","bitrate":64,"size":9223372036854775807,` +
			`"duration":-1,"status_callback":null,"links":{"media":null}}`
	)
	for _, body := range []string{
		`{"recordings":[` + aRecording + `,` + aRecording + `]}`, `{"compositions":[` + aComposition + `]}`, `{"recordings":[null,{}],"compositions":[{},null]}`,
		`{"compositions":[{"video_layout":"` + "\xff\xfe" + `"},{"video_layout":null},{"video_layout":[]},{"video_layout":""},{"trim":null}]}`,
		`{"compositions":[{"video_layout":` + strings.Repeat("[", 500) + strings.Repeat("]", 500) + `}]}`,
		`{"recordings":[{"codec":"\u0131\u00df\ud800","track_name":"\u0000\u001b[31m","size":-9223372036854775808,"links":null,"grouping_sids":null,"status":"","type":null}]}`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if len(body) > 64<<10 {
			t.Skip()
		}
		var page struct {
			Recordings   []recording
			Compositions []composed
		}
		if err := json.Unmarshal([]byte(body), &page); err != nil {
			return
		}
		for i, item := range readable(t, roomRecordings.columns, page.Recordings) {
			r := page.Recordings[i]
			wantText(t, item["sid"], r.Sid)
			wantText(t, item["track_name"], r.TrackName)
			wantText(t, item["media_url"], r.Links.Media)
			wantNumber(t, item["size_bytes"], r.Size)
			wantNumber(t, item["duration_seconds"], r.Duration)
		}
		for i, item := range readable(t, compositions.columns, page.Compositions) {
			c := page.Compositions[i]
			wantText(t, item["status_callback"], c.StatusCallback)
			wantNumber(t, item["bitrate"], c.Bitrate)
			if layout := textOf(t, item["video_layout"]); layout != nil && !json.Valid([]byte(*layout)) {
				t.Errorf("the layout %q is no JSON", *layout)
			}
		}
	})
}

// readable encodes items and reads them as Terraform does.
func readable[T any](t *testing.T, columns []column[T], items []T) []map[string]tftypes.Value {
	t.Helper()
	attributes := map[string]tftypes.Type{}
	for _, c := range columns {
		attributes[c.name] = c.attribute.GetType().TerraformType(context.Background())
	}
	var encoded bytes.Buffer
	encoder := msgpack.NewEncoder(&encoded)
	if err := encoder.EncodeArrayLen(len(items)); err != nil {
		t.Fatal(err)
	}
	if err := encodeItems(encoder, columns, items); err != nil {
		t.Fatal(err)
	}
	v, err := tfprotov6.DynamicValue{MsgPack: encoded.Bytes()}.Unmarshal(tftypes.List{ElementType: tftypes.Object{AttributeTypes: attributes}})
	if err != nil {
		t.Fatal(err)
	}
	var list []tftypes.Value
	if err := v.As(&list); err != nil {
		t.Fatal(err)
	}
	if len(list) != len(items) {
		t.Fatalf("%d items, want %d", len(list), len(items))
	}
	var objects []map[string]tftypes.Value
	for _, item := range list {
		var object map[string]tftypes.Value
		if err := item.As(&object); err != nil {
			t.Fatal(err)
		}
		for _, value := range object {
			if value.Type().Is(tftypes.String) {
				textOf(t, value)
			}
		}
		objects = append(objects, object)
	}
	return objects
}

// textOf is a string that a state can hold, nil for null.
func textOf(t *testing.T, v tftypes.Value) *string {
	t.Helper()
	var text *string
	if err := v.As(&text); err != nil {
		t.Fatal(err)
	}
	if text != nil && (*text == "" || !utf8.ValidString(*text)) {
		t.Errorf("%q is no text for a state", *text)
	}
	return text
}

func wantText(t *testing.T, v tftypes.Value, want *string) {
	t.Helper()
	got := textOf(t, v)
	if isNull := want == nil || *want == ""; isNull != (got == nil) || (got != nil && *got != *want) {
		t.Errorf("got %s, want %v", v, want)
	}
}

func wantNumber(t *testing.T, v tftypes.Value, want *int64) {
	t.Helper()
	var got *big.Float
	if err := v.As(&got); err != nil {
		t.Fatal(err)
	}
	if (got == nil) != (want == nil) || (got != nil && got.Cmp(new(big.Float).SetInt64(*want)) != 0) {
		t.Errorf("got %s, want %v", v, want)
	}
}
