package twiliosandbox_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// BenchmarkPage answers requests for a page, without a network.
func BenchmarkPage(b *testing.B) {
	account := twiliosandbox.NewAccount()
	s := twiliosandbox.New(twiliosandbox.Behaviour{}, account)
	g := twiliosandbox.Generated{Seed: 1, Rooms: 10, Recordings: 1_000_000, Compositions: 1_000_000}
	s.Generate(account.SID, g)
	for name, path := range map[string]string{
		"1000 recordings of a room": "/v1/Rooms/" + g.RoomSID(7) + "/Recordings?PageSize=1000",
		"100 recordings":            "/v1/Recordings?PageSize=100",
		"100 compositions":          "/v1/Compositions?PageSize=100",
		"a source among a million":  "/v1/Recordings?SourceSid=" + firstOf(s.AllRecordings(account.SID)).SourceSID,
		"a day among a million":     "/v1/Recordings?PageSize=1&DateCreatedAfter=2024-03-01T00:00:00Z",
		"the deleted":               "/v1/Recordings?PageSize=100&Status=deleted",
	} {
		b.Run(name, func(b *testing.B) {
			r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, path, http.NoBody)
			r.SetBasicAuth(account.SID, account.AuthToken)
			b.ReportAllocs()
			for b.Loop() {
				w := counter{header: http.Header{}}
				s.ServeHTTP(&w, r)
				if w.status != http.StatusOK {
					b.Fatalf("status %d", w.status)
				}
				b.SetBytes(w.size)
			}
		})
	}
}

// counter is a [http.ResponseWriter] that keeps nothing of the body.
type counter struct {
	header http.Header
	status int
	size   int64
}

func (c *counter) Header() http.Header    { return c.header }
func (c *counter) WriteHeader(status int) { c.status = status }

func (c *counter) Write(p []byte) (int, error) {
	c.size += int64(len(p))
	return len(p), nil
}
