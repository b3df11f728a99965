package twiliosandbox

import (
	"net/http"
	"strconv"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

func (s *Server) quota() sandbox.Quota {
	b := s.Behaviour()
	return sandbox.Quota{ReadsPerSecond: b.ReadsPerSecond, WritesPerSecond: b.WritesPerSecond}
}

// tooManyRequests is documented: https://www.twilio.com/docs/api/errors/20429. Whether
// Retry-After comes with it is not; it has whole seconds, at least those to wait.
func (s *Server) tooManyRequests(w http.ResponseWriter, wait time.Duration) {
	if s.Behaviour().RetryAfter {
		seconds := (wait + time.Second - 1) / time.Second
		w.Header().Set("Retry-After", strconv.Itoa(int(seconds)))
	}
	newError(http.StatusTooManyRequests, 20429, "Too Many Requests").write(w)
}
