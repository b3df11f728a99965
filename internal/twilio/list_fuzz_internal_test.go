package twilio

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/vmihailenco/msgpack/v5"
)

// Items with values of the usual lengths, in a bucket and encrypted.
const (
	aRecording = `{"sid":"RT0123456789abcdef0123456789abcdef","status":"completed","type":"video","codec":"vp8","container_format":"mkv","duration":600,` +
		`"size":73400320,"offset":1234567890,"track_name":"camera","source_sid":"MT0123456789abcdef0123456789abcdef","room_sid":null,` +
		`"grouping_sids":{"room_sid":"RM0123456789abcdef0123456789abcdef","participant_sid":"PA0123456789abcdef0123456789abcdef"},` +
		`"account_sid":"AC0123456789abcdef0123456789abcdef","date_created":"2026-02-01T10:00:00Z","date_updated":"2026-02-01T10:00:00Z",` +
		`"encryption_key":"CR0123456789abcdef0123456789abcdef",` +
		`"media_external_location":"https://consultations.s3.eu-central-1.amazonaws.com/video/RT0123456789abcdef0123456789abcdef.mkv",` +
		`"url":"https://video.twilio.com/v1/Rooms/RM0123456789abcdef0123456789abcdef/Recordings/RT0123456789abcdef0123456789abcdef",` +
		`"links":{"media":"https://video.twilio.com/v1/Rooms/RM0123456789abcdef0123456789abcdef/Recordings/RT0123456789abcdef0123456789abcdef/Media"}}`
	aComposition = `{"sid":"CJ0123456789abcdef0123456789abcdef","status":"completed","room_sid":"RM0123456789abcdef0123456789abcdef",` +
		`"account_sid":"AC0123456789abcdef0123456789abcdef","date_created":"2026-02-01T10:00:00Z","date_completed":"2026-02-01T10:05:00Z",` +
		`"audio_sources":["user*",null],"audio_sources_excluded":[],"video_layout":{"grid":{"video_sources":["*"],"z_pos":1e3}},"resolution":"1280x720",` +
		`"trim":true,"format":"mp4","bitrate":64,"size":9223372036854775807,"duration":-1,"status_callback":null,` +
		`"media_external_location":"https://consultations.s3.eu-central-1.amazonaws.com/video/CJ0123456789abcdef0123456789abcdef.mp4",` +
		`"url":"https://video.twilio.com/v1/Compositions/CJ0123456789abcdef0123456789abcdef",` +
		`"links":{"media":"https://video.twilio.com/v1/Compositions/CJ0123456789abcdef0123456789abcdef/Media"}}`
)

// The description of max_results promises 290,000 items in 255 MiB.
func TestListOfTheDocumentedLengthFits(t *testing.T) {
	t.Parallel()
	const documented, limit = 290_000, 255 << 20
	var resp datasource.SchemaResponse
	newListDataSource(roomRecordings).Schema(t.Context(), datasource.SchemaRequest{}, &resp)
	if text := resp.Schema.Attributes["max_results"].GetMarkdownDescription(); !strings.Contains(text, "255 MiB, about 290,000 recordings") {
		t.Errorf("the description is %q", text)
	}
	var r Recording
	var c Composition
	if err := errors.Join(json.Unmarshal([]byte(aRecording), &r), json.Unmarshal([]byte(aComposition), &c)); err != nil {
		t.Fatal(err)
	}
	for _, encoded := range [][]byte{encodeList(t, recordingColumns, []Recording{r}), encodeList(t, compositionColumns, []Composition{c})} {
		if n := limit / len(encoded); n < documented || n > documented*4/3 {
			t.Errorf("%d items fit in 255 MiB, want about %d", n, documented)
		}
	}
}

// hugeTable has pages of 100 MiB, each with one item.
type hugeTable struct{ listTable }

func (hugeTable) pages(context.Context, *Client, ListOptions) iter.Seq2[encodedPage, error] {
	page := encodedPage{make([]byte, 100<<20), 1}
	return func(yield func(encodedPage, error) bool) {
		for yield(page, nil) {
		}
	}
}

