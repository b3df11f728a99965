package twilio_test

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// BenchmarkSummaryMemory reads summaries of 10,000 and 1,000,000 recordings, each in a process of its own. It reports
//
//	x-10000                 the peak of the memory with 1,000,000 recordings, as a multiple of that with 10,000
//	bucket-bytes/recording  the growth of the peak with verify_in_bucket, for each recording
//	MB                      the peak with 1,000,000 recordings
func BenchmarkSummaryMemory(b *testing.B) {
	const few, many = 10_000, 1_000_000
	fewURL, manyURL := serveMany(b, few), serveMany(b, many)
	var small, large, verified float64
	for b.Loop() {
		small += peakMemory(b, fewURL, false, "10000 <nil>")
		large += peakMemory(b, manyURL, false, "1000000 <nil>")
		verified += peakMemory(b, manyURL, true, "1000000 1000000")
	}
	b.ReportMetric(large/small, "x-10000")
	b.ReportMetric((verified-large)/float64(b.N)/many, "bucket-bytes/recording")
	b.ReportMetric(large/float64(b.N)/1e6, "MB")
}

// peakMemory returns the peak of the memory of a process that reads a summary, in bytes.
func peakMemory(b *testing.B, baseURL string, isVerified bool, want string) float64 {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%s %t", summaryProcessVar, baseURL, isVerified))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil || string(out) != want {
		b.Fatalf("the process printed %q, error %v, want %q", out, err, want)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		b.Fatalf("the usage is %T", cmd.ProcessState.SysUsage())
	}
	// Linux counts in kB: https://man7.org/linux/man-pages/man2/getrusage.2.html
	return float64(usage.Maxrss) * 1024
}
