package transport

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// retryAfter is how long an answer asks to wait: RFC 9110, section 10.2.3. The library's
// own reading lets a large number of seconds overflow, so that whoever asks for the
// longest wait would get none.
func retryAfter(resp *http.Response) (wait time.Duration, asked bool) {
	if resp == nil || (resp.StatusCode != http.StatusTooManyRequests && resp.StatusCode != http.StatusServiceUnavailable) {
		return 0, false
	}
	value := resp.Header.Get("Retry-After")
	if value != "" && strings.Trim(value, "0123456789") == "" {
		// Digits alone can only be out of range, and are the largest number then. Of
		// other texts, some would be called so, too, before they are read to their end.
		seconds, _ := strconv.ParseUint(value, 10, 64)
		const most = uint64(math.MaxInt64 / time.Second)
		if seconds > most {
			return math.MaxInt64, true
		}
		return time.Duration(seconds) * time.Second, true
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	return max(0, time.Until(at)), true
}

// backoff is how long to wait before the attempt that follows attempt n, counted from
// 0: what the answer asks for, and else from least to most, doubling.
func backoff(least, most time.Duration, n int, resp *http.Response) time.Duration {
	if wait, asked := retryAfter(resp); asked {
		return wait
	}
	return retryablehttp.DefaultBackoff(least, most, n, nil)
}
