package twilio_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
	"github.com/videostorage/terraform-provider-videostorage/internal/provider"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio"
)

const (
	// pageLength is the length of the pages of a room and of a bucket.
	pageLength = 1000
	// pageMark stands for the number of a page in eight hexadecimal digits.
	pageMark = "PPPPPPPP"
)

// manyRecordings serves a room with a number of recordings, and the bucket with their objects. A page is a copy of one text, so that
// serving it costs little.
type manyRecordings struct {
	pages               int
	recordings, objects []byte
}

func serveMany(b *testing.B, n int) (baseURL string) {
	b.Helper()
	var recordings, objects []string
	for i := range pageLength {
		sid := fmt.Sprintf("RT%s%024x", pageMark, i)
		recordings = append(recordings, fmt.Sprintf(`{"sid":%[1]q,"account_sid":%[5]q,"status":"completed","type":"video","codec":"VP8",`+
			`"container_format":"mkv","duration":60,"size":1048576,"offset":3000000000,"track_name":"camera","source_sid":"MT0123456789abcdef0123456789abcdef",`+
			`"room_sid":%[2]q,"grouping_sids":{"room_sid":%[2]q,"participant_sid":"PA0123456789abcdef0123456789abcdef"},"date_created":"2026-02-01T10:00:00Z",`+
			`"date_updated":"2026-02-01T10:00:00Z","date_deleted":null,"encryption_key":%[3]q,"media_external_location":"%[4]s/%[1]s.mkv",`+
			`"url":"https://video.twilio.com/v1/Rooms/%[2]s/Recordings/%[1]s",`+
			`"links":{"media":"https://video.twilio.com/v1/Rooms/%[2]s/Recordings/%[1]s/Media"}}`, sid, room, publicKey, bucket, otherAccount))
		objects = append(objects, "<Contents><Key>video/"+sid+".mkv</Key><LastModified>2026-02-01T10:00:00.000Z</LastModified>"+
			"<ETag>&quot;70ee1738b6b21e2c8a43f3a5ab0eee71&quot;</ETag><Size>1048576</Size><StorageClass>STANDARD</StorageClass></Contents>")
	}
	server := httptest.NewServer(manyRecordings{n / pageLength, []byte(strings.Join(recordings, ",")), []byte(strings.Join(objects, ""))})
	b.Cleanup(server.Close)
	return server.URL
}

// ServeHTTP serves a page of the room, or of the bucket. Its number is the token.
func (m manyRecordings) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	number, _ := strconv.Atoi(query.Get("PageToken") + query.Get("continuation-token")) // the first page has no token
	isLast, mark := number+1 == m.pages, fmt.Appendf(nil, "%08x", number)
	var page bytes.Buffer
	if query.Has("list-type") {
		fmt.Fprintf(&page, "<ListBucketResult><IsTruncated>%t</IsTruncated>", !isLast)
		if !isLast {
			fmt.Fprintf(&page, "<NextContinuationToken>%d</NextContinuationToken>", number+1)
		}
		page.Write(bytes.ReplaceAll(m.objects, []byte(pageMark), mark))
		page.WriteString("</ListBucketResult>")
	} else {
		next := []byte("null")
		if !isLast {
			next = fmt.Appendf(nil, `"http://%s%s?PageSize=%d&PageToken=%d"`, r.Host, r.URL.Path, pageLength, number+1)
		}
		page.WriteString(`{"recordings":[`)
		page.Write(bytes.ReplaceAll(m.recordings, []byte(pageMark), mark))
		fmt.Fprintf(&page, `],"meta":{"next_page_url":%s}}`, next)
	}
	w.Header().Set("Content-Length", strconv.Itoa(page.Len()))
	_, _ = page.WriteTo(w) // the client may be gone
}

// summarizeMany reads the summary of the room through the provider's ReadDataSource.
func summarizeMany(baseURL string, isVerified bool) (total, objects any, err error) {
	ctx := context.Background()
	p, err := protocol.Configure(ctx, provider.NewServer("test", func(string) string { return "" }), map[string]any{"twilio": map[string]any{
		"account_sid": otherAccount, "auth_token": "token-of-the-benchmark", "base_url": baseURL,
	}})
	if err != nil {
		return nil, nil, err
	}
	arguments := map[string]any{"room_sid": room, "expected_s3_url": bucket, "expected_encryption_key_sid": publicKey}
	if isVerified {
		arguments["verify_in_bucket"] = map[string]any{"endpoint": baseURL, "use_path_style": true}
	}
	state, diags, err := p.ReadData(ctx, recordingsSummaryType, arguments)
	if err := errors.Join(err, protocol.Failure(diags)); err != nil {
		return nil, nil, err
	}
	figures, err := p.Decode(recordingsSummaryType, state)
	if err != nil {
		return nil, nil, err
	}
	if figures["findings_total"] != int64(0) || figures["in_expected_location"] != figures["total"] {
		return nil, nil, fmt.Errorf("the figures are %v", figures)
	}
	return figures["total"], figures["objects"], nil
}

// BenchmarkSummary reads a summary of 1,000,000 recordings. In turn with it, a bare net/http loop reads the same pages into the same
// structs: the floor. Both keep to Twilio's quota of 80 reads a second, to which a fast machine comes close. It reports
//
//	x-floor       the provider's time, as a multiple of the floor's
//	ns/recording  the provider's time
func BenchmarkSummary(b *testing.B) {
	const n = 1_000_000
	baseURL := serveMany(b, n)
	var ours, floor time.Duration
	for b.Loop() {
		start := time.Now()
		if total, _, err := summarizeMany(baseURL, false); err != nil || total != int64(n) {
			b.Fatalf("total %v, error %v", total, err)
		}
		ours += time.Since(start)
		start = time.Now()
		if _, total, _ := readFloor[twilio.Media](b, "", "", baseURL+"/v1/Rooms/"+room+"/Recordings?PageSize=1000", 80); total != n {
			b.Fatalf("the floor read %d recordings", total)
		}
		floor += time.Since(start)
	}
	b.ReportMetric(float64(ours)/float64(floor), "x-floor")
	b.ReportMetric(float64(ours.Nanoseconds())/float64(b.N)/n, "ns/recording")
}

// BenchmarkSummaryMemory reads summaries of 10,000 and 1,000,000 recordings. It reports
//
//	x-10000                 the peak of the live heap with 1,000,000 recordings, as a multiple of that with 10,000
//	bucket-bytes/recording  the growth of the peak with verify_in_bucket, for each recording
//	MB                      the peak with 1,000,000 recordings
func BenchmarkSummaryMemory(b *testing.B) {
	const few, many = 10_000, 1_000_000
	fewURL, manyURL := serveMany(b, few), serveMany(b, many)
	peak := func(baseURL string, isVerified bool, n int64) float64 {
		return float64(peakHeap(func() {
			if total, objects, err := summarizeMany(baseURL, isVerified); err != nil || total != n || (isVerified && objects != n) {
				b.Fatalf("total %v, objects %v, error %v", total, objects, err)
			}
		}))
	}
	var small, large, verified float64
	for b.Loop() {
		small += peak(fewURL, false, few)
		large += peak(manyURL, false, many)
		verified += peak(manyURL, true, many)
	}
	b.ReportMetric(large/small, "x-10000")
	b.ReportMetric((verified-large)/float64(b.N)/many, "bucket-bytes/recording")
	b.ReportMetric(large/float64(b.N)/1e6, "MB")
}
