package twilio_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

const roomRecordingsType = "videostorage_twilio_room_recordings"

// BenchmarkRoomRecordings reads a room's recordings through the provider's own
// ReadDataSource, and in turn with a bare net/http loop over the same pages that
// unmarshals into the same structs, the floor. It reports
//
//	x-floor        the provider's time, as a multiple of the floor's
//	heap/json      the peak of the live heap, as a multiple of the JSON received
//	requests/page  the requests sent, as a multiple of the pages there are
//	ns/recording   the provider's time
func BenchmarkRoomRecordings(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) { compare(b, n, newDirect) })
	}
}

// BenchmarkRoomRecordingsThroughTheFramework is why package largelist exists: the
// same, with the list on the framework's own way.
func BenchmarkRoomRecordingsThroughTheFramework(b *testing.B) {
	b.Run("10000", func(b *testing.B) { compare(b, 10_000, newUnwrapped) })
}

func compare(b *testing.B, n int, connect func(testing.TB, *acctest.Sandbox) *direct) {
	b.Helper()
	s := acctest.NewSandbox(b, twiliosandbox.Behaviour{})
	g := twiliosandbox.Generated{Seed: 1, Rooms: 1, Recordings: n}
	s.Generate(s.SID, g)
	room, d := g.RoomSID(0), connect(b, s)
	read := func() {
		if _, err := d.read(context.Background(), roomRecordingsType, map[string]any{"room_sid": room}); err != nil {
			b.Fatal(err)
		}
	}
	pages := floor(b, s, room)
	s.Log().Reset()
	read()
	requests := len(s.Log().All())

	var provider, bare time.Duration
	b.ReportAllocs()
	for b.Loop() {
		start := time.Now()
		read()
		provider += time.Since(start)
		b.StopTimer()
		start = time.Now()
		floor(b, s, room)
		bare += time.Since(start)
		b.StartTimer()
	}
	b.StopTimer()
	b.ReportMetric(float64(provider)/float64(bare), "x-floor")
	b.ReportMetric(float64(provider.Nanoseconds())/float64(b.N)/float64(n), "ns/recording")
	b.ReportMetric(float64(requests)/float64(pages.number), "requests/page")
	b.ReportMetric(float64(peakHeap(read))/float64(pages.bytes), "heap/json")
}

type volume struct {
	number int
	bytes  int
}

// floor is the least that reading the recordings takes: request, unmarshal, go on.
func floor(b *testing.B, s *acctest.Sandbox, room string) volume {
	b.Helper()
	account, total := s.Running.Account, volume{}
	next := s.BaseURL + "/v1/Rooms/" + room + "/Recordings?PageSize=1000"
	var all []twilioapi.Recording
	for next != "" {
		req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, next, http.NoBody)
		if err != nil {
			b.Fatal(err)
		}
		req.SetBasicAuth(account.SID, account.AuthToken)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			b.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.Body.Close() != nil || resp.StatusCode != http.StatusOK {
			b.Fatalf("status %d: %v", resp.StatusCode, err)
		}
		var page struct {
			Recordings []twilioapi.Recording `json:"recordings"`
			Meta       struct {
				NextPageURL *string `json:"next_page_url"`
			} `json:"meta"`
		}
		if err := json.Unmarshal(body, &page); err != nil {
			b.Fatal(err)
		}
		all = append(all, page.Recordings...)
		total.number++
		total.bytes += len(body)
		next = ""
		if page.Meta.NextPageURL != nil {
			next = *page.Meta.NextPageURL
		}
	}
	runtime.KeepAlive(all)
	return total
}

// peakHeap is the most that was on the heap while f ran, in bytes, above what was
// there before. The collector runs so often that little of it is garbage; what is
// live was never more.
func peakHeap(f func()) uint64 {
	defer debug.SetGCPercent(debug.SetGCPercent(5))
	objects := func() uint64 {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		metrics.Read(sample)
		return sample[0].Value.Uint64()
	}
	runtime.GC()
	before := objects()
	peak, done := before, make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() {
		for tick := time.NewTicker(time.Millisecond); ; {
			select {
			case <-tick.C:
				peak = max(peak, objects())
			case <-done:
				tick.Stop()
				return
			}
		}
	})
	f()
	close(done)
	watching.Wait()
	return peak - before
}