func TestListThatTerraformCannotReceiveIsAnError(t *testing.T) {
	t.Parallel()
	c, _ := newCannedClient(t, 200)
	list, diags := roomRecordings.readPages(t.Context(), NewAccount(c), hugeTable{}, ListOptions{})
	if list != nil || len(diags) != 1 || diags[0].Summary() != "Too many recordings" {
		t.Fatalf("the list is %v, and the diagnostics are %v", list, diags)
	}
	want := "Account " + testAccountSID + ": after 2 recordings, the list is larger than the 255 MiB that a provider can return to Terraform. " +
		"Set max_results, or narrow the list by dates or status."
	if got := diags[0].Detail(); got != want {
		t.Errorf("the detail is %q, want %q", got, want)
	}
}

// encodeList encodes items as a list.
func encodeList[T any](t *testing.T, columns []column[T], items []T) []byte {
	t.Helper()
	var encoded bytes.Buffer
	encoder := msgpack.NewEncoder(&encoded)
	if err := errors.Join(encoder.EncodeArrayLen(len(items)), encodeItems(encoder, columns, items)); err != nil {
		t.Fatal(err)
	}
	return encoded.Bytes()
}

// FuzzPageEncoding checks that Terraform can read the encoding of every page that Twilio may send, and reads the values of the page.
func FuzzPageEncoding(f *testing.F) {
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
			Recordings   []Recording
			Compositions []Composition
		}
		if err := json.Unmarshal([]byte(body), &page); err != nil {
			return
		}
		for i, item := range decodeItems(t, recordingColumns, page.Recordings) {
			r := page.Recordings[i]
			item.expect(t, "sid", r.Sid)
			item.expect(t, "track_name", r.TrackName)
			item.expect(t, "media_url", r.Links.Media)
			item.expect(t, "size_bytes", r.Size)
			item.expect(t, "duration_seconds", r.Duration)
		}
		for i, item := range decodeItems(t, compositionColumns, page.Compositions) {
			c := page.Compositions[i]
			item.expect(t, "status_callback", c.StatusCallback)
			item.expect(t, "bitrate", c.Bitrate)
			var layout *string
			if err := item["video_layout"].As(&layout); err != nil || layout != nil && !json.Valid([]byte(*layout)) {
				t.Errorf("the layout %s is not JSON (%v)", item["video_layout"], err)
			}
		}
	})
}

// decodedItem holds the columns of an item as Terraform reads them.
type decodedItem map[string]tftypes.Value

// decodeItems encodes items and decodes them as Terraform does. It checks that a state can hold every string.
func decodeItems[T any](t *testing.T, columns []column[T], items []T) []decodedItem {
	t.Helper()
	attributes := map[string]tftypes.Type{}
	for _, c := range columns {
		attributes[c.name] = c.attribute.GetType().TerraformType(context.Background())
	}
	list, err := tfprotov6.DynamicValue{MsgPack: encodeList(t, columns, items)}.Unmarshal(tftypes.List{ElementType: tftypes.Object{AttributeTypes: attributes}})
	if err != nil {
		t.Fatal(err)
	}
	var objects []tftypes.Value
	if err := list.As(&objects); err != nil || len(objects) != len(items) {
		t.Fatalf("%d items (%v), want %d", len(objects), err, len(items))
	}
	decoded := make([]decodedItem, len(objects))
	for i, object := range objects {
		var values map[string]tftypes.Value
		if err := object.As(&values); err != nil {
			t.Fatal(err)
		}
		decoded[i] = values
		for name, value := range values {
			var text *string
			if value.Type().Is(tftypes.String) && (value.As(&text) != nil || text != nil && (*text == "" || !utf8.ValidString(*text))) {
				t.Errorf("a state cannot hold the %s %s", name, value)
			}
		}
	}
	return decoded
}

// expect compares a column with a *string, of which "" means null, or with an *int64.
func (i decodedItem) expect(t *testing.T, name string, want any) {
	t.Helper()
	if text, ok := want.(*string); ok {
		want = nilIfEmpty(zeroIfNil(text))
	}
	if value := tftypes.NewValue(i[name].Type(), want); !i[name].Equal(value) {
		t.Errorf("%s is %s, want %s", name, i[name], value)
	}
}
