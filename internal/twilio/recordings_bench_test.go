package twilio_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// BenchmarkRoomRecordings reads the recordings of a room through the provider's ReadDataSource. In turn with it, a bare net/http loop reads
// the same pages into the same structs: the floor. It reports
//
//	x-floor          the provider's time, as a multiple of the floor's
//	heap/json        the peak of the live heap, as a multiple of the JSON received
//	requests/page    the requests, as a multiple of the pages
//	ns/recording     the provider's time
//	bytes/recording  the size of the state that Terraform receives
func BenchmarkRoomRecordings(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchmarkRoom(b, n) })
	}
}

func benchmarkRoom(b *testing.B, n int) {
	b.Helper()
	s := acctest.NewSandbox(b, twiliosandbox.Behaviour{})
	g := twiliosandbox.Generated{Seed: 1, Rooms: 1, Recordings: n}
	s.Generate(s.SID, g)
	room, d, account := g.RoomSID(0), newDirect(b, s), s.Running.Account
	stateBytes := 0
	read := func() {
		state, err := d.read(context.Background(), roomRecordingsType, map[string]any{"room_sid": room})
		if err != nil {
			b.Fatal(err)
		}
		stateBytes = len(state.MsgPack)
	}
	readList := func() (pages, recordings, size int) {
		return readFloor[twilio.Recording](b, account.SID, account.AuthToken, s.BaseURL+"/v1/Rooms/"+room+"/Recordings?PageSize=1000", rate.Inf)
	}
	pages, recordings, size := readList()
	s.Log().Reset()
	read()
	requests := len(s.Log().All())

	var provider, floor time.Duration
	b.ReportAllocs()
	for b.Loop() {
		start := time.Now()
		read()
		provider += time.Since(start)
		b.StopTimer()
		start = time.Now()
		readList()
		floor += time.Since(start)
		b.StartTimer()
	}
	b.StopTimer()
	b.ReportMetric(float64(provider)/float64(floor), "x-floor")
	b.ReportMetric(float64(provider.Nanoseconds())/float64(b.N)/float64(n), "ns/recording")
	b.ReportMetric(float64(requests)/float64(pages), "requests/page")
	b.ReportMetric(float64(peakHeap(read))/float64(size), "heap/json")
	b.ReportMetric(float64(stateBytes)/float64(recordings), "bytes/recording")
}

// readFloor makes the requests for a list of recordings and decodes the responses, and nothing else. It returns the numbers of pages,
// recordings and bytes. T is the type of a recording.
func readFloor[T any](b *testing.B, username, password, list string, quota rate.Limit) (pages, recordings, size int) {
	b.Helper()
	pace := rate.NewLimiter(quota, 1)
	for next := list; next != ""; pages++ {
		req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, next, http.NoBody)
		if err := errors.Join(err, pace.Wait(b.Context())); err != nil {
			b.Fatal(err)
		}
		req.SetBasicAuth(username, password)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			b.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.Body.Close() != nil || resp.StatusCode != http.StatusOK {
			b.Fatalf("status %d: %v", resp.StatusCode, err)
		}
		var page struct {
			Recordings []T `json:"recordings"`
			Meta       struct {
				NextPageURL string `json:"next_page_url"`
			} `json:"meta"`
		}
		if err := json.Unmarshal(body, &page); err != nil {
			b.Fatal(err)
		}
		next, recordings, size = page.Meta.NextPageURL, recordings+len(page.Recordings), size+len(body)
	}
	return pages, recordings, size
}

// peakHeap returns the growth of the heap while f runs, at its peak and in bytes. The collector runs so often that little of the heap is
// garbage.
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
