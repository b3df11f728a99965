package bench_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"
)

// The registry offers a provider only to those versions of Terraform that speak the
// protocol which this file names.
func TestTheRegistryManifestNamesTheProtocolThatIsServed(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("../../terraform-registry-manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		Version  int
		Metadata struct {
			ProtocolVersions []string `json:"protocol_versions"`
		}
	}
	if err := json.Unmarshal(content, &manifest); err != nil {
		t.Fatal(err)
	}
	got, err := start(build(t, module))
	if err != nil {
		t.Fatal(err)
	}
	if manifest.Version != 1 || got.protocol != 6 || !slices.Equal(manifest.Metadata.ProtocolVersions, []string{"6.0"}) {
		t.Errorf("protocol %d is served, and the manifest says %+v", got.protocol, manifest)
	}
	if got.schema == 0 {
		t.Error("the schema is empty")
	}
}

// A program that is much larger than it must be is a dependency that nobody meant to
// take. How large it is depends on nothing but the code.
func TestSizeIsThatOfAProvider(t *testing.T) {
	t.Parallel()
	const most = 1.2
	if ratio := size(t, build(t, module)) / size(t, build(t, module+"/internal/bench/empty")); ratio > most {
		t.Errorf("the program is %.2f times as large as an empty provider, want at most %.2f", ratio, most)
	}
}

// BenchmarkStart starts the provider and an empty one in turn, both built as a
// release is. It reports
//
//	x-empty        the median time from the start of the process to a served schema,
//	               as a multiple of the empty provider's
//	x-empty-p25    the same of the first quartiles, which is nearer to a machine that
//	               nobody else uses
//	x-empty-p75    the same of the third
//	ms, ms-empty   the two medians
//	cpu/empty      the median processor time of such a life, as a multiple of the
//	               empty provider's; others on the machine hardly change it
//	size/empty     the size of the program, as a multiple of the empty one's
//	MB             the size of the program
func BenchmarkStart(b *testing.B) {
	ours, empty := build(b, module), build(b, module+"/internal/bench/empty")
	begin := func(path string) served {
		got, err := start(path)
		if err != nil {
			b.Fatalf("starting %s: %v", path, err)
		}
		return got
	}
	begin(ours) // into the file cache
	begin(empty)

	var times, bare, cpu, bareCPU []float64
	for b.Loop() {
		var mine, floor served
		if len(times)%2 == 0 {
			mine, floor = begin(ours), begin(empty)
		} else {
			floor, mine = begin(empty), begin(ours)
		}
		times, bare = append(times, mine.took.Seconds()), append(bare, floor.took.Seconds())
		cpu, bareCPU = append(cpu, mine.cpu.Seconds()), append(bareCPU, floor.cpu.Seconds())
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(quantile(times, 0.5)*1e3, "ms")
	b.ReportMetric(quantile(bare, 0.5)*1e3, "ms-empty")
	b.ReportMetric(quantile(times, 0.5)/quantile(bare, 0.5), "x-empty")
	b.ReportMetric(quantile(times, 0.25)/quantile(bare, 0.25), "x-empty-p25")
	b.ReportMetric(quantile(times, 0.75)/quantile(bare, 0.75), "x-empty-p75")
	b.ReportMetric(quantile(cpu, 0.5)/quantile(bareCPU, 0.5), "cpu/empty")
	b.ReportMetric(size(b, ours)/1e6, "MB")
	b.ReportMetric(size(b, ours)/size(b, empty), "size/empty")
}

func size(t testing.TB, path string) float64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return float64(info.Size())
}

// quantile is the value below which the share q of the values lies.
func quantile(values []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[int(q*float64(len(sorted)-1)+0.5)]
}
